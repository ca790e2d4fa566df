"""The pad to draw on: its points, and drawing with mouse and keyboard in a real browser."""

from __future__ import annotations

import numpy as np
import pytest
from gancourse import plots, widgets
from gancourse.widgets import drawing


def test_drawn_points_are_an_array():
    pad = widgets.drawing_explorer([])
    assert pad.points.shape == (0, 2)
    assert drawing.drawing_readout(pad.points) == "nothing drawn yet"
    pad.view.points = [[0.5, -1.25]]
    assert pad.points.tolist() == [[0.5, -1.25]]
    assert drawing.drawing_readout(pad.points) == "1 point; the last one is at (0.50, −1.25)"
    pad.view.points = [*pad.view.points, [9, -9]]
    assert pad.points.tolist()[-1] == [3.0, -3.0]  # the edge of the pad
    assert widgets.drawing_explorer().points.shape == (40, 2)


def test_the_spiral_winds_outwards_and_fits():
    radius = np.linalg.norm(drawing.compute_spiral(), axis=1)
    assert (np.diff(radius) > 0).all()
    assert radius[0] == pytest.approx(0.3)
    assert radius[-1] == pytest.approx(2.4)


@pytest.mark.parametrize("points", [[1.0, 2.0], [[1.0]], [[np.nan, 0]], [[0, 0]] * (drawing.MOST + 1)])
def test_drawn_points_are_refused(points):
    with pytest.raises(ValueError, match=r"Points are pairs|at most"):
        drawing.compute_points(points)


@pytest.mark.parametrize("n", [0, 1, 30])
def test_drawing_figure(n):
    points = drawing.compute_spiral(40)[:n]
    assert drawing.drawing_readout(points) in plots.alt_text(widgets.drawing_figure(points))
