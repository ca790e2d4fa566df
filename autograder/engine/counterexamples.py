"""Small cases that a student's functions get wrong, looked for when all tests have been judged.

Where a test has failed and recognised nothing, a package that test cells import may have a search
(:data:`autograder.engine.surroundings.searches`). It gets functions of a *new* process of the student's, in namespaces
of its own: only cells of the notebook have run there, no test, so nothing that it shows can tell of hidden inputs. The
search itself runs in a copy of the judge, which is ended when its time is over; no verdict depends on it.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from autograder.engine import names, sanitise, surroundings
from autograder.engine.errors import NotJudgeable
from autograder.engine.judge import Judge, TestResult
from autograder.engine.judging import Clock, Judging
from autograder.engine.later import Later
from autograder.engine.protocol import LONGEST_MESSAGE, Mode, Reason, short
from autograder.engine.repair import Merged, Step, role
from autograder.engine.student import Gone, Student, TimeIsUp

# What a case can show more of.
UNEXPLAINED = frozenset((Reason.WRONG_VALUE, Reason.TYPE, Reason.SHAPE, Reason.DTYPE, Reason.EXCEPTION))
Cases = dict[str, dict[str, str]]


def look(
    judging: Judging, merged: Merged, results: Iterable[TestResult], new_student: Callable[[dict[str, Any]], Student]
) -> Cases:
    """Cases by grade id of the answer, for the answers with a failed test of which nothing was recognised.

    Args:
        judging: how; its settings say how long this may take.
        merged: the notebook.
        results: of all its tests.
        new_student: starts a process for the student's code.
    """
    notebook = surroundings.current_notebook.get()
    failed = unexplained(merged, results)
    if not judging.settings.counterexample_seconds or not failed or notebook is None or judging.mode is not Mode.JUDGE:
        return {}
    text = "\n".join(cell["source"] for cell in judging.plan.source)
    found: Cases = {}
    for package, search in surroundings.searches.items():
        if package in text:
            # No verdict hangs on it: a submission is graded with or without.
            with contextlib.suppress(Exception):
                found |= _looked_for(judging, merged, new_student, notebook, search, failed)
    return found


def _looked_for(
    judging: Judging,
    merged: Merged,
    new_student: Callable[[dict[str, Any]], Student],
    notebook: Path,
    search: surroundings.Search,
    failed: set[str],
) -> Cases:
    """What one search has found."""
    todo = {name: functions for name, functions in search.wanted(notebook).items() if name in failed}
    functions = sorted(set().union(*todo.values()))
    if not functions:
        return {}

    def work(_lost: bool) -> bytes:
        quiet = replace(judging, hidden_later=False, budget=None, clock=Clock(), operations=None)
        cases: Cases = {}
        # What ends the student's process ends the search.
        with (
            contextlib.suppress(Exception, Gone, NotJudgeable),
            Judge(quiet, merged, new_student).asked(cells_behind(merged.steps, functions), functions) as own,
        ):
            for exercise, about in todo.items():
                with contextlib.suppress(Exception, TimeIsUp, NotJudgeable):
                    case = search.find(notebook, exercise, {name: own[name] for name in about if name in own})
                    if case is not None:
                        cases[exercise] = case
        return json.dumps(cases).encode()

    judging.sandbox.begin()
    try:
        body = Later(work).result(False, judging.settings.counterexample_seconds)
    finally:
        judging.sandbox.give_up()
    return {
        exercise: {key: short(sanitise.text(said), LONGEST_MESSAGE) for key, said in case.items()}
        for exercise, case in json.loads(body or b"{}").items()
    }


def unexplained(merged: Merged, results: Iterable[TestResult]) -> set[str]:
    """The answers with a failed test, none of whose tests has recognised anything or failed for another cause."""
    owners = _owners(merged.steps)
    failed: dict[str, list[TestResult]] = {}
    for result in results:
        if result.reason is not None and (owner := owners.get(result.grade_id)):
            failed.setdefault(owner, []).append(result)
    return {
        owner for owner, some in failed.items() if all(one.reason in UNEXPLAINED and not one.advice for one in some)
    }


def _owners(steps: Iterable[Step]) -> dict[str, str]:
    """Which answer each test is about: the one with the longest name that the test's continues, else the one before."""
    answers: list[str] = []
    found = {}
    for step in steps:
        if step.kind == "answer":
            answers.append(step.grade_id)
        elif step.kind == "test" and answers:
            named = [one for one in answers if step.grade_id.startswith(f"{one}-")]
            found[step.grade_id] = max(named, key=len, default=answers[-1])
    return found


def cells_behind(steps: list[Step], functions: Iterable[str]) -> list[int]:
    """The positions of the cells that have to run before these functions can be called, and of no test."""
    able = [i for i, step in enumerate(steps) if step.kind != "test" and step.cell["cell_type"] == "code"]
    chosen = {i for i in able if steps[i].kind == "locked"}
    wanted = set(functions)
    while True:
        more = {i for i in able if i not in chosen and names.bound(steps[i].code) & wanted}
        chosen |= more
        reads = [names.needed(steps[i].code) | names.read_in_functions(steps[i].code) for i in chosen]
        grown = wanted.union(*reads)
        if not more and grown == wanted:
            return sorted(i for i in chosen if not role(steps[i].cell).get("task"))
        wanted = grown
