"""Compare a gradient written by hand with central differences of the function it should belong to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from gancourse.check.calling import Call, call
from gancourse.check.comparing import close


def central_difference(function: Callable[[np.ndarray], float], point: np.ndarray, h: float = 1e-5) -> np.ndarray:
    """(f(x + h·eᵢ) − f(x − h·eᵢ)) / 2h for every entry of ``point``: a float64 array of the same shape.

    The error is O(h²) + O(ε/h): about 1e-10 for well-scaled functions at h = 1e-5.
    """
    point = np.asarray(point, dtype=float)
    result = np.empty_like(point)
    for index in np.ndindex(point.shape):
        forward, backward = point.copy(), point.copy()
        forward[index] += h
        backward[index] -= h
        result[index] = (float(function(forward)) - float(function(backward))) / (2 * h)
    return result


def gradient(
    function: Callable, grad: Callable, points: Iterable[Any], why: str = "", *, rtol: float = 1e-6, atol: float = 1e-8
) -> None:
    """``grad`` at each of ``points`` equals the central differences of ``function`` there.

    Args:
        function: point → number, trusted (the reference, not the student's).
        grad: the student's function, point → array of the point's shape.
        points: arrays, drawn at random so that no special value (zero bias, label 0) can hide a mistake.
        why: one line for the student, printed when the check passes.
        rtol: as for :func:`close`.
        atol: as for :func:`close`.

    Raises:
        CheckFailed: as :func:`close`.
    """
    for point in points:
        made: Call = call(grad, point)
        close(made, central_difference(function, point), why, rtol=rtol, atol=atol)
