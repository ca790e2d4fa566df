"""Judge one notebook: the student's cells run in their sandbox, the test cells here, and only data passes between."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any, Literal

from autograder.engine import names, sanitise, test_cells
from autograder.engine.repair import Merged, Step
from autograder.engine.stages import Stage
from autograder.engine.student import (
    GRACE_SECONDS,
    Gone,
    NotPlainData,
    RemoteFunction,
    Student,
    TimeIsUp,
    library_name,
)
from autograder.engine.test_cells import JudgeIsLate, TrustedNames

Mode = Literal["judge", "in-student"]
MOST_RESTARTS = 5


@dataclass
class TestResult:
    """What a test cell said.

    Attributes:
        grade_id: of the test cell.
        outputs: of the cell, as nbformat outputs.
        reason: "" when it passed, else one of "not written", "name missing", "wrong value", "shape", "dtype", "type",
            "exception", "argument changed", "warning", "time", "memory", "killed", "malformed reply", "broken".
        message: what was wrong, for people.
    """

    grade_id: str
    outputs: list[dict[str, Any]]
    reason: str = ""
    message: str = ""


@dataclass
class Judged:
    """A judged notebook.

    Attributes:
        outputs: of each step that ran, by position.
        tests: their results.
        after_hidden: positions of the student's cells that ran when hidden tests had called their functions.
    """

    outputs: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    tests: list[TestResult] = field(default_factory=list)
    after_hidden: set[int] = field(default_factory=set)


def steps_to_run(merged: Merged, every_cell: bool) -> set[int]:
    """The positions of the code cells to run.

    All but the author's unchanged demonstrations; of these, only those that define a name which another cell that
    runs needs and no cell before it defines.
    """
    steps = merged.steps
    runs = {i for i, step in enumerate(steps) if step.kind in ("locked", "test", "answer", "own")}
    demonstrations = {i for i, step in enumerate(steps) if step.kind == "unchanged"}
    if every_cell:
        return runs | demonstrations
    while True:
        missing: set[str] = set()
        so_far: set[str] = set()
        for i in sorted(runs):
            missing |= names.needed(steps[i].code) - so_far
            so_far |= names.bound(steps[i].code)
        more = {i for i in demonstrations - runs if missing & names.bound(steps[i].code)}
        if not more:
            return runs
        runs |= more


class Judge:
    """Judges one notebook.

    Args:
        merged: the repaired notebook.
        new_student: starts a process for the student's code; it is given the trusted names of locked cells.
        cell_seconds: wall time of one test cell in the judge itself.
        mode: "judge", or "in-student" for tests that need the student's live objects.
        on_test: told the grade id of each test before it runs.
        skip: tests that are known never to end, by grade id: they are not earned.
        running: a context for the time in which a cell of the student's runs.
        budget: how much of the outputs of students' cells is kept; all of it where none is given.
        stage: does the work of a stage, with whatever limits it has.
    """

    def __init__(
        self,
        merged: Merged,
        new_student: Callable[[dict[str, Any]], Student],
        cell_seconds: float,
        mode: Mode,
        on_test: Callable[[str], None] = lambda _grade_id: None,
        skip: frozenset[str] = frozenset(),
        running: Callable[[], AbstractContextManager] = nullcontext,
        budget: sanitise.Budget | None = None,
        stage: Callable[[Stage, Callable[[], Any]], Any] = lambda _stage, work: work(),
    ) -> None:
        self._merged = merged
        self._new_student = new_student
        self._cell_seconds = cell_seconds
        self._mode = mode
        self._on_test = on_test
        self._skip = skip
        self._running = running
        self._budget = budget
        self._stage = stage
        self._given: dict[str, Any] = {}
        self._names = TrustedNames(self._ask)
        self._student: Student | None = None
        self._done: list[Step] = []
        self._restarts = 0
        self._lost: Gone | None = None
        self._judged = Judged()
        self._demonstrated: set[str] = set()
        self._hidden_seen = False
        # What the test cell at hand has looked up. A name must not mean now this and now that within a test.
        self._looked_up: dict[str, Any] = {}

    def judge(self, run: set[int]) -> Judged:
        """Run the steps at these positions and the tests among them."""
        self._demonstrated = {self._merged.steps[i].code for i in run if self._merged.steps[i].kind == "unchanged"}
        try:
            with _beside(self._run_beside):
                for position in sorted(run):
                    self._step(position, self._merged.steps[position])
        finally:
            if self._student is not None:
                self._student.close()
        return self._judged

    def _step(self, position: int, step: Step) -> None:
        if step.kind in ("locked", "test", "answer"):
            self._leave_to_student(step.grade_id)
        if step.kind == "test" and self._mode == "judge":
            result = self._stage("judge", lambda: self._test(step))
            self._judged.outputs[position] = result.outputs
            self._judged.tests.append(result)
            return
        if self._hidden_seen and step.kind in ("answer", "own"):
            self._judged.after_hidden.add(position)
        outputs = self._stage("run", lambda: self._run_in_student(step))
        if self._budget is not None:
            outputs = (self._budget.of_test if step.kind == "test" else self._budget.of_student)(outputs)
        self._judged.outputs[position] = outputs
        if step.kind == "test":
            self._judged.tests.append(_from_outputs(step.grade_id, outputs))
        elif self._mode == "judge":
            self._follow(step)

    def _follow(self, step: Step) -> None:
        """What a cell that the student's process has run means for the names of the tests."""
        if step.kind == "locked":
            before = set(self._names)
            test_cells.run(step.code, self._names, step.grade_id, self._cell_seconds)
            for name in set(self._names) - before | names.bound(step.code):
                if callable(value := self._names.get(name)):
                    self._given[name] = value
            return
        if step.kind == "answer":
            self._give_up(step.source_code)

    def _leave_to_student(self, grade_id: str) -> None:
        """The author's demonstrations that stand before this cell in the source: what they define is the student's."""
        if self._mode == "judge":
            for text in self._merged.demonstrations.get(grade_id, []):
                if text in self._demonstrated:
                    self._give_up(text)

    def _give_up(self, text: str) -> None:
        """A name that students define is theirs, but what a cell of the source imports is the library itself."""
        self._names.leave_to_student(set(names.bound(text)) - set(names.imported(text)))
        if program := names.imports(text):
            test_cells.run(program, self._names, "imports", self._cell_seconds)

    def _run_in_student(self, step: Step) -> list[dict[str, Any]]:
        given = sorted(names.bound(step.code)) if step.kind == "locked" else []
        try:
            student = self._alive()
            with self._running():
                _ok, outputs = student.run(step.code, given)
        except Gone as gone:
            self._start_again()
            return [_said(f"{_WHY[gone.reason]}: {gone}", gone.reason)]
        self._done.append(step)
        return outputs

    def _alive(self) -> Student:
        """The student's process, started again where the last one was lost: the cells run so far are run again."""
        if self._lost is not None:
            raise self._lost
        if self._student is None:
            self._student = self._new_student(self._given)
        if self._student.gone is not None:
            self._start_again()
            if self._lost is not None:
                raise self._lost
        return self._student

    def _start_again(self) -> None:
        gone = self._student.gone if self._student else None
        while self._restarts < MOST_RESTARTS:
            self._restarts += 1
            try:
                self._student = self._new_student(self._given)
                for step in self._done:
                    self._student.run(step.code, sorted(names.bound(step.code)) if step.kind == "locked" else [])
                return
            except Gone as again:
                gone = again
        self._lost = gone

    def _ask(self, name: str) -> Any:
        if name not in self._looked_up:
            self._looked_up[name] = self._alive().name(name)
        return self._looked_up[name]

    def _run_beside(self, function: Callable, args: tuple, kwargs: dict) -> Callable:
        """A probe that gets a function of the student's runs beside it, in the student's process."""
        if isinstance(function, RemoteFunction) or not any(
            isinstance(one, RemoteFunction) for one in (*args, *kwargs.values())
        ):
            return function
        name = getattr(function, "__name__", "")
        if library_name(function) is None and self._given.get(name) is not function:
            return function

        def probe(*own: Any, **named: Any) -> Any:
            return self._alive().call(function, own, named)

        probe.__name__ = name
        return probe

    def _test(self, step: Step) -> TestResult:
        if step.grade_id in self._skip:
            message = "The test did not come to an end: what it was given keeps it busy for too long."
            return TestResult(step.grade_id, [_said(message, "time")], "time", message)
        self._on_test(step.grade_id)
        self._hidden_seen = self._hidden_seen or bool(test_cells.hidden_lines(step.code))
        self._looked_up.clear()
        if self._student is not None:
            self._student.share_random = "seed(" in step.code
            self._student.test_deadline = time.monotonic() + self._cell_seconds
            self._student.may_show = lambda: not test_cells.in_hidden_lines(step.code, step.grade_id)
        # Calls end by the student's own limit; the judge's comes later, for what the test itself does.
        result = test_cells.run(step.code, self._names, step.grade_id, self._cell_seconds + 2 * GRACE_SECONDS)
        self._looked_up.clear()
        if self._student is not None:
            self._student.test_deadline = math.inf
        if result.error is None:
            return TestResult(step.grade_id, result.outputs)
        reason, message = _verdict(result.error)
        if isinstance(result.error, Gone | TimeIsUp | JudgeIsLate):
            shown = _said(message, reason)
        else:
            shown = test_cells.shown(result.error, step.code, step.grade_id)
        return TestResult(step.grade_id, [*result.outputs, shown], reason, message)


