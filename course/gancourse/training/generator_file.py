"""The file of a trained generator, and the generator that comes with the course."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from gancourse.dcgan import Generator
from gancourse.training.run import Run
from gancourse.training.settings import Settings, TrainingError

SHIPPED = Path(__file__).parent.parent / "trained" / "fashion-mnist"
NAME = "generator.safetensors"


def _learnt(module: nn.Module) -> list[tuple[str, Tensor]]:
    """What a module has learnt, in order, without the counters of batch normalisation, which nothing here reads."""
    return [(name, value) for name, value in module.state_dict().items() if not name.endswith("num_batches_tracked")]


def as_bytes(run: Run) -> bytes:
    """The run's generator as a safetensors file that also says how to build it.

    Args:
        run: a run with at least one grid, which says how many channels and pixels its images have.
    """
    from safetensors.torch import save

    tensors = {name: value.detach().cpu().contiguous() for name, value in _learnt(run.generator)}
    channels, size = run.grids[-1][1].shape[1], run.grids[-1][1].shape[-1]
    build = {"nz": run.settings.nz, "ngf": run.settings.ngf, "nc": channels, "size": size}
    return save(tensors, {"order": json.dumps(list(tensors)), "build": json.dumps(build)})


def load_generator(path: str | Path, generator: nn.Module | None = None) -> nn.Module:
    """The generator in a file generator.safetensors, in evaluation mode.

    Args:
        path: the file.
        generator: filled with the weights where it is given, whatever its own names are: layer by layer, in order, so
            it must have the same architecture. Left out, gancourse's own is built.

    Raises:
        TrainingError: the file is missing, damaged or does not fit.
    """
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, "pt") as file:
            notes = file.metadata()
            build = json.loads(notes["build"])
            weights = [file.get_tensor(name) for name in json.loads(notes["order"])]
    except FileNotFoundError:
        raise TrainingError(f"There is no trained generator at {path}.") from None
    except (SafetensorError, OSError, KeyError, TypeError, ValueError) as problem:
        raise TrainingError(f"{path} is damaged or is no generator of this course ({problem}).") from None
    target = Generator(**build) if generator is None else generator
    places = _learnt(target)
    mine, theirs = [tuple(value.shape) for _, value in places], [tuple(value.shape) for value in weights]
    if mine != theirs:
        first = next(
            (k for k, (a, b) in enumerate(zip(mine, theirs, strict=False)) if a != b), min(len(mine), len(theirs))
        )
        has = mine[first] if first < len(mine) else "nothing"
        needs = theirs[first] if first < len(theirs) else "nothing"
        raise TrainingError(
            f"The weights in {path} are those of build_generator({build['nz']}, {build['ngf']}, {build['nc']}, "
            f"{build['size']}); yours is built otherwise: tensor {first + 1} has shape {has} where {needs} is needed."
        )
    with torch.no_grad():
        for (_, place), value in zip(places, weights, strict=True):
            place.copy_(value)
    return target.eval()


@dataclass(frozen=True)
class Trained:
    """A trained generator, how it was made and what it came to.

    Attributes:
        generator: in evaluation mode.
        settings: those it was trained with.
        command: the line that trained it.
        log: its reports as CSV.
        metrics: FID, its floor and how many samples they were measured with.
        grids: (step, PNG file) with samples of the same noise.
    """

    generator: nn.Module
    settings: Settings
    command: str
    log: str
    metrics: dict[str, Any]
    grids: list[tuple[int, Path]]


def load_trained(generator: nn.Module | None = None, folder: str | Path = SHIPPED) -> Trained:
    """A generator that `python -m gancourse.train` made: the one that comes with the course, or the one in `folder`.

    That of the course makes clothes in the manner of Fashion-MNIST (32×32, grey, nz = 64, ngf = 16).

    Args:
        generator: filled with its weights where it is given, as :func:`load_generator` does.
        folder: the folder of a finished run.

    Raises:
        TrainingError: the folder has no finished run.
    """
    folder = Path(folder)
    loaded = load_generator(folder / NAME, generator)
    try:
        made, metrics = (json.loads((folder / name).read_text("utf-8")) for name in ("settings.json", "metrics.json"))
        log = (folder / "log.csv").read_text("utf-8")
    except (OSError, ValueError) as problem:
        raise TrainingError(f"{folder} is no folder of `python -m gancourse.train` ({problem}).") from None
    grids = [(int(path.stem.removeprefix("step-")), path) for path in sorted((folder / "grids").glob("step-*.png"))]
    return Trained(loaded, Settings.from_plain_data(made["settings"]), made["command"], log, metrics, grids)
