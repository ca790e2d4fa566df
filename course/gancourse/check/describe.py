"""Short, exact texts for values, so that a message can name what was found."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np

LONGEST = 60


def number(value: float | np.number | np.bool_) -> str:
    """A number with six significant digits and a real minus sign: −0.105361, 1e4, nan, inf."""
    if isinstance(value, bool | np.bool_):
        return str(bool(value))
    if isinstance(value, int | np.integer):
        return str(value).replace("-", "−")
    return f"{float(value):.6g}".replace("-", "−")


def _entry(value: Any) -> str:
    return number(value)


def apart(found: float, expected: float) -> tuple[str, str]:
    """Two different numbers with as many digits as it takes to see the difference, six at least."""
    for digits in range(6, 18):
        first, second = (f"{float(one):#.{digits}g}".replace("-", "−") for one in (found, expected))
        if first != second:
            break
    return (number(found), number(expected)) if digits == 6 else (first, second)


def value(found: Any) -> str:
    """One line for any value; long ones are cut, arrays give their shape."""
    if isinstance(found, int | float | np.number | np.bool_):
        return number(found)
    if isinstance(found, np.ndarray):
        if found.dtype == object or found.size > 6:
            return f"array of shape {found.shape}, dtype {found.dtype}"
        inner = np.array2string(found, separator=", ", formatter={"float_kind": _entry, "int_kind": _entry})
        return " ".join(inner.split())
    if type(found).__module__.split(".")[0] == "torch" and hasattr(found, "detach"):
        dtype = str(found.dtype).removeprefix("torch.")
        if found.numel() > 6:
            return f"tensor of shape {tuple(found.shape)}, dtype {dtype}"
        # NumPy has every dtype but this one.
        plain = found.detach().float() if dtype == "bfloat16" else found.detach()
        return value(plain.cpu().resolve_conj().numpy())
    if isinstance(found, list | tuple) and all(isinstance(item, int | float | np.number) for item in found):
        if len(found) > 6:
            return f"{type(found).__name__} of {len(found)} numbers"
        texts = ", ".join(number(item) for item in found)
        return f"[{texts}]" if isinstance(found, list) else f"({texts})"
    if isinstance(found, list | tuple) and _holds_arrays(found):
        text = _nested(found)
        return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    if callable(found) and hasattr(found, "__name__"):
        return found.__name__
    if isinstance(found, np.random.Generator):
        return "rng"
    text = " ".join(repr(found).split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _holds_arrays(found: object) -> bool:
    if isinstance(found, list | tuple):
        return any(_holds_arrays(item) for item in found)
    return isinstance(found, np.ndarray)


def _nested(found: object) -> str:
    """Arrays inside lists and tuples, written like lists: ([[3], [4]], [0.5])."""
    if not isinstance(found, list | tuple):
        return value(found)
    inside = ", ".join(_nested(item) for item in found)
    return f"[{inside}]" if isinstance(found, list) else f"({inside}{',' * (len(found) == 1)})"


def call(function: object, args: tuple, kwargs: dict, names: Sequence[str] = ()) -> str:
    """The call as a student would type it: ``bce(1, 0.9)``, ``trace(FACES[0])``.

    Args:
        function: what is called.
        args: its arguments.
        kwargs: its arguments by name.
        names: how the test cell names each of ``args``, or "" where the value itself is to be shown.
    """
    name = getattr(function, "__name__", type(function).__name__)
    names = names or [""] * len(args)
    texts = [known or _typed(arg) for known, arg in zip(names, args, strict=True)]
    for i, j in itertools.combinations(range(len(args)), 2):
        # Inputs that differ look different: [0.1, 0.9] and [0.100000001, 0.899999999].
        if texts[i] == texts[j] and _differ(args[i], args[j]):
            texts[i], texts[j] = _exact(args[i]), _exact(args[j])
    inside = texts + [f"{key}={_typed(arg)}" for key, arg in kwargs.items()]
    return f"{name}({', '.join(inside)})"


def _typed(arg: object) -> str:
    """As a value is typed into a cell: Python knows no other minus than the hyphen. What a text says stays."""
    text = value(arg)
    return text if isinstance(arg, str) else text.replace("−", "-")


def _differ(a: object, b: object) -> bool:
    """Whether two values are short numeric data of one shape with different entries."""
    try:
        x, y = np.asarray(a), np.asarray(b)
    except Exception:  # noqa: BLE001 - what is no array of numbers (bfloat16, a lazy object) fails in its own way
        return False
    return x.dtype.kind in "fiu" and x.shape == y.shape and 0 < x.size <= 6 and not np.array_equal(x, y, equal_nan=True)


def _exact(found: object) -> str:
    """A number or a short array with all digits."""
    return " ".join(np.array2string(np.asarray(found), separator=", ", floatmode="unique").split())
