"""The Dirac-GAN: paths against closed forms, every control, and the browser's half."""

from __future__ import annotations

import json

import numpy as np
import pytest
from gancourse import plots, widgets
from gancourse.widgets import dirac
from javascript import in_javascript


def test_wasserstein_at_once_grows_by_its_closed_form():
    path = dirac.compute_dirac_paths("wgan", 0.0).simultaneous
    np.testing.assert_allclose(np.hypot(*path.T), np.sqrt(2) * 1.04 ** (np.arange(201) / 2))


@pytest.mark.parametrize(("kind", "gamma"), [("hinge", 0.0), ("ns", -0.1), ("ns", 2.1)])
def test_the_dirac_explorer_refuses(kind, gamma):
    with pytest.raises(ValueError, match="Choose one of minimax, ns, wgan"):
        widgets.dirac_explorer(kind, gamma)


def test_the_dirac_explorer_over_its_controls():
    explorer = widgets.dirac_explorer()
    assert (explorer.links[0].source, explorer.links[0].target) == (
        (explorer.slider, "value"),
        (explorer.view, "gamma"),
    )
    for kind, name in dirac.KINDS.items():
        explorer.kind.value = kind
        assert explorer.view.kind == kind
        for gamma in np.linspace(0, dirac.GAMMA_MAX, 9):
            assert dirac.dirac_readout(kind, gamma).startswith(f"{name}, γ = {gamma:.2f}: after 200 rounds")


def test_the_browser_plays_the_same_dirac_gan():
    cases = [[kind, gamma] for kind in dirac.KINDS for gamma in (0, 0.3, 1, 2)]
    said = in_javascript(dirac.DiracView, "data.map(([k, g]) => view.diracPaths(k, g))", cases)
    for (kind, gamma), found in zip(cases, said, strict=True):
        for name, path in dirac.compute_dirac_paths(kind, gamma)._asdict().items():
            np.testing.assert_allclose(found[name], path, atol=1e-9)
    expression = f"data.map(([k, g]) => view.diracReadout(k, g, {json.dumps(dirac.KINDS)}))"
    said = in_javascript(dirac.DiracView, expression, cases)
    assert said == [dirac.dirac_readout(kind, gamma) for kind, gamma in cases]


def test_the_dirac_figure_says_its_numbers():
    alt = plots.alt_text(widgets.dirac_figure([("minimax", 0.0), ("wgan", 0.3)]))
    assert dirac.dirac_readout("wgan", 0.3) in alt
    for settings in ([], [("ns", 0.0)] * 5):
        with pytest.raises(ValueError, match="one to four"):
            widgets.dirac_figure(settings)
