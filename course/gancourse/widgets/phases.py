"""The phases of training on a line, frame by frame: p_data, p_g, D and D* in one picture, as in the paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import traitlets
from matplotlib.figure import Figure
from scipy.special import ndtri

from gancourse import plots
from gancourse.widgets._base import FramesExplorer, FramesView, view_of

X_MIN, X_MAX, POINTS = -3.5, 3.5, 141
TOP = 1.25
BANDWIDTH = 0.12
LINES = 13


def compute_phase_frame(game: Any, density: Callable, iteration: int, phase: str = "") -> dict[str, Any]:
    """Everything that one frame shows, as plain numbers.

    Args:
        game: LineGame
            Only looked at; its random numbers are not used.
        density: function (samples (n,), grid (g,), bandwidth) → (g,)
            A kernel density estimate, for p_g.
        iteration: int
            Where in the training this is.
        phase: str
            A word for the title, such as "b: D learns".

    Returns:
        dict of "iteration", "phase", the lists "p_data", "p_g", "d", "d_star" (nan as None where there is no mass) on
        POINTS points from X_MIN to X_MAX, the lists "z" and "x" of noise quantiles and where G takes them, the floats
        "gap" (mean |D − D*| under the even mixture), "from_half" (mean |D − ½| likewise), "distance" (total variation
        between p_data and p_g), "value" (V in nats), and "text", the read-out.
    """
    grid = np.linspace(X_MIN, X_MAX, POINTS)
    p, q = game.p_data(grid), np.asarray(density(game.spread(), grid, BANDWIDTH), dtype=float)
    d, total, dx = game.judge(grid), p + q, grid[1] - grid[0]
    star = np.divide(p, total, out=np.full_like(p, np.nan), where=total > 1e-4)
    weight = total / total.sum()
    frame: dict[str, Any] = {
        "iteration": int(iteration),
        "phase": phase,
        "p_data": p.round(4).tolist(),
        "p_g": q.round(4).tolist(),
        "d": d.round(4).tolist(),
        "d_star": [None if np.isnan(value) else round(float(value), 4) for value in star],
        "gap": float(np.nansum(np.abs(d - star) * weight)),
        "from_half": float(np.sum(np.abs(d - 0.5) * weight)),
        "distance": float(0.5 * np.sum(np.abs(p - q)) * dx),
        "value": game.value(),
    }
    z = ndtri((np.arange(LINES) + 0.5) / LINES)
    frame["z"], frame["x"] = z.round(4).tolist(), game.generate(z[:, None])[:, 0].round(4).tolist()
    frame["text"] = phase_readout(frame)
    return frame


def phase_readout(frame: dict[str, Any]) -> str:
    """The sentence under the picture."""
    number = plots.number
    head = f"iteration {frame['iteration']}" + (f", {frame['phase']}" if frame["phase"] else "")
    return (
        f"{head}: D is {number(frame['gap'], 3)} from D* and {number(frame['from_half'], 3)} from ½ on average; the "
        f"distance of p_g from p_data is {number(frame['distance'], 3)}; V = {number(frame['value'], 3)} nats"
    )


def phases_figure(frames: Sequence[dict[str, Any]], chosen: Sequence[int] | None = None) -> Figure:
    """Up to four of the frames side by side: the widget, standing still.

    Parameters: `chosen` are positions in `frames`; left out, four are spread evenly. Raises ValueError for no frames
    or more than four chosen.
    """
    if chosen is None:
        chosen = sorted({round(i) for i in np.linspace(0, len(frames) - 1, 4)})
    if not frames or not 1 <= len(chosen) <= 4:
        raise ValueError("The figure shows one to four frames, and there has to be one.")
    with plots.course_style():
        fig = Figure(figsize=(9.6, 4.2))
        columns = fig.subplots(2, len(chosen), sharex=True, squeeze=False, height_ratios=(3.2, 1))
        for column, position in enumerate(chosen):
            frame = frames[position]
            _draw_densities(columns[0, column], frame)
            _draw_lines(columns[1, column], frame)
            if column:
                columns[0, column].tick_params(labelleft=False)
        columns[0, 0].set_ylabel("density, probability")
        columns[1, 0].set_yticks([0, 1], ["x", "z"])
        handles, labels = columns[0, 0].get_legend_handles_labels()
        fig.legend(handles, labels, loc="outside lower center", ncols=4)
    sentences = "; ".join(frames[position]["text"] for position in chosen)
    return plots.describe(
        fig,
        f"Panels with the densities p_data and p_g, the curve of D and the best curve D*, and below them lines from "
        f"noise z to G(z): {sentences}.",
    )


def _draw_densities(ax: Any, frame: dict[str, Any]) -> None:
    grid = np.linspace(X_MIN, X_MAX, POINTS)
    star = np.array([np.nan if value is None else value for value in frame["d_star"]])
    plots.reference_line(ax, 0.5, "½")
    ax.plot(grid, frame["p_data"], color=plots.REAL, linestyle=plots.REAL_DASHES, label="$p_{data}$")
    ax.plot(grid, frame["p_g"], color=plots.FAKE, linestyle=plots.FAKE_DASHES, label="$p_g$")
    ax.plot(grid, frame["d"], color=plots.DISCRIMINATOR, linestyle="-", linewidth=2.6, label="D")
    ax.plot(grid, star, color=plots.PAGE_INK, linestyle=(0, (1.5, 2)), linewidth=1.6, label="D*")
    ax.set(xlim=(X_MIN, X_MAX), ylim=(0, TOP))
    name = frame["phase"] or "iteration"
    ax.set_title(f"{name}\niteration {frame['iteration']}" if frame["phase"] else f"iteration {frame['iteration']}")


def _draw_lines(ax: Any, frame: dict[str, Any]) -> None:
    for z, x in zip(frame["z"], frame["x"], strict=True):
        ax.annotate(
            "", (x, 0), (z, 1), arrowprops={"arrowstyle": "-|>", "color": plots.GENERATOR, "linewidth": 1, "shrinkA": 0,
            "shrinkB": 0, "mutation_scale": 7}, annotation_clip=False,
        )  # fmt: skip
    ax.axhline(0, color=plots.PAGE_INK, linewidth=1, linestyle="-")
    ax.axhline(1, color=plots.PAGE_INK, linewidth=1, linestyle="-")
    ax.set(ylim=(-0.05, 1.05), yticks=[], xlabel="x and z")
    ax.grid(visible=False)
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)


class PhasesView(FramesView):
    """The picture and its sentence; every number was computed by the kernel when the frame was made."""

    _esm = view_of("phases")

    axis = traitlets.Dict({"from": X_MIN, "to": X_MAX, "top": TOP}).tag(sync=True)


class PhasesExplorer(FramesExplorer):
    """A player above the picture, all of it in the page: `view`."""

    def __init__(self, frames: Sequence[dict[str, Any]], frame: int = 0, **kwargs: Any) -> None:
        super().__init__("phases", PhasesView(frame=frame, frames=list(frames), interval=180), **kwargs)


def phases_explorer(frames: Sequence[dict[str, Any]], frame: int = 0) -> PhasesExplorer:
    """Play the frames of a training, or drag through them. ValueError for no frames or one that does not exist."""
    return PhasesExplorer(frames, frame)
