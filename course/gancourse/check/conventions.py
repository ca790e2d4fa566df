"""Recognise the convention behind a wrong number: negated, halved, another base, summed, arguments swapped, …

Every recogniser returns a sentence without numbers, so it may also stand in feedback on hidden tests.
"""

from __future__ import annotations

import inspect
import io
import itertools
import warnings
from contextlib import redirect_stderr, redirect_stdout

import numpy as np

from gancourse.check.calling import Call, replayable
from gancourse.check.failure import CheckFailed
from gancourse.check.numbers import as_array

LN2, LN10 = np.log(2), np.log(10)
# Printed numbers carry six digits; a recogniser must not ask for more.
RECOGNITION_RTOL = 3e-5

SCALES = {
    "": 1.0,
    "It is half of what it should be: a factor ½ too many, or a factor 2 lost.": 0.5,
    "It is twice what it should be: a factor 2 too many, or a factor ½ lost.": 2.0,
    "It is in bits: the course counts in nats, so use the natural logarithm (`np.log`), not base 2.": 1 / LN2,
    "The logarithm has base 10: the course uses the natural logarithm (`np.log`).": 1 / LN10,
}
FLIPPED = "The sign is flipped: it is the negative of what is asked for."
LOGIT_NAMES = ("s", "logit", "logits", "d_real_logits", "d_fake_logits")


def recognise(found: np.ndarray, expected: np.ndarray, call: Call | None) -> str:
    """The sentence for the first convention under which ``found`` would be ``expected``, or ""."""
    return _scaled(found, expected) or _batch_factor(found, expected, call) or _rearranged(expected, call)


def _matches(found: np.ndarray, candidate: np.ndarray) -> bool:
    return found.shape == candidate.shape and np.allclose(found, candidate, rtol=RECOGNITION_RTOL, atol=1e-12)


def _scaled(found: np.ndarray, expected: np.ndarray) -> str:
    if not np.isfinite(expected).all() or not np.any(np.abs(expected) > 1e-9):
        return ""
    for sign, (sentence, scale) in itertools.product((1, -1), SCALES.items()):
        if (sign, scale) != (1, 1.0) and _matches(found, sign * scale * expected):
            return " ".join(part for part in (FLIPPED if sign < 0 else "", sentence) if part)
    if np.isin(expected, (0.0, 1.0)).all():
        return ""  # roots, squares and complements of these are too common to mean anything
    if (expected >= 0).all() and _matches(found, np.sqrt(expected)):
        return "It is the square root of what is asked for."
    if _matches(found, expected**2):
        return "It is the square of what is asked for."
    if _matches(found, 1 - expected):
        return "It is one minus what is asked for: the probability of the other label."
    return ""


def _batch_factor(found: np.ndarray, expected: np.ndarray, call: Call | None) -> str:
    """A sum where a mean is asked for, or a mean where a sum is."""
    if call is None or found.shape != () or not np.isfinite(expected) or abs(expected) <= 1e-9:
        return ""
    sizes = {np.size(arg) for arg in call.args if isinstance(arg, np.ndarray | list | tuple) and _is_numeric(arg)}
    for size in sorted(size for size in sizes if size > 1):
        for sign in (1, -1):
            also = f" {FLIPPED}" if sign < 0 else ""
            if _matches(found, np.asarray(sign * expected * size)):
                return f"It is the sum over the batch; the mean is asked for (divide by the number of examples).{also}"
            if _matches(found, np.asarray(sign * expected / size)):
                return f"It is divided by the number of examples once too often.{also}"
    return ""


def _rearranged(expected: np.ndarray, call: Call | None) -> str:
    """Call the function again with its arguments swapped, or with probabilities where logits belong."""
    if call is None or len(call.args) < 1:
        return ""
    args = call.args
    if len(args) >= 2 and not _alike(args[0], args[1]) and _gives(call, (args[1], args[0], *args[2:]), expected):
        return "The first two arguments are swapped: look at the order in the `def` line."
    try:
        names = list(inspect.signature(call.function).parameters)
    except (TypeError, ValueError):
        return ""
    logits = [i for i, name in enumerate(names[: len(args)]) if name in LOGIT_NAMES and _is_numeric(args[i])]
    if logits:
        with np.errstate(all="ignore"):
            as_probability = tuple(
                1 / (1 + np.exp(-np.asarray(arg, dtype=float))) if i in logits else arg for i, arg in enumerate(args)
            )
        if _gives(call, as_probability, expected):
            return "Your function takes its input for a probability, but a logit comes in: apply σ first."
    return ""


def _alike(a: object, b: object) -> bool:
    """Whether swapping the two could not matter, or would make no sense."""
    return not (_is_numeric(a) and _is_numeric(b)) or np.array_equal(np.asarray(a), np.asarray(b))


def _is_numeric(value: object) -> bool:
    if not isinstance(value, int | float | np.number | list | tuple | np.ndarray):
        return False
    try:
        return np.asarray(value).dtype.kind in "fiub"
    except ValueError:  # a list of arrays that differ in shape
        return False


def _gives(call: Call, args: tuple, expected: np.ndarray) -> bool:
    try:
        with (
            warnings.catch_warnings(action="ignore"),
            redirect_stdout(io.StringIO()),
            redirect_stderr(io.StringIO()),
        ):
            found = as_array(call.function(*replayable(args), **call.kwargs), call.label)
    except (Exception, SystemExit, CheckFailed):  # noqa: BLE001 - a trial call of a wrong answer may raise anything
        return False
    return _matches(found, expected)
