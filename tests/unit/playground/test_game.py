"""The game: the numbers of the bare loop, changes on the way, and the same again."""

from __future__ import annotations

import numpy as np
import pytest
import torch
import train_playground
from gancourse.games import clouds
from gancourse.games.plane import PlaneGame
from gancourse.playground import Game, Parts, Settings, all_clouds, replay, steps, trained
from gancourse.playground.look import Looker
from students import D_STEP, G_STEP, LOOP, written

torch.set_num_threads(1)
SMALL = Settings(width=8, batch=16)
EVERYTHING = {"r1": 0.1, "instance_noise": 0.05, "noise": "gaussian", "optimiser": "sgd", "lr_d": 0.05, "lr_g": 0.05}


def weights_of(game: PlaneGame) -> np.ndarray:
    parameters = [*game.G.parameters(), *game.D.parameters()]
    return torch.cat([one.detach().double().ravel() for one in parameters]).numpy()


@pytest.mark.parametrize("look", [False, True])
def test_it_plays_as_the_bare_loop_does_bit_for_bit_looked_at_or_not(look):
    parts = Parts(**written(LOOP), **written(D_STEP), **written(G_STEP))
    game = Game(Settings(seed=3), parts)
    bare = PlaneGame(all_clouds()["ring"], steps.mixture, parts.d_step, parts.g_step, seed=3)
    looker = Looker(game)
    for _ in range(6):
        game.iterate()
        if look:
            looker.measure()
            looker.look()
    parts.algorithm1(bare, 6, 1, 128)
    np.testing.assert_array_equal(game.weights(), weights_of(bare))


@pytest.mark.parametrize("loss", ["ns", "minimax", "ls", "wgan-gp", "relativistic"])
def test_a_script_plays_it_again_bit_for_bit_with_all_that_was_changed(loss):
    game = Game(SMALL)
    looker = Looker(game)
    game.iterate()
    game.step("D")
    game.change({"loss": loss, "k_d": 2, "data": "grid"} | EVERYTHING)
    for _ in range(3):
        game.iterate()
        looker.measure()
    game.change({"data": "drawn", "points": [[0.5, 0.5], [-1, 0.25]], "optimiser": "adam"})
    game.step("G")
    game.iterate()
    again = replay(game.script())
    assert again.iteration == game.iteration == 7
    np.testing.assert_array_equal(again.weights(), game.weights())
    assert np.isfinite(game.weights()).all()


def test_other_networks_or_another_seed_begin_again_and_the_rest_goes_on():
    game = Game(SMALL)
    game.iterate()
    before = game.weights()
    game.change({"lr_g": 0.5})
    assert game.iteration == 1
    np.testing.assert_array_equal(game.weights(), before)
    assert game.opt_g.param_groups[0]["lr"] == 0.5
    for change in ({"seed": 1}, {"width": 5}, {"layers": 0}, {"pack": 2}, {"noise_dim": 1}):
        game.iterate()
        game.change(change)
        assert game.iteration == 0
        game.iterate()
    assert game.sample_z(4).shape == (4, 1)
    assert len(game.G) == 1


def test_the_relativistic_loss_compares_a_sample_with_an_example_and_does_not_know_the_level_of_scores():
    real, fake = torch.tensor([2.0, 0.5, -1.0]), torch.tensor([1.0, 0.5, 3.0])
    pairs = real - fake
    assert float(steps.d_loss(real, fake, "relativistic")) == pytest.approx(
        float(torch.log1p(torch.exp(-pairs)).mean())
    )
    torch.testing.assert_close(steps.g_losses(fake, "relativistic", real), torch.log1p(torch.exp(pairs)))
    shifted = steps.d_loss(real + 5, fake + 5, "relativistic")
    torch.testing.assert_close(shifted, steps.d_loss(real, fake, "relativistic"))


@pytest.mark.parametrize("loss", ["ns", "wgan-gp", "relativistic"])
def test_d_judges_packs_and_what_is_left_over_of_a_batch_is_not_judged(loss):
    game = Game(Settings(width=8, batch=10, pack=4, r1=0.1, loss=loss), Parts(**written(D_STEP), **written(G_STEP)))
    assert game.D(game.sample_x(10)).shape == (2, 1)
    before = game.weights()
    game.iterate()
    assert np.isfinite(game.weights()).all()
    assert (game.weights() != before).mean() > 0.5
    assert game.judge(np.zeros((3, 2))).shape == (3,)
    row = Looker(game).measure()
    assert np.isnan([row.gap_to_d_star, row.ln2_minus_bce]).all(), "there is no D* for packs to compare with"
    game.change({"batch": 3})
    with pytest.raises(ValueError, match="3 samples do not fill one pack of 4"):
        game.iterate()


def test_with_companions_from_the_data_d_says_of_a_place_what_it_says_of_packs_there():
    game = Game(Settings(width=8, pack=2, data="disjoint"))
    with torch.no_grad():
        for parameter in game.D.parameters():
            parameter.zero_()
    np.testing.assert_array_equal(game.judge(np.zeros((5, 2))), np.full(5, 0.5))


