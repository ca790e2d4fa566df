"""Two players on the saddle V(d, g) = d·g: who moves when decides whether they circle or run away."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import traitlets
from matplotlib.figure import Figure
from numpy.typing import NDArray

from gancourse import plots
from gancourse.widgets._base import Explorer, View, slider, view_of

START = (1.0, 1.0)
LR_MIN, LR_MAX, LR_STEP = 0.02, 0.5, 0.02
MAX_ROUNDS = 120
WINDOW = 3.0  # the picture shows d and g from −3 to 3


class SaddlePaths(NamedTuple):
    """Two arrays of shape (rounds + 1, 2), float64: row t is (d, g) after t rounds."""

    simultaneous: NDArray[np.float64]
    alternating: NDArray[np.float64]


def compute_saddle_paths(lr: float, rounds: int) -> SaddlePaths:
    """Both ways to play V = d·g from (1, 1): D ascends, G descends, with step lr.

    One simultaneous round multiplies (d, g) by [[1, lr], [−lr, 1]], which stretches by √(1 + lr²). In an alternating
    round G sees the new d: [[1, lr], [−lr, 1 − lr²]], of determinant 1, which for 0 < lr < 2 keeps
    d² + g² + lr·d·g as it is.

    Args:
        lr: float, greater than 0
        rounds: int, at least 0

    Returns:
        SaddlePaths, the start included.

    Raises:
        ValueError: lr is not positive and finite or rounds is negative.
    """
    if not (lr > 0 and np.isfinite(lr)) or rounds < 0:
        raise ValueError("The players need a positive step and a number of rounds that is not negative.")
    steps = (np.array([[1, lr], [-lr, 1]]), np.array([[1, lr], [-lr, 1 - lr**2]]))
    paths = []
    for step in steps:
        path = [np.array(START)]
        for _ in range(rounds):
            path.append(step @ path[-1])
        paths.append(np.array(path))
    return SaddlePaths(*paths)


def compute_distances(lr: float, rounds: int) -> NDArray[np.float64]:
    """Distances from (0, 0): shape (2, rounds + 1), simultaneous play first. ValueError as for the paths."""
    return np.linalg.norm(np.stack(compute_saddle_paths(lr, rounds)), axis=2)


def _distance(value: float) -> str:
    return plots.number(value, 3 if value < 100 else 0)


def saddle_readout(lr: float, rounds: int) -> str:
    """The sentence under the widget, word for word as the browser writes it. ValueError as the paths."""
    simultaneous, alternating = compute_distances(lr, rounds)[:, -1]
    return (
        f"step η = {plots.number(lr, 2)}, after {rounds} {'round' if rounds == 1 else 'rounds'}: simultaneous play is "
        f"{_distance(float(simultaneous))} from the equilibrium, alternating play {_distance(float(alternating))}; "
        f"both started at {_distance(float(np.hypot(*START)))}"
    )


def saddle_figure(lr: float = 0.1, rounds: int = 100) -> Figure:
    """The saddle as a surface with both paths on it, and the two distances: the widget, standing still.

    The alternative text (`plots.alt_text`) gives the distances. ValueError as `compute_saddle_paths`.
    """
    paths, distances = compute_saddle_paths(lr, rounds), compute_distances(lr, rounds)
    with plots.course_style():
        fig = Figure(figsize=(8.4, 3.9))
        grid = fig.add_gridspec(1, 2, width_ratios=(1.2, 1))
        surface = fig.add_subplot(grid[0], projection="3d", computed_zorder=False)
        line = fig.add_subplot(grid[1])
        side = np.linspace(-2.4, 2.4, 49)
        d, g = np.meshgrid(side, side)
        surface.plot_surface(d, g, d * g, cmap="PRGn", alpha=0.55, linewidth=0, rstride=2, cstride=2)
        looks: tuple[tuple[str, str, Any], ...] = (
            ("simultaneous", plots.FAKE, plots.FAKE_DASHES),
            ("alternating", plots.REAL, plots.REAL_DASHES),
        )
        for (name, colour, dashes), path, distance in zip(looks, paths, distances, strict=True):
            d, g = path[np.max(np.abs(path), axis=1) <= 2.4].T
            surface.plot(d, g, d * g, color=colour, linestyle=dashes, linewidth=2, zorder=5)
            line.plot(distance, color=colour, linestyle=dashes, label=name)
        surface.plot([0], [0], [0], marker="o", color=plots.PAGE_INK, markersize=6, zorder=6)
        surface.set(xlabel="d (D climbs)", ylabel="g (G descends)", zlabel="V = d·g")
        surface.set_title("Nobody stands still on a saddle", pad=0)
        surface.view_init(elev=34, azim=-62)
        surface.set_box_aspect(None, zoom=0.95)
        plots.reference_line(line, float(np.hypot(*START)), "start: √2")
        line.set(xlabel="rounds", ylabel="distance from (0, 0)", title=f"Step η = {plots.number(lr, 2)}")
        line.set_ylim(0, None)
        line.legend(loc="upper left")
    return plots.describe(
        fig,
        "The surface V = d·g, a saddle with its equilibrium in the middle, and the paths of two players who start at "
        f"(1, 1): {saddle_readout(lr, rounds)}. On the right, both distances against the number of rounds.",
    )


class SaddleView(View):
    """The picture and its sentence; the two matrices are applied in the browser."""

    _esm = view_of("saddle")

    lr = traitlets.Float(0.1, min=LR_MIN, max=LR_MAX).tag(sync=True)
    rounds = traitlets.Int(20, min=0, max=MAX_ROUNDS).tag(sync=True)


class SaddleExplorer(Explorer):
    """A slider for the step above the view, which has a player of the rounds; both are linked in the browser."""

    def __init__(self, lr: float = 0.1, rounds: int = 20, **kwargs: Any) -> None:
        if not LR_MIN <= lr <= LR_MAX or not 0 <= rounds <= MAX_ROUNDS:
            raise ValueError(
                f"The slider goes from {LR_MIN} to {LR_MAX}, and there are 0 to {MAX_ROUNDS} rounds: start inside."
            )
        tooltip = "η, how far each player moves along its gradient"
        self.lr_slider = slider(lr, LR_MIN, LR_MAX, "step η", tooltip, step=LR_STEP, digits=2)
        self.view = SaddleView(lr=lr, rounds=rounds)
        super().__init__("saddle", [self.lr_slider, self.view], [(self.lr_slider, self.view, "lr")], **kwargs)


def saddle_explorer(lr: float = 0.1, rounds: int = 20) -> SaddleExplorer:
    """Let D ascend and G descend V = d·g, at once and in turns. ValueError for a start off the sliders."""
    return SaddleExplorer(lr, rounds)
