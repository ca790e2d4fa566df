"""The widgets of assignment 05: numbers against closed forms, every stop of the sliders, the browser's sentences."""

from __future__ import annotations

import itertools
import json
import math
import re

import anywidget
import numpy as np
import pytest
from gancourse import plots, widgets
from gancourse.widgets import pointwise, sliding
from javascript import NODE, in_javascript

WEIGHTS = [round(0.05 * k, 2) for k in range(41)]
STOPS = [round(0.1 * k, 1) for k in range(101)]


# ---- pointwise ------------------------------------------------------------------------------------------------------


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


# ---- sliding --------------------------------------------------------------------------------------------------------


def test_sliding_identities():
    at = sliding.compute_sliding(STOPS)
    np.testing.assert_allclose(at.value, -math.log(4) + 2 * at.jsd, atol=1e-12)
    np.testing.assert_allclose(at.bce, math.log(2) - at.jsd, atol=1e-12)
    assert at.jsd[0] == pytest.approx(0, abs=1e-12)
    assert np.all(np.diff(at.jsd) > 0)
    assert np.all(at.jsd <= math.log(2))
    np.testing.assert_array_equal(at.w1, STOPS)
    far = sliding.compute_sliding([40.0, -40.0])
    np.testing.assert_allclose(far.jsd, math.log(2), rtol=1e-12)
    small = sliding.compute_sliding(0.01)
    assert float(small.jsd) == pytest.approx(0.01**2 / 8, rel=1e-3), "JSD starts like μ²/8"


def test_sliding_slope_is_the_derivative():
    mu, h = np.array([0.3, 1.0, 2.0, 4.0, 7.0]), 1e-4
    before, at, after = (sliding.compute_sliding(m) for m in (mu - h, mu, mu + h))
    np.testing.assert_allclose(at.jsd_slope, (after.jsd - before.jsd) / (2 * h), rtol=1e-5)
    two, eight = sliding.compute_sliding([2.0, 8.0]).jsd_slope
    assert two / eight > 1000, "the prose: more than a thousand times weaker"


@pytest.mark.parametrize("mu", [0.0, 0.5, 2.0, 8.0])
def test_landscape(mu):
    at = sliding.compute_landscape(mu, 3601)
    dx = at.x[1] - at.x[0]
    assert at.p.sum() * dx == pytest.approx(1, abs=1e-4)
    np.testing.assert_allclose(at.best[at.p + at.q > 1e-200], (at.p / (at.p + at.q))[at.p + at.q > 1e-200], rtol=1e-9)
    assert at.integrand.sum() * dx == pytest.approx(float(sliding.compute_sliding(mu).value), abs=1e-4)
    assert -0.6 < at.integrand.min() <= at.integrand.max() <= 0, "the axis of the view ends at −0.6"


def test_sliding_readout():
    assert sliding.sliding_readout(2.0) == (
        "μ = 2.0: C = −0.712633, JSD = 0.336831, BCE* = 0.356316 nats; slope of C: 0.449600 per unit of μ"
    )
    assert sliding.sliding_readout(0.0).startswith("μ = 0.0: C = −1.386294, JSD = 0.000000, BCE* = 0.693147 nats")
    assert sliding.sliding_readout(8.0).startswith("μ = 8.0: C = −0.000187, JSD = 0.693054, BCE* = 0.000094 nats")


def test_sliding_explorer_over_its_whole_slider():
    explorer = widgets.sliding_explorer()
    assert (explorer.link.source, explorer.link.target) == ((explorer.slider, "value"), (explorer.view, "mu"))
    assert (explorer.slider.min, explorer.slider.max, explorer.slider.step) == (0, 10, 0.1)
    assert explorer.view.table["mu"] == STOPS
    json.dumps(explorer.view.table)
    for mu in STOPS:
        explorer.slider.value = explorer.view.mu = mu
        assert sliding.sliding_readout(explorer.view.mu).startswith(f"μ = {mu:.1f}: C = −")


@pytest.mark.parametrize("mus", [(0.5, 2.0, 8.0), [0.0], [1, 3, 5, 10]])
def test_sliding_figure_says_its_numbers(mus):
    fig = widgets.sliding_figure(mus)
    assert all(sliding.sliding_readout(mu) in plots.alt_text(fig) for mu in mus)
    assert "<img" in plots.figure_html(fig, plots.alt_text(fig))


