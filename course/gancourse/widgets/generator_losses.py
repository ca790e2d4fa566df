"""The two losses of the generator over the logit: which one still pulls when the detective is sure?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import traitlets
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from gancourse import plots
from gancourse.widgets._base import Explorer, View, slider, view_of

A_MIN, A_MAX, A_STEP = -8.0, 8.0, 0.1


class GeneratorLosses(NamedTuple):
    """Losses in nats and slopes in nats per unit of the logit, each of the shape of the logit, float64."""

    d: NDArray[np.float64]
    saturating: NDArray[np.float64]
    non_saturating: NDArray[np.float64]
    slope_saturating: NDArray[np.float64]
    slope_non_saturating: NDArray[np.float64]


def compute_generator_losses(a: ArrayLike) -> GeneratorLosses:
    """Both generator losses at the logit a of D(G(z)), and how steep they are there.

    Args:
        a: number or array of any shape, every entry finite

    Returns:
        GeneratorLosses of five float64 arrays shaped like a
            d = σ(a); saturating = ln(1 − σ(a)) ≤ 0 and non_saturating = −ln σ(a) ≥ 0, in nats; their derivatives with
            respect to a, −σ(a) and −(1 − σ(a)), both in [−1, 0].

    Raises:
        ValueError: an entry is infinite or not a number.
    """
    a = np.asarray(a, dtype=np.float64)
    if not np.isfinite(a).all():
        raise ValueError("A logit must be a finite number.")
    e = np.exp(-np.abs(a))
    d = np.where(a >= 0, 1.0, e) / (1 + e)
    other = np.where(a >= 0, e, 1.0) / (1 + e)  # 1 − d, with all its digits
    return GeneratorLosses(d, -np.logaddexp(0, a), np.logaddexp(0, -a), -d, -other)


def generator_losses_readout(a: float) -> str:
    """The sentence under the widget, word for word as the browser writes it. ValueError as the losses."""
    at = compute_generator_losses(a)
    ratio = float(np.exp(-a))
    return (
        f"logit a = {plots.number(a, 1)}, D = {plots.number(float(at.d), 4)}: "
        f"ln(1 − D) is {plots.number(float(at.saturating), 3)} "
        f"with slope {plots.number(float(at.slope_saturating), 4)}; "
        f"−ln D is {plots.number(float(at.non_saturating), 3)} "
        f"with slope {plots.number(float(at.slope_non_saturating), 4)}, "
        f"{plots.number(ratio, 1 if ratio >= 1 else 4)} times as steep"
    )


def generator_losses_figure(logits: Sequence[float] = (-6.0, 0.0, 4.0)) -> Figure:
    """Both losses, above, and the pull of each on the logit, below: the widget, standing still.

    The alternative text (`plots.alt_text`) gives every loss and slope. ValueError for no logit, more than five, or one
    off the slider's range.
    """
    if not 1 <= len(logits) <= 5 or not all(A_MIN <= a <= A_MAX for a in logits):
        raise ValueError(f"The figure has room for one to five logits from {A_MIN:g} to {A_MAX:g}.")
    grid = np.linspace(A_MIN, A_MAX, 321)
    curves, at = compute_generator_losses(grid), compute_generator_losses(logits)
    with plots.course_style():
        fig = Figure(figsize=(6.8, 5.2))
        top, bottom = fig.subplots(2, 1, sharex=True, height_ratios=(2, 1.15))
        top.set(ylim=(-8.5, 8.5), ylabel="loss of G (nats)", title="Where does the generator's loss still pull?")
        bottom.set(ylim=(-0.05, 1.15), ylabel="pull on a\n(−slope)", xlabel="logit a of D(G(z))", xlim=(A_MIN, A_MAX))
        plots.reference_line(bottom, 0.5, "½")
        plots.reference_line(top, 0.0, "D = ½", axis="x")
        both: tuple[tuple[str, str, str, Any, str], ...] = (
            ("saturating", "saturating: ln(1 − D)", plots.FAKE, plots.FAKE_DASHES, "s"),
            ("non_saturating", "non-saturating: −ln D", plots.REAL, plots.REAL_DASHES, "o"),
        )
        for name, label, colour, dashes, marker in both:
            losses, slopes = getattr(at, name), getattr(at, f"slope_{name}")
            top.plot(grid, getattr(curves, name), color=colour, linestyle=dashes, label=label)
            bottom.plot(grid, -getattr(curves, f"slope_{name}"), color=colour, linestyle=dashes)
            for a, loss, slope in zip(logits, losses, slopes, strict=True):
                _arrow(top, a, float(loss), float(slope), colour)
                look = {"color": colour, "marker": marker, "markeredgecolor": "white", "markersize": 8, "zorder": 5}
                top.plot(a, loss, **look)
                bottom.plot(a, -slope, **look)
        top.legend(loc="upper right")
    sentences = "; ".join(generator_losses_readout(float(a)) for a in logits)
    return plots.describe(
        fig,
        "Two losses of the generator against the logit a of D(G(z)). ln(1 − D) is flat near 0 on the left and falls "
        "like −a on the right; −ln D falls like −a on the left and is flat near 0 on the right. Below, their pulls: "
        f"D rises from 0 to 1, 1 − D falls from 1 to 0, equal at ½ where a = 0. At the marked points, {sentences}.",
    )


def _arrow(ax: Axes, a: float, loss: float, slope: float, colour: str) -> None:
    """Downhill along the tangent; how far to the right is the pull itself, three logits for a pull of 1."""
    reach = -3 * slope
    if reach > 0.05:
        ax.annotate(
            "", (a + reach, loss + slope * reach), (a, loss),
            arrowprops={"arrowstyle": "-|>", "color": colour, "linewidth": 1.6, "shrinkA": 0, "shrinkB": 0},
        )  # fmt: skip


class GeneratorLossesView(View):
    """The picture and its sentence; two logarithms at a are computed in the browser."""

    _esm = view_of("generator_losses")

    a = traitlets.Float(3.0, min=A_MIN, max=A_MAX).tag(sync=True)


class GeneratorLossesExplorer(Explorer):
    """A slider for the logit above the view of both losses. `slider` and `view` are linked in the browser."""

    def __init__(self, a: float = 3.0, **kwargs: Any) -> None:
        if not A_MIN <= a <= A_MAX:
            raise ValueError(f"The slider goes from {A_MIN:g} to {A_MAX:g}, so it cannot start at a = {a}.")
        self.slider = slider(a, A_MIN, A_MAX, "logit a", "a, the logit of D(G(z))", step=A_STEP, digits=1)
        self.view = GeneratorLossesView(a=a)
        links = [(self.slider, self.view, "a")]
        super().__init__("generator-losses", [self.slider, self.view], links, **kwargs)


def generator_losses_explorer(a: float = 3.0) -> GeneratorLossesExplorer:
    """Move the logit of D(G(z)) and see both generator losses and their pulls. ValueError for an a off the slider."""
    return GeneratorLossesExplorer(a)
