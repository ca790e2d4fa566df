"""A pad to draw a data set on, with the mouse, a finger or the keyboard."""

from __future__ import annotations

from typing import Any

import numpy as np
import traitlets
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from gancourse import plots
from gancourse.widgets._base import Explorer, View, view_of

EXTENT = 3.0  # the pad shows [−3, 3]²
MOST = 400


def compute_points(points: ArrayLike) -> NDArray[np.float64]:
    """Drawn points as an array (n, 2), clipped to the pad; (0, 2) for none.

    Raises
    ------
    ValueError
        where the points are not pairs of finite numbers, or more than MOST.
    """
    array = np.asarray(points, dtype=np.float64)
    if array.size == 0:
        return np.empty((0, 2))
    if array.ndim != 2 or array.shape[1] != 2 or not np.isfinite(array).all():
        raise ValueError("Points are pairs (x, y) of finite numbers: an array of shape (n, 2).")
    if len(array) > MOST:
        raise ValueError(f"The pad holds at most {MOST} points, not {len(array)}.")
    return np.clip(array, -EXTENT, EXTENT)


def compute_spiral(n: int = 40) -> NDArray[np.float64]:
    """n points on a spiral from (0.3, 0) outwards: what the pad shows before anything is drawn. (n, 2)."""
    t = np.linspace(0, 1, n)
    radius, angle = 0.3 + 2.1 * t, 3 * np.pi * t
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def drawing_readout(points: ArrayLike) -> str:
    """The sentence under the pad, word for word as the browser writes it."""
    array = compute_points(points)
    if len(array) == 0:
        return "nothing drawn yet"
    x, y = array[-1]
    many = "1 point" if len(array) == 1 else f"{len(array)} points"
    return f"{many}; the last one is at ({plots.number(x, 2)}, {plots.number(y, 2)})"


def drawing_figure(points: ArrayLike) -> Figure:
    """The pad with these points: the widget, standing still. ValueError as `compute_points`."""
    array = compute_points(points)
    with plots.course_style():
        fig = Figure(figsize=(4.2, 4.0))
        ax = fig.add_subplot(
            xlim=(-EXTENT, EXTENT), ylim=(-EXTENT, EXTENT), aspect="equal", xlabel="$x_1$", ylabel="$x_2$",
            title="A drawn data set",
        )  # fmt: skip
        ax.plot(*array.T, "o", color=plots.REAL, linestyle="none", markersize=5)
    return plots.describe(fig, f"A square from −3 to 3 with drawn points: {drawing_readout(array)}.")


class DrawingView(View):
    """The pad. `points` is a list of pairs, the same in the browser and in the kernel."""

    _esm = view_of("drawing")

    points = traitlets.List().tag(sync=True)
    limits = traitlets.Dict({"extent": EXTENT, "most": MOST}).tag(sync=True)

    @traitlets.validate("points")
    def _inside(self, proposal: Any) -> list[list[float]]:
        return compute_points(proposal["value"]).tolist()


class DrawingExplorer(Explorer):
    """A pad and its points."""

    def __init__(self, points: ArrayLike | None = None, **kwargs: Any) -> None:
        start = compute_spiral() if points is None else compute_points(points)
        self.view = DrawingView(points=start.tolist())
        super().__init__("drawing", [self.view], **kwargs)

    @property
    def points(self) -> NDArray[np.float64]:
        """What is drawn now, (n, 2), float64."""
        return compute_points(self.view.points)


def drawing_explorer(points: ArrayLike | None = None) -> DrawingExplorer:
    """A pad to draw on; `.points` is what is drawn. It starts with `points`, or with a spiral."""
    return DrawingExplorer(points)
