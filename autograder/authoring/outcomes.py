"""The table of what known wrong answers give on visible inputs, which ships with the students' package.

:mod:`gancourse.check.outcomes` reads it. Only visible checks of numbers go into it (``check.close``), whose expected
values stand in the notebook anyway: checks of names, line numbers, truth values and whole numbers are left out.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from gancourse.check import Call, outcomes
from gancourse.check.evidence import Comparison

from autograder.authoring.tryout import contained, try_answer
from autograder.course import Course
from autograder.hidden import misconceptions, reference_answers
from autograder.source import bank
from autograder.source.assignment import Exercise, Source, stub
from autograder.source.bank import Answer

FORMAT = 3
# What differs less from the right value is not told from it.
CLEARLY = 1e-4
MOST_INPUTS = 12
SEED = 1


def fingerprint(course: Course, source: Source) -> str:
    """A hash of what the table is made from."""
    parts = [source.path.read_bytes(), course.bank(source.name).read_bytes(), str(FORMAT).encode()]
    return outcomes.digest(*parts).hex()


def table(course: Course, source: Source, notebook: Path) -> str:
    """The table of an assignment as JSON.

    Args:
        course: whose.
        source: of the assignment.
        notebook: the instructor's notebook.
    """
    answers = [one for one in bank.read(course.bank(source.name)) if not one.is_right]
    claims: dict[str, list[dict[str, Any]]] = {}
    inputs: dict[str, list[dict[str, Any]]] = {}
    slips: dict[str, list[str]] = {}
    for exercise in source.exercises():
        for name, calls in _visible_calls(notebook, exercise).items():
            own = [one for one in answers if one.exercise == exercise.name]
            made = list(_claims(notebook, calls, own, slips))
            if made:
                claims[name] = claims.get(name, []) + made
                inputs[name] = inputs.get(name, []) + _inputs(calls)
    points = {outcomes.cell_key(stub(test)): test.points for one in source.exercises() for test in one.tests}
    whole = {
        "made_from": fingerprint(course, source),
        "claims": claims,
        "inputs": inputs,
        "slips": slips,
        "points": points,
    }
    return json.dumps(whole, ensure_ascii=False, indent=0, sort_keys=True) + "\n"


def _visible_calls(notebook: Path, exercise: Exercise) -> dict[str, list[Call]]:
    """The calls of the visible tests, made with the solution, by whose calls they are."""
    tried = try_answer(notebook, exercise, exercise.solution.cell.source, seed=SEED, visible_only=True)
    found: dict[str, list[Call]] = {}
    for one in tried.comparisons:
        if one.made is None or not _may_go_in(one):
            continue
        found.setdefault(outcomes.name_of(one.made), [])
        calls = found[outcomes.name_of(one.made)]
        if not any(call.compared is one.made.compared for call in calls):
            calls.append(one.made)
    return found


def _may_go_in(one: Comparison) -> bool:
    """Whether a comparison is one of numbers with fractions: what is from a small set could be found by trying."""
    return one.expected.dtype.kind == "f" and outcomes.place(one) is not None


def _claims(
    notebook: Path, calls: list[Call], answers: list[Answer], slips: dict[str, list[str]]
) -> Iterator[dict[str, Any]]:
    right = reference_answers.namespace(notebook)
    students = misconceptions.students_functions(calls[-1], answers)
    names = [one.__name__ for one in students]
    for answer in answers:
        if bank.defined_names(answer.code).isdisjoint(names):
            continue
        with contained(30.0):
            functions = misconceptions.defined_by(answer, names, right)
            wrong = misconceptions.replay(students, functions, calls)
            same = sorted(misconceptions.same_conventions(students, functions, students, calls, _repeatable(calls)))
        key = outcomes.digest(b"claim", answer.exercise.encode(), answer.name.encode(), answer.code.encode())[:16]
        at = {}
        for made, outcome in zip(calls, wrong, strict=True):
            for one in made.compared:
                if not _may_go_in(one):
                    continue
                values = outcomes.part(outcome.value, list(one.made.path))
                if values is outcomes.RAISED:
                    continue
                where = outcomes.place(one)
                if where is None:
                    continue
                at[where] = ("!" if _clearly_differs(values, one.found) else "=") + outcomes.lock(key, where, values)
                for sentence, value in one.slips.items():
                    if np.shape(value) == values.shape and np.allclose(values, value, rtol=1e-5, atol=1e-6):
                        place = outcomes.digest(b"slip", sentence.encode())[:16].hex()
                        slips[place] = sorted({*slips.get(place, []), *same})
        if any(lock[0] == "!" for lock in at.values()):
            yield {"at": at, "sealed": outcomes.seal(key, {"says": answer.says, "same": same})}


def _repeatable(calls: list[Call]) -> list[Call]:
    """The calls that students' installations can make again on their own; the first in any case."""
    repeatable = []
    for made in calls:
        with contextlib.suppress(TypeError):
            repeatable += [made] if [outcomes.pack(arg) for arg in made.args] and not made.kwargs else []
    return repeatable[:MOST_INPUTS] or calls[:1]


def _clearly_differs(values: np.ndarray, right: np.ndarray) -> bool:
    return values.shape != right.shape or not np.allclose(values, right, rtol=CLEARLY, atol=1e-9, equal_nan=True)


def _inputs(calls: list[Call]) -> list[dict[str, Any]]:
    """The inputs of the calls that can be made again from a text."""
    found: list[dict[str, Any]] = []
    for made in calls:
        try:
            args = [outcomes.pack(arg) for arg in made.args]
        except TypeError:
            continue
        paths = sorted({one.made.path for one in made.compared if _may_go_in(one)}, key=str)
        given = {"args": args, "paths": [list(path) for path in paths]}
        if not made.kwargs and given not in found:
            found.append(given)
    return found[:MOST_INPUTS]


def is_fresh(text: str, course: Course, source: Source) -> bool:
    """Whether a table was made from this source and bank."""
    try:
        return json.loads(text)["made_from"] == fingerprint(course, source)
    except (ValueError, KeyError, TypeError):
        return False
