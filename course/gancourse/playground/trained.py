"""Weights to start from: one trained pair of networks for each data set of the course.

`tools/train_playground.py` makes the file, and says how far each pair is from its data. Weights are stored in half
precision, so that the file is small.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import torch
from safetensors.torch import load_file

from gancourse.playground.settings import Settings

FILE = Path(__file__).with_name("trained.safetensors")
MEANT_FOR = {"width": 64, "layers": 2, "noise": "uniform", "noise_dim": 2, "pack": 1}


@lru_cache(maxsize=1)
def _weights() -> dict[str, torch.Tensor]:
    return load_file(FILE)


def names() -> list[str]:
    """The data sets for which there are weights."""
    return sorted({key.split("/")[0] for key in _weights()})


def check(settings: Settings) -> None:
    """ValueError where the settings ask for trained networks and there are none like that."""
    if settings.start != "trained":
        return
    if settings.data not in names():
        raise ValueError(
            f"There are trained networks for {', '.join(names())}, not for {settings.data!r}: choose new networks "
            "first."
        )
    other = [name for name, value in MEANT_FOR.items() if getattr(settings, name) != value]
    if other:
        meant = ", ".join(f"{name} = {value}" for name, value in MEANT_FOR.items())
        another = " and ".join(other)
        raise ValueError(f"The trained networks have {meant}. For another {another}, choose new networks first.")


def put_into(g: torch.nn.Module, d: torch.nn.Module, settings: Settings) -> None:
    """Copy the weights for the data of the settings into two networks of the size that `check` asks for."""
    for name, module in (("G", g), ("D", d)):
        parameters = dict(module.named_parameters())
        with torch.no_grad():
            for key, parameter in parameters.items():
                parameter.copy_(_weights()[f"{settings.data}/{name}/{key}"])
