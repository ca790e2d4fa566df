"""The widgets of 04-k-steps: every number against a closed form, every callback over its whole range."""

from __future__ import annotations

import json
import re
import shutil
import subprocess

import numpy as np
import pytest
from gancourse import plots, widgets
from gancourse.games import clouds
from gancourse.games.playground import Playground, Tools
from gancourse.widgets import drawing, phases, playground
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


# ---- phases ---------------------------------------------------------------------------------------------------------


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


def test_phases_explorer_over_its_whole_slider():
    explorer = widgets.phases_explorer(frames(7))
    assert (explorer.slider.min, explorer.slider.max, explorer.play.max) == (0, 6, 6)
    ends = [(link.source, link.target) for link in explorer.links]
    assert ends == [
        ((explorer.play, "value"), (explorer.slider, "value")),
        ((explorer.slider, "value"), (explorer.view, "frame")),
    ]
    for i in range(7):
        explorer.slider.value = explorer.view.frame = i
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


# ---- drawing --------------------------------------------------------------------------------------------------------


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


def test_a_stroke_puts_points_as_far_apart_as_the_prose_says():
    assert "const APART = 0.12;" in (drawing._STATIC / "drawing.js").read_text("utf-8")


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


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node")
@pytest.mark.parametrize("points", [[], [[0.5, -1.25]], [[0, 0], [-2.345, 1.005], [2.999, -0.0001]]])
def test_the_browser_says_the_same_of_a_drawing(points, tmp_path):
    module = tmp_path / "drawing.mjs"
    static = drawing._STATIC
    module.write_text((static / "shared.js").read_text("utf-8") + (static / "drawing.js").read_text("utf-8"), "utf-8")
    call = f"console.log(drawingReadout({json.dumps(points)}))"
    script = f"import {{ drawingReadout }} from {json.dumps(str(module))}; {call}"
    said = subprocess.run(["node", "--input-type=module", "-e", script], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == drawing.drawing_readout(points)


# ---- playground -----------------------------------------------------------------------------------------------------


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
