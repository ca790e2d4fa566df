"""Things to move: each a pure `compute_*` function, a thin view in the browser, and a static figure saying the same."""

from __future__ import annotations

from gancourse.widgets.die import DieExplorer, die_explorer, die_figure
from gancourse.widgets.drawing import DrawingExplorer, drawing_explorer, drawing_figure
from gancourse.widgets.log_loss import LogLossExplorer, log_loss_explorer, log_loss_figure, saturation_figure
from gancourse.widgets.phases import PhasesExplorer, compute_phase_frame, phases_explorer, phases_figure
from gancourse.widgets.playground import PlaygroundExplorer, playground_explorer

__all__ = [
    "DieExplorer",
    "DrawingExplorer",
    "LogLossExplorer",
    "PhasesExplorer",
    "PlaygroundExplorer",
    "compute_phase_frame",
    "die_explorer",
    "die_figure",
    "drawing_explorer",
    "drawing_figure",
    "log_loss_explorer",
    "log_loss_figure",
    "phases_explorer",
    "phases_figure",
    "playground_explorer",
    "saturation_figure",
]
