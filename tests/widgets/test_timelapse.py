"""A training as a film: its frames, the player, the figure."""

from __future__ import annotations

import json

import numpy as np
import pytest
from gancourse import plots, widgets
from gancourse.widgets import timelapse

CENTERS = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])


def frames(n=7):
    points = np.random.default_rng(0).normal(size=(300, 2))
    return [widgets.compute_timelapse_frame(points, [0.1 * i / n, 0.5, 0.0, 0.005], 10 * i) for i in range(n)]


def test_a_frame_of_the_film():
    frame = frames()[3]
    assert frame["iteration"] == 30
    assert len(frame["points"]) == timelapse.DRAWN
    assert frame["text"] == (
        "iteration 30: 2 of 4 modes have at least 1 % of the samples; 55 % of the samples are near a mode"
    )
    json.dumps(frame, allow_nan=False)


@pytest.mark.parametrize(
    ("points", "shares"),
    [([1.0, 2.0], [0.5]), ([[1.0, 2.0, 3.0]], [0.5]), ([[1.0, 2.0]], [-0.1]), ([[1.0, 2.0]], [0.7, 0.7])],
)
def test_a_frame_is_refused(points, shares):
    with pytest.raises(ValueError, match=r"shape \(n, 2\)|sum to at most 1"):
        widgets.compute_timelapse_frame(points, shares, 0)


def test_the_timelapse_explorer_over_its_slider():
    explorer = widgets.timelapse_explorer(frames(), CENTERS)
    assert (len(explorer.view.frames), len(explorer.view.centers)) == (7, 4)
    for made, start in (([], 0), (frames(), 7), (frames(), -1)):
        with pytest.raises(ValueError, match=r"nothing to play|cannot start"):
            widgets.timelapse_explorer(made, CENTERS, start)


def test_the_timelapse_figure_says_its_numbers():
    made = frames()
    alt = plots.alt_text(widgets.timelapse_figure(made, CENTERS))
    assert made[0]["text"] in alt
    assert made[-1]["text"] in alt
    for chosen in ([0], [0] * 7):
        with pytest.raises(ValueError, match="two to six"):
            widgets.timelapse_figure(made, CENTERS, chosen)
