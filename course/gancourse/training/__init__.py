"""Training a DCGAN, with the package's networks, losses and step or with the student's own, on a CPU or on GPUs."""

from gancourse.training.generator_file import Trained, load_generator, load_trained
from gancourse.training.loop import train
from gancourse.training.run import Report, Run
from gancourse.training.samples import grid, png, sample
from gancourse.training.settings import PRESETS, Settings, Speed, TrainingError, preset
from gancourse.training.step import d_loss_from_logits, g_loss_from_logits

__all__ = [
    "PRESETS",
    "Report",
    "Run",
    "Settings",
    "Speed",
    "Trained",
    "TrainingError",
    "d_loss_from_logits",
    "g_loss_from_logits",
    "grid",
    "load_generator",
    "load_trained",
    "png",
    "preset",
    "sample",
    "train",
]
