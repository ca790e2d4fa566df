"""Name the misconception behind a wrong function: the one in the bank that gives the same outputs."""

from __future__ import annotations

import contextlib
import functools
import io
import types
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from gancourse.check import Call, CheckFailed, conventions
from gancourse.check.calling import replayable
from gancourse.check.evidence import UNEXPLAINED, Comparison, subject
from gancourse.check.numbers import as_array

from autograder.course import Course
from autograder.engine import surroundings
from autograder.hidden import reference_answers
from autograder.source import bank
from autograder.source.bank import Answer


def advise(calls: list[Call]) -> dict[str, frozenset[str]] | None:
    """The sentences of all wrong answers in the bank that do what all ``calls`` (of one function) did.

    A wrong answer fits when it gives what the student's function gave in every call, and this is something else than
    the right answer gives: of the difference between the two, next to nothing may be left. Where all values are right,
    it must agree in warnings and dtypes. Registered as an adviser of ``gancourse.check``.

    Returns:
        sentence → the kinds of conventions (:mod:`gancourse.check.conventions`) that say the same of all inputs: those
        that turn the right values into the wrong answer's on these inputs and on others near them. None where there is
        no bank for this function.
    """
    if not calls:
        return None
    try:
        notebook = reference_answers.locate()
    except reference_answers.NoReference:
        return None
    right = reference_answers.namespace(notebook)
    answers = [answer for answer in bank_of(notebook) if not answer.is_right]
    students = students_functions(calls[-1], answers)
    names = [one.__name__ for one in students]
    if not students or not set(names) <= right.keys():
        return None
    calls = [made for made in calls if all(any(one is each for one in subject(made)) for each in students)]
    done = [Outcome(made.value, frozenset(made.warnings)) for made in calls]
    solutions = [right[name] for name in names]
    wanted = functools.cache(lambda i: replay(students, solutions, [calls[i]])[0])
    found: dict[str, frozenset[str]] = {}
    for answer in answers:
        if not bank.defined_names(answer.code).isdisjoint(names):
            functions = defined_by(answer, names, right)

            def claimed(i: int, new: Sequence[Any] = functions) -> Outcome:
                return replay(students, new, [calls[i]])[0]

            if explains(done, claimed, wanted):
                same = same_conventions(students, functions, solutions, calls, evidence=calls)
                found[answer.says or ""] = found.get(answer.says or "", frozenset()) | same
    return found


@dataclass(frozen=True)
class Outcome:
    """What a call returned (or the exception that it raised) and the warnings on the way."""

    value: Any
    warnings: frozenset[str]


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


def defined_by(answer: Answer, names: Sequence[str], right: dict[str, Any]) -> list[Any]:
    """What these names mean for a student who has typed in ``answer``, all else being right."""
    space = dict(right)
    with warnings.catch_warnings(action="ignore"), contextlib.redirect_stdout(io.StringIO()):
        exec(compiled(answer.code), space)
    return [space[name] for name in names]


def read_ahead(notebook: Path) -> None:
    """Run the reference of an instructor's notebook, and compile its bank, once for all judges."""
    reference_answers.namespace(notebook)
    for answer in bank_of(notebook):
        bank.defined_names(answer.code)
        compiled(answer.code)


surroundings.read_ahead["autograder.hidden"] = read_ahead


@functools.lru_cache(maxsize=4096)
def compiled(code: str) -> types.CodeType:
    """An answer of the bank, ready to run."""
    return compile(code, "<bank>", "exec", dont_inherit=True)


def students_functions(made: Call, answers: list[Answer]) -> list[Any]:
    """The function that was called, or those that were handed to a probe: whichever the bank has answers for."""
    answered: set[str] = set().union(*(bank.defined_names(answer.code) for answer in answers))
    return [one for one in subject(made) if getattr(one, "__name__", None) in answered]


