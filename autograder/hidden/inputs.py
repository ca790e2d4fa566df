"""Random inputs for hidden tests: awkward values are always among them.

Every function takes the generator that ``hidden`` gives and returns plain data in float64 unless said otherwise.
"""

from __future__ import annotations

import numpy as np


def labels(rng: np.random.Generator, n: int) -> np.ndarray:
    """(n,) labels, 0.0 or 1.0, both present for n ≥ 2."""
    y = rng.integers(0, 2, size=n).astype(float)
    y[: min(n, 2)] = [0.0, 1.0][: min(n, 2)]
    return rng.permutation(y)


def probabilities(rng: np.random.Generator, shape: int | tuple[int, ...]) -> np.ndarray:
    """Probabilities strictly inside (0, 1), from 1e-6 to 1 − 1e-6, spread evenly in the logit."""
    return 1 / (1 + np.exp(-rng.uniform(-13.8, 13.8, size=shape)))


def labelled_probabilities(rng: np.random.Generator, count: int = 4) -> list[tuple[np.ndarray, np.ndarray]]:
    """``count`` pairs (y, p) of shape (n,) with different n ≥ 2."""
    sizes = rng.choice(np.arange(2, 9), size=count, replace=False)
    return [(labels(rng, n), probabilities(rng, n)) for n in sizes]


def logits(rng: np.random.Generator, shape: int | tuple[int, ...], largest: float = 30.0) -> np.ndarray:
    """Logits, uniform in [−largest, largest]."""
    return rng.uniform(-largest, largest, size=shape)


def distribution(rng: np.random.Generator, n: int, zeros: int = 0) -> np.ndarray:
    """(n,) probabilities that sum to 1, ``zeros`` of them exactly 0, never all equal."""
    p = rng.dirichlet(np.ones(n - zeros))
    return rng.permutation(np.concatenate([p, np.zeros(zeros)]))