@pytest.mark.parametrize("data", trained.names())
def test_trained_networks_know_every_mode(data):
    game = Game(Settings(data=data, start="trained"))
    looker = Looker(game)
    row = looker.measure()
    assert looker.shares.min() > 0.3 / len(looker.shares) or data in ("line", "spiral")  # whose modes make a curve
    assert row.jsd < 0.15
    assert row.gap_to_d_star < 0.25
    fresh = Looker(Game(Settings(data=data))).measure()
    assert fresh.jsd > 2 * row.jsd
    np.testing.assert_array_equal(replay(game.script()).weights(), game.weights())


def test_the_trained_networks_are_refused_where_they_do_not_fit():
    game = Game(Settings())
    with pytest.raises(ValueError, match=r"trained networks for .*ring.*, not for 'drawn': choose new networks"):
        game.change({"data": "drawn", "start": "trained"})
    with pytest.raises(ValueError, match=r"width = 64, .*For another width, choose new"):
        game.change({"start": "trained", "width": 8})
    assert game.settings == Settings()
    game.change({"start": "trained"})
    with pytest.raises(ValueError, match="For another noise_dim, choose new networks"):
        game.change({"noise_dim": 1})
    assert game.settings == Settings(start="trained")


@pytest.mark.long
def test_the_tool_makes_the_weights_that_are_there():
    game = train_playground.train("two Gaussians", 0)
    row, whole = train_playground.measured(game)
    assert whole
    assert row.jsd < 0.2


def test_drawn_points_are_the_data():
    game = Game(SMALL)
    game.change({"data": "drawn", "points": [[2.0, -1.0]]})
    np.testing.assert_allclose(game.sample_x(500).mean(dim=0), [2.0, -1.0], atol=0.03)
    game.change({"points": []})
    assert len(game.cloud.centers) == 40


def test_a_ring_of_eight_has_eight_modes_and_a_grid_twenty_five():
    known = all_clouds()
    for name, modes in (("ring", 8), ("grid", 25), ("two Gaussians", 2), ("disjoint", 3)):
        cloud = known[name]
        points = steps.mixture(4000, cloud.centers, cloud.std, np.random.default_rng(0))
        shares = clouds.shares(points, cloud)
        assert len(shares) == modes == np.sum(shares > 0.5 / modes)
    np.testing.assert_allclose(np.linalg.norm(known["ring"].centers, axis=1), 2)
    neighbours = np.linalg.norm(np.diff(known["ring"].centers, axis=0), axis=1)
    np.testing.assert_allclose(neighbours, 4 * np.sin(np.pi / 8))


def test_r1_is_added_to_any_step_of_d():
    x = torch.tensor([[1.0, 0.5], [-0.5, 2.0]])
    steepness = []
    for r1 in (0.0, 10.0):
        game = Game(Settings(width=8, r1=r1, optimiser="sgd", lr_d=0.02), Parts(**written(D_STEP)))
        for _ in range(150):
            game.step("D")
        at = x.clone().requires_grad_(True)
        (slope,) = torch.autograd.grad(game.D(at).sum(), at)
        steepness.append(float(slope.norm(dim=1).mean()))
    assert steepness[1] < 0.5 * steepness[0]


def test_what_d_is_shown_in_training_is_noisy_and_what_we_see_is_not():
    game = Game(Settings(width=8, instance_noise=0.5))
    x = torch.zeros(4, 2)
    assert len(set(game.D(x).ravel().tolist())) == 4
    with game.looking():
        assert len(set(game.logits(x).tolist())) == 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"k_d": -1}, "k_d is a whole number from 0 to 20, not -1"),
        ({"k_d": 1.5}, "whole number"),
        ({"width": True}, "whole number"),
        ({"lr_d": "fast"}, "a number from 1e-06 to 1, not 'fast'"),
        ({"lr_d": float("nan")}, "not nan"),
        ({"loss": "hinge"}, 'one of "ns", "minimax", "ls", "wgan-gp", "relativistic", not \'hinge\''),
        ({"loss": ["ns"]}, "not \\['ns'\\]"),
        ({"data": "cats"}, "one of ring, grid"),
        ({"points": [[1, 2, 3]]}, "pairs"),
        ({"points": [[1, float("inf")]]}, "finite"),
        ({"points": [[0, 0]] * 401}, "at most 400"),
        ({"colour": "red"}, "no setting 'colour'"),
    ],
)
def test_a_wrong_setting_is_refused_in_one_sentence_and_changes_nothing(changes, message):
    game = Game(SMALL)
    game.iterate()
    before = game.script()
    with pytest.raises(ValueError, match=message):
        game.change({"k_g": 2} | changes)
    assert game.script() == before
    assert game.settings == SMALL


def test_a_step_is_one_of_d_or_of_g():
    with pytest.raises(ValueError, match='"D" or of "G", not of \'x\''):
        Game(SMALL).step("x")
