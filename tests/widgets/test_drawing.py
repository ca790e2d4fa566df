"""The pad to draw on: its points, and drawing with mouse and keyboard in a real browser."""

from __future__ import annotations

import numpy as np
import pytest
from gancourse import plots, widgets
from gancourse.widgets import drawing
from javascript import in_javascript, show


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


# ---- in the browser -------------------------------------------------------------------------------------------------


def points_of(stand):
    return np.array(stand.ask("stand.current.state.points")).reshape(-1, 2)


def press(stand, *keys):
    for key in keys:
        stand.do(lambda page, key=key: page.get_by_test_id("drawing-pad").press(key))


def drag(stand, *places):
    """Press at the first place, go on to the others, let go: pixels from the corner of the pad."""

    def act(page):
        box = page.get_by_test_id("drawing-pad").bounding_box()
        for i, (x, y) in enumerate(places):
            page.mouse.move(box["x"] + x, box["y"] + y, steps=1 if i == 0 else 60)
            if i == 0:
                page.mouse.down()
        page.mouse.up()

    stand.do(act)


@pytest.mark.parametrize("points", [[], [[0.5, -1.25]], [[0, 0], [-2.345, 1.005], [2.999, -0.0001]]])
def test_the_browser_says_the_same_of_a_drawing(points):
    said = in_javascript(drawing.DrawingView, "view.drawingReadout(data)", points)
    assert said == drawing.drawing_readout(points)


def test_a_stroke_puts_points_as_far_apart_as_the_prose_says():
    stand = show(widgets.drawing_explorer([]).view)
    drag(stand, (100, 100), (300, 240), (120, 300))
    steps = np.linalg.norm(np.diff(points_of(stand), axis=0), axis=1)
    assert len(steps) > 15
    pixel = 6 / 380  # of the pad, 420 wide
    assert steps.min() >= 0.12
    assert np.median(steps) < 0.12 + 6 * pixel
    drag(stand, (200, 50), (202, 51))
    assert len(points_of(stand)) == len(steps) + 2, "a stroke begins with a point, wherever the last one ended"


def test_a_stroke_outside_the_pad_puts_nothing():
    stand = show(widgets.drawing_explorer([]).view)
    drag(stand, (4, 4), (200, 200))
    assert len(points_of(stand)) == 0


def test_the_keyboard_draws_as_well():
    stand = show(widgets.drawing_explorer([]).view)
    press(stand, "ArrowRight", "ArrowUp", "ArrowUp", "Space", "ArrowLeft", "Enter")
    np.testing.assert_allclose(points_of(stand), [[0.2, 0.4], [0.0, 0.4]])
    assert stand.readout() == drawing.drawing_readout([[0.2, 0.4], [0.0, 0.4]])
    assert stand.ask("stand.current.sent") == 2, "the kernel is told of each"
    press(stand, "Backspace", *["ArrowDown"] * 40, "Space")
    np.testing.assert_allclose(points_of(stand), [[0.2, 0.4], [0.0, -3.0]], atol=1e-9)
    press(stand, "Delete", "Delete", "Delete")
    assert len(points_of(stand)) == 0


def test_keys_of_the_pad_are_not_those_of_the_lab():
    stand = show(widgets.drawing_explorer([]).view)
    stand.ask("document.addEventListener('keydown', (event) => (stand.reached = event.key))")
    press(stand, "Space", "ArrowUp", "Backspace")
    assert stand.ask("stand.reached ?? null") is None
    press(stand, "s")
    assert stand.ask("stand.reached") == "s"


def test_the_buttons_take_back_and_clear():
    stand = show(widgets.drawing_explorer([[0, 0], [1, 1], [2, 2]]).view)
    stand.do(lambda page: page.get_by_role("button", name="Take back").click())
    assert points_of(stand).tolist() == [[0, 0], [1, 1]]
    stand.do(lambda page: page.get_by_role("button", name="Clear").click())
    assert stand.readout() == "nothing drawn yet"


def test_a_full_pad_takes_no_more():
    stand = show(widgets.drawing_explorer([[0, 0]] * drawing.MOST).view)
    press(stand, "Space")
    assert len(points_of(stand)) == drawing.MOST
