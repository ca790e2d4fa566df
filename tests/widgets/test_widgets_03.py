"""The widgets of 03-minimax: numbers against closed forms, every callback, the browser's sentences against ours."""

from __future__ import annotations

import json
import math
import re

import anywidget
import numpy as np
import pytest
from gancourse import plots, widgets
from gancourse.widgets import generator_losses, log_loss, push_forward, saddle
from javascript import NODE, in_javascript
from scipy.stats import norm

LOGITS = [round(-8 + 0.1 * k, 1) for k in range(161)]
STEPS = [round(0.02 * k, 2) for k in range(1, 26)]
MAPS = list(push_forward.MAPS)


# ---- generator losses -----------------------------------------------------------------------------------------------


def test_generator_losses_known_values():
    at = generator_losses.compute_generator_losses([-8.0, 0.0, 1e4, -1e4])
    np.testing.assert_allclose(at.slope_saturating, [-0.000335350, -0.5, -1, 0], atol=5e-10)
    np.testing.assert_allclose(at.slope_non_saturating, [-0.999664650, -0.5, 0, -1], atol=5e-10)
    np.testing.assert_allclose(at.saturating, [-0.000335406, -math.log(2), -1e4, 0], atol=5e-10)
    np.testing.assert_allclose(at.non_saturating, [8.000335406, math.log(2), 0, 1e4], atol=5e-10)


def test_generator_losses_slopes_are_the_derivatives():
    a, h = np.linspace(-8, 8, 65), 1e-5
    at, before, after = (generator_losses.compute_generator_losses(t) for t in (a, a - h, a + h))
    np.testing.assert_allclose(at.slope_saturating, (after.saturating - before.saturating) / (2 * h), atol=1e-9)
    measured = (after.non_saturating - before.non_saturating) / (2 * h)
    np.testing.assert_allclose(at.slope_non_saturating, measured, atol=1e-9)
    np.testing.assert_allclose(at.slope_non_saturating / at.slope_saturating, np.exp(-a), rtol=1e-12)
    np.testing.assert_allclose(at.slope_saturating, -at.d)


def test_generator_losses_readout():
    assert generator_losses.generator_losses_readout(-4.0) == (
        "logit a = −4.0, D = 0.0180: ln(1 − D) is −0.018 with slope −0.0180; −ln D is 4.018 with slope −0.9820, 54.6 "
        "times as steep"
    )


def test_generator_losses_explorer_over_its_whole_slider():
    explorer = widgets.generator_losses_explorer()
    assert (explorer.link.source, explorer.link.target) == ((explorer.slider, "value"), (explorer.view, "a"))
    assert (explorer.slider.min, explorer.slider.max, explorer.slider.step) == (-8, 8, 0.1)
    for a in LOGITS:
        explorer.slider.value = explorer.view.a = a
        assert (explorer.slider.value, explorer.view.a) == (a, a)
        assert generator_losses.generator_losses_readout(a).startswith(f"logit a = {plots.number(a, 1)}, ")


@pytest.mark.parametrize("logits", [(-6, 0, 4), (0.5,), [-8, -4, 0, 4, 8]])
def test_generator_losses_figure_says_its_numbers(logits):
    fig = widgets.generator_losses_figure(logits)
    alt = plots.alt_text(fig)
    assert all(generator_losses.generator_losses_readout(float(a)) in alt for a in logits)
    assert "<img" in plots.figure_html(fig, alt)


# ---- saddle ---------------------------------------------------------------------------------------------------------


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


def test_saddle_explorer_over_both_sliders():
    explorer = widgets.saddle_explorer()
    lr_link, rounds_link = explorer.links
    assert (lr_link.source, lr_link.target) == ((explorer.lr_slider, "value"), (explorer.view, "lr"))
    assert (rounds_link.source, rounds_link.target) == ((explorer.rounds_slider, "value"), (explorer.view, "rounds"))
    for lr in STEPS:
        explorer.lr_slider.value = explorer.view.lr = lr
        for rounds in (0, 1, 20, 119, 120):
            explorer.rounds_slider.value = explorer.view.rounds = rounds
            assert (explorer.view.lr, explorer.view.rounds) == (lr, rounds)
            assert saddle.saddle_readout(lr, rounds).endswith("both started at 1.414")


@pytest.mark.parametrize(("lr", "rounds"), [(0.1, 100), (0.5, 120), (0.02, 0)])
def test_saddle_figure_says_its_numbers(lr, rounds):
    alt = plots.alt_text(widgets.saddle_figure(lr, rounds))
    assert saddle.saddle_readout(lr, rounds) in alt


