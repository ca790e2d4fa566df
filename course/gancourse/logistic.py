"""A classifier that is quick to fit: logistic regression on the powers of one number."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray


def fit(real: ArrayLike, fake: ArrayLike, powers: int, penalty: float = 1e-3) -> Callable[[ArrayLike], NDArray]:
    """Fit D(x) = σ(c₀ + c₁u + … + c_k uᵏ), k = ``powers``, to samples of data (label 1) and of fakes (label 0).

    u is x, shifted and scaled to [−1, 1] on the samples. Newton's method minimises the mean log loss of both groups,
    each with weight ½, plus a tiny quadratic penalty that keeps the coefficients finite where the samples can be
    separated without error.

    Args:
        real: shape (m,), m ≥ 1, finite numbers
        fake: shape (n,), n ≥ 1, finite numbers
        powers: int ≥ 0
        penalty: float > 0, the weight of ½·Σc²·10⁻³ in the loss (c₀ included)

    Returns:
        D : function from an array of any shape to probabilities of "real" of that shape, float64, strictly in (0, 1).
            Outside the range of the samples the polynomial is continued with its value at the end.

    Raises:
        ValueError: a group is empty, powers is negative or the penalty is not positive.
    """
    real, fake = np.asarray(real, dtype=float), np.asarray(fake, dtype=float)
    if real.size == 0 or fake.size == 0 or powers < 0 or not penalty > 0:
        raise ValueError("A classifier needs samples of both kinds, powers ≥ 0 and a positive penalty.")
    x = np.concatenate([real, fake])
    y = np.concatenate([np.ones(real.size), np.zeros(fake.size)])
    weight = np.concatenate([np.full(real.size, 0.5 / real.size), np.full(fake.size, 0.5 / fake.size)])
    middle, half = (x.max() + x.min()) / 2, max((x.max() - x.min()) / 2, 1e-12)

    def features(at: ArrayLike) -> NDArray:
        u = np.clip((np.asarray(at, dtype=float) - middle) / half, -1, 1)
        return np.stack([np.polynomial.chebyshev.chebval(u, np.eye(powers + 1)[k]) for k in range(powers + 1)], -1)

    design = features(x)
    ridge = penalty * 1e-3
    coefficients = np.zeros(powers + 1)

    def loss(c: NDArray) -> float:
        s = design @ c
        return float(weight @ (np.logaddexp(0, s) - y * s) + ridge * c @ c / 2)

    for _ in range(100):
        d = _sigmoid(design @ coefficients)
        gradient = design.T @ (weight * (d - y)) + ridge * coefficients
        hessian = (design.T * (weight * d * (1 - d))) @ design + ridge * np.eye(powers + 1)
        step, size = np.linalg.solve(hessian, gradient), 1.0
        while loss(coefficients - size * step) > loss(coefficients) and size > 1e-8:
            size /= 2
        coefficients = coefficients - size * step
        if np.max(np.abs(size * step)) < 1e-10:
            break

    def discriminator(at: ArrayLike) -> NDArray:
        return _sigmoid(np.clip(features(at) @ coefficients, -30, 30))

    return discriminator


def _sigmoid(s: NDArray) -> NDArray:
    return np.exp(-np.logaddexp(0, -s))