_WHY = {
    "time": "It took too long",
    "memory": "It used too much memory",
    "killed": "The process of this notebook ended early",
    "malformed reply": "The process of this notebook answered with something that is no value",
}
_REASONS = {"value": "wrong value", "convention": "wrong value"}


def _verdict(error: BaseException) -> tuple[str, str]:
    """The reason code and the message of an error that ended a test cell."""
    message = str(error)
    if isinstance(error, Gone):
        return error.reason, f"{_WHY[error.reason]}: {message}"
    if isinstance(error, TimeIsUp | JudgeIsLate):
        return "time", f"{_WHY['time']}: {message}"
    if (reason := getattr(error, "reason", None)) is not None and hasattr(error, "advice"):
        return _REASONS.get(reason, reason), message
    if isinstance(error, NameError):
        return "name missing", message
    if isinstance(error, NotImplementedError):
        return "not written", message or "it is not written yet"
    if isinstance(error, NotPlainData):
        return "type", message
    if isinstance(error, AssertionError):
        return "wrong value", message or "a check of this test does not hold"
    return "exception", f"{type(error).__name__}: {message}"


def _said(message: str, reason: str) -> dict[str, Any]:
    return {"output_type": "error", "ename": reason, "evalue": message, "traceback": [f"✗ {message}"]}


def _from_outputs(grade_id: str, outputs: list[dict[str, Any]]) -> TestResult:
    error = next((one for one in outputs if isinstance(one, dict) and one.get("output_type") == "error"), None)
    if error is None:
        return TestResult(grade_id, outputs)
    name, message = str(error.get("ename")), str(error.get("evalue"))
    reasons = {
        "AssertionError": "wrong value",
        "NameError": "name missing",
        "NotImplementedError": "not written",
        "TooLong": "time",
        "CheckFailed": "wrong value",
    }
    reason = name if name in _WHY else reasons.get(name, "exception")
    return TestResult(grade_id, outputs, reason, message)


@contextmanager
def _beside(run: Callable):
    """Tell ``gancourse.check``, where it is installed, where probes run."""
    try:
        from gancourse.check import calling
    except ImportError:
        yield
        return
    token = calling.beside.set(run)
    calling.recent_calls.clear()
    try:
        yield
    finally:
        calling.beside.reset(token)