# ---- push-forward ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MAPS)
def test_mass_is_kept_on_the_way(name):
    chosen = push_forward.MAPS[name]
    width = (chosen.range[1] - chosen.range[0]) / push_forward.BINS
    for t in (0, 0.25, 0.5, 0.99, 1):
        mass = push_forward.compute_histogram(name, t).sum() * width
        assert mass == pytest.approx(1, abs=0.003 if name == "absolute value" else 1e-12)


@pytest.mark.parametrize("name", ["square", "absolute value", "parabola"])
def test_histogram_of_forgeries_follows_their_density(name):
    chosen = push_forward.MAPS[name]
    edges = np.linspace(*chosen.range, push_forward.BINS + 1)
    middles = (edges[1:] + edges[:-1]) / 2
    both = push_forward.compute_histogram(name, 1).sum(axis=0)
    smooth = middles > 0.3
    np.testing.assert_allclose(both[smooth], chosen.density(middles)[smooth], rtol=0.08, atol=0.02)
    assert np.all(both[middles < 0] == 0)


def test_densities_have_mass_one():
    for name in ("square", "parabola"):
        root = np.linspace(0, 2, 400_002)[1:-1]  # x = root², so that the density times 2·root has no pole
        density = push_forward.MAPS[name].density(root**2) * 2 * root
        assert np.mean(density) * 2 == pytest.approx(1, abs=1e-4)
    half = push_forward.MAPS["absolute value"].density
    x = np.linspace(0, 10, 100_001)[1:]
    assert np.sum(half(x)) * 1e-4 == pytest.approx(1, abs=1e-4)


def test_cells():
    cell = push_forward.compute_cell("square", 8, 1)
    np.testing.assert_allclose(cell.z, [7 / 30, 8 / 30], atol=1e-6)
    np.testing.assert_allclose(cell.x, [49 / 900, 64 / 900], atol=1e-6)
    np.testing.assert_allclose(push_forward.compute_cell("parabola", 6, 1).x, [0.16, 0.25], atol=1e-6)
    np.testing.assert_allclose(push_forward.compute_cell("parabola", 6, 0).x, [-0.5, -0.4], atol=1e-6)
    np.testing.assert_allclose(push_forward.compute_cell("absolute value", 16, 1).x, [0, norm.ppf(16 / 30)], atol=1e-6)
    steps = [push_forward.compute_cell("stairs", k, 1).x for k in range(1, 31)]
    assert steps == [(0, 0)] * 10 + [(0.5, 0.5)] * 10 + [(1, 1)] * 10


def test_push_forward_readout():
    assert push_forward.push_forward_readout("square", 8, 100) == (
        "100 % of the way, piece 8 of 30: z from 0.233 to 0.267 lies at 0.054 to 0.071; its width 0.033 is now 0.017, "
        "its density 1.00 is now 2.00"
    )
    assert push_forward.push_forward_readout("stairs", 14, 100).endswith(
        "its width 0.033 has shrunk to 0: a point with mass 1/30, no density"
    )


@pytest.mark.parametrize("name", MAPS)
def test_push_forward_explorer_over_its_sliders(name):
    explorer = widgets.push_forward_explorer()
    explorer.dropdown.value = name  # an error in the callback comes out here
    assert explorer.view.map["name"] == name
    assert [(link.source, link.target) for link in explorer.links] == [
        ((explorer.percent_slider, "value"), (explorer.view, "percent")),
        ((explorer.play, "value"), (explorer.percent_slider, "value")),
        ((explorer.cell_slider, "value"), (explorer.view, "cell")),
    ]
    json.dumps(explorer.view.map)
    for percent in range(101):
        explorer.percent_slider.value = explorer.view.percent = percent
        assert push_forward.push_forward_readout(name, 8, percent).startswith(f"{percent} % of the way")
    for cell in range(1, push_forward.CELLS + 1):
        explorer.cell_slider.value = explorer.view.cell = cell
        assert f"piece {cell} of 30" in push_forward.push_forward_readout(name, cell, 100)


@pytest.mark.parametrize("names", [("square", "parabola", "stairs"), ("absolute value",), tuple(MAPS)])
def test_push_forward_figure_says_its_numbers(names):
    alt = plots.alt_text(widgets.push_forward_figure(names))
    assert all(push_forward.MAPS[name].label in alt for name in names)


