"""Things to move: each a pure `compute_*` function, a thin view in the browser, and a static figure saying the same."""

from __future__ import annotations

from gancourse.widgets.die import DieExplorer, die_explorer, die_figure
from gancourse.widgets.log_loss import LogLossExplorer, log_loss_explorer, log_loss_figure, saturation_figure

__all__ = [
    "DieExplorer",
    "LogLossExplorer",
    "die_explorer",
    "die_figure",
    "log_loss_explorer",
    "log_loss_figure",
    "saturation_figure",
]
