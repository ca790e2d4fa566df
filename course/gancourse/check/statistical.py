"""Checks on random results: each states how often it would fail a right answer."""

from __future__ import annotations

from statistics import NormalDist
from typing import Any

import numpy as np

from gancourse.check import describe
from gancourse.check.calling import Call, advice_on
from gancourse.check.failure import CheckFailed
from gancourse.check.numbers import as_array
from gancourse.check.reporting import passed

FAILURE_RATE = 1e-9


def mean_near(found: Any, expected: float, stderr: float, why: str = "", *, failure_rate: float = FAILURE_RATE) -> None:
    """A mean of many independent draws lies within z standard errors of its expectation.

    z is the two-sided normal quantile of ``failure_rate`` (6.1 for 1e-9): by the central limit theorem a right
    answer fails about that often.

    Raises:
        CheckFailed: with the reason "type", "shape" or "value".
    """
    label = found.label if isinstance(found, Call) else "Your mean"
    array = as_array(found.value if isinstance(found, Call) else found, label)
    if array.shape != ():
        raise CheckFailed("shape", f"{label} has shape {array.shape}; one number was expected.")
    z = -NormalDist().inv_cdf(failure_rate / 2)
    distance = abs(float(array) - expected) / stderr
    if not distance <= z:
        raise CheckFailed(
            "value",
            f"{label}: {why}\n  found     {describe.number(float(array))}\n  expected  {describe.number(expected)} "
            f"± {describe.number(z * stderr)} (a right answer is outside once in {1 / failure_rate:.0e} runs)",
            _advice(found),
        )
    passed(label, why)


def frequencies(counts: Any, probabilities: Any, why: str = "", *, failure_rate: float = FAILURE_RATE) -> None:
    """Counts of independent draws agree with ``probabilities`` (χ² test that fails a right answer at ``failure_rate``).

    Raises:
        CheckFailed: with the reason "value".
    """
    from scipy.special import chdtrc

    found = counts
    counts = np.asarray(found.value if isinstance(found, Call) else found, dtype=float)
    probabilities = np.asarray(probabilities, dtype=float)
    expected = counts.sum() * probabilities
    p_value = chdtrc(counts.size - 1, float(np.sum((counts - expected) ** 2 / expected)))
    if not p_value >= failure_rate:
        message = f"The frequencies {describe.value(counts)} do not fit the probabilities: {why}"
        raise CheckFailed("value", message, _advice(found))
    passed(why, "")


def normal(found: Any, mean: float, std: float, why: str = "", *, failure_rate: float = FAILURE_RATE) -> None:
    """Many numbers look like independent draws from the normal distribution N(mean, std²).

    Three tests, each at a third of ``failure_rate``: mean (normal), variance (χ² with n degrees of freedom), shape
    (Kolmogorov–Smirnov). A right answer fails about once in 1/``failure_rate`` runs.

    Raises:
        CheckFailed: with the reason "type", "shape" or "value".
    """
    from scipy.special import chdtr, chdtrc, ndtr, smirnov

    label = found.label if isinstance(found, Call) else "Your numbers"
    array = as_array(found.value if isinstance(found, Call) else found, label).astype(float)
    if array.ndim != 1 or array.size < 2:
        raise CheckFailed("shape", f"{label} has shape {array.shape}; a row of numbers was expected.")
    n = array.size
    sure = failure_rate / 3
    total = float(np.sum(((array - mean) / std) ** 2))
    p_values = {
        "mean": 2 * ndtr(-abs(float(array.mean()) - mean) * np.sqrt(n) / std),
        "standard deviation": 2 * min(chdtr(n, total), chdtrc(n, total)),
        "shape of the distribution": 2 * smirnov(n, _largest_step(ndtr((np.sort(array) - mean) / std))),
    }
    wrong = next((name for name, p in p_values.items() if not p >= sure), None)
    if wrong:
        raise CheckFailed(
            "value",
            f"{label}: {why}\n  found     mean {describe.number(float(array.mean()))}, standard deviation "
            f"{describe.number(float(array.std()))}\n  expected  a normal distribution with mean "
            f"{describe.number(mean)}, standard deviation {describe.number(std)}: the {wrong} does not fit "
            f"(a right answer fails once in {1 / failure_rate:.0e} runs)",
            _advice(found),
        )
    passed(label, why)


def _largest_step(sorted_probabilities: np.ndarray) -> float:
    """How far the steps of the empirical distribution are from the true one, at most (Kolmogorov's distance).

    Twice Smirnov's probability of one side bounds the probability of both, and is as good as equal where it is small.
    """
    n = sorted_probabilities.size
    above = np.arange(1, n + 1) / n - sorted_probabilities
    below = sorted_probabilities - np.arange(n) / n
    return float(max(above.max(), below.max()))


def _advice(found: Any) -> str:
    """What is known of an answer that gives the very same random numbers."""
    return advice_on(found) if isinstance(found, Call) else ""
