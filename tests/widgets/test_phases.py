"""The phases of training: every number of a frame against a closed form, the player, the figure."""

from __future__ import annotations

import json

import numpy as np
import pytest
from gancourse import plots, widgets
from gancourse.widgets import phases
from scipy.stats import norm


class Still:
    """A game on a line in which p_g is p_data and D says ½: every number of its frame is known."""

    def p_data(self, x):
        return norm.pdf(x, 1.0, 0.6)

    def spread(self, n=2000):
        return norm.ppf((np.arange(n) + 0.5) / n, 1.0, 0.6)

    def judge(self, x):
        return np.full(len(x), 0.5)

    def value(self):
        return -np.log(4)

    def generate(self, z):
        return 1.0 + 0.6 * z


def exact(samples, grid, bandwidth):
    return norm.pdf(grid, 1.0, 0.6)


def frames(n=5):
    made = []
    for i in range(n):
        frame = phases.compute_phase_frame(Still(), exact, 10 * i, "both learn" if i else "start")
        made.append(frame)
    return made


def test_a_frame_of_the_end_of_training():
    frame = phases.compute_phase_frame(Still(), exact, 640, "both learn")
    assert frame["gap"] == pytest.approx(0, abs=1e-12)
    assert frame["from_half"] == pytest.approx(0, abs=1e-12)
    assert frame["distance"] == 0
    assert frame["text"] == (
        "iteration 640, both learn: D is 0.000 from D* and 0.000 from ½ on average; the distance of p_g from p_data "
        "is 0.000; V = −1.386 nats"
    )
    assert len(frame["p_data"]) == len(frame["d_star"]) == phases.POINTS
    assert frame["d_star"][0] is None  # no mass, no D*
    np.testing.assert_allclose(frame["x"], 1 + 0.6 * np.array(frame["z"]), atol=1e-3)
    json.dumps(frame, allow_nan=False)


def test_a_frame_measures_what_it_says():
    class Shifted(Still):
        def judge(self, x):
            return np.full(len(x), 0.8)

    def shifted(samples, grid, bandwidth):
        return norm.pdf(grid, 0.0, 0.6)

    frame = phases.compute_phase_frame(Shifted(), shifted, 0)
    variation = 2 * norm.cdf(0.5 / 0.6) - 1
    assert frame["distance"] == pytest.approx(variation, abs=2e-3)
    assert frame["from_half"] == pytest.approx(0.3)
    assert frame["text"].startswith("iteration 0: D is 0.")


def test_phases_explorer_has_every_frame():
    explorer = widgets.phases_explorer(frames(7))
    for i in range(7):
        assert explorer.view.frames[i]["iteration"] == 10 * i
    json.dumps(explorer.view.frames, allow_nan=False)


@pytest.mark.parametrize(("made", "start"), [([], 0), (frames(2), 2), (frames(2), -1)])
def test_phases_explorer_refuses(made, start):
    with pytest.raises(ValueError, match=r"nothing to play|cannot start"):
        widgets.phases_explorer(made, start)


@pytest.mark.parametrize("chosen", [None, [0], [0, 4], [0, 1, 2, 3]])
def test_phases_figure_says_its_numbers(chosen):
    made = frames()
    alt = plots.alt_text(widgets.phases_figure(made, chosen))
    for position in chosen or [0, 4]:
        assert made[position]["text"] in alt


@pytest.mark.parametrize(("made", "chosen"), [([], None), (frames(), []), (frames(), [0, 1, 2, 3, 4])])
def test_phases_figure_refuses(made, chosen):
    with pytest.raises(ValueError, match="one to four"):
        widgets.phases_figure(made, chosen)
