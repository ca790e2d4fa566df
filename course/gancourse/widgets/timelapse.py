"""A training as a film: where the samples are, and what share of them each mode has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import traitlets
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from gancourse import plots
from gancourse.widgets._base import FramesExplorer, FramesView, view_of

WINDOW = 3.0
DRAWN = 150


def compute_timelapse_frame(points: ArrayLike, shares: ArrayLike, iteration: int) -> dict[str, Any]:
    """Everything that one frame shows, as plain numbers.

    Args:
        points: (n, 2) samples; the first DRAWN of them are drawn.
        shares: (c,) the share of all samples that belongs to each mode, summing to at most 1.
        iteration: where in the training this is.

    Returns:
        dict of "iteration", "points" (pairs, three decimals), "shares" (four decimals), "text", the read-out.

    Raises:
        ValueError: the points are not pairs, or the shares are negative or sum to more than 1.
    """
    points, shares = np.asarray(points, dtype=float), np.asarray(shares, dtype=float)
    if points.ndim != 2 or points.shape[1] != 2:
        raise ValueError(f"A frame needs points of shape (n, 2), not {points.shape}.")
    if shares.ndim != 1 or not (np.all(shares >= 0) and shares.sum() <= 1 + 1e-9):
        raise ValueError("The shares are one number ≥ 0 for each mode, and sum to at most 1.")
    frame = {
        "iteration": int(iteration),
        "points": points[:DRAWN].round(3).tolist(),
        "shares": shares.round(4).tolist(),
    }
    return frame | {"text": _readout(frame)}


def _readout(frame: dict[str, Any]) -> str:
    shares = np.array(frame["shares"])
    return (
        f"iteration {frame['iteration']}: {int(np.sum(shares >= 0.01))} of {len(shares)} modes have at least 1 % of "
        f"the samples; {plots.number(100 * float(shares.sum()), 0)} % of the samples are near a mode"
    )


def timelapse_figure(
    frames: Sequence[dict[str, Any]], centers: ArrayLike, chosen: Sequence[int] | None = None
) -> Figure:
    """Two to six frames side by side: the widget, standing still.

    Parameters: `centers` (c, 2) are marked; `chosen` are positions in `frames`; left out, six are spread evenly.
    Raises ValueError for other numbers of frames.
    """
    if chosen is None:
        chosen = sorted({round(i) for i in np.linspace(0, len(frames) - 1, 6)})
    if not 2 <= len(chosen) <= 6:
        raise ValueError(f"The figure shows two to six frames, not {len(chosen)}.")
    with plots.course_style():
        fig = Figure(figsize=(1.75 * len(chosen) + 0.5, 3.3))
        axes = fig.subplots(2, len(chosen), height_ratios=(2, 1), sharey="row", squeeze=False)
        for column, position in enumerate(chosen):
            frame, (cloud, bars) = frames[position], axes[:, column]
            cloud.plot(*np.asarray(centers).T, "+", color=plots.REAL, ms=9, mew=1.5, label="modes")
            cloud.plot(*np.array(frame["points"]).T, "s", color=plots.FAKE, ms=2.5, alpha=0.5, label="samples")
            cloud.set(xlim=(-WINDOW, WINDOW), ylim=(-WINDOW, WINDOW), aspect="equal", xticks=[], yticks=[])
            cloud.set_title(f"iteration {frame['iteration']}", fontsize=10)
            bars.bar(range(1, len(frame["shares"]) + 1), frame["shares"], color=plots.FAKE)
            plots.reference_line(bars, 1 / len(frame["shares"]), "")
            bars.set(ylim=(0, 1), xlabel="mode", xticks=[1, len(frame["shares"])])
        axes[1][0].set_ylabel("share")
    return plots.describe(
        fig,
        "Samples around a ring of modes at several moments, with bars for the share of each mode; a thin line marks "
        f"equal shares. {'; '.join(frames[position]['text'] for position in chosen)}.",
    )


class TimelapseView(FramesView):
    """The samples, the bars and the sentence; every number was computed by the kernel when the frame was made."""

    _esm = view_of("timelapse")

    centers: traitlets.List[Any] = traitlets.List().tag(sync=True)


class TimelapseExplorer(FramesExplorer):
    """A player above the picture, all of it in the page: `view`."""

    def __init__(self, frames: Sequence[dict[str, Any]], centers: ArrayLike, frame: int = 0, **kwargs: Any) -> None:
        places = np.asarray(centers, dtype=float).tolist()
        super().__init__("timelapse", TimelapseView(frame=frame, frames=list(frames), centers=places), **kwargs)


def timelapse_explorer(frames: Sequence[dict[str, Any]], centers: ArrayLike, frame: int = 0) -> TimelapseExplorer:
    """Play a training, or drag through it. ValueError for no frames or one that does not exist."""
    return TimelapseExplorer(frames, centers, frame)
