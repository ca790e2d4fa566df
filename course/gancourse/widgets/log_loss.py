"""The log loss of one prediction, and the logit at which a floating-point sigmoid has nothing left to lose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import traitlets
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from gancourse import plots
from gancourse.widgets._base import Explorer, View, slider, view_of

P_MIN, P_MAX, P_STEP = 0.001, 0.999, 0.001


class LogLoss(NamedTuple):
    """Losses in nats and slopes in nats per unit of p, each of the shape of p, float64."""

    loss_y1: NDArray[np.float64]
    loss_y0: NDArray[np.float64]
    slope_y1: NDArray[np.float64]
    slope_y0: NDArray[np.float64]


class LogLossCurves(NamedTuple):
    """Both curves on one grid: three arrays of shape (n,), float64."""

    p: NDArray[np.float64]
    loss_y1: NDArray[np.float64]
    loss_y0: NDArray[np.float64]


def compute_log_loss(p: ArrayLike) -> LogLoss:
    """Both log losses at p, and how steep they are.

    Args:
        p: number or array of any shape
            The probability given to the label y = 1; every entry strictly between 0 and 1.

    Returns:
        LogLoss of four float64 arrays shaped like p (0-dimensional for a number)
            loss_y1 = −ln p and loss_y0 = −ln(1 − p), in nats, both > 0;
            slope_y1 = −1/p ≤ −1 and slope_y0 = 1/(1 − p) ≥ 1, their derivatives with respect to p.

    Raises:
        ValueError: an entry is outside (0, 1) or not a number: at 0 and 1 one of the losses is infinite and has no
            tangent.
    """
    p = np.asarray(p, dtype=np.float64)
    if not np.all((p > 0) & (p < 1)):
        raise ValueError("p must be strictly between 0 and 1: at 0 and 1 one of the two losses is infinite.")
    # log1p keeps −ln(1−p) exact where p is so small that 1−p has lost its digits.
    return LogLoss(-np.log(p), -np.log1p(-p), -1 / p, 1 / (1 - p))


def compute_log_loss_curves(n: int) -> LogLossCurves:
    """Both curves at n equally spaced probabilities from 0.001 to 0.999, the range of the slider.

    Args:
        n: int, at least 2

    Returns:
        LogLossCurves of p, −ln p and −ln(1 − p): shape (n,), float64, the losses in nats, from 0.001 to 6.908.

    Raises:
        ValueError: n is less than 2.
    """
    if n < 2:
        raise ValueError(f"A curve needs at least two points, not {n}.")
    p = np.linspace(P_MIN, P_MAX, n)
    at_p = compute_log_loss(p)
    return LogLossCurves(p, at_p.loss_y1, at_p.loss_y0)


def log_loss_readout(p: float) -> str:
    """The sentence under the widget, word for word as the browser writes it. ValueError as for `compute_log_loss`."""
    at_p = compute_log_loss(p)
    loss_y1, loss_y0 = (plots.number(float(loss), 3) for loss in (at_p.loss_y1, at_p.loss_y0))
    slope_y1, slope_y0 = (plots.number(float(slope), 2) for slope in (at_p.slope_y1, at_p.slope_y0))
    return (
        f"p = {plots.number(p, 3)}: if y = 1 the loss is {loss_y1} nats (slope {slope_y1}); "
        f"if y = 0 it is {loss_y0} nats (slope {slope_y0})"
    )


def log_loss_figure(ps: Sequence[float] = (0.1, 0.5, 0.9)) -> Figure:
    """Both curves with points and tangents at one to five probabilities: the widget, standing still.

    The alternative text (`plots.alt_text`) gives every loss and slope. ValueError for no p, more than five, or a p
    outside (0, 1).
    """
    if not 1 <= len(ps) <= 5:
        raise ValueError(f"The figure has room for one to five values of p, not {len(ps)}.")
    at_ps = compute_log_loss(ps)
    curves = compute_log_loss_curves(999)
    top = max(4.0, 1.12 * float(max(at_ps.loss_y1.max(), at_ps.loss_y0.max())))
    with plots.course_style():
        fig = Figure()
        ax = fig.add_subplot(
            xlim=(0, 1), ylim=(0, top), xlabel="p, the probability given to y = 1", ylabel="loss (nats)",
            title="What a prediction p costs, if the label is 1 and if it is 0",
        )  # fmt: skip
        plots.reference_line(ax, 0.5, "p = ½", axis="x")
        plots.reference_line(ax, float(np.log(2)), "ln 2 = 0.693")
        both = (
            ("y = 1:  −ln p", curves.loss_y1, at_ps.loss_y1, at_ps.slope_y1, plots.REAL, plots.REAL_DASHES, "o"),
            ("y = 0:  −ln(1 − p)", curves.loss_y0, at_ps.loss_y0, at_ps.slope_y0, plots.FAKE, plots.FAKE_DASHES, "s"),
        )
        for label, curve, losses, slopes, colour, dashes, marker in both:
            ax.plot(curves.p, curve, color=colour, linestyle=dashes, marker=marker, markevery=[], label=label)
            for p, loss, slope in zip(ps, losses, slopes, strict=True):
                # As long on the page whatever the slope: 0.17 of the width, or of the height, each way.
                reach = 0.17 / np.hypot(1, slope / top)
                ends = np.array([p - reach, p + reach])
                ax.plot(ends, loss + slope * (ends - p), color=colour, linestyle="-", linewidth=1.1, alpha=0.9)
                ax.plot(p, loss, color=colour, marker=marker, markeredgecolor="white", markersize=8, zorder=5)
                if p == 0.5:
                    continue  # the reference line already names this one
                steep = loss > np.log(2)  # such a point has room beside it, towards the middle; a small loss, above it
                inward = 1 if p < 0.5 else -1
                ax.annotate(
                    plots.number(float(loss), 3), (p, loss), xytext=(11 * inward, 3) if steep else (0, 9),
                    textcoords="offset points", ha=("left" if inward > 0 else "right") if steep else "center",
                    fontsize=10, zorder=6,
                )  # fmt: skip
        ax.legend(loc="upper left", bbox_to_anchor=(0.52, 0.93), handlelength=3.2, labelspacing=0.6)
    sentences = "; ".join(log_loss_readout(float(p)) for p in ps)
    return plots.describe(
        fig,
        "Two curves of the loss in nats against the probability p given to y = 1: −ln p falls from infinity to 0 and "
        "is the loss if y = 1, −ln(1 − p) rises from 0 to infinity and is the loss if y = 0; they cross at p = ½, "
        f"where both are ln 2 = 0.693. At the marked points, {sentences}.",
    )


class LogLossView(View):
    """The picture and its sentence. It computes only what a kernel is too far away for: two logarithms at p."""

    _esm = view_of("log_loss")

    p = traitlets.Float(0.5, min=P_MIN, max=P_MAX).tag(sync=True)
    curves = traitlets.Dict().tag(sync=True)


class LogLossExplorer(Explorer):
    """A slider for p above the view of both losses. `slider` and `view` are linked in the browser."""

    def __init__(self, p: float = 0.5, **kwargs: Any) -> None:
        if not P_MIN <= p <= P_MAX:
            raise ValueError(f"The slider goes from {P_MIN} to {P_MAX}, so it cannot start at p = {p}.")
        self.slider = slider(p, P_MIN, P_MAX, "p", "p, the probability given to y = 1", step=P_STEP, digits=3)
        curves = {name: values.tolist() for name, values in compute_log_loss_curves(999)._asdict().items()}
        self.view = LogLossView(p=p, curves=curves)
        super().__init__("log-loss", [self.slider, self.view], [(self.slider, self.view, "p")], **kwargs)


def log_loss_explorer(p: float = 0.5) -> LogLossExplorer:
    """Move p and see both losses, their tangents and their slopes. ValueError where p is off the slider."""
    return LogLossExplorer(p)


class Saturation(NamedTuple):
    """Where one floating-point format runs out."""

    name: str
    significand_bits: int  # the hidden leading 1 included
    logit: float  # the smallest logit on the grid whose sigmoid is exactly 1


def _round_to_bfloat16(x: NDArray[np.float32]) -> NDArray[np.float32]:
    """The nearest bfloat16 (ties to even), kept in float32: bfloat16 is the upper half of its bits. Finite x only."""
    bits = np.ascontiguousarray(x, dtype=np.float32).view(np.uint32)
    return ((bits + 0x7FFF + ((bits >> 16) & 1)) & np.uint32(0xFFFF0000)).view(np.float32)


def _sigmoid(s: NDArray[Any]) -> NDArray[Any]:
    one = s.dtype.type(1)
    return one / (one + np.exp(-s))


def compute_saturation(step: float = 0.01) -> tuple[Saturation, ...]:
    """The smallest logit s ≥ 0 at which σ(s) = 1/(1 + e^(−s)) comes out as exactly 1, format by format.

    From there on −ln(1 − σ(s)), the loss of a fake that D takes for real, is infinite and its gradient is lost, though
    the true loss is only about s.

    Each logit of the grid 0, step, 2·step, … 45 is first rounded to the format. The half-width formats are computed as
    PyTorch computes them, in float32 with the result rounded once: σ(s) becomes 1 where 1 − σ(s) is at most half the
    gap below 1, that is from ln(2^(bits+1) − 1) on: 6.236 for bfloat16, whose next number is 6.25, and 8.317 for
    float16. float32 and float64 use their own arithmetic, where it is the sum 1 + e^(−s) that becomes 1, already from
    bits · ln 2 on: 16.636 and 36.737. (Arithmetic wholly in float16 would lose the same bit and stop at 7.63.)

    Args:
        step: float in (0, 1], the spacing of the grid in logits

    Returns:
        four Saturation records, narrowest format first: bfloat16, float16, float32, float64. The logit is a number of
        the format, given as a float; with the default step they are 6.25, 8.32, 16.64 and 36.74 to two decimals.

    Raises:
        ValueError: step is not in (0, 1].
    """
    if not 0 < step <= 1:
        raise ValueError(f"The spacing of the grid must be in (0, 1], not {step}.")
    grid = np.arange(int(45 / step) + 1) * step
    wide = grid.astype(np.float32)
    half = grid.astype(np.float16)
    brain = _round_to_bfloat16(wide)
    cases: tuple[tuple[str, int, NDArray[Any], NDArray[Any]], ...] = (
        ("bfloat16", 8, brain, _round_to_bfloat16(_sigmoid(brain))),
        ("float16", 11, half, _sigmoid(half.astype(np.float32)).astype(np.float16)),
        ("float32", 24, wide, _sigmoid(wide)),
        ("float64", 53, grid, _sigmoid(grid)),
    )
    return tuple(Saturation(name, bits, float(s[np.argmax(sigma == 1)])) for name, bits, s, sigma in cases)


def saturation_figure() -> Figure:
    """The saturation ruler: how far a logit may go in each format before σ(s) is exactly 1."""
    records = compute_saturation()
    end = 42.0
    with plots.course_style():
        fig = Figure(figsize=(6.8, 3.3))
        ax = fig.add_subplot(
            xlim=(0, end), ylim=(len(records) - 0.45, -0.55), xlabel="logit s",
            title="From which logit on is σ(s) exactly 1?",
        )  # fmt: skip
        ax.grid(axis="y", visible=False)
        for row, record in enumerate(records):
            ax.barh(row, record.logit, height=0.5, color=plots.DISCRIMINATOR)
            ax.barh(
                row, end - record.logit, left=record.logit, height=0.5, facecolor="none", edgecolor=plots.FAKE,
                hatch="////", linewidth=0, alpha=0.35,
            )  # fmt: skip
            ax.plot([record.logit] * 2, [row - 0.36, row + 0.36], color=plots.PAGE_INK, linestyle="-", linewidth=2)
            ax.annotate(
                plots.number(record.logit, 2), (record.logit, row), xytext=(7, 0), textcoords="offset points",
                va="center", fontweight="bold",
            )  # fmt: skip
        ax.set_yticks(range(len(records)), [f"{r.name}\nprecision {r.significand_bits} bits" for r in records])
        ax.tick_params(axis="y", length=0)
        ax.spines["left"].set_visible(False)
        inside: dict[str, Any] = {"va": "center", "fontsize": 10}
        ax.text(10.5, 3, "σ(s) < 1: the loss is finite", color="white", ha="left", **inside)
        ax.text(end - 1, 0, "σ(s) = 1: −ln(1 − σ(s)) = ∞", ha="right", fontweight="bold", **inside)
        top = ax.secondary_xaxis("top")
        exponents = (0, 4, 8, 12, 16)
        # 1 − σ(s) = 10^(−k) at s = ln(10^k − 1); at k = 0 that is taken as s = 0, where it is ½.
        top.set_xticks([np.log(10.0**k - 1) if k else 0.0 for k in exponents])
        top.set_xticklabels(["½"] + [f"$10^{{-{k}}}$" for k in exponents[1:]])
        top.set_xlabel("1 − σ(s), exactly", labelpad=5)
    numbers = ", ".join(f"{plots.number(r.logit, 2)} in {r.name}" for r in records)
    return plots.describe(
        fig,
        "A ruler of logits with one bar for each number format. The smallest logit whose sigmoid comes out as exactly "
        f"1 is {numbers}; from there on −ln(1 − σ(s)) is infinite, although the true loss is only about s.",
    )
