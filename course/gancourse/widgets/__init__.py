"""Things to move: each a pure `compute_*` function, a thin view in the browser, and a static figure saying the same."""

from __future__ import annotations

from gancourse.widgets.convolution import ConvolutionExplorer, convolution_explorer, convolution_figure
from gancourse.widgets.die import DieExplorer, die_explorer, die_figure
from gancourse.widgets.dirac import DiracExplorer, dirac_explorer, dirac_figure
from gancourse.widgets.drawing import DrawingExplorer, drawing_explorer, drawing_figure
from gancourse.widgets.film import FilmExplorer, compute_timelapse, compute_walk, film_explorer, film_figure
from gancourse.widgets.generator_losses import (
    GeneratorLossesExplorer,
    generator_losses_explorer,
    generator_losses_figure,
)
from gancourse.widgets.log_loss import LogLossExplorer, log_loss_explorer, log_loss_figure, saturation_figure
from gancourse.widgets.overlap import OverlapExplorer, overlap_explorer, overlap_figure
from gancourse.widgets.phases import PhasesExplorer, compute_phase_frame, phases_explorer, phases_figure
from gancourse.widgets.playground import PlaygroundExplorer, playground_comparison, playground_explorer
from gancourse.widgets.pointwise import PointwiseExplorer, pointwise_explorer, pointwise_figure
from gancourse.widgets.push_forward import PushForwardExplorer, push_forward_explorer, push_forward_figure
from gancourse.widgets.runs import RunsExplorer, runs_explorer
from gancourse.widgets.saddle import SaddleExplorer, saddle_explorer, saddle_figure
from gancourse.widgets.slanted_land import SlantedLandExplorer, slanted_land_explorer, slanted_land_figure
from gancourse.widgets.sliding import SlidingExplorer, jsd_w1_figure, sliding_explorer, sliding_figure
from gancourse.widgets.timelapse import (
    TimelapseExplorer,
    compute_timelapse_frame,
    timelapse_explorer,
    timelapse_figure,
)

__all__ = [
    "ConvolutionExplorer",
    "DieExplorer",
    "DiracExplorer",
    "DrawingExplorer",
    "FilmExplorer",
    "GeneratorLossesExplorer",
    "LogLossExplorer",
    "OverlapExplorer",
    "PhasesExplorer",
    "PlaygroundExplorer",
    "PointwiseExplorer",
    "PushForwardExplorer",
    "RunsExplorer",
    "SaddleExplorer",
    "SlantedLandExplorer",
    "SlidingExplorer",
    "TimelapseExplorer",
    "compute_phase_frame",
    "compute_timelapse",
    "compute_timelapse_frame",
    "compute_walk",
    "convolution_explorer",
    "convolution_figure",
    "die_explorer",
    "die_figure",
    "dirac_explorer",
    "dirac_figure",
    "drawing_explorer",
    "drawing_figure",
    "film_explorer",
    "film_figure",
    "generator_losses_explorer",
    "generator_losses_figure",
    "jsd_w1_figure",
    "log_loss_explorer",
    "log_loss_figure",
    "overlap_explorer",
    "overlap_figure",
    "phases_explorer",
    "phases_figure",
    "playground_comparison",
    "playground_explorer",
    "pointwise_explorer",
    "pointwise_figure",
    "push_forward_explorer",
    "push_forward_figure",
    "runs_explorer",
    "saddle_explorer",
    "saddle_figure",
    "saturation_figure",
    "slanted_land_explorer",
    "slanted_land_figure",
    "sliding_explorer",
    "sliding_figure",
    "timelapse_explorer",
    "timelapse_figure",
]
