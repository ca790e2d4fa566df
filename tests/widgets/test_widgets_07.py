"""The widgets of 07-failure-modes: every number against a closed form, every callback over its whole range."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest
from gancourse import plots, runs, widgets
from gancourse.widgets import dirac, overlap, timelapse
from javascript import NODE, in_javascript

needs_node = pytest.mark.skipif(NODE is None, reason="needs node")


# ---- overlap --------------------------------------------------------------------------------------------------------


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


@needs_node
def test_the_browser_computes_the_same_pulls(tmp_path):
    cases = [[mu, noise] for mu in (0, 0.1, 2, 4, 8, 12) for noise in (0, 0.25, 3)]
    said = in_javascript(tmp_path, overlap.OverlapView, "data.map(([m, s]) => view.pulls(m, s))", cases)
    for (mu, noise), found in zip(cases, said, strict=True):
        at = overlap.compute_pulls(float(mu), float(noise))
        expected = [float(at.minimax), float(at.ns), float(at.w1), float(at.d_fake)]
        np.testing.assert_allclose([found[key] for key in ("minimax", "ns", "w1", "dFake")], expected, rtol=1e-9)
    said = in_javascript(tmp_path, overlap.OverlapView, "data.map(([m, s]) => view.overlapReadout(m, s))", cases)
    assert said == [overlap.overlap_readout(float(mu), float(noise)) for mu, noise in cases]


def test_the_overlap_figure_says_its_numbers():
    alt = plots.alt_text(widgets.overlap_figure(3.0))
    assert overlap.overlap_readout(8.0, 3.0) in alt


# ---- the Dirac-GAN --------------------------------------------------------------------------------------------------


def test_wasserstein_at_once_grows_by_its_closed_form():
    path = dirac.compute_dirac_paths("wgan", 0.0).simultaneous
    np.testing.assert_allclose(np.hypot(*path.T), np.sqrt(2) * 1.04 ** (np.arange(201) / 2))


@pytest.mark.parametrize(("kind", "gamma"), [("hinge", 0.0), ("ns", -0.1), ("ns", 2.1)])
def test_the_dirac_explorer_refuses(kind, gamma):
    with pytest.raises(ValueError, match="Choose one of minimax, ns, wgan"):
        widgets.dirac_explorer(kind, gamma)


def test_the_dirac_explorer_over_its_controls():
    explorer = widgets.dirac_explorer()
    assert (explorer.link.source, explorer.link.target) == ((explorer.slider, "value"), (explorer.view, "gamma"))
    for kind, name in dirac.KINDS.items():
        explorer.kind.value = kind
        assert explorer.view.kind == kind
        for gamma in np.linspace(0, dirac.GAMMA_MAX, 9):
            assert dirac.dirac_readout(kind, gamma).startswith(f"{name}, γ = {gamma:.2f}: after 200 rounds")


@needs_node
def test_the_browser_plays_the_same_dirac_gan(tmp_path):
    cases = [[kind, gamma] for kind in dirac.KINDS for gamma in (0, 0.3, 1, 2)]
    said = in_javascript(tmp_path, dirac.DiracView, "data.map(([k, g]) => view.diracPaths(k, g))", cases)
    for (kind, gamma), found in zip(cases, said, strict=True):
        for name, path in dirac.compute_dirac_paths(kind, gamma)._asdict().items():
            np.testing.assert_allclose(found[name], path, atol=1e-9)
    expression = f"data.map(([k, g]) => view.diracReadout(k, g, {json.dumps(dirac.KINDS)}))"
    said = in_javascript(tmp_path, dirac.DiracView, expression, cases)
    assert said == [dirac.dirac_readout(kind, gamma) for kind, gamma in cases]


def test_the_dirac_figure_says_its_numbers():
    alt = plots.alt_text(widgets.dirac_figure([("minimax", 0.0), ("wgan", 0.3)]))
    assert dirac.dirac_readout("wgan", 0.3) in alt
    for settings in ([], [("ns", 0.0)] * 5):
        with pytest.raises(ValueError, match="one to four"):
            widgets.dirac_figure(settings)


# ---- the film -------------------------------------------------------------------------------------------------------

CENTERS = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])


def frames(n=7):
    points = np.random.default_rng(0).normal(size=(300, 2))
    return [widgets.compute_timelapse_frame(points, [0.1 * i / n, 0.5, 0.0, 0.005], 10 * i) for i in range(n)]


def test_a_frame_of_the_film():
    frame = frames()[3]
    assert frame["iteration"] == 30
    assert len(frame["points"]) == timelapse.DRAWN
    assert frame["text"] == (
        "iteration 30: 2 of 4 modes have at least 1 % of the samples; 55 % of the samples are near a mode"
    )
    json.dumps(frame, allow_nan=False)


@pytest.mark.parametrize(
    ("points", "shares"),
    [([1.0, 2.0], [0.5]), ([[1.0, 2.0, 3.0]], [0.5]), ([[1.0, 2.0]], [-0.1]), ([[1.0, 2.0]], [0.7, 0.7])],
)
def test_a_frame_is_refused(points, shares):
    with pytest.raises(ValueError, match=r"shape \(n, 2\)|sum to at most 1"):
        widgets.compute_timelapse_frame(points, shares, 0)


def test_the_timelapse_explorer_over_its_slider():
    explorer = widgets.timelapse_explorer(frames(), CENTERS)
    assert (explorer.slider.max, explorer.play.max, len(explorer.view.centers)) == (6, 6, 4)
    assert [(link.source, link.target) for link in explorer.links] == [
        ((explorer.play, "value"), (explorer.slider, "value")),
        ((explorer.slider, "value"), (explorer.view, "frame")),
    ]
    for made, start in (([], 0), (frames(), 7), (frames(), -1)):
        with pytest.raises(ValueError, match="cannot start"):
            widgets.timelapse_explorer(made, CENTERS, start)


def test_the_timelapse_figure_says_its_numbers():
    made = frames()
    alt = plots.alt_text(widgets.timelapse_figure(made, CENTERS))
    assert made[0]["text"] in alt
    assert made[-1]["text"] in alt
    for chosen in ([0], [0] * 7):
        with pytest.raises(ValueError, match="two to six"):
            widgets.timelapse_figure(made, CENTERS, chosen)


# ---- the recorded runs ----------------------------------------------------------------------------------------------


def test_the_runs_explorer_shows_the_chosen_run():
    explorer = widgets.runs_explorer()
    for letter in ("J", "P", "A"):
        explorer.letter.value = letter
        assert f"Run {letter}, last tenth" in explorer.readout.value
        assert re.search(f'<img [^>]*alt="Sixteen images[^"]*Run {letter}', explorer.picture.value)
    with pytest.raises(ValueError, match="not 'Q'"):
        widgets.runs_explorer("Q")


def test_the_monitor_figure_says_its_numbers():
    assert runs.summary("C") in plots.alt_text(runs.monitor_figure("C"))


def test_the_matrix_says_its_entries_and_refuses_unknown_columns():
    rows = {"cold": {"tea": ("yes", 1.0)}, "flu": {"rest": ("a little", 0.4)}}
    alt = plots.alt_text(plots.matrix_figure(rows, ["tea", "rest"], "What helps"))
    assert alt == "What helps. cold: tea yes; flu: rest a little."
    with pytest.raises(ValueError, match="'cold' has an entry for 'tea'"):
        plots.matrix_figure(rows, ["rest"], "What helps")
