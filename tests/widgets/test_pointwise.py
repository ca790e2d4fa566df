"""One point under the integral: numbers against closed forms, both sliders, the browser's sentences."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from gancourse import plots, widgets
from gancourse.widgets import pointwise
from javascript import in_javascript

WEIGHTS = [round(0.05 * k, 2) for k in range(41)]


@pytest.mark.parametrize(
    ("a", "b", "best", "height"),
    [
        (0.45, 0.6, 3 / 7, -0.717054),
        (1, 1, 0.5, -2 * math.log(2)),
        (0, 0.6, 0, 0),
        (0.45, 0, 1, 0),
        (0, 0, math.nan, 0),
    ],
)
def test_pointwise_known_values(a, b, best, height):
    assert pointwise.compute_pointwise(a, b) == pytest.approx((best, height), abs=5e-7, nan_ok=True)


def test_pointwise_is_the_largest_of_the_curve():
    for a, b in itertools.product(WEIGHTS[::4], WEIGHTS[1::4]):
        curves, at = pointwise.compute_pointwise_curves(a, b, 2001), pointwise.compute_pointwise(a, b)
        np.testing.assert_allclose(curves.total, curves.real + curves.fake)
        assert curves.total.max() <= at.height + 1e-12
        assert curves.total.max() >= at.height - 1e-3
        assert abs(curves.y[np.argmax(curves.total)] - at.best) < 1e-3


@pytest.mark.parametrize(
    ("a", "b", "sentence"),
    [
        (0.45, 0.6, "a = 0.45, b = 0.60: f is largest at y* = a/(a + b) = 0.429, where f = −0.717"),
        (0, 0.6, "a = 0.00, b = 0.60: only fakes here; f falls from its largest value 0 at y* = 0.000"),
        (0.45, 0, "a = 0.45, b = 0.00: only data here; f rises to its largest value 0 at y* = 1.000"),
        (0, 0, "a = 0.00, b = 0.00: neither data nor fakes here; f is 0 everywhere, so no y is better than another"),
    ],
)
def test_pointwise_readout(a, b, sentence):
    assert pointwise.pointwise_readout(a, b) == sentence


def test_pointwise_explorer_over_both_sliders():
    explorer = widgets.pointwise_explorer()
    assert explorer.children == (explorer.slider_a, explorer.slider_b, explorer.view)
    for link, slider, name in zip(explorer.links, (explorer.slider_a, explorer.slider_b), "ab", strict=True):
        assert (link.source, link.target) == ((slider, "value"), (explorer.view, name))
        assert (slider.min, slider.max, slider.step) == (0, 2, 0.05)
    assert (explorer.view.a, explorer.view.b) == (0.45, 0.6)
    for a, b in itertools.product(WEIGHTS, WEIGHTS):
        explorer.slider_a.value = explorer.view.a = a
        explorer.slider_b.value = explorer.view.b = b
        assert pointwise.pointwise_readout(explorer.view.a, explorer.view.b).startswith(f"a = {a:.2f}, b = {b:.2f}: ")
        assert pointwise.compute_pointwise(a, b).height > -3, "the axis of the view ends at −3 nats"


@pytest.mark.parametrize("pairs", [[(0.45, 0.6), (0.6, 0.0), (0.0, 0.0)], [(2, 2)], [(0, 1), (1, 0), (1, 2), (0.1, 2)]])
def test_pointwise_figure_says_its_numbers(pairs):
    fig = widgets.pointwise_figure(pairs)
    assert all(pointwise.pointwise_readout(a, b) in plots.alt_text(fig) for a, b in pairs)
    assert "<img" in plots.figure_html(fig, plots.alt_text(fig))


def test_the_browser_says_the_same_of_all_weights():
    pairs = [list(pair) for pair in itertools.product(WEIGHTS, WEIGHTS)]
    theirs = in_javascript(pointwise.PointwiseView, "data.map(([a, b]) => view.pointwiseReadout(a, b))", pairs)
    assert theirs == [pointwise.pointwise_readout(a, b) for a, b in pairs]
