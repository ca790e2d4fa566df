"""Two bell curves that part: identities, the slope, every stop of the slider, the browser's half."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from gancourse import plots, widgets
from gancourse.widgets import sliding
from javascript import in_javascript

STOPS = [round(0.1 * k, 1) for k in range(101)]


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
    (link,) = explorer.links
    assert (link.source, link.target) == ((explorer.slider, "value"), (explorer.view, "mu"))
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


def test_the_browser_says_the_same_at_every_stop():
    data = {"stops": STOPS, "table": sliding._table()}
    theirs = in_javascript(sliding.SlidingView, "data.stops.map((mu) => view.slidingReadout(mu, data.table))", data)
    assert theirs == [sliding.sliding_readout(mu) for mu in STOPS]


def test_the_browser_computes_the_same_landscape():
    ours = sliding.compute_landscape(3.0, 37)
    theirs = in_javascript(sliding.SlidingView, "data.map((x) => view.landscape(3, x))", ours.x.tolist())
    for name in ("p", "q", "best", "integrand"):
        np.testing.assert_allclose([at[name] for at in theirs], getattr(ours, name), rtol=1e-10, atol=1e-300)
