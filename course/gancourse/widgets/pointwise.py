"""One point x under the integral: f(y) = a ln y + b ln(1 − y), and where it is largest."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import traitlets
from matplotlib.figure import Figure
from numpy.typing import NDArray

from gancourse import plots
from gancourse.widgets._base import Explorer, View, slider, view_of

WEIGHT_MAX, WEIGHT_STEP = 2.0, 0.05

_LOWEST = -3.0  # where the axis ends: f(y*) ≥ −2 ln 4 = −2.77 on the sliders


class Pointwise(NamedTuple):
    """The best y and f there, in nats; best is nan where every y is equally good."""

    best: float
    height: float


class PointwiseCurves(NamedTuple):
    """Both terms and their sum on one grid: four arrays of shape (n,), float64, in nats."""

    y: NDArray[np.float64]
    real: NDArray[np.float64]
    fake: NDArray[np.float64]
    total: NDArray[np.float64]


def _require_weights(a: float, b: float) -> None:
    if not (0 <= a < math.inf and 0 <= b < math.inf):
        raise ValueError(f"The weights a and b must be finite and not negative, not {a} and {b}.")


def compute_pointwise(a: float, b: float) -> Pointwise:
    """Where f(y) = a ln y + b ln(1 − y) is largest on [0, 1], with 0·ln 0 = 0.

    Args:
        a: float ≥ 0, how frequent data are at this x
        b: float ≥ 0, how frequent fakes are there

    Returns:
        Pointwise: best in [0, 1] or nan (a = b = 0), height = f(best) ≤ 0; (nan, 0) for a = b = 0.

    Raises:
        ValueError: a weight is negative or not finite.
    """
    _require_weights(a, b)
    if a + b == 0:
        return Pointwise(math.nan, 0.0)
    best, rest = a / (a + b), b / (a + b)
    return Pointwise(best, (a * math.log(best) if a else 0.0) + (b * math.log(rest) if b else 0.0))


def compute_pointwise_curves(a: float, b: float, n: int = 401) -> PointwiseCurves:
    """The two terms a ln y and b ln(1 − y) and their sum at n points strictly inside (0, 1), evenly spread.

    Args:
        a: float ≥ 0
        b: float ≥ 0
        n: int ≥ 2

    Raises:
        ValueError: a weight is negative or not finite, or n is less than 2.
    """
    _require_weights(a, b)
    if n < 2:
        raise ValueError(f"A curve needs at least two points, not {n}.")
    y = (np.arange(n) + 0.5) / n
    real, fake = a * np.log(y), b * np.log1p(-y)
    return PointwiseCurves(y, real, fake, real + fake)


def pointwise_readout(a: float, b: float) -> str:
    """The sentence under the widget, word for word as the browser writes it. ValueError as `compute_pointwise`."""
    at = compute_pointwise(a, b)
    given = f"a = {plots.number(a, 2)}, b = {plots.number(b, 2)}: "
    if math.isnan(at.best):
        return given + "neither data nor fakes here; f is 0 everywhere, so no y is better than another"
    if a == 0:
        return given + "only fakes here; f falls from its largest value 0 at y* = 0.000"
    if b == 0:
        return given + "only data here; f rises to its largest value 0 at y* = 1.000"
    return (
        given + f"f is largest at y* = a/(a + b) = {plots.number(at.best, 3)}, where f = {plots.number(at.height, 3)}"
    )


def pointwise_figure(pairs: Sequence[tuple[float, float]] = ((0.45, 0.6), (0.6, 0.0), (0.0, 0.0))) -> Figure:
    """The curves of one to four pairs (a, b), side by side: the widget, standing still.

    The alternative text gives every maximum. ValueError for no pair, more than four, or a negative weight.
    """
    if not 1 <= len(pairs) <= 4:
        raise ValueError(f"The figure has room for one to four pairs, not {len(pairs)}.")
    sentences = [pointwise_readout(a, b) for a, b in pairs]
    with plots.course_style():
        fig = Figure(figsize=(2.9 * len(pairs) + 0.5, 3.1))
        axes = fig.subplots(1, len(pairs), sharey=True, squeeze=False)[0]
        for ax, (a, b) in zip(axes, pairs, strict=True):
            curves, at = compute_pointwise_curves(a, b), compute_pointwise(a, b)
            ax.plot(curves.y, curves.real, color=plots.REAL, lw=1.4, ls="-", label="a ln y")
            ax.plot(curves.y, curves.fake, color=plots.FAKE, lw=1.4, ls=plots.FAKE_DASHES, label="b ln(1 − y)")
            ax.plot(curves.y, curves.total, color=plots.DISCRIMINATOR, lw=2.6, ls="-", label="f, their sum")
            if math.isnan(at.best):
                ax.annotate("flat: no best y", (0.5, -0.3), ha="center")
            else:
                ax.plot([at.best] * 2, [_LOWEST, at.height], color=plots.PAGE_INK, lw=1, ls="-", alpha=0.4)
                ax.plot(at.best, at.height, "o", color=plots.DISCRIMINATOR, mec="white", ms=9, clip_on=False, zorder=5)
                name = f"y* = {plots.number(at.best, 3)}"
                ax.annotate(
                    name, (at.best, _LOWEST), xytext=(-6 if at.best > 0.6 else 6, 6), textcoords="offset points",
                    ha="right" if at.best > 0.6 else "left",
                )  # fmt: skip
            ax.set(xlim=(0, 1), ylim=(_LOWEST, 0.15), xlabel="y", title=f"a = {a:.2f}, b = {b:.2f}")
            ax.set_xticks([0, 0.5, 1], ["0", "½", "1"])
        axes[0].set_ylabel("f(y) (nats)")
        axes[0].legend(loc="lower center", bbox_to_anchor=(0.52, 0.1), handlelength=2.2)
    return plots.describe(
        fig,
        "Curves of a ln y + b ln(1 − y) over y from 0 to 1, with both terms. " + "; ".join(sentences) + ".",
    )


class PointwiseView(View):
    """The picture and its sentence, for the weights a and b."""

    _esm = view_of("pointwise")

    a = traitlets.Float(0.45, min=0, max=WEIGHT_MAX).tag(sync=True)
    b = traitlets.Float(0.6, min=0, max=WEIGHT_MAX).tag(sync=True)


class PointwiseExplorer(Explorer):
    """Sliders for a and b above the view. `slider_a`, `slider_b` and `view` are linked in the browser."""

    def __init__(self, a: float = 0.45, b: float = 0.6, **kwargs: Any) -> None:
        if not (0 <= a <= WEIGHT_MAX and 0 <= b <= WEIGHT_MAX):
            raise ValueError(f"The sliders go from 0 to {WEIGHT_MAX:g}, so they cannot start at a = {a}, b = {b}.")
        stops: dict[str, Any] = {"step": WEIGHT_STEP, "digits": 2}
        self.slider_a = slider(a, 0, WEIGHT_MAX, "a", "a, how frequent data are at this x", **stops)
        self.slider_b = slider(b, 0, WEIGHT_MAX, "b", "b, how frequent fakes are at this x", **stops)
        self.view = PointwiseView(a=a, b=b)
        links = [(self.slider_a, self.view, "a"), (self.slider_b, self.view, "b")]
        super().__init__("pointwise", [self.slider_a, self.slider_b, self.view], links, **kwargs)


def pointwise_explorer(a: float = 0.45, b: float = 0.6) -> PointwiseExplorer:
    """Move a and b and see where a ln y + b ln(1 − y) is largest. ValueError where one is off its slider."""
    return PointwiseExplorer(a, b)
