"""Data N(0, 1), fakes N(μ, 1): the best discriminator, what is left for the generator, and its slope."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import traitlets
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from gancourse import plots
from gancourse.widgets._base import Explorer, View, slider, view_of

MU_MAX, MU_STEP = 10.0, 0.1
LEFT, RIGHT = -4.0, 14.0  # the stretch of x that is drawn

LN2 = math.log(2)


class Sliding(NamedTuple):
    """What the theorem says at each μ: five arrays of one shape, float64, in nats (the slope in nats per unit of μ)."""

    jsd: NDArray[np.float64]
    value: NDArray[np.float64]  # C = −ln 4 + 2·JSD
    bce: NDArray[np.float64]  # of the best classifier
    jsd_slope: NDArray[np.float64]  # of JSD with respect to μ
    w1: NDArray[np.float64]


class Landscape(NamedTuple):
    """Densities, D* and the integrand of C at the points x: five arrays of shape (n,), float64."""

    x: NDArray[np.float64]
    p: NDArray[np.float64]
    q: NDArray[np.float64]
    best: NDArray[np.float64]
    integrand: NDArray[np.float64]


def compute_sliding(mu: ArrayLike) -> Sliding:
    """JSD, C, BCE*, dJSD/dμ and W₁ of N(0, 1) against N(μ, 1).

    The best classifier has the logit μ²/2 − μx, and by symmetry real and fake samples cost it the same, so
    BCE* = E ln(1 + e^(μx − μ²/2)) and its derivative E σ(μx − μ²/2)(x − μ), x ~ N(0, 1): smooth expectations of one
    Gaussian, summed on a grid (error below 1e-10).

    Parameters
    ----------
    mu : number or array of any shape, finite, |μ| ≤ 40

    Returns
    -------
    Sliding of five arrays of that shape: jsd and bce in [0, ln 2], value in [−ln 4, 0], jsd_slope, and w1 = |μ|.

    Raises
    ------
    ValueError
        where an entry is not finite or beyond ±40.
    """
    mu = np.asarray(mu, dtype=np.float64)
    if not np.all(np.abs(mu) <= 40):
        raise ValueError("μ must be a number between −40 and 40.")
    x = np.linspace(-12, 12, 4801)
    weight = np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi) * (x[1] - x[0])
    logit_of_fake = mu[..., None] * x - mu[..., None] ** 2 / 2
    bce = np.logaddexp(0, logit_of_fake) @ weight
    share = np.exp(-np.logaddexp(0, -logit_of_fake))
    jsd_slope = -(share * (x - mu[..., None])) @ weight
    jsd = np.clip(LN2 - bce, 0, LN2)
    return Sliding(jsd, -2 * LN2 + 2 * jsd, LN2 - jsd, jsd_slope, np.abs(mu))


def compute_landscape(mu: float, n: int = 361) -> Landscape:
    """p, q, D* and the integrand p ln D* + q ln(1 − D*) at n points from −4 to 14.

    Raises
    ------
    ValueError
        where mu is not finite or n is less than 2.
    """
    if not math.isfinite(mu) or n < 2:
        raise ValueError(f"The picture needs a finite μ and at least two points, not μ = {mu} and {n}.")
    x = np.linspace(LEFT, RIGHT, n)
    p, q = (np.exp(-((x - m) ** 2) / 2) / np.sqrt(2 * np.pi) for m in (0.0, mu))
    logit = mu**2 / 2 - mu * x
    best = np.exp(-np.logaddexp(0, -logit))
    return Landscape(x, p, q, best, -p * np.logaddexp(0, -logit) - q * np.logaddexp(0, logit))


@lru_cache(maxsize=1)
def _table() -> dict[str, list[float]]:
    """What the browser needs at every stop of the slider, rounded to what it shows and draws."""
    mu = np.round(np.arange(round(MU_MAX / MU_STEP) + 1) * MU_STEP, 10)
    at = compute_sliding(mu)
    return {
        "mu": mu.tolist(),
        "jsd": at.jsd.round(12).tolist(),
        "value": at.value.round(12).tolist(),
        "bce": at.bce.round(12).tolist(),
        "slope": (2 * at.jsd_slope).round(12).tolist(),
    }


def sliding_readout(mu: float) -> str:
    """The sentence under the widget, word for word as the browser writes it, for a μ of the slider."""
    table = _table()
    i = round(mu / MU_STEP)
    if not 0 <= i < len(table["mu"]):
        raise ValueError(f"The slider goes from 0 to {MU_MAX:g}, so there is no sentence for μ = {mu}.")
    value, jsd, bce, slope = (plots.number(table[name][i], 6) for name in ("value", "jsd", "bce", "slope"))
    return f"μ = {plots.number(mu, 1)}: C = {value}, JSD = {jsd}, BCE* = {bce} nats; slope of C: {slope} per unit of μ"


def sliding_figure(mus: Sequence[float] = (0.5, 2.0, 8.0)) -> Figure:
    """Densities with D* (above) and the integrand of C (below) for one to four values of μ: the widget, standing still.

    The alternative text says every number. ValueError for no μ, more than four, or one off the slider.
    """
    if not 1 <= len(mus) <= 4:
        raise ValueError(f"The figure has room for one to four values of μ, not {len(mus)}.")
    sentences = [sliding_readout(mu) for mu in mus]
    with plots.course_style():
        fig = Figure(figsize=(2.8 * len(mus) + 0.6, 4.2))
        axes = fig.subplots(2, len(mus), sharex=True, sharey="row", squeeze=False, height_ratios=(3, 2))
        for column, mu in enumerate(mus):
            at, above, below = compute_landscape(mu), axes[0][column], axes[1][column]
            above.plot(at.x, at.p, color=plots.REAL, ls="-", label="p_data")
            above.plot(at.x, at.q, color=plots.FAKE, ls=plots.FAKE_DASHES, label="p_g")
            above.plot(at.x, at.best, color=plots.DISCRIMINATOR, ls=":", label="D*")
            above.set(title=f"μ = {mu:g}", ylim=(0, 1.05))
            below.fill_between(at.x, at.integrand, color=plots.GENERATOR, alpha=0.35, lw=0)
            below.plot(at.x, at.integrand, color=plots.GENERATOR, ls="-", lw=1.5)
            area = plots.number(float(compute_sliding(mu).value), 6)
            below.annotate(f"C = {area}", (0.97, 0.08), xycoords="axes fraction", ha="right", fontsize=10)
            below.set(xlabel="x", ylim=(-0.6, 0.03))
        axes[0][0].set_ylabel("density, D*")
        axes[1][0].set_ylabel("integrand (nats)")
        axes[0][0].legend(loc="upper right", bbox_to_anchor=(1.0, 0.93), handlelength=2.2)
    return plots.describe(
        fig,
        "Above, two bell curves at 0 and μ with D*, which falls from 1 to 0 between them; below, the integrand of C, "
        "whose area shrinks to nothing as the curves part. " + "; ".join(sentences) + ".",
    )


def jsd_w1_figure() -> Figure:
    """JSD and W₁ of the two bell curves over μ, and the slopes of both on a logarithmic scale."""
    mu = np.linspace(0, MU_MAX, 201)
    at = compute_sliding(mu)
    two, eight = compute_sliding([2.0, 8.0]).jsd_slope
    with plots.course_style():
        fig = Figure(figsize=(8, 3.2))
        values, slopes = fig.subplots(1, 2)
        values.plot(mu, at.jsd, color=plots.REAL, ls="-", label="JSD (nats)")
        values.plot(mu, at.w1, color=plots.FAKE, ls=plots.FAKE_DASHES, label="W₁")
        plots.reference_line(values, LN2, "ln 2")
        values.set(xlabel="μ, the mean of the fakes", ylabel="JSD, W₁", ylim=(0, 2), xlim=(0, MU_MAX), title="How far?")
        values.legend(loc="upper right")
        slopes.semilogy(mu[1:], at.jsd_slope[1:], color=plots.REAL, ls="-", label="slope of JSD")
        slopes.semilogy(mu[1:], np.ones(mu.size - 1), color=plots.FAKE, ls=plots.FAKE_DASHES, label="slope of W₁")
        for m, slope in ((2, two), (8, eight)):
            slopes.plot(m, slope, "o", color=plots.REAL, mec="white", ms=8)
            slopes.annotate(plots.number(slope, 4), (m, slope), xytext=(8, 5), textcoords="offset points")
        slopes.set(
            xlabel="μ, the mean of the fakes", ylabel="slope per unit of μ", ylim=(1e-6, 4), xlim=(0, MU_MAX),
            title="Which way, and how strongly?",
        )  # fmt: skip
        slopes.legend(loc="lower left")
    return plots.describe(
        fig,
        f"JSD rises and stays at ln 2 = 0.693 while W₁ = μ grows without end. The slope of JSD is {two:.3f} at μ = 2 "
        f"and {eight:.1e} at μ = 8, a factor of {two / eight:.0f} less; the slope of W₁ is 1 everywhere.",
    )


class SlidingView(View):
    """Three pictures and a sentence. The numbers come in a table with one row for each stop of the slider."""

    _esm = view_of("sliding")

    mu = traitlets.Float(2.0, min=0, max=MU_MAX).tag(sync=True)
    table = traitlets.Dict().tag(sync=True)


class SlidingExplorer(Explorer):
    """A slider for μ above the view. `slider` and `view` are linked in the browser."""

    def __init__(self, mu: float = 2.0, **kwargs: Any) -> None:
        if not 0 <= mu <= MU_MAX:
            raise ValueError(f"The slider goes from 0 to {MU_MAX:g}, so it cannot start at μ = {mu}.")
        self.slider = slider(mu, 0, MU_MAX, "μ", "μ, the mean of the fakes", step=MU_STEP, digits=1)
        self.view = SlidingView(mu=mu, table=_table())
        super().__init__("sliding", [self.slider, self.view], [(self.slider, self.view, "mu")], **kwargs)


def sliding_explorer(mu: float = 2.0) -> SlidingExplorer:
    """Slide the fakes away from the data and watch D*, C, JSD and BCE*. ValueError where μ is off the slider."""
    return SlidingExplorer(mu)
