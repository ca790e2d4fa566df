"""The log loss and the saturation ruler: numbers against closed forms, the explorer, the browser's sentences."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from gancourse import plots, widgets
from gancourse.widgets import log_loss
from javascript import in_javascript

SLIDER = [round(0.001 * k, 3) for k in range(1, 1000)]


@pytest.mark.parametrize(
    ("p", "loss_y1", "loss_y0"),
    [(0.9, 0.105361, 2.302585), (0.1, 2.302585, 0.105361), (0.68, 0.385662, 1.139434), (0.5, math.log(2), math.log(2))],
)
def test_log_loss_known_values(p, loss_y1, loss_y0):
    at_p = log_loss.compute_log_loss(p)
    assert at_p.loss_y1 == pytest.approx(loss_y1, abs=5e-7)
    assert at_p.loss_y0 == pytest.approx(loss_y0, abs=5e-7)
    assert at_p.slope_y1 == pytest.approx(-1 / p, rel=1e-15)
    assert at_p.slope_y0 == pytest.approx(1 / (1 - p), rel=1e-15)


def test_log_loss_slopes_are_the_derivatives():
    p, h = np.linspace(0.01, 0.99, 99), 1e-6
    at_p, before, after = (log_loss.compute_log_loss(q) for q in (p, p - h, p + h))
    np.testing.assert_allclose(at_p.slope_y1, (after.loss_y1 - before.loss_y1) / (2 * h), rtol=1e-6)
    np.testing.assert_allclose(at_p.slope_y0, (after.loss_y0 - before.loss_y0) / (2 * h), rtol=1e-6)


def test_log_loss_keeps_shape_and_digits():
    p = np.full((2, 3), 0.25, dtype=np.float32)
    assert all(values.shape == (2, 3) and values.dtype == np.float64 for values in log_loss.compute_log_loss(p))
    tiny = 1e-20  # 1 − p is 1 in float64, yet the loss is p
    assert log_loss.compute_log_loss(tiny).loss_y0 == pytest.approx(tiny, rel=1e-15)


@pytest.mark.parametrize("p", [0, 1, -0.1, 1.1, math.nan, [0.5, 1.0]])
def test_log_loss_refuses_what_has_no_tangent(p):
    with pytest.raises(ValueError, match="strictly between 0 and 1"):
        log_loss.compute_log_loss(p)


def test_log_loss_curves():
    curves = log_loss.compute_log_loss_curves(999)
    np.testing.assert_allclose(curves.p, SLIDER, rtol=1e-12)
    np.testing.assert_allclose(curves.loss_y1, -np.log(SLIDER), rtol=1e-10)
    np.testing.assert_allclose(curves.loss_y0, curves.loss_y1[::-1], rtol=1e-10)  # swapping labels mirrors p
    with pytest.raises(ValueError, match="at least two points"):
        log_loss.compute_log_loss_curves(1)


def test_log_loss_readout():
    assert log_loss.log_loss_readout(0.9) == (
        "p = 0.900: if y = 1 the loss is 0.105 nats (slope −1.11); if y = 0 it is 2.303 nats (slope 10.00)"
    )


def test_log_loss_explorer_over_its_whole_slider():
    explorer = widgets.log_loss_explorer()
    assert explorer.children == (explorer.slider, explorer.view)
    (link,) = explorer.links
    assert (link.source, link.target) == ((explorer.slider, "value"), (explorer.view, "p"))
    assert (explorer.slider.min, explorer.slider.max, explorer.slider.step) == (0.001, 0.999, 0.001)
    assert explorer.view.p == explorer.slider.value
    for p in SLIDER:
        explorer.slider.value = explorer.view.p = p
        assert (explorer.slider.value, explorer.view.p) == (p, p)
        assert log_loss.log_loss_readout(explorer.view.p).startswith(f"p = {p:.3f}: ")
    assert max(explorer.view.curves["loss_y1"]) < 7, "the axis of the view ends at 7 nats"
    json.dumps(explorer.view.curves)


@pytest.mark.parametrize("p", [0, 1, 2])
def test_log_loss_explorer_refuses_a_start_off_its_slider(p):
    with pytest.raises(ValueError, match="cannot start at"):
        widgets.log_loss_explorer(p)


@pytest.mark.parametrize("ps", [(0.1, 0.5, 0.9), (0.5,), (0.002, 0.998), [0.1, 0.3, 0.5, 0.7, 0.9]])
def test_log_loss_figure_says_its_numbers(ps):
    fig = widgets.log_loss_figure(ps)
    alt = plots.alt_text(fig)
    for p in ps:
        assert log_loss.log_loss_readout(p) in alt
    points = {
        (x, y)
        for line in fig.axes[0].lines
        for x, y in zip(*line.get_data(), strict=True)
        if len(line.get_xdata()) == 1
    }
    for p in ps:
        for loss in (-math.log(p), -math.log1p(-p)):
            assert any(math.isclose(x, p) and math.isclose(y, loss) for x, y in points)
    assert "alt=" in plots.figure_html(fig, alt)


@pytest.mark.parametrize("ps", [(), [0.1] * 6, [0.0], [0.5, 1.0]])
def test_log_loss_figure_refuses(ps):
    with pytest.raises(ValueError, match=r"one to five|strictly between"):
        widgets.log_loss_figure(ps)


# ---- saturation -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", [0.01, 0.001])
def test_saturation_is_where_rounding_says(step):
    brain, half, single, double = log_loss.compute_saturation(step)
    assert [r.name for r in (brain, half, single, double)] == ["bfloat16", "float16", "float32", "float64"]
    assert [r.significand_bits for r in (brain, half, single, double)] == [8, 11, 24, 53]
    # Rounded once: where 1 − σ(s) is half the gap below 1, up to the next number of the format on the grid.
    assert brain.logit == 6.25
    assert math.log(2**9 - 1) == pytest.approx(6.2364, abs=5e-5)
    gap = 2.0**-7  # between float16's numbers from 8 to 16
    assert math.log(2**12 - 1) - gap / 2 <= half.logit <= math.log(2**12 - 1) + gap
    # In their own arithmetic: where 1 + e^(−s) is 1.
    for record in (single, double):
        edge = record.significand_bits * math.log(2)
        assert edge - 1e-6 <= record.logit <= edge + step + 1e-6


def test_saturation_known_values():
    assert [plots.number(r.logit, 2) for r in log_loss.compute_saturation()] == ["6.25", "8.32", "16.64", "36.74"]


def test_saturation_in_the_formats_themselves():
    *_, single, double = log_loss.compute_saturation()
    for record, kind in ((single, np.float32), (double, np.float64)):
        one, s, less = kind(1), kind(record.logit), kind(record.logit - 0.01)
        assert one / (one + np.exp(-s)) == 1
        assert one / (one + np.exp(-less)) < 1


def test_bfloat16_keeps_eight_bits_and_rounds_ties_to_even():
    step = 2.0**-7  # between bfloat16's numbers from 1 to 2
    x = np.array(
        [1, 1 + step / 2, 1 + 1.5 * step, 1 + 0.51 * step, -(1 + 0.51 * step), 6.24, 0, 1 - 2.0**-9], np.float32
    )
    expected = [1, 1, 1 + 2 * step, 1 + step, -(1 + step), 6.25, 0, 1]
    assert log_loss._round_to_bfloat16(x).tolist() == expected


@pytest.mark.parametrize("step", [0, -1, 1.5, math.nan])
def test_saturation_refuses_a_grid_it_cannot_walk(step):
    with pytest.raises(ValueError, match="spacing"):
        log_loss.compute_saturation(step)


def test_saturation_figure_says_its_numbers():
    fig = widgets.saturation_figure()
    alt = plots.alt_text(fig)
    for record in log_loss.compute_saturation():
        assert f"{plots.number(record.logit, 2)} in {record.name}" in alt
    assert "<img" in plots.figure_html(fig, alt)


def test_the_browser_computes_the_same_losses():
    theirs = in_javascript(log_loss.LogLossView, "data.map(view.logLoss)", SLIDER)
    ours = log_loss.compute_log_loss(SLIDER)
    for name in ours._fields:
        np.testing.assert_allclose([at_p[name] for at_p in theirs], getattr(ours, name), rtol=1e-14)


def test_the_browser_says_the_same_of_every_p():
    theirs = in_javascript(log_loss.LogLossView, "data.map(view.logLossReadout)", SLIDER)
    assert theirs == [log_loss.log_loss_readout(p) for p in SLIDER]
