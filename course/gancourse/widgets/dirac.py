"""The Dirac-GAN: data at 0, one fake at θ, D with the logit ψx. Where do two players with one number each go?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import ipywidgets
import numpy as np
import traitlets
from matplotlib.figure import Figure
from numpy.typing import NDArray
from scipy.special import expit

from gancourse import plots
from gancourse.widgets._base import Explorer, View, slider, view_of

KINDS = {"minimax": "minimax", "ns": "non-saturating", "wgan": "Wasserstein, no clipping"}
GAMMA_MAX, GAMMA_STEP = 2.0, 0.05
RATE, ROUNDS, START = 0.2, 200, (1.0, -1.0)
WINDOW = 3.0


class DiracPaths(NamedTuple):
    """Two arrays (ROUNDS + 1, 2): row t is (θ, ψ) after t rounds."""

    simultaneous: NDArray[np.float64]
    alternating: NDArray[np.float64]


def compute_dirac_paths(kind: str, gamma: float) -> DiracPaths:
    """Paths of the Dirac-GAN from (1, −1), step 0.2, with R1 of strength γ (Mescheder et al. 2018, sections 2 to 4).

    ψ climbs V − γψ²/2, θ descends its loss; in alternating play ψ moves first and θ answers the new ψ.
    Raises ValueError for an unknown kind or γ outside [0, 2].
    """
    if kind not in KINDS or not 0 <= gamma <= GAMMA_MAX:
        raise ValueError(f"Choose one of {', '.join(KINDS)} and γ from 0 to {GAMMA_MAX:g}, not {kind!r} and {gamma}.")

    def pull_d(theta: float, psi: float) -> float:
        return -theta * (1.0 if kind == "wgan" else float(expit(psi * theta))) - gamma * psi

    def pull_g(theta: float, psi: float) -> float:
        return psi * {"wgan": 1.0, "ns": float(expit(-psi * theta)), "minimax": float(expit(psi * theta))}[kind]

    paths = []
    for alternating in (False, True):
        theta, psi = START
        path = [START]
        for _ in range(ROUNDS):
            moved = psi + RATE * pull_d(theta, psi)
            theta = theta + RATE * pull_g(theta, moved if alternating else psi)
            psi = moved
            path.append((theta, psi))
        paths.append(np.array(path))
    return DiracPaths(*paths)


def dirac_readout(kind: str, gamma: float) -> str:
    """The sentence under the widget, word for word as the browser writes it."""
    ends = [math.hypot(*path[-1]) for path in compute_dirac_paths(kind, gamma)]
    return (
        f"{KINDS[kind]}, γ = {plots.number(gamma, 2)}: after {ROUNDS} rounds the distance from the equilibrium, 1.414 "
        f"at the start, is {_far(ends[0])} in simultaneous and {_far(ends[1])} in alternating play"
    )


def _far(distance: float) -> str:
    return plots.number(distance, 3) if distance >= 0.0005 else "less than 0.001"


def dirac_figure(settings: Sequence[tuple[str, float]] = (("minimax", 0.0), ("wgan", 0.0), ("ns", 0.3))) -> Figure:
    """Phase portraits (above) and distances (below) for one to four pairs (kind, γ): the widget, standing still."""
    if not 1 <= len(settings) <= 4:
        raise ValueError(f"The figure has room for one to four settings, not {len(settings)}.")
    with plots.course_style():
        fig = Figure(figsize=(2.9 * len(settings) + 0.5, 5.0))
        axes = fig.subplots(2, len(settings), squeeze=False, height_ratios=(1.6, 1), sharey="row")
        for column, (kind, gamma) in enumerate(settings):
            paths = compute_dirac_paths(kind, gamma)
            portrait, radius = axes[0][column], axes[1][column]
            for path, name, colour, dashes in zip(
                paths, DiracPaths._fields, (plots.FAKE, plots.REAL), (plots.FAKE_DASHES, "-"), strict=True
            ):
                portrait.plot(*path.T, color=colour, ls=dashes, lw=1.4, label=name)
                radius.semilogy(np.hypot(*path.T), color=colour, ls=dashes, lw=1.6)
            portrait.plot(*START, "o", color=plots.PAGE_INK, ms=5)
            portrait.plot(0, 0, "+", color=plots.PAGE_INK, ms=10)
            portrait.set(xlim=(-WINDOW, WINDOW), ylim=(-WINDOW, WINDOW), aspect="equal", xlabel="θ (G)")
            portrait.set_title(f"{KINDS[kind].split(',')[0]}, γ = {gamma:g}")
            plots.reference_line(radius, math.sqrt(2), "start")
            radius.set(xlabel="rounds", ylim=(1e-6, 100))
        axes[0][0].set_ylabel("ψ (D)")
        axes[1][0].set_ylabel("distance")
        axes[1][0].legend(*axes[0][0].get_legend_handles_labels(), loc="lower left", fontsize=9.5, labelspacing=0.2)
    said = "; ".join(dirac_readout(*pair) for pair in settings)
    return plots.describe(fig, f"Paths of (θ, ψ) around the equilibrium, and their distances from it: {said}.")


class DiracView(View):
    """The plane, the distances, and a sentence; the browser plays the game itself."""

    _esm = view_of("dirac")

    kind = traitlets.Enum(list(KINDS), "minimax").tag(sync=True)
    gamma = traitlets.Float(0.0, min=0, max=GAMMA_MAX).tag(sync=True)
    names = traitlets.Dict(KINDS).tag(sync=True)


class DiracExplorer(Explorer):
    """A choice of loss and a slider for γ above the view."""

    def __init__(self, kind: str = "minimax", gamma: float = 0.0, **kwargs: Any) -> None:
        compute_dirac_paths(kind, gamma)  # refuses what cannot be shown
        self.kind = ipywidgets.ToggleButtons(
            options=[(name, key) for key, name in KINDS.items()], value=kind, description="loss",
            style={"button_width": "auto"},
        )  # fmt: skip
        tooltip = "γ, the strength of the R1 penalty"
        self.slider = slider(gamma, 0, GAMMA_MAX, "γ of R1", tooltip, step=GAMMA_STEP, digits=2)
        self.view = DiracView(kind=kind, gamma=gamma)
        ipywidgets.link((self.kind, "value"), (self.view, "kind"))
        links = [(self.slider, self.view, "gamma")]
        super().__init__("dirac", [self.kind, self.slider, self.view], links, **kwargs)


def dirac_explorer(kind: str = "minimax", gamma: float = 0.0) -> DiracExplorer:
    """Play the Dirac-GAN with another loss, or with R1. ValueError for an unknown loss or γ off the slider."""
    return DiracExplorer(kind, gamma)
