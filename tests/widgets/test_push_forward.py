"""Noise carried to forgeries: mass, densities and pieces against closed forms, and the browser's half."""

from __future__ import annotations

import json

import numpy as np
import pytest
from gancourse import plots, widgets
from gancourse.widgets import push_forward
from javascript import in_javascript
from scipy.stats import norm

MAPS = list(push_forward.MAPS)


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
    (link,) = explorer.links
    assert (link.source, link.target) == ((explorer.cell_slider, "value"), (explorer.view, "cell"))
    json.dumps(explorer.view.map)
    for percent in range(101):
        explorer.view.percent = percent
        assert push_forward.push_forward_readout(name, 8, percent).startswith(f"{percent} % of the way")
    for cell in range(1, push_forward.CELLS + 1):
        explorer.cell_slider.value = explorer.view.cell = cell
        assert f"piece {cell} of 30" in push_forward.push_forward_readout(name, cell, 100)


@pytest.mark.parametrize("names", [("square", "parabola", "stairs"), ("absolute value",), tuple(MAPS)])
def test_push_forward_figure_says_its_numbers(names):
    alt = plots.alt_text(widgets.push_forward_figure(names))
    assert all(push_forward.MAPS[name].label in alt for name in names)


@pytest.mark.parametrize(
    "call",
    [
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


@pytest.mark.parametrize("name", MAPS)
def test_the_browser_says_the_same_of_every_piece(name):
    cells = push_forward.compute_map(name)["cells"]
    cases = [[cell, percent] for cell in range(1, 31) for percent in (0, 7, 50, 99, 100)]
    expression = "data.cases.map((row) => view.pushForwardReadout(data.cells, ...row))"
    data = {"cells": cells, "cases": cases}
    theirs = in_javascript(push_forward.PushForwardView, expression, data)
    assert theirs == [push_forward.push_forward_readout(name, *case) for case in cases]


@pytest.mark.parametrize("name", MAPS)
def test_the_browser_counts_the_same_histograms(name):
    data = push_forward.compute_map(name)
    expression = "[0, 50, 100].map((percent) => view.histogram(data.z, data.x, data.range, percent))"
    theirs = np.array(in_javascript(push_forward.PushForwardView, expression, data))
    ours = np.array([push_forward.compute_histogram(name, t) for t in (0, 0.5, 1)])
    tie = 2 * push_forward.BINS / push_forward.POINTS / (data["range"][1] - data["range"][0])
    np.testing.assert_allclose(theirs, ours, atol=2 * tie)  # a point on the edge of a bin may fall on either side
