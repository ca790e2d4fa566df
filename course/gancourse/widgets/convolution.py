"""Convolution and transposed convolution on a line of pixels: which window touches what, and how wide the result is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import ipywidgets
import traitlets
from matplotlib.figure import Figure

from gancourse import plots
from gancourse.widgets._base import Explorer, View, slider, view_of

RANGES = {"n": (1, 12), "k": (1, 6), "s": (1, 3), "p": (0, 2)}
MEANINGS = {"n": "inputs", "k": "kernel", "s": "stride", "p": "padding"}


class Convolution(NamedTuple):
    """What a convolution does to a row of inputs.

    Attributes:
        out: how many outputs there are.
        starts: where their windows begin; 0 is the first input, padding is negative.
        touched: in how many windows each input lies.
        back: how many inputs a transposed convolution makes of the outputs.
    """

    out: int
    starts: list[int]
    touched: list[int]
    back: int


def compute_convolution(n: int, k: int, s: int, p: int) -> Convolution:
    """The windows of a convolution of n inputs with kernel k, stride s and padding p; out = 0 where none fits.

    Raises ValueError where a number is outside the sliders.
    """
    for name, value in zip("nksp", (n, k, s, p), strict=True):
        low, high = RANGES[name]
        if not low <= value <= high:
            raise ValueError(f"{name} goes from {low} to {high}, so it cannot be {value}.")
    out = (n + 2 * p - k) // s + 1 if n + 2 * p >= k else 0
    starts = [j * s - p for j in range(out)]
    touched = [sum(start <= i < start + k for start in starts) for i in range(n)]
    return Convolution(out, starts, touched, max(0, (out - 1) * s - 2 * p + k) if out else 0)


def convolution_readout(n: int, k: int, s: int, p: int) -> str:
    """The sentence under the picture."""
    at = compute_convolution(n, k, s, p)
    head = f"n = {n}, k = {k}, s = {s}, p = {p}: "
    if not at.out:
        return head + "the window is wider than the input with its padding"
    low, high = min(at.touched), max(at.touched)
    again = " again" if at.back == n else ""
    count = f"{low}" if low == high else f"{low} to {high}"
    windows = "window" if low == high == 1 else "windows"
    return head + f"n_out = {at.out}; transposed, {at.out} → {at.back}{again}; each input lies in {count} {windows}"


def convolution_figure(cases: Sequence[tuple[int, int, int, int]]) -> Figure:
    """One panel for each (n, k, s, p), one to three of them: the widget, standing still."""
    if not 1 <= len(cases) <= 3:
        raise ValueError(f"The figure has room for one to three cases, not {len(cases)}.")
    with plots.course_style():
        fig = Figure(figsize=(4.4 * len(cases), 2.9))
        for ax, case in zip(fig.subplots(1, len(cases), squeeze=False)[0], cases, strict=True):
            _draw(ax, *case)
    sentences = "; ".join(convolution_readout(*case) for case in cases)
    return plots.describe(
        fig,
        f"Three rows of cells: inputs with their padding, outputs of the convolution with lines to the cells of their "
        f"windows, and what a transposed convolution makes of them. {sentences}.",
    )


def _draw(ax: Any, n: int, k: int, s: int, p: int) -> None:
    at = compute_convolution(n, k, s, p)
    for i in range(-p, n + p):
        inside = 0 <= i < n
        _cell(ax, i, 2, plots.REAL if inside else "none", inside)
    for start in at.starts:
        middle = start + (k - 1) / 2
        for cell in range(start, start + k):
            ax.plot([cell, middle], [1.78, 1.22], color=plots.DISCRIMINATOR, ls="-", lw=0.8)
            ax.plot([middle, cell], [0.78, 0.22], color=plots.GENERATOR, ls="-", lw=0.8)
        _cell(ax, middle, 1, plots.DISCRIMINATOR, True)
    for i in range(-p, at.back + p):
        inside = 0 <= i < at.back
        _cell(ax, i, 0, plots.FAKE if inside else "none", inside)
    ax.set(xlim=(-p - 0.8, max(n, at.back) + p - 0.2), ylim=(-0.35, 2.35), xticks=[])
    ax.set_yticks([2, 1, 0], [f"{n} in", f"{at.out} out", f"{at.back} back"])
    ax.grid(visible=False)
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
    ax.tick_params(length=0)
    ax.set_title(f"k = {k}, s = {s}, p = {p}")


def _cell(ax: Any, x: float, y: float, colour: str, inside: bool) -> None:
    from matplotlib.patches import Rectangle

    style = {"ec": "none", "ls": "-"} if inside else {"ec": plots.REFERENCE, "ls": (0, (2, 2))}
    ax.add_patch(Rectangle((x - 0.42, y - 0.2), 0.84, 0.4, fc=colour, lw=1, **style))


class ConvolutionView(View):
    """Three rows of cells and a sentence; the browser counts windows as :func:`compute_convolution` does."""

    _esm = view_of("convolution")

    n = traitlets.Int(8).tag(sync=True)
    k = traitlets.Int(4).tag(sync=True)
    s = traitlets.Int(2).tag(sync=True)
    p = traitlets.Int(1).tag(sync=True)


class ConvolutionExplorer(Explorer):
    """Four sliders above the view, linked in the browser: `sliders["n"]`, …, and `view`."""

    def __init__(self, n: int = 8, k: int = 4, s: int = 2, p: int = 1, **kwargs: Any) -> None:
        compute_convolution(n, k, s, p)
        start = {"n": n, "k": k, "s": s, "p": p}
        look = {"style": {"description_width": "80px"}, "layout": ipywidgets.Layout(width="340px")}
        self.sliders = {
            name: slider(value, *RANGES[name], f"{name}: {MEANINGS[name]}", MEANINGS[name], **look)
            for name, value in start.items()
        }
        self.view = ConvolutionView(**start)
        links = [(control, self.view, name) for name, control in self.sliders.items()]
        super().__init__("convolution", [list(self.sliders.values()), self.view], links, **kwargs)


def convolution_explorer(n: int = 8, k: int = 4, s: int = 2, p: int = 1) -> ConvolutionExplorer:
    """Change input, kernel, stride and padding, and watch both ways. ValueError where a number is off its slider."""
    return ConvolutionExplorer(n, k, s, p)
