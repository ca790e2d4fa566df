"""The playground standing still: the same moment and the same sentence, for where no widget runs."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from gancourse import plots
from gancourse.games.clouds import WINDOW
from gancourse.playground.look import Floats, Picture, Row

D_COLOURS = LinearSegmentedColormap.from_list("fake to real", [plots.FAKE, "#ffffff", plots.REAL])


def figure(picture: Picture, real: Floats, rows: list[Row], text: str) -> Figure:
    """Two panels: data, samples and arrows on the map of D, and the history.

    Args:
        picture: of the moment.
        real: (n, 2) examples of the data.
        rows: the history, at least one line.
        text: the sentence of the moment.

    Returns:
        The figure, with its alternative text.
    """
    with plots.course_style():
        fig = Figure(figsize=(8.8, 4.3))
        on_map, curves = fig.subplots(1, 2)
        _draw_plane(on_map, picture, real)
        _draw_history(curves, rows)
    return plots.describe(fig, f"The playground at one moment. {text}")


def _draw_plane(ax: Any, picture: Picture, real: Floats) -> None:
    extent = (-WINDOW, WINDOW, -WINDOW, WINDOW)
    ax.imshow(picture.d_map, origin="lower", extent=extent, vmin=0, vmax=1, cmap=D_COLOURS, alpha=0.6)
    ax.plot(*real.T, "o", color=plots.REAL, markersize=3, alpha=0.55, linestyle="none", label="data")
    ax.plot(*picture.fake.T, "s", color=plots.FAKE, markersize=3, alpha=0.75, linestyle="none", label="samples")
    ax.set_facecolor("white")  # the map is half transparent, and its arrows dark: not on the ground of a dark page
    many = len(picture.arrows)
    longest = max(1e-12, float(np.quantile(np.linalg.norm(picture.arrows, axis=1), 0.9)))
    ax.quiver(
        *picture.fake[:many].T, *picture.arrows.T, color=plots.INK, angles="xy", scale_units="xy",
        scale=longest / 0.7, width=0.005,
    )  # fmt: skip
    ax.set(xlim=extent[:2], ylim=extent[2:], aspect="equal", xlabel="$x_1$", ylabel="$x_2$")
    ax.set_title(f"D(x), samples, arrows −∂loss/∂x, iteration {picture.iteration}")
    ax.grid(visible=False)
    ax.legend(loc="lower right", markerscale=2).set_frame_on(True)


def _draw_history(ax: Any, rows: list[Row]) -> None:
    at = [row.iteration for row in rows]
    for name, label, colour, marker in (
        ("d_loss", "loss of D, −V", plots.DISCRIMINATOR, "o"),
        ("g_loss", "loss of G", plots.FAKE, "s"),
        ("jsd", "JSD in boxes", plots.ACCENT, "^"),
    ):
        ax.plot(at, [getattr(row, name) for row in rows], marker=marker, markersize=4, color=colour, label=label)
    plots.reference_line(ax, float(np.log(2)), "ln 2")
    plots.reference_line(ax, float(2 * np.log(2)), "2 ln 2")
    ax.set(xlabel="iteration", ylabel="nats", title="History", ylim=(min(0.0, ax.get_ylim()[0]), None))
    ax.legend(loc="upper right", labelspacing=0.25).set_frame_on(True)
