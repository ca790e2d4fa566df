"""Four simple shapes, drawn here: images for machines without any data set, and for tests that must be quick."""

from __future__ import annotations

import numpy as np

SHAPES = ("disc", "square", "cross", "ring")


def draw_shapes(count: int, size: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Pixels (count, 1, size, size) uint8, black around, and labels (count,) int64, the places in `SHAPES`.

    Place, radius and brightness vary; edges are soft over one pixel. The same seed draws the same shapes.
    """
    rng = np.random.default_rng(seed)
    labels = rng.integers(len(SHAPES), size=count)
    middle = size / 2 + rng.uniform(-0.08, 0.08, (2, count, 1, 1)) * size
    radius = rng.uniform(0.22, 0.36, (count, 1, 1)) * size
    bright = rng.uniform(170, 255, (count, 1, 1))
    y, x = np.mgrid[:size, :size] + 0.5
    across, down = np.abs(x - middle[0]), np.abs(y - middle[1])
    round_ = np.hypot(across, down)
    inside = np.stack(
        [
            radius - round_,
            0.8 * radius - np.maximum(across, down),
            np.minimum(0.3 * radius - np.minimum(across, down), radius - np.maximum(across, down)),
            0.28 * radius - np.abs(round_ - 0.78 * radius),
        ]
    )
    chosen = inside[labels, np.arange(count)]
    pixels = np.clip(chosen + 0.5, 0, 1) * bright
    return pixels.round().astype(np.uint8)[:, None], labels.astype(np.int64)