def test_jsd_w1_figure_says_its_numbers():
    alt = plots.alt_text(widgets.jsd_w1_figure())
    two, eight = sliding.compute_sliding([2.0, 8.0]).jsd_slope
    assert f"{two:.3f} at μ = 2 and {eight:.1e} at μ = 8" in alt
    assert "ln 2 = 0.693" in alt


@pytest.mark.parametrize(
    "call",
    [
        lambda: pointwise.compute_pointwise(-0.1, 1),
        lambda: pointwise.compute_pointwise(math.nan, 1),
        lambda: pointwise.compute_pointwise(1, math.inf),
        lambda: pointwise.compute_pointwise_curves(1, 1, 1),
        lambda: widgets.pointwise_explorer(a=3),
        lambda: widgets.pointwise_explorer(b=-1),
        lambda: widgets.pointwise_figure([]),
        lambda: widgets.pointwise_figure([(1, 1)] * 5),
        lambda: sliding.compute_sliding(41),
        lambda: sliding.compute_sliding([1.0, math.nan]),
        lambda: sliding.compute_landscape(math.inf),
        lambda: sliding.compute_landscape(1.0, 1),
        lambda: sliding.sliding_readout(11),
        lambda: widgets.sliding_explorer(-0.1),
        lambda: widgets.sliding_figure([]),
        lambda: widgets.sliding_figure([1] * 5),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(call):
    with pytest.raises(ValueError, match=r"^[A-Z].*\.$|^μ must be"):
        call()


# ---- the browser's half ---------------------------------------------------------------------------------------------

VIEWS = [(pointwise.PointwiseView, "argmax-readout"), (sliding.SlidingView, "sliding-readout")]


@pytest.mark.parametrize(("view", "readout"), VIEWS)
def test_views_work_offline_and_know_their_traits(view, readout):
    code, style = str(view._esm), str(view._css)
    assert not re.search(r"^\s*import\b|\bimport\(|\brequire\(|\bfetch\(|@import", code + style, re.MULTILINE)
    assert set(re.findall(r"https?://[^\"'\s]+", code + style)) <= {"http://www.w3.org/2000/svg"}  # a name, not a page
    asked = set(re.findall(r'model\.get\("(\w+)"\)', code)) | set(re.findall(r'model\.on\("change:(\w+)"', code))
    own = set(view.class_traits(sync=True)) - set(anywidget.AnyWidget.class_traits(sync=True)) - {"_esm", "_css"}
    assert asked == own
    listened = re.findall(r'model\.on\("(.+?)"', code)
    assert listened == re.findall(r'model\.off\("(.+?)"', code), "a view that is closed must stop listening"
    assert f'"data-testid": "{readout}"' in code
    assert 'role: "status"' in code
    assert '"aria-live": "polite"' in code
    for colour in set(plots.PALETTE.values()):
        assert colour not in code, "colours come from plots.py alone"
    for use in set(re.findall(r"palette\.(\w+)", code)) | set(re.findall(r'colour: "(\w+)"', code)):
        assert use in plots.PALETTE
    styled = set(re.findall(r"\.(gc-[a-z-]+)", style)) | {"gc-explorer", "gc-clip"}
    assert set(re.findall(r"\bgc-[a-z]+(?:-[a-z]+)*", code)) <= styled


@pytest.mark.skipif(NODE is None, reason="no JavaScript engine on the PATH; the browser check covers this")
class TestJavaScriptAgrees:
    def test_pointwise_sentences(self, tmp_path):
        pairs = [list(pair) for pair in itertools.product(WEIGHTS, WEIGHTS)]
        theirs = in_javascript(
            tmp_path, pointwise.PointwiseView, "data.map(([a, b]) => view.pointwiseReadout(a, b))", pairs
        )
        assert theirs == [pointwise.pointwise_readout(a, b) for a, b in pairs]

    def test_sliding_sentences(self, tmp_path):
        data = {"stops": STOPS, "table": sliding._table()}
        theirs = in_javascript(
            tmp_path, sliding.SlidingView, "data.stops.map((mu) => view.slidingReadout(mu, data.table))", data
        )
        assert theirs == [sliding.sliding_readout(mu) for mu in STOPS]

    def test_landscape(self, tmp_path):
        ours = sliding.compute_landscape(3.0, 37)
        theirs = in_javascript(tmp_path, sliding.SlidingView, "data.map((x) => view.landscape(3, x))", ours.x.tolist())
        for name in ("p", "q", "best", "integrand"):
            np.testing.assert_allclose([at[name] for at in theirs], getattr(ours, name), rtol=1e-10, atol=1e-300)
