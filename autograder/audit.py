"""Run every answer of a bank through the real test cells: do they accept the right ones and reject the wrong ones?"""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import matplotlib

from autograder import bank, isolated, reference
from autograder.bank import Answer
from autograder.build import BadSource, instructor_text, read_sources, replace_text
from autograder.course import Course
from autograder.seed import SEED_VARIABLE
from autograder.source import Exercise, Source, stub

SECONDS_PER_ANSWER = 120.0
# A verdict must not depend on the hidden inputs that grading happens to draw.
SEEDS = (20140610, 1, 2, 3)
LEAST_RIGHT, LEAST_WRONG = 3, 4


@dataclass(frozen=True)
class Verdict:
    """What the test cells of an exercise said of one answer: the message of the first check that failed, or ""."""

    answer: Answer
    message: str

    @property
    def accepted(self) -> bool:
        return not self.message

    @property
    def slipped(self) -> bool:
        return self.accepted != self.answer.is_right


@dataclass
class ExerciseAudit:
    """The verdicts on all answers of an exercise, and what the bank itself lacks."""

    assignment: str
    exercise: Exercise
    verdicts: list[Verdict] = field(default_factory=list)

    def count(self, right: bool) -> tuple[int, int]:
        """How many of the right (or wrong) answers got the verdict they should get, and how many there are."""
        judged = [verdict for verdict in self.verdicts if verdict.answer.is_right == right]
        return sum(not verdict.slipped for verdict in judged), len(judged)

    def complaints(self) -> list[str]:
        """One sentence for each answer that slipped and each thing that the bank lacks; empty when perfect."""
        found = []
        for verdict in self.verdicts:
            if verdict.slipped:
                what = "right answer rejected" if verdict.answer.is_right else "wrong answer accepted"
                detail = f": {verdict.message}" if verdict.message else ""
                found.append(f"{self.exercise.name}: {what}: “{verdict.answer.name}”{detail}")
        for right, least in ((True, LEAST_RIGHT), (False, LEAST_WRONG)):
            # The solution and the untouched stub are audited too, but are not the bank's.
            own = sum(v.answer.is_right == right and v.answer.line > 0 for v in self.verdicts)
            if own < least:
                kind = "right" if right else "wrong"
                found.append(f"{self.exercise.name}: the bank has {own} {kind} answers, at least {least} are needed.")
        return found


def audit(course: Course, assignment: str, jobs: int = 2) -> Iterator[ExerciseAudit]:
    """Audit one assignment, exercise by exercise.

    Raises:
        BadSource: the source or the bank breaks a rule.
    """
    (source,) = read_sources(course, [assignment])
    exercises = [exercise for exercise in source.exercises() if exercise.tests]
    answers: list[Answer] = []
    if exercises:
        if not course.bank(assignment).is_file():
            raise BadSource(f"{course.bank(assignment)}:1: the bank is missing: write right and wrong answers there.")
        answers = bank.read(course.bank(assignment), [exercise.name for exercise in exercises])
    notebook = course.source_notebook(assignment)
    replace_text(notebook, instructor_text(source))
    _import_what_notebooks_import()
    reference.namespace(notebook)
    for exercise in exercises:
        own = [
            Answer(exercise.name, "the solution", None, exercise.solution.cell.source, 0),
            Answer(exercise.name, "the untouched stub", "not written", stub(exercise.solution), 0),
        ]
        todo = own + [answer for answer in answers if answer.exercise == exercise.name]
        inputs = [(source, exercise, answer, notebook) for answer in todo]
        messages = dict(isolated.run_each(_run_with_every_seed, inputs, seconds=SECONDS_PER_ANSWER, jobs=jobs))
        verdicts = [_verdict(answer, messages[position]) for position, answer in enumerate(todo)]
        yield ExerciseAudit(assignment, exercise, verdicts)


def _verdict(answer: Answer, messages: list[str] | isolated.Failure) -> Verdict:
    """Accepted means accepted under every seed for a right answer, and under some seed for a wrong one."""
    if isinstance(messages, isolated.Failure):
        return Verdict(answer, messages.reason)
    wanted = max(messages, key=bool) if answer.is_right else min(messages, key=bool)
    return Verdict(answer, wanted)


def _import_what_notebooks_import() -> None:
    """Import once what every forked process would otherwise import again. Nothing is computed before the fork."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    matplotlib.use("Agg")
    for module in ("matplotlib.pyplot", "scipy.stats", "sympy", "torch", "gancourse.widgets", "autograder.hidden"):
        importlib.import_module(module)


def _run_with_every_seed(source: Source, exercise: Exercise, answer: Answer, notebook: Path) -> list[str]:
    """What the cells say under each of the seeds."""
    reference.current_notebook.set(notebook)
    return [_run_cells(source, exercise, answer, seed) for seed in SEEDS]


def _run_cells(source: Source, exercise: Exercise, answer: Answer, seed: int) -> str:
    """The message of the first failing cell, or "". Other exercises are solved as in the source."""
    os.environ[SEED_VARIABLE] = str(seed)
    names: dict = {"__name__": "__main__"}
    quietly = contextlib.ExitStack()
    quietly.enter_context(contextlib.redirect_stdout(io.StringIO()))
    quietly.enter_context(contextlib.redirect_stderr(io.StringIO()))
    quietly.enter_context(warnings.catch_warnings(action="ignore"))
    with quietly:
        for cell in source.cells:
            text = answer.code if cell is exercise.solution else cell.cell.source
            runs = cell.solution or (cell.locked and not cell.is_test) or cell in exercise.tests
            if not runs or cell.cell.cell_type != "code":
                continue
            try:
                exec(compile(text, f"<{cell.grade_id}>", "exec"), names)
            except (Exception, SystemExit) as error:  # noqa: BLE001 - an answer may raise anything
                if cell in exercise.tests:
                    return f"{cell.grade_id}: {str(error) or type(error).__name__}"
                # As in a notebook, a cell that fails does not stop the next ones.
    return ""
