"""What the checks have compared so far: the evidence on which a sentence about a cause has to stand."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gancourse.check.calling import Call, recent_calls

# Claims must leave at most this share of the difference between found and expected.
UNEXPLAINED = 1e-3
# A number that a check gives with six digits is wrong by up to half a unit of the sixth.
SIX_DIGITS, FULL = 1e-5, 1e-8
SIXTH = 1e-6
SINGLE = 2e-6


@dataclass(frozen=True)
class Comparison:
    """What a call (or, where ``made`` is None, a plain value) gave, and the right values, both of one shape or not.

    ``slips`` are the sentences that the check itself has for certain values.
    """

    made: Call | None
    found: np.ndarray
    expected: np.ndarray
    near: bool
    slips: Mapping[str, Any] = field(default_factory=dict)

    @property
    def call(self) -> Call:
        """The call, for whoever knows that there is one."""
        assert self.made is not None
        return self.made

    @functools.cached_property
    def rtol(self) -> float:
        """How far apart, relatively, values are that count as the same here. Thousands of claims ask."""
        return max(precision(self.expected), SINGLE if self.found.dtype == np.float32 else 0.0)

    @functools.cached_property
    def worst(self) -> float:
        """The largest difference between found and expected, of those that are finite."""
        with np.errstate(invalid="ignore"):
            gap = np.abs(self.found - self.expected)
        return float(np.nan_to_num(np.where(np.isfinite(gap), gap, 0.0)).max(initial=0.0))

    @functools.cached_property
    def rounded_by(self) -> float:
        """By how much the right values may have been rounded, each of them: of 0.005634 that is more than rtol."""
        return last_decimal(self.expected) / 2

    def matches(self, candidate: np.ndarray, spread: np.ndarray | float = 0.0) -> bool:
        """Whether ``candidate``, computed from the right values, is what was found, and not just near it.

        Where found and expected differ, nearly all of the difference must be explained.

        Args:
            candidate: the values of a claim.
            spread: how far these may be off because the right values were rounded, each or all.
        """
        if candidate.shape != self.found.shape:
            return False
        if candidate.size:
            # Most candidates are far off at once, and NumPy takes its time to say so.
            first, other, off = self.found.flat[0], candidate.flat[0], np.ravel(spread)[0]
            if abs(float(first) - float(other)) > self.rtol * abs(float(other)) + 1e-12 + float(off):
                return False
        with np.errstate(invalid="ignore"):
            near = np.abs(self.found - candidate) <= 1e-12 + spread + self.rtol * np.abs(candidate)
        same = (self.found == candidate) | (np.isnan(self.found) & np.isnan(candidate))
        if not np.all((near & np.isfinite(candidate)) | same):
            return False
        return self.explained_by(candidate)

    def explained_by(self, candidate: np.ndarray) -> bool:
        """Whether nearly all of the difference between found and expected is explained, or there is none."""
        if self.near or self.found.shape != self.expected.shape:
            return True
        with np.errstate(invalid="ignore"):
            rest = np.abs(self.found - candidate)
        return self.worst == 0.0 or bool(np.nan_to_num(rest).max(initial=0.0) <= UNEXPLAINED * self.worst)


def precision(values: np.ndarray) -> float:
    """How exactly ``values`` are given, as a relative error: six digits, or all."""
    finite = values[np.isfinite(values)].astype(float)
    if values.dtype.kind == "f" and values.dtype.itemsize <= 4:
        return SINGLE
    rounded = np.array([float(f"{one:.7g}") for one in finite.ravel()[:50]])
    short = np.array([float(f"{one:.3g}") for one in finite.ravel()[:50]])
    given = finite.ravel()[:50]
    return SIX_DIGITS if np.array_equal(rounded, given) and not np.array_equal(short, given) else FULL


def last_decimal(values: np.ndarray) -> float:
    """The unit of the last decimal of values that are printed with six decimals; 0 for all others."""
    finite = values[np.isfinite(values)].astype(float).ravel()[:50]
    return SIXTH if precision(values) == SIX_DIGITS and np.array_equal(np.round(finite, 6), finite) else 0.0


def subject(made: Call) -> tuple:
    """Whose doing a call is: its function, and the functions that it was given (a probe is handed the student's)."""
    return (made.function, *(arg for arg in made.args if callable(arg)))


def same_subject(a: Call, b: Call) -> bool:
    """Whether two calls are about the very same function objects (a cell that is run again makes new ones)."""
    one, other = subject(a), subject(b)
    return len(one) == len(other) and all(x is y for x, y in zip(one, other, strict=True))


def about(now: Comparison, *, same_part: bool) -> list[Comparison]:
    """``now`` and the comparisons before it that are about the same function (and the same part of what it returns)."""
    made = now.made
    if made is None:
        return [now]
    before = [
        one
        for call in recent_calls
        if same_subject(call, made)
        for one in call.compared
        if one is not now and (not same_part or one.made.path == made.path)
    ]
    return [*before, now]
