"""Data N(0, 1), fakes N(μ, 1), a perfect D, and how strongly each loss pulls: with and without instance noise."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
import traitlets
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from gancourse import plots
from gancourse.widgets._base import Explorer, View, slider, view_of

MU_MAX, MU_STEP = 12.0, 0.1
NOISE_MAX, NOISE_STEP = 4.0, 0.25
FLOOR = 1e-9  # what the logarithmic picture still shows


class Pulls(NamedTuple):
    """Slopes of G's losses with respect to μ at a fixed, perfect D, per unit of μ, and the mean of D on the fakes."""

    minimax: NDArray[np.float64]
    ns: NDArray[np.float64]
    w1: NDArray[np.float64]
    d_fake: NDArray[np.float64]


def compute_pulls(mu: ArrayLike, noise: ArrayLike = 0.0) -> Pulls:
    """Slopes of ln(1 − D), −ln D and W₁ where data N(0, 1 + noise²) meet fakes N(μ, 1 + noise²).

    With v = 1 + noise² and u = μ/√v the perfect D has the logit −u²/2 − uw at the fake μ + √v·w, w ~ N(0, 1), so its
    mean over fakes, d, is one smooth integral (summed on a grid, relative error below 1e-6); the slopes are dμ/v and
    (1 − d)μ/v. A critic with slope at most 1 pulls with 1 wherever μ > 0.

    Parameters: mu and noise are numbers or arrays that broadcast, 0 ≤ mu ≤ 40, 0 ≤ noise ≤ 40.
    Returns Pulls of four arrays of the broadcast shape. Raises ValueError outside these ranges.
    """
    mu, noise = np.broadcast_arrays(np.asarray(mu, dtype=float), np.asarray(noise, dtype=float))
    if not (np.all((mu >= 0) & (mu <= 40)) and np.all((noise >= 0) & (noise <= 40))):
        raise ValueError("μ and the noise must be numbers between 0 and 40.")
    variance = 1 + noise**2
    u = (mu / np.sqrt(variance))[..., None]
    # Around −u/2, where the integrand is largest, so that its tiny values for large u are exact as well.
    w = np.linspace(-14, 14, 1401) - u / 2
    logit = -(u**2) / 2 - u * w
    d = np.exp(-np.logaddexp(0, -logit) - w**2 / 2).sum(axis=-1) * 0.02 / math.sqrt(2 * math.pi)
    return Pulls(mu / variance * d, mu / variance * (1 - d), np.where(mu > 0, 1.0, 0.0), d)


def overlap_readout(mu: float, noise: float) -> str:
    """The sentence under the widget, word for word as the browser writes it."""
    pulls = compute_pulls(mu, noise)
    return (
        f"μ = {plots.number(mu, 1)}, noise {plots.number(noise, 2)}: on average D gives fakes "
        f"{_short(float(pulls.d_fake))}; pull of minimax {_short(float(pulls.minimax))}, non-saturating "
        f"{_short(float(pulls.ns))}, W₁ {plots.number(float(pulls.w1), 0)}"
    )


def _short(x: float) -> str:
    return plots.number(x, 4) if x >= 5e-5 or x == 0 else "less than 0.0001"


def overlap_figure(noise: float = 0.0) -> Figure:
    """Pull against distance for one amount of instance noise, beside the same without: the widget, standing still."""
    mu = np.linspace(0.02, MU_MAX, 300)
    with plots.course_style():
        fig = Figure(figsize=(8.4, 3.4))
        axes = fig.subplots(1, 2, sharey=True)
        for ax, s in zip(axes, (0.0, noise), strict=True):
            pulls = compute_pulls(mu, s)
            ax.semilogy(mu, pulls.ns, color=plots.GENERATOR, ls="-", label="non-saturating")
            ax.semilogy(mu, pulls.w1, color=plots.REAL, ls=":", label="W₁")
            ax.semilogy(mu, pulls.minimax, color=plots.FAKE, ls=plots.FAKE_DASHES, label="minimax")
            ax.set(xlabel="μ, the distance of the fakes", ylim=(FLOOR, 30), title=f"instance noise {s:g}")
        axes[0].set_ylabel("pull on G per unit of μ")
        axes[0].legend(loc="lower left")
    far = "; ".join(overlap_readout(8.0, s) for s in (0.0, noise))
    return plots.describe(
        fig,
        f"Pull of three losses against the distance μ, on a logarithmic scale. Only minimax falls to nothing. {far}.",
    )


class OverlapView(View):
    """The two densities with D, the three pulls, and a sentence; the browser computes them itself."""

    _esm = view_of("overlap")

    mu = traitlets.Float(4.0, min=0, max=MU_MAX).tag(sync=True)
    noise = traitlets.Float(0.0, min=0, max=NOISE_MAX).tag(sync=True)


class OverlapExplorer(Explorer):
    """Sliders for μ and the noise above the view, linked in the browser."""

    def __init__(self, mu: float = 4.0, noise: float = 0.0, **kwargs: Any) -> None:
        if not (0 <= mu <= MU_MAX and 0 <= noise <= NOISE_MAX):
            raise ValueError(f"The sliders go to μ = {MU_MAX:g} and noise {NOISE_MAX:g}, not {mu} and {noise}.")
        self.slider = slider(mu, 0, MU_MAX, "μ", "μ, the distance of the fakes from the data", step=MU_STEP, digits=1)
        tooltip = "standard deviation of the instance noise"
        self.noise = slider(noise, 0, NOISE_MAX, "noise", tooltip, step=NOISE_STEP, digits=2)
        self.view = OverlapView(mu=mu, noise=noise)
        links = [(self.slider, self.view, "mu"), (self.noise, self.view, "noise")]
        super().__init__("overlap", [self.slider, self.noise, self.view], links, **kwargs)


def overlap_explorer(mu: float = 4.0, noise: float = 0.0) -> OverlapExplorer:
    """Slide the fakes away from the data and see which loss still pulls. ValueError off the sliders."""
    return OverlapExplorer(mu, noise)
