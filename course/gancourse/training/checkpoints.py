"""The folder of a run: the checkpoint from which it goes on, and what it leaves for others to read."""

from __future__ import annotations

import io
import json
import pickle
from pathlib import Path
from typing import Any, TypedDict

import torch
from torch import Tensor

from gancourse.files import write_atomically
from gancourse.training import generator_file
from gancourse.training.run import Run
from gancourse.training.samples import png
from gancourse.training.settings import TrainingError

NAME = "checkpoint.pt"


class Checkpoint(TypedDict):
    """Everything that training needs to go on, bit by bit, as plain data and tensors.

    Attributes:
        settings: as :meth:`Settings.plain_data` gives them.
        images: the fingerprint of the images that were trained on.
        step: how many steps are done.
        seconds: of training so far.
        unreported: steps since the last report.
        busy: seconds in these steps.
        totals: sums of the four measures over these steps, float32 (4,).
        generator: the state of G.
        discriminator: the state of D.
        average: the state of the averaged G.
        opt_g: the state of G's optimiser.
        opt_d: the state of D's optimiser.
        history: the reports, each as a dictionary.
        grids: (step, pixels uint8 (n, c, s, s)).
        rng: the state of torch's generator on the CPU.
    """

    settings: dict[str, Any]
    images: str
    step: int
    seconds: float
    unreported: int
    busy: float
    totals: Tensor
    generator: dict[str, Any]
    discriminator: dict[str, Any]
    average: dict[str, Any]
    opt_g: dict[str, Any]
    opt_d: dict[str, Any]
    history: list[dict[str, Any]]
    grids: list[tuple[int, Tensor]]
    rng: Tensor


def exists(folder: Path) -> bool:
    """Whether a run can go on from what is in `folder`."""
    return (folder / NAME).exists()


def save(folder: Path, content: Checkpoint) -> None:
    """Write a checkpoint, whole or not at all; it can be read with weights_only=True."""
    buffer = io.BytesIO()
    torch.save(content, buffer)
    write_atomically(folder / NAME, buffer.getvalue())


def load(folder: Path, device: torch.device) -> Checkpoint:
    """The content of a checkpoint, with its tensors on `device`.

    Raises:
        TrainingError: there is none, or it cannot be read.
    """
    path = folder / NAME
    try:
        return torch.load(path, map_location=device, weights_only=True)
    except FileNotFoundError:
        raise TrainingError(f"There is nothing to resume: {path} does not exist. Train without resume first.") from None
    except (OSError, RuntimeError, EOFError, KeyError, pickle.UnpicklingError):
        raise TrainingError(f"{path} is cut off or is no checkpoint: delete {folder} and train anew.") from None


def write_grid(folder: Path, step: int, pixels: Tensor) -> None:
    """Write the samples after a step into `folder`/grids."""
    write_atomically(folder / "grids" / f"step-{step:06d}.png", png(pixels))


def write_run(folder: Path, run: Run) -> None:
    """Write log.csv, metrics.json, generator.safetensors and the last grid as samples.png into `folder`."""
    write_atomically(folder / "log.csv", run.log().encode())
    write_atomically(folder / "metrics.json", (json.dumps(run.summary(), indent=2) + "\n").encode())
    write_atomically(folder / generator_file.NAME, generator_file.as_bytes(run))
    if run.grids:
        write_atomically(folder / "samples.png", png(run.grids[-1][1]))
