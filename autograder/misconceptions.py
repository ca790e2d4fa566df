"""Name the misconception behind a wrong function: the one in the bank that gives the same outputs."""

from __future__ import annotations

import contextlib
import io
import warnings
from typing import Any

import numpy as np
from gancourse.check import Call, CheckFailed
from gancourse.check.calling import copy_of
from gancourse.check.numbers import as_array

from autograder import bank, reference
from autograder.bank import Answer
from autograder.course import Course


def advise(calls: list[Call]) -> str:
    """The sentence of the first wrong answer in the bank that does what all ``calls`` (of one function) did, or "".

    A function that did only what the right answer does is never advised on. Registered as an adviser of
    ``gancourse.check``: it runs where a check fails, and only in installations that have the bank.
    """
    if not calls:
        return ""
    try:
        notebook = reference.locate()
    except reference.NoReference:
        return ""
    name = calls[0].function.__name__
    right = reference.namespace(notebook)
    if name not in right or all(_same(made.value, _outcome(right[name], made)) for made in calls):
        return ""
    path = _bank_path(notebook)
    if not path.is_file():
        return ""
    for answer in bank.read(path):
        if (
            not answer.is_right
            and name in bank.defined_names(answer.code)
            and _does_the_same(answer, name, calls, right)
        ):
            return answer.says or ""
    return ""


def _bank_path(notebook: Any) -> Any:
    # build/source/<assignment>/<assignment>.ipynb lies three folders below the course folder.
    return Course(notebook.parents[3]).bank(notebook.stem)


def _does_the_same(answer: Answer, name: str, calls: list[Call], right: dict[str, Any]) -> bool:
    names = dict(right)
    with warnings.catch_warnings(action="ignore"), contextlib.redirect_stdout(io.StringIO()):
        exec(compile(answer.code, "<bank>", "exec"), names)
        return all(_same(made.value, _outcome(names[name], made)) for made in calls)


def _outcome(function: Any, made: Call) -> Any:
    """What ``function`` returns for the arguments of ``made``, or the exception that it raises."""
    try:
        with (
            warnings.catch_warnings(action="ignore"),
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
        ):
            # On copies: an answer of the bank that changes its arguments must not change them for the next one.
            return function(*copy_of(made.args), **copy_of(made.kwargs))
    except Exception as error:  # noqa: BLE001 - a wrong answer may raise anything; the type is compared
        return error


def _same(a: Any, b: Any) -> bool:
    if isinstance(a, Exception) or isinstance(b, Exception):
        return type(a) is type(b)
    if isinstance(a, tuple | list) and isinstance(b, tuple | list):
        return len(a) == len(b) and all(_same(x, y) for x, y in zip(a, b, strict=True))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(_same(a[key], b[key]) for key in a)
    try:
        x, y = as_array(a, "a"), as_array(b, "b")
    except CheckFailed:
        return type(a) is type(b) and bool(a == b)
    return x.shape == y.shape and np.allclose(x, y, rtol=1e-6, atol=1e-12, equal_nan=True)
