"""Name the misconception behind a wrong function: the one in the bank that gives the same outputs."""

from __future__ import annotations

import contextlib
import functools
import io
import types
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from gancourse.check import Call, CheckFailed
from gancourse.check.calling import replayable
from gancourse.check.numbers import as_array

from autograder.course import Course
from autograder.hidden import reference_answers
from autograder.source import bank
from autograder.source.bank import Answer


def advise(calls: list[Call]) -> str:
    """The sentence of the first wrong answer in the bank that does what all ``calls`` (of one function) did, or "".

    Where the values are those of the right answer, a wrong answer must also agree in warnings and dtypes. Registered
    as an adviser of ``gancourse.check``: it runs where a check fails, in installations that have the bank.
    """
    if not calls:
        return ""
    try:
        notebook = reference_answers.locate()
    except reference_answers.NoReference:
        return ""
    right = reference_answers.namespace(notebook)
    answers = [answer for answer in bank_of(notebook) if not answer.is_right]
    student = _students_function(calls[-1], answers)
    if student is None:
        return ""
    name = student.__name__
    calls = [made for made in calls if any(one is student for one in (made.function, *made.args))]
    done = [Outcome(made.value, bool(made.warnings)) for made in calls]
    same = _same_values if not _same_values(done, _replay(student, right[name], calls)) else _same_in_all
    for answer in answers:
        if name in bank.defined_names(answer.code):
            function = _defined_by(answer, name, right)
            if same(done, _replay(student, function, calls)):
                return answer.says or ""
    return ""


@dataclass(frozen=True)
class Outcome:
    """What a call returned (or the exception that it raised) and whether it warned."""

    value: Any
    warned: bool


def bank_of(notebook: Path) -> tuple[Answer, ...]:
    """The bank beside the source of an instructor's notebook; read again only when it has changed."""
    # build/source/<assignment>/<assignment>.ipynb lies three folders below the course folder.
    path = Course(notebook.parents[3]).bank(notebook.stem)
    try:
        return _read(path, path.stat().st_mtime_ns)
    except OSError:
        return ()


@functools.cache
def _read(path: Path, _modified: int) -> tuple[Answer, ...]:
    return tuple(bank.read(path))


def _defined_by(answer: Answer, name: str, right: dict[str, Any]) -> Any:
    names = dict(right)
    with warnings.catch_warnings(action="ignore"), contextlib.redirect_stdout(io.StringIO()):
        exec(compiled(answer.code), names)
    return names[name]


@functools.lru_cache(maxsize=4096)
def compiled(code: str) -> types.CodeType:
    """An answer of the bank, ready to run."""
    return compile(code, "<bank>", "exec")


def _students_function(made: Call, answers: list[Answer]) -> Any:
    """The function that was called, or the one that was handed to a probe: whichever the bank has answers for."""
    answered: set[str] = set().union(*(bank.defined_names(answer.code) for answer in answers))
    candidates = [made.function, *(arg for arg in made.args if callable(arg))]
    return next((one for one in candidates if getattr(one, "__name__", None) in answered), None)


def _replay(student: Any, function: Any, calls: list[Call]) -> list[Outcome]:
    """What happens when the calls are made again with ``function`` in place of the student's."""
    outcomes = []
    for made in calls:
        with (
            warnings.catch_warnings(record=True) as caught,
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
        ):
            warnings.simplefilter("always")
            try:
                called = function if made.function is student else made.function
                args = [function if arg is student else arg for arg in replayable(made.args)]
                value = called(*args, **made.kwargs)
            except Exception as error:  # noqa: BLE001 - a wrong answer may raise anything; the type is compared
                value = error
        outcomes.append(Outcome(value, bool(caught)))
    return outcomes


def _same_values(done: list[Outcome], other: list[Outcome]) -> bool:
    return all(_same(a.value, b.value) for a, b in zip(done, other, strict=True))


def _same_in_all(done: list[Outcome], other: list[Outcome]) -> bool:
    def form(outcome: Outcome) -> tuple:
        return outcome.warned, getattr(outcome.value, "dtype", None)

    return _same_values(done, other) and [form(one) for one in done] == [form(one) for one in other]


def _same(a: Any, b: Any) -> bool:
    if isinstance(a, Exception) or isinstance(b, Exception):
        # A student's exception comes from another process, rebuilt below the built-in type of the same name.
        return type(a).__name__ == type(b).__name__
    if isinstance(a, tuple | list) and isinstance(b, tuple | list):
        return len(a) == len(b) and all(_same(x, y) for x, y in zip(a, b, strict=True))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(_same(a[key], b[key]) for key in a)
    try:
        x, y = as_array(a, "a"), as_array(b, "b")
    except CheckFailed:
        return type(a) is type(b) and bool(a == b)
    return x.shape == y.shape and np.allclose(x, y, rtol=1e-6, atol=1e-12, equal_nan=True)
