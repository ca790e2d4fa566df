"""Things to move: each a pure `compute_*` function, a thin view in the browser, and a static figure saying the same."""

from __future__ import annotations

from gancourse.widgets.die import DieExplorer, die_explorer, die_figure
from gancourse.widgets.log_loss import LogLossExplorer, log_loss_explorer, log_loss_figure, saturation_figure
from gancourse.widgets.pointwise import PointwiseExplorer, pointwise_explorer, pointwise_figure
from gancourse.widgets.sliding import SlidingExplorer, jsd_w1_figure, sliding_explorer, sliding_figure

__all__ = [
    "DieExplorer",
    "LogLossExplorer",
    "PointwiseExplorer",
    "SlidingExplorer",
    "die_explorer",
    "die_figure",
    "jsd_w1_figure",
    "log_loss_explorer",
    "log_loss_figure",
    "pointwise_explorer",
    "pointwise_figure",
    "saturation_figure",
    "sliding_explorer",
    "sliding_figure",
]
