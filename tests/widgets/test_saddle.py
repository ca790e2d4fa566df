"""The saddle: paths against closed forms, both sliders, the browser's sentences."""

from __future__ import annotations

import math

import numpy as np
import pytest
from gancourse import plots, widgets
from gancourse.widgets import push_forward, saddle
from javascript import in_javascript

STEPS = [round(0.02 * k, 2) for k in range(1, 26)]
MAPS = list(push_forward.MAPS)


@pytest.mark.parametrize("lr", STEPS)
def test_saddle_paths_grow_and_circle_exactly(lr):
    paths = saddle.compute_saddle_paths(lr, 120)
    distances = saddle.compute_distances(lr, 120)
    np.testing.assert_allclose(distances[0], math.sqrt(2) * (1 + lr**2) ** (np.arange(121) / 2), rtol=1e-12)
    d, g = paths.alternating.T
    np.testing.assert_allclose(d**2 + g**2 + lr * d * g, 2 + lr, rtol=1e-10)


def test_saddle_known_values():
    paths = saddle.compute_saddle_paths(0.1, 1)
    np.testing.assert_allclose(paths.simultaneous, [[1, 1], [1.1, 0.9]])
    np.testing.assert_allclose(paths.alternating, [[1, 1], [1.1, 0.89]])
    np.testing.assert_allclose(saddle.compute_distances(0.1, 100)[:, -1], [2.325861, 1.436353], atol=5e-7)
    assert saddle.saddle_readout(0.1, 100) == (
        "step η = 0.10, after 100 rounds: simultaneous play is 2.326 from the equilibrium, alternating play 1.436; "
        "both started at 1.414"
    )
    assert "after 1 round:" in saddle.saddle_readout(0.1, 1)


def test_saddle_explorer_over_its_slider_and_all_rounds():
    explorer = widgets.saddle_explorer()
    (link,) = explorer.links
    assert (link.source, link.target) == ((explorer.lr_slider, "value"), (explorer.view, "lr"))
    for lr in STEPS:
        explorer.lr_slider.value = explorer.view.lr = lr
        for rounds in (0, 1, 20, 119, 120):
            explorer.view.rounds = rounds
            assert (explorer.view.lr, explorer.view.rounds) == (lr, rounds)
            assert saddle.saddle_readout(lr, rounds).endswith("both started at 1.414")


@pytest.mark.parametrize(("lr", "rounds"), [(0.1, 100), (0.5, 120), (0.02, 0)])
def test_saddle_figure_says_its_numbers(lr, rounds):
    alt = plots.alt_text(widgets.saddle_figure(lr, rounds))
    assert saddle.saddle_readout(lr, rounds) in alt


@pytest.mark.parametrize(
    "call",
    [
        lambda: saddle.compute_saddle_paths(0, 3),
        lambda: saddle.compute_saddle_paths(math.nan, 3),
        lambda: saddle.compute_saddle_paths(0.1, -1),
        lambda: widgets.saddle_explorer(lr=1),
        lambda: widgets.saddle_explorer(rounds=121),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(call):
    with pytest.raises(ValueError, match=r"^[A-Z].*\.$"):
        call()


def test_the_browser_says_the_same_of_every_game():
    cases = [[lr, rounds] for lr in STEPS for rounds in range(0, 121, 5)]
    theirs = in_javascript(saddle.SaddleView, "data.map((row) => view.saddleReadout(...row))", cases)
    assert theirs == [saddle.saddle_readout(*case) for case in cases]


def test_alternating_play_stays_on_the_ellipse_that_the_browser_draws():
    drawn = np.array(in_javascript(saddle.SaddleView, "data.map((lr) => view.keptEllipse(lr))", STEPS))
    for lr, points in zip(STEPS, drawn, strict=True):
        d, g = points.T
        np.testing.assert_allclose(d**2 + g**2 + lr * d * g, 2 + lr, rtol=1e-9)
        assert d.max() > 1.0
        assert np.hypot(d, g).max() / np.hypot(d, g).min() == pytest.approx(math.sqrt((2 + lr) / (2 - lr)), rel=1e-2)
