"""The two losses of the generator: numbers against closed forms, the slider, the browser's sentences."""

from __future__ import annotations

import math

import numpy as np
import pytest
from gancourse import plots, widgets
from gancourse.widgets import generator_losses, push_forward
from javascript import in_javascript

LOGITS = [round(-8 + 0.1 * k, 1) for k in range(161)]
MAPS = list(push_forward.MAPS)


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
    (link,) = explorer.links
    assert (link.source, link.target) == ((explorer.slider, "value"), (explorer.view, "a"))
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


@pytest.mark.parametrize(
    "call",
    [
        lambda: generator_losses.compute_generator_losses(math.inf),
        lambda: generator_losses.compute_generator_losses([0, math.nan]),
        lambda: widgets.generator_losses_explorer(9),
        lambda: widgets.generator_losses_figure(()),
        lambda: widgets.generator_losses_figure([9.0]),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(call):
    with pytest.raises(ValueError, match=r"^[A-Z].*\.$"):
        call()


def test_the_browser_says_the_same_of_every_logit():
    view = generator_losses.GeneratorLossesView
    theirs = in_javascript(view, "data.map(view.generatorLossesReadout)", LOGITS)
    assert theirs == [generator_losses.generator_losses_readout(a) for a in LOGITS]
