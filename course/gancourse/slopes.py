"""Measure the slope of a function, to hold a gradient that was derived on paper against it.

No formula is needed for that: the function is computed a little to either side. Where a derived slope and the measured
one agree at a few ordinary points, the derivation is right; where they do not, it is not.
"""

from __future__ import annotations

import contextlib
import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

_STEP = 2.0**-9  # relative; the two errors below then are both about 1e-12
_TOLERANCE = 1e-6
_LINES = 12  # of a comparison, at most


def measure(function: Callable[..., Any], *at: Any) -> Any:
    """The slope of a function of numbers or arrays, in each of its arguments, by central differences.

    Differences over a step h and over h/2 are put together (Richardson's extrapolation), (4·D(h/2) − D(h))/3, so that
    the error is of the order h⁴ and not h²; h is 2⁻⁹, or as much of the entry where that is larger than 1. For smooth
    functions whose values are of ordinary size the result has nine right digits or more.

    Args:
        function: gives one number (for instance a loss in nats) for arguments like `at`.
        *at: where; each a number or an array of numbers, of any shape.

    Returns:
        For each argument the derivatives with respect to its entries: a float for a number, a float64 array of the
        same shape for an array. One argument gives its slope alone, several give a tuple.

    Raises:
        ValueError: there is no argument, or the function gives something else than one finite number.
    """
    if not at:
        raise ValueError("Say where the slope is to be measured: measure(function, x).")
    found = tuple(_slope(function, at, position) for position in range(len(at)))
    return found if len(at) > 1 else found[0]


def _slope(function: Callable[..., Any], at: tuple[Any, ...], position: int) -> Any:
    place = np.asarray(at[position], dtype=float)
    slope = np.empty_like(place)
    for index in np.ndindex(place.shape):
        step = _STEP * max(1.0, abs(float(place[index])))

        def difference(h: float, index: tuple[int, ...] = index) -> float:
            ends = []
            for sign in (1, -1):
                moved = place.copy()
                moved[index] += sign * h
                here = moved if place.ndim else float(moved)
                ends.append(_one_number(function(*at[:position], here, *at[position + 1 :])))
            return (ends[0] - ends[1]) / (2 * h)

        slope[index] = (4 * difference(step / 2) - difference(step)) / 3
    return slope if place.ndim else float(slope)


def _one_number(value: Any) -> float:
    array = np.asarray(value, dtype=float)
    if array.size != 1 or not np.isfinite(array).all():
        raise ValueError(
            f"The function whose slope is measured has to give one finite number, not {array.size} numbers."
            if array.size != 1
            else f"The function whose slope is measured is {array.reshape(-1)[0]} there: choose another point."
        )
    return float(array.reshape(-1)[0])


def compare(function: Callable[..., Any], gradient: Callable[..., Any], *at: Any) -> None:
    """Print the measured slope of a function beside the slope that `gradient` gives, entry by entry.

    Args:
        function: as for :func:`measure`.
        gradient: a function of the same arguments that gives what `measure` does: for several arguments a tuple, in
            their order.
        *at: where.

    Raises:
        ValueError: as for :func:`measure`; or the gradient has another form than the arguments.
    """
    measured = measure(function, *at)
    yours = gradient(*at)
    if len(at) > 1 and (not isinstance(yours, tuple | list) or len(yours) != len(at)):
        raise ValueError(f"There are {len(at)} arguments, so the gradient has {len(at)} parts: return them as a tuple.")
    parts = list(zip(measured, yours, strict=True)) if len(at) > 1 else [(measured, yours)]
    names = _names(function, len(at))
    rows = []
    for number, (right, mine) in enumerate(parts):
        right, mine = np.asarray(right, dtype=float), np.asarray(mine, dtype=float)
        if right.shape != mine.shape:
            raise ValueError(
                f"Part {number + 1} of the gradient has shape {mine.shape}, and its argument {right.shape}: one slope "
                "for each entry."
            )
        for index in np.ndindex(right.shape):
            name = names[number] if len(at) > 1 else "slope"
            place = f"[{', '.join(map(str, index))}]" if index else ""
            rows.append((name + place, float(right[index]), float(mine[index])))
    _print(rows)


def _names(function: Callable[..., Any], count: int) -> list[str]:
    """What the function calls its first arguments; numbers where it has no names for them."""
    names: list[str] = []
    with contextlib.suppress(TypeError, ValueError):  # functions in C often have no signature
        parameters = inspect.signature(function).parameters.values()
        names = [one.name for one in parameters if one.kind in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD)]
    return names[:count] if len(names) >= count else [f"argument {number + 1}" for number in range(count)]


def _print(rows: list[tuple[str, float, float]]) -> None:
    wide = max(len(name) for name, _, _ in rows)
    apart = [not abs(mine - right) <= _TOLERANCE * max(1.0, abs(right)) for _, right, mine in rows]
    print(f"{'':<{wide}}  {'measured':>12}  {'yours':>12}")
    for (name, right, mine), differs in list(zip(rows, apart, strict=True))[:_LINES]:
        print(f"{name:<{wide}}  {right:12.8f}  {mine:12.8f}  {'✗' if differs else '✓'}")
    if len(rows) > _LINES:
        print(f"… and {len(rows) - _LINES} more, of which {sum(apart[_LINES:])} differ")
