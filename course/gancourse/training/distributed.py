"""Several processes, one for each GPU (or for trying it, on one CPU), started by torchrun: same result as one process.

Every process draws the same noise and the same order of the images and takes its part of each batch; gradients are
averaged by DistributedDataParallel; batch normalisation uses the statistics of the whole batch, as one process does.
"""

from __future__ import annotations

import os
import warnings
from dataclasses import dataclass

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from gancourse.training.settings import TrainingError


@dataclass(frozen=True)
class World:
    """Which process this is, of how many."""

    rank: int = 0
    size: int = 1

    @property
    def first(self) -> bool:
        """Whether this process shows progress and writes files."""
        return self.rank == 0

    def share(self, batch: Tensor) -> Tensor:
        """This process's part of a batch of all processes."""
        part = len(batch) // self.size
        return batch[self.rank * part : (self.rank + 1) * part]

    def any(self, said: bool, device: torch.device) -> bool:
        """Whether any process says so; all must ask at the same step."""
        if self.size == 1:
            return said
        vote = torch.tensor(float(said), device=device)
        dist.all_reduce(vote, dist.ReduceOp.MAX)
        return bool(vote.item())

    def mean(self, totals: Tensor) -> Tensor:
        """The mean over the processes."""
        if self.size > 1:
            totals = totals.clone()
            dist.all_reduce(totals)
            totals /= self.size
        return totals


def join(device: torch.device, batch: int) -> World:
    """The world that torchrun started this process in, or a world of one.

    Args:
        device: this process's; it decides how the processes talk to each other.
        batch: images a step of all processes together.

    Raises:
        TrainingError: `batch` cannot be shared out evenly.
    """
    size = int(os.environ.get("WORLD_SIZE", "1"))
    if size == 1:
        return World()
    if batch % size or batch // size < 1:
        raise TrainingError(
            f"A batch of {batch} cannot be shared evenly by {size} processes: choose a multiple of {size}."
        )
    if not dist.is_initialized():
        dist.init_process_group("nccl" if device.type == "cuda" else "gloo")
    return World(dist.get_rank(), size)


def leave() -> None:
    """End this process's part in a world of several."""
    if dist.is_available() and dist.is_initialized():
        dist.destroy_process_group()


def default_device() -> torch.device:
    """The GPU of this process, or the CPU."""
    if torch.cuda.is_available():
        return torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0")))
    return torch.device("cpu")


class _SumOverProcesses(torch.autograd.Function):
    """The sum of a tensor over the processes; the gradient is summed likewise."""

    @staticmethod
    def forward(ctx: torch.autograd.function.FunctionCtx, x: Tensor) -> Tensor:
        total = x.clone()
        dist.all_reduce(total)
        return total

    @staticmethod
    def backward(ctx: torch.autograd.function.FunctionCtx, gradient: Tensor) -> Tensor:
        return _SumOverProcesses.forward(ctx, gradient)


class SyncedBatchNorm2d(nn.BatchNorm2d):
    """Batch normalisation by the statistics of all processes' images together, for gloo (torch's own needs a GPU)."""

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return super().forward(x)
        count = dist.get_world_size() * x.numel() / x.shape[1]
        mean = _SumOverProcesses.apply(x.sum((0, 2, 3))) / count
        centred = x - mean[:, None, None]
        variance = _SumOverProcesses.apply(centred.square().sum((0, 2, 3))) / count
        self._remember(mean, variance * (count / (count - 1)))
        scale = self.weight / (variance + self.eps).sqrt()
        return centred * scale[:, None, None] + self.bias[:, None, None]

    @torch.no_grad()
    def _remember(self, mean: Tensor, variance: Tensor) -> None:
        """Move the running statistics as torch does; a momentum of None is a mean over all batches so far."""
        if self.num_batches_tracked is None or self.running_mean is None or self.running_var is None:
            return
        self.num_batches_tracked += 1
        share = 1 / float(self.num_batches_tracked) if self.momentum is None else self.momentum
        self.running_mean.lerp_(mean, share)
        self.running_var.lerp_(variance, share)


def synced(module: nn.Module, device: torch.device) -> nn.Module:
    """The module with its batch normalisation synced; its parameters and buffers are the same objects."""
    if device.type == "cuda":
        return nn.SyncBatchNorm.convert_sync_batchnorm(module)
    for part in module.modules():
        if type(part) is nn.BatchNorm2d:
            part.__class__ = SyncedBatchNorm2d
    return module


def wrapped(module: nn.Module, device: torch.device) -> DistributedDataParallel:
    """The module with its gradients averaged over the processes. Buffers are equal already, so none is sent."""
    devices = [device.index] if device.type == "cuda" else None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # the successor of broadcast_buffers is not in older versions
        return DistributedDataParallel(module, device_ids=devices, broadcast_buffers=False)