def replay(students: Sequence[Any], functions: Sequence[Any], calls: list[Call]) -> list[Outcome]:
    """What happens when the calls are made again with ``functions`` in place of the student's."""
    outcomes = []

    def other(one: Any) -> Any:
        return next((new for old, new in zip(students, functions, strict=True) if old is one), one)

    for made in calls:
        with (
            warnings.catch_warnings(record=True) as caught,
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
        ):
            warnings.simplefilter("always")
            try:
                args = [other(arg) for arg in replayable(made.args)]
                value = other(made.function)(*args, **made.kwargs)
            except Exception as error:  # noqa: BLE001 - a wrong answer may raise anything; the type is compared
                value = error
        outcomes.append(Outcome(value, frozenset(str(one.message) for one in caught)))
    return outcomes


def explains(done: list[Outcome], claimed_in: Callable[[int], Outcome], wanted_in: Callable[[int], Outcome]) -> bool:
    """Whether what was ``done`` is what a claim gives, in every call, and is not what was wanted.

    Calls are made again one by one: most claims are refuted by the first of them.

    Args:
        done: what came out of the calls.
        claimed_in: number of a call → what comes out of it if the claim is true.
        wanted_in: number of a call → what should come out of it.
    """
    telling = False
    claimed, wanted = [], []
    for i, one in enumerate(done):
        claimed.append(claimed_in(i))
        wanted.append(wanted_in(i))
        fits, tells = _compare(one.value, claimed[i].value, wanted[i].value)
        if not fits:
            return False
        telling |= tells
    if telling:
        return True
    forms = [[(outcome.warnings, _dtype(outcome.value)) for outcome in some] for some in (done, claimed, wanted)]
    return forms[0] == forms[1] != forms[2] and all(
        _compare(one.value, right.value, right.value)[0] for one, right in zip(done, wanted, strict=True)
    )


def agrees(found: Any, right: Any) -> bool:
    """Whether a value is the right one, within the precision of the course."""
    return _compare(found, right, None)[0]


def _dtype(value: Any) -> str:
    return str(getattr(value, "dtype", ""))


def _compare(found: Any, claimed: Any, right: Any) -> tuple[bool, bool]:
    """Whether ``found`` is ``claimed``, and whether that tells it from ``right``."""
    if isinstance(found, Exception) or isinstance(claimed, Exception):
        # A student's exception comes from another process, rebuilt below the built-in type of the same name.
        same = type(found).__name__ == type(claimed).__name__ and str(found) == str(claimed)
        return same, same and type(right).__name__ != type(found).__name__
    for kind in (tuple | list, dict):
        if isinstance(found, kind) and isinstance(claimed, kind) and not _is_row_of_numbers(found):
            return _compare_parts(found, claimed, right)
    try:
        x, y = as_array(found, "a"), as_array(claimed, "b")
    except CheckFailed:
        return _compare_plain(found, claimed, right)
    if x.shape != y.shape:
        return False, False
    try:
        z = as_array(right, "c")
    except CheckFailed:
        z = None
    x, y = x.astype(float), y.astype(float)
    same = np.allclose(x, y, rtol=1e-6, atol=1e-9, equal_nan=True)
    if z is None or z.shape != x.shape:
        return same, same
    with np.errstate(invalid="ignore"):
        rest, gap = (
            np.where((x == other) | (np.isnan(x) & np.isnan(other)), 0.0, np.abs(x - other)) for other in (y, z)
        )
        rounding = np.max(gap / np.maximum(np.abs(z), 1e-3), initial=0.0) <= ROUNDING
    if np.isnan(gap).any() or np.isinf(gap).any():
        return same, same
    if rounding:
        return same, False
    return same and bool(rest.max() <= UNEXPLAINED * gap.max()), True


# Differences of this relative size come from the order of the additions.
ROUNDING = 1e-12


def _is_row_of_numbers(value: Any) -> bool:
    return isinstance(value, tuple | list) and all(isinstance(one, int | float) for one in value)


