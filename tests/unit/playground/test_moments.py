"""Slow motion: the order of the moments and the marked lines, for a right loop and for wrong ones."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from gancourse.playground import Game, Parts, Settings
from gancourse.playground.moments import watching
from students import D_STEP, G_STEP, LOOP, written

torch.set_num_threads(1)
RIGHT = {**written(LOOP), **written(D_STEP), **written(G_STEP)}
TURN_OF_D = [
    ("noise", "algorithm1", 4), ("data", "algorithm1", 5), ("turn", "algorithm1", 6), ("fake", "d_step", 2),
    ("judged", "d_step", 3), ("judged", "d_step", 3), ("gradient", "d_step", 5), ("gradient", "d_step", 5),
    ("gradient", "d_step", 6), ("moved", "algorithm1", 6),
]  # fmt: skip
TURN_OF_G = [
    ("noise", "algorithm1", 8), ("turn", "algorithm1", 8), ("fake", "g_step", 2), ("judged", "g_step", 2),
    ("gradient", "g_step", 5), ("gradient", "g_step", 6), ("moved", "algorithm1", 8),
]  # fmt: skip


def moments_of(settings=None, **functions):
    game = Game(settings or Settings(width=8, batch=16), Parts(**RIGHT | functions))
    told = []
    with watching(game, told.append):
        game.iterate()
    bare = Game(game.settings, game.parts)
    bare.iterate()
    np.testing.assert_array_equal(game.weights(), bare.weights())
    return told


def wrong(told):
    return [one.text for one in told if one.wrong]


def test_the_moments_of_a_right_iteration_and_their_lines():
    told = moments_of()
    assert [(one.kind, one.function, one.line) for one in told] == TURN_OF_D + TURN_OF_G
    assert [one.who for one in told] == ["", "", *8 * ["D"], "", *6 * ["G"]]
    assert wrong(told) == []
    assert told[3].text == "G makes 16 samples, G(z1)."
    assert "D's gradient points up V" in told[8].text


def test_k_d_and_k_g_steps_each_with_batches_of_their_own():
    told = moments_of(Settings(width=8, batch=16, k_d=2, k_g=2))
    assert [one.kind for one in told] == [kind for kind, *_ in 2 * TURN_OF_D + 2 * TURN_OF_G]
    assert wrong(told) == []
    assert [one.text.split(":")[0] for one in told if one.kind == "noise"] == ["z1", "z2", "z3", "z4"]


def test_noise_that_is_used_twice():
    told = moments_of(**written(LOOP, "game.descend_g(game.sample_z(m))", "game.descend_g(z)"))
    (text,) = wrong(told)
    assert text == "G's turn, but z1 was used already, in a step of D: every step needs a fresh batch."


def test_a_gradient_that_reaches_g_in_the_turn_of_d():
    told = moments_of(**written(D_STEP, "G(z).detach()", "G(z)"))
    (text,) = wrong(told)
    assert text.startswith("A gradient reached G in D's turn")


def test_a_d_that_descends():
    told = moments_of(**written(D_STEP, "(-value)", "value"))
    (text,) = wrong(told)
    assert text == "D's gradient points down V: D descends, and its task is to ascend."
    marked = next(one for one in told if one.wrong)
    assert (marked.function, marked.line) == ("d_step", 6)


def test_a_g_that_climbs_and_one_that_no_gradient_reaches():
    assert wrong(moments_of(**written(G_STEP, "-F.logsigmoid(s)", "F.logsigmoid(s)"))) == [
        "G's gradient points up its loss: G has to descend it."
    ]
    (text,) = wrong(moments_of(**written(G_STEP, "s = D(G(z))", "s = D(G(z).detach())")))
    assert text.startswith("G has not moved in its own turn")


def test_who_moves_in_the_turn_of_the_other():
    told = moments_of(**written(D_STEP, "    return", "    [p.data.mul_(0.9) for p in G.parameters()]\n    return"))
    assert wrong(told) == ["G has moved in D's turn: its weights must stand still."]


@pytest.mark.parametrize(
    "settings", [{"loss": "ls"}, {"loss": "wgan-gp"}, {"r1": 1.0}, {"instance_noise": 0.1}, {"loss": "minimax"}]
)
def test_nothing_right_is_called_wrong_with_other_settings(settings):
    assert wrong(moments_of(Settings(width=8, batch=16, **settings))) == []


def test_other_ways_to_be_right():
    no_grad = written(D_STEP, "fake = G(z).detach()", "with torch.no_grad(): fake = G(z)".replace("torch", "F.torch"))
    only_d = written(
        D_STEP,
        "    opt_d.zero_grad()\n    (-value).backward()",
        "    for p, g in zip(D.parameters(), F.torch.autograd.grad(-value, list(D.parameters()))): p.grad = g",
    )
    swapped = written(
        LOOP,
        "            z = game.sample_z(m)\n            x = game.sample_x(m)",
        "            x = game.sample_x(m)\n            z = game.sample_z(m)",
    )
    for functions in (no_grad, only_d, swapped):
        assert wrong(moments_of(**functions)) == []
