"""Noise carried to forgeries: every piece keeps its mass, and where G stretches it the density gets thinner."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import ipywidgets
import numpy as np
import traitlets
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri

from gancourse import plots
from gancourse.widgets._base import Explorer, View, slider, view_of

CELLS = 30  # pieces of noise of equal mass
POINTS = 6000  # equally probable pieces that the histograms are made of
BINS = 60

_NUDGE = 1e-9  # the ends of a cell are looked at from inside, because the stairs jump there


class Map(NamedTuple):
    """A generator on the line with its noise."""

    label: str
    generator: Callable[[NDArray[np.float64]], NDArray[np.float64]]
    quantile: Callable[[NDArray[np.float64]], NDArray[np.float64]]  # (0, 1) → z
    range: tuple[float, float]  # of the picture, for z and x alike
    top: float  # of the density axis
    density: Callable[[NDArray[np.float64]], NDArray[np.float64]] | None  # of G(z); None where there is none


def _parabola_density(x: NDArray[np.float64]) -> NDArray[np.float64]:
    root = np.sqrt(np.maximum(x, 1e-12))
    return np.where((x > 0) & (x < 4), np.where(x < 1, 2, 1) / (6 * root), 0.0)


def _square_density(x: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where((x > 0) & (x < 1), 0.5 / np.sqrt(np.maximum(x, 1e-12)), 0.0)


def _half_normal_density(x: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(x > 0, np.sqrt(2 / np.pi) * np.exp(-(x**2) / 2), 0.0)


def _stairs(z: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.minimum(np.floor(3 * z), 2) / 2


def _same(u: NDArray[np.float64]) -> NDArray[np.float64]:
    return u


MAPS: dict[str, Map] = {
    "square": Map("G(z) = z², z uniform on (0, 1)", np.square, _same, (-0.1, 1.1), 4.0, _square_density),
    "absolute value": Map("G(z) = |z|, z normal", np.abs, ndtri, (-3.0, 3.0), 1.0, _half_normal_density),
    "parabola": Map(
        "G(z) = z², z uniform on (−1, 2)", np.square, lambda u: 3 * u - 1, (-1.5, 4.5), 1.5, _parabola_density
    ),
    "stairs": Map("G(z) = three stairs, z uniform on (0, 1)", _stairs, _same, (-0.1, 1.1), 4.0, None),
}


def _map(name: str) -> Map:
    if name not in MAPS:
        raise ValueError(f"The generator must be one of {', '.join(map(repr, MAPS))}, not {name!r}.")
    return MAPS[name]


def compute_carried(name: str, u: ArrayLike, t: float) -> NDArray[np.float64]:
    """Where the noise of rank u is after a share t of the way: (1 − t)·z + t·G(z).

    Args:
        name: a key of MAPS
        u: array of any shape in (0, 1), the share of the noise that lies below z
        t: float in [0, 1]; 0 is the noise itself, 1 the forgery

    Returns:
        shape of u, float64.

    Raises:
        ValueError: for another name, a t outside [0, 1] or a u outside (0, 1).
    """
    u = np.asarray(u, dtype=np.float64)
    if not 0 <= t <= 1 or not np.all((u > 0) & (u < 1)):
        raise ValueError("The share of the way must be in [0, 1], ranks strictly between 0 and 1.")
    chosen = _map(name)
    z = chosen.quantile(u)
    return (1 - t) * z + t * chosen.generator(z)


class Cell(NamedTuple):
    """A piece of noise of mass 1/CELLS: where it lies, where it has been carried."""

    z: tuple[float, float]
    x: tuple[float, float]


def compute_cell(name: str, cell: int, t: float) -> Cell:
    """The interval of noise of one cell, and the smallest interval that holds it after a share t of the way.

    Args:
        name: as `compute_carried`
        t: as there
        cell: int from 1 to CELLS; the outermost cells of normal noise end at the picture's edge

    Returns:
        Cell of two pairs of floats, each in increasing order.

    Raises:
        ValueError: as `compute_carried`, and for another cell.
    """
    if not 1 <= cell <= CELLS:
        raise ValueError(f"There are cells 1 to {CELLS}, not {cell}.")
    ranks = np.linspace(cell - 1, cell, 41) / CELLS
    inner = np.clip(ranks, (cell - 1 + _NUDGE) / CELLS, (cell - _NUDGE) / CELLS)
    chosen = _map(name)
    if name == "absolute value":
        inner = np.clip(inner, ndtr(chosen.range[0]), ndtr(chosen.range[1]))
    z, x = chosen.quantile(inner), compute_carried(name, inner, t)
    return Cell((float(z[0]), float(z[-1])), (float(x.min()), float(x.max())))


def compute_histogram(name: str, t: float) -> NDArray[np.float64]:
    """Density of the carried noise in BINS equal bins over the picture, from negative z and from the rest.

    Args:
        name: as `compute_carried`
        t: as there

    Returns:
        shape (2, BINS), float64: mass in a bin divided by its width, row 0 for z < 0 and row 1 for z ≥ 0. Mass beyond
        the picture's edges is left out.

    Raises:
        ValueError: as `compute_carried`.
    """
    chosen = _map(name)
    ranks = (np.arange(POINTS) + 0.5) / POINTS
    x, z = compute_carried(name, ranks, t), chosen.quantile(ranks)
    width = (chosen.range[1] - chosen.range[0]) / BINS
    counts = [np.histogram(x[side], bins=BINS, range=chosen.range)[0] for side in (z < 0, z >= 0)]
    return np.array(counts) / (POINTS * width)


def push_forward_readout(name: str, cell: int, percent: int) -> str:
    """The sentence under the widget, word for word as the browser writes it. ValueError as `compute_cell`."""
    (z0, z1), (x0, x1) = compute_cell(name, cell, percent / 100)
    before, after = z1 - z0, x1 - x0
    start = (
        f"{percent} % of the way, piece {cell} of {CELLS}: z from {plots.number(z0, 3)} to {plots.number(z1, 3)} lies "
        f"at {plots.number(x0, 3)} to {plots.number(x1, 3)}; "
    )
    if after < 1e-6:
        return f"{start}its width {plots.number(before, 3)} has shrunk to 0: a point with mass 1/{CELLS}, no density"
    return (
        f"{start}its width {plots.number(before, 3)} is now {plots.number(after, 3)}, "
        f"its density {plots.number(1 / (CELLS * before), 2)} is now {plots.number(1 / (CELLS * after), 2)}"
    )


def compute_map(name: str) -> dict[str, Any]:
    """Everything the view draws for one generator: plain Python values. ValueError for another name.

    Returns:
        dict with "name", "label", "range", "top"; "z" and "x" (POINTS equally probable noises and their forgeries);
        "cells" (CELLS lists of 41 pairs [z, G(z)] through each piece); "curve" (pairs [x, p_g(x)], empty without a
        density).
    """
    chosen = _map(name)
    ranks = (np.arange(POINTS) + 0.5) / POINTS
    z = chosen.quantile(ranks)
    cells = []
    for cell in range(1, CELLS + 1):
        inner = np.clip(np.linspace(cell - 1, cell, 41), cell - 1 + _NUDGE, cell - _NUDGE) / CELLS
        if name == "absolute value":
            inner = np.clip(inner, ndtr(chosen.range[0]), ndtr(chosen.range[1]))
        inside = chosen.quantile(inner)
        cells.append(np.column_stack([inside, chosen.generator(inside)]).tolist())
    curve: list[list[float]] = []
    if chosen.density is not None:
        grid = np.linspace(*chosen.range, 601)
        curve = np.column_stack([grid, np.minimum(chosen.density(grid), 2 * chosen.top)]).round(5).tolist()
    return {
        "name": name, "label": chosen.label, "range": list(chosen.range), "top": chosen.top,
        "z": z.round(6).tolist(), "x": chosen.generator(z).round(6).tolist(), "cells": cells, "curve": curve,
    }  # fmt: skip


def push_forward_figure(names: tuple[str, ...] = ("square", "parabola", "stairs")) -> Figure:
    """Noise above, forgeries below, one column for each of one to four generators: the widget, standing still.

    The alternative text (`plots.alt_text`) says where one piece of each goes. ValueError for another name or number.
    """
    if not 1 <= len(names) <= len(MAPS):
        raise ValueError(f"The figure has room for one to {len(MAPS)} generators, not {len(names)}.")
    marked = {"square": 8, "absolute value": 4, "parabola": 6, "stairs": 14}
    sentences = []
    with plots.course_style():
        fig = Figure(figsize=(3.1 * len(names) + 0.3, 4.4))
        axes = fig.subplots(2, len(names), squeeze=False, sharex="col")
        for column, name in enumerate(names):
            chosen, cell = _map(name), marked[name]
            low, high = chosen.range
            edges = np.linspace(low, high, BINS + 1)
            for row, t in ((0, 0.0), (1, 1.0)):
                ax = axes[row, column]
                left, right = compute_histogram(name, t)
                bars = {"width": edges[1] - edges[0], "align": "edge", "linewidth": 0}
                ax.bar(edges[:-1], right, color=plots.SKY, alpha=0.75, label="z ≥ 0", **bars)
                if left.any():
                    hatched = {"hatch": "////", "edgecolor": "white"}
                    ax.bar(
                        edges[:-1], left, bottom=right, color=plots.ACCENT, alpha=0.8, label="z < 0", **bars, **hatched
                    )
                (a, b) = compute_cell(name, cell, t)[1]
                height = min(1 / (CELLS * (b - a)), chosen.top) if b - a > 1e-6 else chosen.top
                ax.bar(
                    a, height, max(b - a, 0.004 * (high - low)), align="edge", facecolor="none",
                    edgecolor=plots.PAGE_INK, linewidth=1.8, zorder=4,
                )  # fmt: skip
                ax.set(ylim=(0, chosen.top), xlim=chosen.range)
            if chosen.density is not None:
                grid = np.linspace(low, high, 1201)
                axes[1, column].plot(grid, chosen.density(grid), color=plots.FAKE, linestyle="-", label="density $p_g$")
            axes[0, column].set_title(chosen.label.split(", ", 1)[0], fontsize=11)
            axes[1, column].set_xlabel("x = G(z)")
            axes[0, column].tick_params(labelbottom=True)
            axes[0, column].set_xlabel(chosen.label.split(", ", 1)[1])
            sentences.append(f"{chosen.label}: {push_forward_readout(name, cell, 100)}")
        axes[0, 0].set_ylabel("density of the noise")
        axes[1, 0].set_ylabel("density of the forgeries")
        with_legend = next((c for c, name in enumerate(names) if name in ("parabola", "absolute value")), 0)
        axes[1, with_legend].legend(loc="upper right")
    return plots.describe(
        fig,
        "Histograms of the noise, above, and of the forgeries, below, with one piece of noise of mass 1/"
        f"{CELLS} outlined in both. " + "; ".join(sentences) + ".",
    )


class PushForwardView(View):
    """The picture and its sentence, drawn from the map that the kernel computed."""

    _esm = view_of("push_forward")

    percent = traitlets.Int(0, min=0, max=100).tag(sync=True)
    cell = traitlets.Int(8, min=1, max=CELLS).tag(sync=True)
    map = traitlets.Dict().tag(sync=True)  # one trait, so that noise and forgeries can never be of two generators


class PushForwardExplorer(Explorer):
    """Which generator, how far, which piece.

    The player and the slider are in the browser, the rest asks the kernel.
    """

    def __init__(self, name: str = "square", percent: int = 0, cell: int = 8, **kwargs: Any) -> None:
        if not 0 <= percent <= 100 or not 1 <= cell <= CELLS:
            raise ValueError(f"It goes from 0 to 100 % and over pieces 1 to {CELLS}: start inside.")
        self.view = PushForwardView(map=compute_map(name), percent=percent, cell=cell)
        self.dropdown = ipywidgets.Dropdown(
            options=[(chosen.label, key) for key, chosen in MAPS.items()], value=name, description="generator",
            layout=ipywidgets.Layout(width="430px"),
        )  # fmt: skip
        self.cell_slider = slider(cell, 1, CELLS, "piece u", "which piece of the noise is outlined")
        self.dropdown.observe(self.choose, names="value")
        rows = [self.dropdown, self.cell_slider, self.view]
        super().__init__("push-forward", rows, [(self.cell_slider, self.view, "cell")], **kwargs)

    def choose(self, change: Any = None) -> None:
        """Show the generator that the dropdown names."""
        self.view.map = compute_map(self.dropdown.value)


def push_forward_explorer(name: str = "square", percent: int = 0, cell: int = 8) -> PushForwardExplorer:
    """Carry noise to x = G(z). ValueError for another generator or a start off the sliders."""
    return PushForwardExplorer(name, percent, cell)
