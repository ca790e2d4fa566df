"""Samples of a generator, and grids of them."""

from __future__ import annotations

import io

import torch
from torch import Tensor, nn

from gancourse.data import to_bytes


def noise(count: int, nz: int, seed: int) -> Tensor:
    """N(0, I) noise (count, nz, 1, 1), float32 on the CPU: the same for the same seed."""
    return torch.randn(count, nz, 1, 1, generator=torch.Generator().manual_seed(seed))


@torch.no_grad()
def images_of(generator: nn.Module, z: Tensor, batch: int = 500) -> Tensor:
    """What the generator makes of z, in evaluation mode: uint8 (n, c, s, s) on the CPU. Its mode is put back."""
    device = next((parameter.device for parameter in generator.parameters()), z.device)
    was_training = generator.training
    generator.eval()
    try:
        return torch.cat([to_bytes(generator(part.to(device))).cpu() for part in z.split(batch)])
    finally:
        generator.train(was_training)


def sample(generator: nn.Module, count: int, nz: int = 64, seed: int = 0) -> Tensor:
    """`count` images of the generator from noise of this seed: uint8 (count, c, s, s), on the CPU."""
    return images_of(generator, noise(count, nz, seed))


def grid(pixels: Tensor, columns: int = 8, gap: int = 2) -> Tensor:
    """Images uint8 (n, c, s, s) side by side on white: uint8 (c, height, width). The last row may be incomplete."""
    count, channels, height, width = pixels.shape
    rows = -(-count // columns)
    sheet = torch.full((channels, rows * (height + gap) - gap, columns * (width + gap) - gap), 255, dtype=torch.uint8)
    for place, image in enumerate(pixels):
        top, left = place // columns * (height + gap), place % columns * (width + gap)
        sheet[:, top : top + height, left : left + width] = image
    return sheet


def png(pixels: Tensor, columns: int = 8, gap: int = 2, scale: int = 2) -> bytes:
    """The same as a PNG file; every pixel becomes `scale`×`scale`."""
    from PIL import Image

    sheet = grid(pixels, columns, gap).repeat_interleave(scale, 1).repeat_interleave(scale, 2)
    array = sheet.permute(1, 2, 0).numpy()
    buffer = io.BytesIO()
    Image.fromarray(array[:, :, 0] if array.shape[2] == 1 else array).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
