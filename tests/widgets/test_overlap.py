"""The pull of three losses: numbers against closed forms and Monte Carlo, and the browser's half."""

from __future__ import annotations

import numpy as np
import pytest
from gancourse import plots, widgets
from gancourse.widgets import overlap
from javascript import in_javascript


def test_pulls_at_the_ends():
    at = overlap.compute_pulls([0.0, 1e-3, 40.0])
    np.testing.assert_allclose(at.minimax, [0, 5e-4, 0], atol=1e-6)
    np.testing.assert_allclose(at.ns, [0, 5e-4, 40], atol=1e-6)
    np.testing.assert_allclose(at.d_fake[:2], 0.5, atol=1e-3)
    assert at.w1.tolist() == [0, 1, 1]


def test_pulls_against_monte_carlo():
    rng = np.random.default_rng(0)
    for mu, noise in ((1.0, 0.0), (3.0, 2.0)):
        v = 1 + noise**2
        x = mu + np.sqrt(v) * rng.normal(size=400_000)
        d = 1 / (1 + np.exp(-(mu**2 - 2 * mu * x) / (2 * v)))
        at = overlap.compute_pulls(mu, noise)
        assert float(at.d_fake) == pytest.approx(d.mean(), abs=2e-3)
        assert float(at.minimax) == pytest.approx(mu / v * d.mean(), abs=6e-3)


@pytest.mark.parametrize(("mu", "noise"), [(-1, 0), (41, 0), (1, -1), (np.nan, 0), (1, np.inf)])
def test_pulls_are_refused(mu, noise):
    with pytest.raises(ValueError, match="between 0 and 40"):
        overlap.compute_pulls(mu, noise)


def test_the_overlap_explorer_over_its_sliders():
    explorer = widgets.overlap_explorer()
    assert [(link.source, link.target) for link in explorer.links] == [
        ((explorer.slider, "value"), (explorer.view, "mu")),
        ((explorer.noise, "value"), (explorer.view, "noise")),
    ]
    for mu in np.linspace(0, overlap.MU_MAX, 13):
        for noise in np.linspace(0, overlap.NOISE_MAX, 5):
            explorer.view.mu, explorer.view.noise = float(mu), float(noise)
            assert f"μ = {mu:.1f}, noise {noise:.2f}" in overlap.overlap_readout(mu, noise)
    with pytest.raises(ValueError, match="sliders go to"):
        widgets.overlap_explorer(13.0)


def test_the_overlap_readout():
    assert overlap.overlap_readout(8.0, 0.0) == (
        "μ = 8.0, noise 0.00: on average D gives fakes less than 0.0001; pull of minimax 0.0004, non-saturating "
        "7.9996, W₁ 1"
    )
    assert overlap.overlap_readout(0.0, 0.0).endswith("pull of minimax 0.0000, non-saturating 0.0000, W₁ 0")


def test_the_browser_computes_the_same_pulls():
    cases = [[mu, noise] for mu in (0, 0.1, 2, 4, 8, 12) for noise in (0, 0.25, 3)]
    said = in_javascript(overlap.OverlapView, "data.map(([m, s]) => view.pulls(m, s))", cases)
    for (mu, noise), found in zip(cases, said, strict=True):
        at = overlap.compute_pulls(float(mu), float(noise))
        expected = [float(at.minimax), float(at.ns), float(at.w1), float(at.d_fake)]
        np.testing.assert_allclose([found[key] for key in ("minimax", "ns", "w1", "dFake")], expected, rtol=1e-9)
    said = in_javascript(overlap.OverlapView, "data.map(([m, s]) => view.overlapReadout(m, s))", cases)
    assert said == [overlap.overlap_readout(float(mu), float(noise)) for mu, noise in cases]


def test_the_overlap_figure_says_its_numbers():
    alt = plots.alt_text(widgets.overlap_figure(3.0))
    assert overlap.overlap_readout(8.0, 3.0) in alt