# ---- all ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "call",
    [
        lambda: generator_losses.compute_generator_losses(math.inf),
        lambda: generator_losses.compute_generator_losses([0, math.nan]),
        lambda: widgets.generator_losses_explorer(9),
        lambda: widgets.generator_losses_figure(()),
        lambda: widgets.generator_losses_figure([9.0]),
        lambda: saddle.compute_saddle_paths(0, 3),
        lambda: saddle.compute_saddle_paths(math.nan, 3),
        lambda: saddle.compute_saddle_paths(0.1, -1),
        lambda: widgets.saddle_explorer(lr=1),
        lambda: widgets.saddle_explorer(rounds=121),
        lambda: push_forward.compute_carried("cube", 0.5, 1),
        lambda: push_forward.compute_carried("square", 0.5, 1.1),
        lambda: push_forward.compute_carried("square", 1.0, 1),
        lambda: push_forward.compute_cell("square", 0, 1),
        lambda: push_forward.compute_map("cube"),
        lambda: widgets.push_forward_explorer("cube"),
        lambda: widgets.push_forward_explorer(percent=101),
        lambda: widgets.push_forward_explorer(cell=31),
        lambda: widgets.push_forward_figure(()),
        lambda: widgets.push_forward_figure(("cube",)),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(call):
    with pytest.raises(ValueError, match=r"^[A-Z].*\.$"):
        call()


VIEWS = [
    (generator_losses.GeneratorLossesView, "generator-losses-readout"),
    (saddle.SaddleView, "saddle-readout"),
    (push_forward.PushForwardView, "push-forward-readout"),
]


@pytest.mark.parametrize(("view", "readout"), VIEWS)
def test_views_work_offline_and_know_their_traits(view, readout):
    code, style = str(view._esm), str(view._css)
    assert not re.search(r"^\s*import\b|\bimport\(|\brequire\(|\bfetch\(|@import", code + style, re.MULTILINE)
    assert set(re.findall(r"https?://[^\"'\s]+", code + style)) <= {"http://www.w3.org/2000/svg"}  # a name, not a page
    asked = set(re.findall(r'model\.get\("(\w+)"\)', code)) | set(re.findall(r'model\.on\("change:(\w+)"', code))
    own = set(view.class_traits(sync=True)) - set(anywidget.AnyWidget.class_traits(sync=True)) - {"_esm", "_css"}
    assert asked == own
    assert re.findall(r'model\.on\("(.+?)"', code) == re.findall(r'model\.off\("(.+?)"', code)
    assert f'"data-testid": "{readout}"' in code
    assert 'role: "status"' in code
    assert '"aria-live": "polite"' in code
    assert not any(colour in code for colour in plots.PALETTE.values()), "colours come from plots.py alone"
    for use in set(re.findall(r"palette\.(\w+)", code)) | set(re.findall(r'colour: "(\w+)"', code)):
        assert use in plots.PALETTE
    styled = set(re.findall(r"\.(gc-[a-z-]+)", style))
    assert set(re.findall(r"(?<!--)\bgc-[a-z]+(?:-[a-z]+)*", code)) - {"gc-explorer", "gc-clip"} <= styled


@pytest.mark.skipif(NODE is None, reason="no JavaScript engine on the PATH; the browser check covers this")
class TestJavaScriptAgrees:
    def test_generator_losses(self, tmp_path):
        view = generator_losses.GeneratorLossesView
        theirs = in_javascript(tmp_path, view, "data.map(view.generatorLossesReadout)", LOGITS)
        assert theirs == [generator_losses.generator_losses_readout(a) for a in LOGITS]

    def test_saddle(self, tmp_path):
        cases = [[lr, rounds] for lr in STEPS for rounds in range(0, 121, 5)]
        theirs = in_javascript(tmp_path, saddle.SaddleView, "data.map((row) => view.saddleReadout(...row))", cases)
        assert theirs == [saddle.saddle_readout(*case) for case in cases]

    @pytest.mark.parametrize("name", MAPS)
    def test_push_forward(self, tmp_path, name):
        cells = push_forward.compute_map(name)["cells"]
        cases = [[cell, percent] for cell in range(1, 31) for percent in (0, 7, 50, 99, 100)]
        expression = "data.cases.map((row) => view.pushForwardReadout(data.cells, ...row))"
        data = {"cells": cells, "cases": cases}
        theirs = in_javascript(tmp_path, push_forward.PushForwardView, expression, data)
        assert theirs == [push_forward.push_forward_readout(name, *case) for case in cases]

    @pytest.mark.parametrize("name", MAPS)
    def test_histograms(self, tmp_path, name):
        data = push_forward.compute_map(name)
        expression = "[0, 50, 100].map((percent) => view.histogram(data.z, data.x, data.range, percent))"
        theirs = np.array(in_javascript(tmp_path, push_forward.PushForwardView, expression, data))
        ours = np.array([push_forward.compute_histogram(name, t) for t in (0, 0.5, 1)])
        tie = 2 * push_forward.BINS / push_forward.POINTS / (data["range"][1] - data["range"][0])
        np.testing.assert_allclose(theirs, ours, atol=2 * tie)  # a point on the edge of a bin may fall on either side


def test_dashes_agree_with_the_figures():
    wanted = " ".join(f"{length:g}" for length in plots.FAKE_DASHES[1])
    assert f'FAKE_DASHES = "{wanted}"' in log_loss.LogLossView._esm
