"""The playground with buttons: every control does what it says."""

from __future__ import annotations

import re

import numpy as np
from gancourse import widgets
from gancourse.games import clouds
from gancourse.games.playground import Playground, Tools
from gancourse.widgets import playground


def still_playground():
    """A playground whose players never move: quick, and every control still does its work."""
    moves = []

    def algorithm1(game, iterations, k, m, k_g=1):
        moves.append((iterations, k, k_g))

    def sample(n, centers, std, rng):
        return centers[rng.integers(len(centers), size=n)] + std * rng.normal(size=(n, 2))

    tools = Tools(
        algorithm1,
        lambda *args: None,
        lambda *args: None,
        sample,
        lambda d, xlim, ylim, n: np.full((n, n), 0.5),
        lambda g, n: np.ones((n, n)),
        lambda d, x, loss: x,
        lambda d, p, q: 0.25,
    )
    return Playground(tools, {"two": clouds.two_gaussians(), "disjoint": clouds.disjoint()}), moves


def test_the_playground_shows_itself_before_anything_is_trained():
    area, moves = still_playground()
    explorer = widgets.playground_explorer(area)
    assert moves == []
    assert 'data-testid="playground-readout"' in explorer.readout.value
    assert "iteration 0" in explorer.readout.value
    assert 'download="history.csv"' in explorer.download.value
    assert re.search(r'<img [^>]*alt="Four panels', explorer.picture.value)


def test_every_control_of_the_playground():
    area, moves = still_playground()
    explorer = widgets.playground_explorer(area)
    for k in range(11):
        explorer.k_d.value, explorer.k_g.value = k, 10 - k
        assert (area.k_d, area.k_g) == (k, 10 - k)
    explorer.iterations.value = 50
    explorer.train.click()
    assert sum(iterations for iterations, *_ in moves) == 50
    assert set(moves) <= {(8, 10, 0), (9, 10, 0)}
    assert "iteration 50" in explorer.readout.value
    explorer.step_d.click()
    explorer.step_g.click()
    assert moves[-2:] == [(1, 1, 0), (1, 0, 1)]
    for name in area.clouds:
        explorer.data.value = name
        assert (area.data, area.iteration) == (name, explorer.playground.iteration)
    for loss in playground.LOSSES.values():
        explorer.loss.value = loss
        assert area.loss == loss
    explorer.seed.value = 7
    assert (area.seed, area.iteration, len(area.history)) == (7, 0, 1)
    explorer.restart.click()
    assert area.iteration == 0
