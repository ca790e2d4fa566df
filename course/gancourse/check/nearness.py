"""Answers that are nearly right, and parts that stand in each other's place: looked at before causes are."""

from __future__ import annotations

import numpy as np

from gancourse.check.evidence import Comparison, about

# Three digits: nearer than that, a difference has too many possible causes to name one from numbers alone.
NEARLY = 1e-3
# Questions, not claims: what usually leaves so many digits, and what leaves a few.
FINE = "single precision, rounding, an ε, or a coarse grid or tolerance on the way?"
COARSE = "is something small missing, or computed too coarsely, or are steps taken in another order than asked for?"
SINGLE_PRECISION = "These are numbers of single precision (float32), right to about seven digits: compute in float64."


def nearly(now: Comparison) -> str:
    """What to say of an answer that agrees with the right one in three digits or more, or ""."""
    found, right = now.found.astype(float), now.expected.astype(float)
    if found.shape != right.shape or not found.size:
        return ""
    same = (found == right) | (np.isnan(found) & np.isnan(right))
    with np.errstate(invalid="ignore"):
        gap = np.where(same, 0.0, np.abs(found - right))
    finite = np.isfinite(right)
    if not (gap[finite & (right != 0)] > 0).any():
        # Only what should be 0 is off: there are no digits to count.
        return ""
    largest = np.abs(right[finite]).max(initial=0.0)
    scale = np.where(right == 0, largest, np.where(finite, np.abs(right), 1.0))
    error = float(np.max(gap / scale))
    if not error <= NEARLY:
        return ""
    if error <= 1e-5 and is_single(now.found, now.expected):
        return SINGLE_PRECISION
    digits = round(-np.log10(error)) if error > 0 else 15
    question = FINE if error <= 1e-5 else COARSE
    return f"It is right to about {_WORDS[min(digits, 15)]} digits, and more are asked for: {question}"


_WORDS = (
    *("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen"),
)


def is_single(found: np.ndarray, right: np.ndarray) -> bool:
    """Whether every number fits into single precision although the right ones do not."""
    if found.dtype.kind != "f":
        return False
    found = found.astype(float)
    with np.errstate(over="ignore"):
        fits, right_fits = (
            values == values.astype(np.float32).astype(float) for values in (found, right.astype(float))
        )
    off = (found != right) & np.isfinite(found)
    return bool(off.any() and fits[off].all() and not right_fits[off].all())


def exchanged(now: Comparison) -> str:
    """Whether what is expected of this part of the answer stands, on every call so far, in another part.

    Nothing is said where this part is nan or infinite (that has a cause of its own), nor where the other part is right
    as it is: then two right values are merely alike.
    """
    made = now.made
    if made is None or made.whole is None or not isinstance(made.whole, list | tuple) or len(made.whole) > 12:
        return ""
    key = made.path[-1]
    others = [position for position in range(len(made.whole)) if position != key % len(made.whole)]
    if not isinstance(key, int) or not np.isfinite(now.found).all():
        return ""
    seen = about(now, same_part=True)
    standing = [position for position in others if all(_stands_in(one, position) for one in seen)]
    if len(standing) != 1 or _is_right_there(now, standing[0]):
        return ""
    return f"What is asked for as part [{key}] stands in part [{standing[0]}] of your answer: are the two exchanged?"


def _is_right_there(now: Comparison, position: int) -> bool:
    """Whether the other part was found right where it stands: then nothing was exchanged, two values are alike."""
    before = [one for one in about(now, same_part=False) if one.made is not None]
    return any(one.near and one.call.path[-1:] == (position,) and one.call.whole is now.call.whole for one in before)


def _stands_in(one: Comparison, position: int) -> bool:
    if one.made is None:
        return False
    try:
        part = np.asarray(one.call.whole[position], dtype=np.float64)
    except (TypeError, ValueError, IndexError, RuntimeError):
        return False
    return part.shape == one.expected.shape and bool(
        np.allclose(part, one.expected.astype(float), rtol=1e-5, atol=1e-9, equal_nan=True)
    )
