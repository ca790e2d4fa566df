"""The DCGAN's two networks for images of 16, 32, 64, … pixels, with logits out of the discriminator.

The architecture is that of the PyTorch example `dcgan/main.py` (Radford, Metz and Chintala, arXiv:1511.06434): kernels
of 4, no biases, batch normalisation everywhere but in G's last and D's first and last layer. Names in the state
dictionaries: ``blocks.0.conv.weight``, ``blocks.0.norm.weight``, … from the input to the output.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TypeVar

import torch
from torch import Tensor, nn

Module = TypeVar("Module", bound=nn.Module)
KERNEL = 4
SLOPE = 0.2


def widths(base: int, size: int) -> list[int]:
    """Channels of the hidden layers at 4×4, 8×8, … size/2 pixels: base·(size/8), …, 2·base, base.

    Args:
        base: channels next to the image.
        size: side of the image in pixels.

    Raises:
        ValueError: `size` is no power of two from 8 on.
    """
    if size < 8 or size & (size - 1):
        raise ValueError(f"A DCGAN doubles its image from 4×4 on, so its size is 8, 16, 32, 64, …, not {size}.")
    return [base << power for power in reversed(range(size.bit_length() - 3))]


class Block(nn.Module):
    """One (transposed) convolution without bias, batch normalisation where wanted, and what makes it nonlinear."""

    def __init__(self, conv: nn.Module, channels: int, normalise: bool, activation: nn.Module) -> None:
        super().__init__()
        self.conv = conv
        self.norm = nn.BatchNorm2d(channels) if normalise else nn.Identity()
        self.activation = activation

    def forward(self, x: Tensor) -> Tensor:
        return self.activation(self.norm(self.conv(x)))


class Generator(nn.Module):
    """z (n, nz) or (n, nz, 1, 1), usually N(0, I), to images (n, nc, size, size) in [−1, 1]."""

    def __init__(self, nz: int = 64, ngf: int = 16, nc: int = 1, size: int = 32) -> None:
        super().__init__()
        self.nz = nz
        chain = [nz, *widths(ngf, size), nc]
        self.blocks = nn.ModuleList()
        for layer, (before, after) in enumerate(pairwise(chain)):
            last = layer == len(chain) - 2
            stride, padding = (1, 0) if layer == 0 else (2, 1)
            self.blocks.append(
                Block(
                    nn.ConvTranspose2d(before, after, KERNEL, stride, padding, bias=False),
                    after,
                    normalise=not last,
                    activation=nn.Tanh() if last else nn.ReLU(inplace=True),
                )
            )

    def forward(self, z: Tensor) -> Tensor:
        x = z.reshape(len(z), -1, 1, 1)
        for block in self.blocks:
            x = block(x)
        return x


class Discriminator(nn.Module):
    """Images (n, nc, size, size) to logits (n,): positive where they look real."""

    def __init__(self, ndf: int = 16, nc: int = 1, size: int = 32) -> None:
        super().__init__()
        chain = [nc, *reversed(widths(ndf, size)), 1]
        self.blocks = nn.ModuleList()
        for layer, (before, after) in enumerate(pairwise(chain)):
            last = layer == len(chain) - 2
            stride, padding = (1, 0) if last else (2, 1)
            self.blocks.append(
                Block(
                    nn.Conv2d(before, after, KERNEL, stride, padding, bias=False),
                    after,
                    normalise=layer > 0 and not last,
                    activation=nn.Identity() if last else nn.LeakyReLU(SLOPE, inplace=True),
                )
            )

    def forward(self, x: Tensor) -> Tensor:
        for block in self.blocks:
            x = block(x)
        return x.flatten()


def build_generator(nz: int = 64, ngf: int = 16, nc: int = 1, size: int = 32) -> Generator:
    """A generator with the usual initial weights, drawn from torch's global generator."""
    return initialise(Generator(nz, ngf, nc, size))


def build_discriminator(ndf: int = 16, nc: int = 1, size: int = 32) -> Discriminator:
    """A discriminator with the usual initial weights, drawn from torch's global generator."""
    return initialise(Discriminator(ndf, nc, size))


@torch.no_grad()
def initialise(module: Module, seed: int | None = None) -> Module:
    """Draw every convolution's weight from N(0, 0.02²), every normalisation's from N(1, 0.02²); set its bias to 0.

    In place; returns the module. With a `seed`, the same weights each time; without, torch's global generator.
    """
    source = None if seed is None else torch.Generator().manual_seed(seed)
    for part in module.modules():
        if isinstance(part, nn.Conv2d | nn.ConvTranspose2d | nn.BatchNorm2d):
            mean = float(isinstance(part, nn.BatchNorm2d))
            part.weight.copy_(torch.empty(part.weight.shape).normal_(mean, 0.02, generator=source))
            if part.bias is not None:
                part.bias.zero_()
    return module


def parameter_count(module: nn.Module) -> int:
    """How many numbers the module learns."""
    return sum(parameter.numel() for parameter in module.parameters())
