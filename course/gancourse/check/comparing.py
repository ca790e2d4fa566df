"""The checks: type, then shape, then value, then the convention behind a wrong value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from gancourse.check import describe, diagnosis
from gancourse.check.calling import Call, advice_on, attempt, last_call
from gancourse.check.evidence import Comparison
from gancourse.check.failure import CheckFailed
from gancourse.check.numbers import as_array
from gancourse.check.reporting import only_the_form, passed


def close(
    found: Any,
    expected: Any,
    why: str = "",
    *,
    rtol: float = 1e-6,
    atol: float = 1e-6,
    slips: Mapping[str, Any] | None = None,
) -> None:
    """``found`` has the shape of ``expected`` and ``|found − expected| ≤ atol + rtol·|expected|`` everywhere.

    ±inf and nan count as equal to themselves. The default tolerance is that of a number printed with six decimals.

    Args:
        found: a value or, better, a :class:`Call`: its label then names the input in the message.
        expected: a number, an array, or a Call.
        why: one line for the student, printed when the check passes.
        rtol: share of ``expected`` that ``found`` may be off.
        atol: what it may be off beside that.
        slips: sentence → the value that this slip gives; the sentence is shown when the value is found.

    Raises:
        CheckFailed: with the reason "type", "shape", "value" or "convention".
    """
    made = found if isinstance(found, Call) else None
    label = made.label if made else "Your value"
    array = as_array(made.value if made else found, label)
    target = as_array(expected.value, expected.label) if isinstance(expected, Call) else np.asarray(expected)
    near = array.shape == target.shape and np.isclose(array, target, rtol=rtol, atol=atol, equal_nan=True)
    now = Comparison(made, array, target, bool(np.all(near)), slips or {})
    if made:
        made.compared.append(now)
    if array.shape != target.shape:
        message = _found_expected(why, f"shape {array.shape}", f"shape {target.shape}")
        raise CheckFailed("shape", message, diagnosis.about_shape(now), call=label)
    if not now.near:
        raise _wrong_value(now, np.asarray(near), label, why)
    shown = f"{label} = {describe.value(target)}" if array.size == 1 else label
    passed(shown if made or not why else "", why)


def equal(found: Any, expected: Any, why: str = "", *, slips: Mapping[str, Any] | None = None) -> None:
    """``found`` is exactly ``expected``: integers, texts, truth values, lists and dictionaries of these, exact floats.

    Raises:
        CheckFailed: with the reason "type" or "value".
    """
    label, value = (found.label, found.value) if isinstance(found, Call) else ("Your value", found)
    value, expected = _plain(value), _plain(expected.value if isinstance(expected, Call) else expected)
    if value is None and expected is not None:
        raise CheckFailed("type", f"{label} returned None.", "Does every path through your function end in `return …`?")
    if isinstance(value, bool) != isinstance(expected, bool) or value != expected:
        advice = advice_on(found) if isinstance(found, Call) else ""
        advice = advice or next((sentence for sentence, slip in (slips or {}).items() if _plain(slip) == value), "")
        message = _found_expected(why, describe.value(value), describe.value(expected))
        raise CheckFailed("value", message, advice, call=label)
    passed(label if isinstance(found, Call) or not why else "", why)


def dtype(found: Call, expected: Any, why: str = "") -> None:
    """The result has exactly the dtype ``expected`` (a Python number counts as float64 or int64)."""
    array = as_array(found.value, found.label)
    if array.dtype != np.dtype(expected):
        message = _found_expected(why, f"dtype {array.dtype}", f"dtype {np.dtype(expected)}")
        raise CheckFailed("dtype", message, advice_on(found), call=found.label)
    passed(found.label, why)


def silent(found: Call, why: str = "") -> None:
    """The call emitted no warning: no overflow, no log of 0, no 0/0 on the way to a right value."""
    if found.warnings:
        raise CheckFailed(
            "warning",
            f"{found.label} warned on the way: “{found.warnings[0]}”.",
            advice_on(found)
            or why
            or "Somewhere a number left the range of floating point; rearrange the formula so that none does.",
        )
    passed(f"{found.label}: no warning on the way", why)


def raises(exception: type[Exception], function: Callable, *args: Any, why: str = "") -> None:
    """``function(*args)`` refuses bad input by raising ``exception`` (or a subclass of it)."""
    label = describe.call(function, args, {})
    try:
        made = attempt(function, args, {})
    except CheckFailed as failure:
        if isinstance(failure.__cause__, exception):
            passed(f"{label} raises {exception.__name__}", why)
            return
        if failure.reason != "exception":
            raise
        message = f"{failure.message}\n  expected  {exception.__name__}"
        raise CheckFailed("exception", message, advice_on(last_call(function))) from failure
    returned = made.value if isinstance(made.value, type) else type(made.value)
    forgot = issubclass(returned, Exception)
    message = _found_expected(why, f"{describe.value(made.value)}, returned", f"{exception.__name__}, raised")
    advice = "Write `raise`, not `return`." if forgot else advice_on(made)
    raise CheckFailed("not raised", message, advice, call=label)


def between(found: Call, lowest: float, highest: float, why: str) -> None:
    """Every number that came back lies in [lowest, highest]: for what a visible check must not give away.

    Args:
        found: the call.
        lowest: the least that is possible; −inf for no bound.
        highest: the most.
        why: one line for the student: why nothing else is possible.

    Raises:
        CheckFailed: with the reason "type" or "value"; nan lies nowhere.
    """
    array = as_array(found.value, found.label)
    outside = ~((array >= lowest) & (array <= highest))
    if outside.any():
        bounds = [f"{word} {describe.value(bound)}" for word, bound in (("at least", lowest), ("at most", highest))]
        expected = " and ".join(
            text for text, bound in zip(bounds, (lowest, highest), strict=True) if np.isfinite(bound)
        )
        worst = describe.value(array[outside].ravel()[0])
        raise CheckFailed("value", _found_expected(why, worst, expected), advice_on(found), call=found.label)
    passed(found.label, why)


def true(
    condition: Any,
    message: str,
    *,
    advice: str = "",
    why: str = "",
    about: Call | None = None,
    form_only: bool = False,
) -> None:
    """For relations that the other checks do not cover: fails with ``message`` unless ``condition`` is true.

    Args:
        condition: what has to be true.
        message: what is not as it should be.
        advice: what to do then, if nothing is known about such an answer.
        why: one line for the student, printed when the check passes.
        about: the call whose result the condition is about.
        form_only: whether this looks at the form of an answer that only hidden checks judge; the cell's last line
            then promises no points.

    Raises:
        CheckFailed: with the reason "value".
    """
    if form_only:
        only_the_form()
    if not bool(condition):
        raise CheckFailed("value", message, advice_on(about) or advice)
    passed(why, "")


def _wrong_value(now: Comparison, near: np.ndarray, label: str, why: str) -> CheckFailed:
    worst = tuple(int(i) for i in np.argwhere(~near)[0])
    where = (
        f" at index {worst if len(worst) > 1 else worst[0]} ({np.sum(~near)} of {near.size} differ)" if worst else ""
    )
    found, expected = describe.apart(now.found[worst], now.expected[worst])
    message = _found_expected(why, found + where, expected)
    advice = diagnosis.explain(now)
    return CheckFailed("convention" if advice else "value", message, advice, call=label)


def _found_expected(why: str, found: str, expected: str) -> str:
    head = f"{why}\n" if why else ""
    return f"{head}  found     {found}\n  expected  {expected}"


def _plain(value: Any) -> Any:
    """NumPy scalars and arrays as Python numbers and lists, so that == means what it says."""
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value
