"""What is trained (`Settings`) and how fast (`Speed`): two frozen dataclasses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

import torch


class TrainingError(ValueError):
    """Training cannot begin or go on: one sentence that says what is wrong and what to do."""


@dataclass(frozen=True)
class Settings:
    """What decides the weights at the end, and how often something is written down on the way.

    Attributes:
        nz: numbers of noise for each image.
        ngf: base width of G.
        ndf: base width of D.
        batch: images a step, of all processes together.
        steps: steps of D and of G each.
        lr: learning rate of both Adams.
        lr_d: that of D's, where it differs.
        betas: β₁ and β₂ of both Adams.
        ema: share of the averaged generator that is kept each step (less in the first steps); 0: no average.
        seed: of the weights, the noise and the order of the images.
        report_every: steps from one report (means since the last) to the next.
        fid_every: steps from one FID to the next; 0: never.
        fid_count: how many samples FID is measured with.
        grid_every: steps from one grid of the fixed noise to the next.
        grid_count: how many samples a grid has.
        checkpoint_every: steps from one checkpoint to the next, where there is a folder.

    Raises:
        TrainingError: a value is of no use.
    """

    nz: int = 64
    ngf: int = 16
    ndf: int = 16
    batch: int = 64
    steps: int = 2000
    lr: float = 1e-3
    lr_d: float | None = None
    betas: tuple[float, float] = (0.5, 0.999)
    ema: float = 0.99
    seed: int = 0
    report_every: int = 50
    fid_every: int = 500
    fid_count: int = 2000
    grid_every: int = 250
    grid_count: int = 64
    checkpoint_every: int = 500

    def __post_init__(self) -> None:
        for name in ("nz", "ngf", "ndf", "steps", "report_every", "grid_every", "grid_count", "checkpoint_every"):
            if getattr(self, name) < 1:
                raise TrainingError(f"{name} must be at least 1, not {getattr(self, name)!r}.")
        if self.batch < 2:
            raise TrainingError(f"A batch needs at least 2 images, else batch normalisation fails: not {self.batch!r}.")
        if self.fid_every and self.fid_count < 2:
            raise TrainingError(f"FID needs at least 2 samples, not fid_count = {self.fid_count!r}.")
        if not (self.lr > 0 and (self.lr_d is None or self.lr_d > 0)):
            raise TrainingError(f"A learning rate must be positive, not {self.lr!r} or {self.lr_d!r}.")
        if not 0 <= self.ema < 1:
            raise TrainingError(
                f"ema is the share kept each step, from 0 (no average) to just below 1, not {self.ema!r}."
            )

    def plain_data(self) -> dict[str, Any]:
        """The settings as JSON can hold them."""
        return {**asdict(self), "betas": list(self.betas)}

    @classmethod
    def from_plain_data(cls, content: Mapping[str, Any]) -> Settings:
        """The inverse of :meth:`plain_data`; names that are not known are ignored."""
        known = {field.name for field in fields(cls)}
        kept = {name: value for name, value in content.items() if name in known}
        return cls(**{**kept, "betas": tuple(kept.get("betas", cls.betas))})


PRESETS: dict[str, Settings] = {
    "tiny": Settings(
        nz=16, ngf=8, ndf=8, batch=16, steps=30, report_every=10, fid_every=0, grid_every=15, grid_count=16
    ),
    "cpu": Settings(),
    "gpu": Settings(
        nz=100,
        ngf=64,
        ndf=64,
        batch=128,
        steps=12_000,
        lr=2e-4,
        ema=0.999,
        fid_every=2000,
        fid_count=10_000,
        grid_every=1000,
    ),
}


def preset(name: str, **changes: Any) -> Settings:
    """A preset, with changes.

    Args:
        name: "tiny", "cpu" or "gpu".
        changes: what differs from it, by the names of :class:`Settings`.

    Raises:
        TrainingError: there is no such preset, or a value is of no use.
    """
    if name not in PRESETS:
        raise TrainingError(f"There is no preset {name!r}: choose one of {', '.join(PRESETS)}.")
    return replace(PRESETS[name], **changes)


@dataclass(frozen=True)
class Speed:
    """Switches that make training faster and, rounding apart, leave what is learnt as it is. Each can be set alone.

    ==================  ===============================================================================================
    `data_on_device`    all images lie on the device as uint8; a batch is picked and normalised there
    `no_sync`           losses stay on the device until a report is due: no `.item()` in a step
    `frozen_d`          D's weights get no gradient in G's step (the plain loop computes it and throws it away)
    `channels_last`     weights and images in NHWC order, which oneDNN and cuDNN prefer
    `fused_adam`        one kernel for an optimiser's whole step
    `bf16`              convolutions in bfloat16 by autocast; losses and weights stay float32
    `compile`           `torch.compile` of G and D
    `cuda_graph`        the step is recorded once as a CUDA graph, then replayed (CUDA only)
    `autotune`          cuDNN tries its algorithms and keeps the fastest (CUDA only)
    `plain`             none of these, but the loop of the PyTorch example: BCELoss on a sigmoid, `.item()` every step
    ==================  ===============================================================================================
    """

    data_on_device: bool = False
    no_sync: bool = False
    frozen_d: bool = False
    channels_last: bool = False
    fused_adam: bool = False
    bf16: bool = False
    compile: bool = False
    cuda_graph: bool = False
    autotune: bool = False
    plain: bool = False

    @classmethod
    def for_device(cls, device: torch.device | str) -> Speed:
        """What is on by default: what helps on this device, and on a CPU nothing that changes a number's precision."""
        kind = torch.device(device).type
        common = cls(data_on_device=True, no_sync=True, frozen_d=True, channels_last=True, fused_adam=kind != "mps")
        if kind != "cuda":
            return common
        bf16 = torch.cuda.is_bf16_supported(including_emulation=False)
        return replace(common, bf16=bf16, cuda_graph=True, autotune=True)

    def usable_on(self, device: torch.device, processes: int = 1) -> tuple[Speed, list[str]]:
        """The switches that this device, with so many processes, can use.

        Args:
            device: what is trained on.
            processes: how many train together.

        Returns:
            The switches, and one sentence for each that is left out.

        Raises:
            TrainingError: plain is not alone.
        """
        if self.plain and self != Speed(plain=True):
            raise TrainingError("plain means that no other switch is on: set plain alone.")
        left_out: dict[str, str] = {}
        if device.type != "cuda":
            left_out = dict.fromkeys(("cuda_graph", "autotune"), "it needs CUDA")
        elif processes > 1:
            left_out = {"cuda_graph": "it is for a single process"}
        on = {name: why for name, why in left_out.items() if getattr(self, name)}
        notes = [f"The switch {name} is ignored: {why}." for name, why in on.items()]
        return replace(self, **dict.fromkeys(on, False)), notes