def _compare_parts(found: Any, claimed: Any, right: Any) -> tuple[bool, bool]:
    keys = list(found) if isinstance(found, dict) else range(len(found))
    if len(found) != len(claimed) or (isinstance(found, dict) and found.keys() != claimed.keys()):
        return False, False
    telling = False
    for key in keys:
        try:
            wanted = right[key]
        except (TypeError, LookupError):
            wanted = None
        fits, tells = _compare(found[key], claimed[key], wanted)
        if not fits:
            return False, False
        telling |= tells
    return True, telling


def _compare_plain(found: Any, claimed: Any, right: Any) -> tuple[bool, bool]:
    if type(found) is not type(claimed):
        return False, False
    same = bool(found == claimed)
    return same, same and not (type(found) is type(right) and bool(found == right))


NEARBY = 3


def same_conventions(
    students: Sequence[Any],
    functions: Sequence[Any],
    right: Sequence[Any],
    calls: list[Call],
    evidence: list[Call],
) -> frozenset[str]:
    """The kinds of conventions that make the right functions ``functions``, on the calls and on inputs nearby.

    A kind that does so in all of ``evidence``, but not on other inputs, is among them with a question mark in front:
    who has given what ``functions`` give in all these calls may have meant either.
    """
    rng = np.random.default_rng(0)
    near = [replace(made, args=_nearby(made.args, rng), compared=[]) for made in calls[-4:] for _ in range(NEARBY)]
    every = [*calls, *near]
    # By their texts: a path may hold slices, which have no hash.
    paths = {repr(one.made.path): one.made.path for made in calls for one in made.compared if one.made is not None}
    wrong, wanted = (replay(students, some, every) for some in (functions, right))

    def kinds(some: list[Call]) -> set[str]:
        chosen = [i for i, made in enumerate(every) if any(made is one for one in some)]
        found = _rearranged(students, functions, [wanted[i] for i in chosen], [every[i] for i in chosen])
        for path in paths.values():
            seen = []
            for made, a, b in ((every[i], wrong[i], wanted[i]) for i in chosen):
                with contextlib.suppress(Exception):
                    x, y = (as_array(_part(value, path), "") for value in (a.value, b.value))
                    same = x.shape == y.shape and np.allclose(x, y, rtol=1e-9, atol=1e-12, equal_nan=True)
                    seen.append(Comparison(made, x, y, same))
            found |= set(
                conventions.fitting_values(seen, double=False) or conventions.fitting_values(seen, double=True)
            )
        return found

    always = kinds(every)
    return frozenset(always | {f"?{kind}" for kind in kinds(evidence) - always})


def _rearranged(
    students: Sequence[Any], functions: Sequence[Any], wanted: list[Outcome], calls: list[Call]
) -> set[str]:
    """Whether ``functions`` give what is ``wanted`` when their arguments are rearranged."""
    kinds = set()
    for kind, rearrange in conventions.REARRANGED.items():
        args = [rearrange(replace(made, function=functions[0])) for made in calls]
        some = [i for i, one in enumerate(args) if one is not None]
        moved = [replace(calls[i], args=args[i] or ()) for i in some]
        if some and all(
            _compare(other.value, wanted[i].value, None)[0]
            for i, other in zip(some, replay(students, functions, moved), strict=True)
        ):
            kinds.add(kind)
    return kinds


def _part(value: Any, path: tuple) -> Any:
    for key in path:
        value = value[key]
    return value


def _nearby(args: tuple, rng: np.random.Generator) -> tuple:
    """The arguments, every number with a fraction changed by up to a tenth."""

    def moved(value: Any) -> Any:
        if isinstance(value, float | np.floating):
            return float(value * (1 + rng.uniform(-0.1, 0.1)))
        if isinstance(value, np.ndarray) and value.dtype.kind == "f":
            return value * (1 + rng.uniform(-0.1, 0.1, size=value.shape))
        if isinstance(value, list | tuple):
            return type(value)(moved(item) for item in value)
        return value

    return tuple(moved(arg) for arg in args)
