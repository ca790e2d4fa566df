"""Things to move: each a pure `compute_*` function, a thin view in the browser, and a static figure saying the same."""

from __future__ import annotations

from gancourse.widgets.die import DieExplorer, die_explorer, die_figure
from gancourse.widgets.log_loss import LogLossExplorer, log_loss_explorer, log_loss_figure, saturation_figure
from gancourse.widgets.slanted_land import SlantedLandExplorer, slanted_land_explorer, slanted_land_figure

__all__ = [
    "DieExplorer",
    "LogLossExplorer",
    "SlantedLandExplorer",
    "die_explorer",
    "die_figure",
    "log_loss_explorer",
    "log_loss_figure",
    "saturation_figure",
    "slanted_land_explorer",
    "slanted_land_figure",
]
