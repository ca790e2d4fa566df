"""Judge one notebook: the student's cells run in their sandbox, the test cells here, and only data passes between."""

from __future__ import annotations

import functools
import json
import math
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.engine import evaluating, names, references, surroundings, test_cells
from autograder.engine.cell_limits import seconds_of
from autograder.engine.errors import NotJudgeable
from autograder.engine.judging import Judging
from autograder.engine.later import Later
from autograder.engine.notebooks import Unreadable
from autograder.engine.protocol import Mode, Reason
from autograder.engine.repair import Merged, Step, role
from autograder.engine.sandbox import StudentProcess
from autograder.engine.student import (
    GRACE_SECONDS,
    Gone,
    Student,
    TimeIsUp,
    library_name,
)
from autograder.engine.test_cells import JudgeIsLate, Part
from autograder.engine.test_names import TrustedNames

MOST_RESTARTS = 5
# Processor time of a call that nobody's points depend on.
CALL_SECONDS = 1.0
LONGEST_POINTS = 40


@dataclass
class TestResult:
    """What a test cell said.

    Attributes:
        grade_id: of the test cell.
        outputs: of the cell, as nbformat outputs.
        reason: why it was not passed; None when it was.
        message: what was wrong, for people; instructors only where hidden lines have run.
        error: what ended the test, where it ran in this process.
        reported: whether the student's process has decided something in it.
        advice: the last part of the message, where a check has recognised something.
        of_hidden: whether it ended where hidden tests had begun: pages then show nothing of it but its outputs.
    """

    grade_id: str
    outputs: list[dict[str, Any]]
    reason: Reason | None = None
    message: str = ""
    error: BaseException | None = None
    reported: bool = False
    advice: str = ""
    of_hidden: bool = False


# Whoever raises one of their exceptions may end a test as if it were passed.
_TAKES_ENDS = frozenset(("unittest", "pytest", "_pytest", "doctest", "IPython", "autograder", "gancourse", "inside"))


@dataclass
class Judged:
    """A judged notebook.

    Attributes:
        outputs: of each step that ran, by position.
        tests: their results.
        operations: what tests and locked cells have asked of live objects, by grade id.
        after_hidden: positions of the student's cells that ran when hidden tests had called their functions.
        ended_early: whether a cell or a call ran out of time or memory, or was ended: perhaps by a neighbour's fault.
    """

    outputs: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    tests: list[TestResult] = field(default_factory=list)
    operations: dict[str, tuple[str, ...]] = field(default_factory=dict)
    after_hidden: set[int] = field(default_factory=set)
    ended_early: bool = False


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
        judging: how.
        merged: the repaired notebook.
        new_student: starts a process for the student's code; it is given the trusted names of locked cells.
    """

    def __init__(self, judging: Judging, merged: Merged, new_student: Callable[[dict[str, Any]], Student]) -> None:
        self._judging = judging
        self._merged = merged
        self._new_student = new_student
        self._cell_seconds = judging.settings.cell_seconds
        self._wall_seconds = judging.settings.cell_wall_seconds
        self._outside = judging.mode is Mode.JUDGE
        self._given: dict[str, Any] = {}
        self._names = TrustedNames(self, self._shared_names(), self._changed_by_functions())
        self._questions = references.Questions()
        self._libraries = names.packages_of(judging.plan.source) - _TAKES_ENDS
        self._student: Student | None = None
        self._done: list[tuple[Step, int]] = []
        self._restarts = 0
        # Why names are missing whose cells were ended.
        self._ended: dict[str, Reason] = {}
        self._lost: Gone | None = None
        self._judged = Judged()
        self._inputs = [""]
        self._demonstrated: set[str] = set()
        # Whether hidden tests have asked the process that goes on: what it shows from then on could tell their inputs.
        self._hidden_seen = False
        # Tests whose hidden part is still to be run, and those among them for which a copy waits already.
        self._waiting: list[_Waiting] = []
        self._pending: list[_Pending] = []
        # What the test cell at hand has looked up. A name must not mean now this and now that within a test.
        self._looked_up: dict[str, Any] = {}

    def judge(self, run: set[int]) -> Judged:
        """Run the steps at these positions and the tests among them."""
        kinds = ("test", "locked")
        answers = [step.source_code for step in self._merged.steps if step.kind == "answer"]
        shown = [step.code for step in self._merged.steps if step.kind == "unchanged"]
        self._names.look_ahead((step.code for step in self._merged.steps if step.kind in kinds), [*answers, *shown])
        self._demonstrated = {self._merged.steps[i].code for i in run if self._merged.steps[i].kind == "unchanged"}
        try:
            with telling_checks("beside", self._run_beside):
                for position, step in enumerate(self._merged.steps):
                    if self._waiting and self._may_disturb(step, position in run):
                        self._copy()
                    self._leave_to_student(step.grade_id)
                    if step.cell["cell_type"] == "code" and step.code.strip():
                        self._remember(step.code)
                    if position in run:
                        self._step(position, step)
                for pending in self._pending:
                    self._judging.stage("judge", functools.partial(self._finish, pending))
                self._judging.stage("judge", self._finish_here)
        finally:
            for pending in self._pending:
                pending.later.drop()
            self._names.tidy()
            if self._student is not None:
                self._student.close()
        return self._judged

    @contextmanager
    def asked(self, positions: Iterable[int], functions: Iterable[str]) -> Iterator[dict[str, Callable[..., Any]]]:
        """The student's functions with these names, to be called in this context; no test runs before.

        Args:
            positions: of the cells to run first, in order.
            functions: names; those that are missing, or no functions, are left out.

        Raises:
            Gone, NotJudgeable: the process is lost, or a value cannot be handed over.
        """
        try:
            for position in positions:
                step = self._merged.steps[position]
                self._remember(step.code)
                self._step(position, step)
            found = {}
            for name in functions:
                with suppress(NameError):
                    if callable(value := self.name(name)):
                        found[name] = value
            self._alive().limit(CALL_SECONDS, 2 * CALL_SECONDS)
            self._alive().may_show = False
            yield found
        finally:
            if self._student is not None:
                self._student.close()

    def _step(self, position: int, step: Step) -> None:
        if step.kind == "test" and self._outside:
            result = self._why_missing(self._judging.stage("judge", lambda: self._test(position, step)))
            self._judged.outputs[position] = result.outputs
            self._judged.tests.append(result)
            return
        if self._hidden_seen and step.kind in ("answer", "own"):
            self._judged.after_hidden.add(position)
        outputs = self._judging.stage("run", lambda: self._run_in_student(step))
        if (budget := self._judging.budget) is not None:
            outputs = (budget.of_test if step.kind == "test" else budget.of_student)(outputs)
        self._judged.outputs[position] = outputs
        if step.kind == "test":
            result = self._why_missing(_within_points(_from_outputs(step.grade_id, outputs), step))
            self._hidden_seen = self._hidden_seen or bool(test_cells.hidden_lines(step.code))
            if self._hidden_seen:
                result.of_hidden = True
                result.outputs = self._judged.outputs[position] = _fixed(result)
            self._judged.tests.append(result)
        elif self._outside:
            self._follow(step)

    def _follow(self, step: Step) -> None:
        """What a cell that the student's process has run means for the names of the tests."""
        if step.kind == "locked":
            before = set(self._names)
            done = self._trusted(step, self._wall_seconds)
            for name in set(self._names) - before | names.bound(step.code):
                if callable(value := dict.get(self._names, name)):
                    self._given[name] = value
            if done.error is not None:
                # A helper that is not here must not be taken from where students could have put their own.
                why = _verdict(done.error)[1]
                for name in names.bound(step.code) - set(self._names):
                    self._names.withhold(
                        name, f"{name} is defined in {step.grade_id}, which cannot be run here ({why})"
                    )
            return
        if step.kind == "answer":
            self._give_up(step.source_code)

    def _remember(self, code: str) -> None:
        """A notebook's memory of what was typed, as the tests see it: the text of every cell is known here."""
        self._inputs.append(code)
        self._names["In"] = self._names["_ih"] = self._inputs
        for name, back in (("_i", 2), ("_ii", 3), ("_iii", 4)):
            self._names[name] = self._inputs[-back] if len(self._inputs) >= back else ""
        self._names[f"_i{len(self._inputs) - 1}"] = code

    def _leave_to_student(self, grade_id: str) -> None:
        """The author's demonstrations that stand before this cell in the source: what they define is the student's."""
        if self._outside:
            for text in self._merged.demonstrations.get(grade_id, []):
                if text in self._demonstrated:
                    self._give_up(text)

    def _give_up(self, text: str) -> None:
        """A name that students define is theirs, but what a cell of the source imports is the library itself."""
        self._names.leave_to_student(set(names.bound(text)) - set(names.imported(text)))
        for statement in names.imports(text):
            # One that fails must not keep the others back.
            test_cells.run(statement, self._names, "imports", self._cell_seconds, self._wall_seconds)

    def _limit(self, step: Step) -> None:
        """The cell at hand has the time that nbgrader's configuration gives to it."""
        settings = self._judging.settings
        if settings.timeout_func is None:
            return
        try:
            self._cell_seconds = seconds_of(settings, step.cell)
        except ValueError as error:
            raise Unreadable(str(error)) from None
        self._wall_seconds = self._cell_seconds * settings.cell_wall_seconds // settings.cell_seconds
        if self._student is not None:
            self._student.limit(self._cell_seconds, self._wall_seconds)

    def _run_in_student(self, step: Step) -> list[dict[str, Any]]:
        self._limit(step)
        given = sorted(names.bound(step.code)) if step.kind == "locked" else []
        try:
            student = self._alive()
            self._names.hand_over()
            number = len(self._inputs) - 1
            with self._judging.clock.apart("run"):
                ok, outputs = student.run(step.code, given, number)
        except Gone as gone:
            self._judged.ended_early |= gone.reason in ENDS_EARLY
            self._note_ending(step, gone.reason)
            self._start_again()
            return [_said(f"{_WHY[gone.reason]}: {gone}", gone.reason)]
        self._done.append((step, number))
        reason = None if ok else _from_outputs("", outputs).reason if outputs else Reason.TIME
        self._judged.ended_early |= reason in ENDS_EARLY
        self._note_ending(step, reason)
        return outputs

    def _note_ending(self, step: Step, reason: Reason | None) -> None:
        """What a cell was to define and did not, because it was ended, is missing for that reason."""
        for name in names.bound(step.code):
            self._ended.pop(name, None)
            if reason in ENDS_EARLY:
                self._ended[name] = reason

    def _why_missing(self, result: TestResult) -> TestResult:
        """A name that is missing because the cell that defines it was ended: that is said instead."""
        found = _MISSING.match(result.message) if result.reason is Reason.NAME_MISSING else None
        reason = self._ended.get(found[1]) if found else None
        if reason is not None:
            result.reason = reason
            result.message = f"{_WHY[reason]}: {result.message}, since the cell that defines it was ended"
            for number, one in enumerate(result.outputs):
                if one.get("output_type") == "error":
                    trace = [*one.get("traceback", [])[:-1], f"✗ {result.message}"]
                    result.outputs[number] = {**one, "evalue": result.message, "traceback": trace}
        return result

    def _alive(self) -> Student:
        """The student's process, started again where the last one was lost: the cells run so far are run again."""
        if self._lost is not None:
            raise self._lost
        if self._student is None:
            with evaluating.aside():
                self._student = self._prepared(self._new_student(self._given))
        if self._student.gone is not None:
            self._start_again()
            if self._lost is not None:
                raise self._lost
        return self._student

    def _prepared(self, student: Student) -> Student:
        student.questions, student.before_call = self._questions, self._before_call
        student.after_call = self._after_call
        student.libraries = self._libraries
        student.limit(self._cell_seconds, self._wall_seconds)
        return student

    def _start_again(self) -> None:
        self._looked_up.clear()
        gone = self._student.gone if self._student else None
        limits = self._cell_seconds, self._wall_seconds
        while self._restarts < MOST_RESTARTS:
            self._restarts += 1
            try:
                with evaluating.aside():
                    self._student = self._prepared(self._new_student(self._given))
                for step, number in self._done:
                    self._limit(step)
                    given = sorted(names.bound(step.code)) if step.kind == "locked" else []
                    self._student.run(step.code, given, number)
                self._student.limit(*limits)
                return
            except Gone as again:
                gone = again
            finally:
                self._cell_seconds, self._wall_seconds = limits
        self._lost = gone

    def name(self, name: str) -> Any:
        """The student's value of a name: the same until code of the student's has run."""
        if name not in self._looked_up:
            self._looked_up[name] = self._alive().name(name)
        return self._looked_up[name]

    def student(self) -> Student:
        """The process at hand."""
        return self._alive()

    def _shared_names(self) -> frozenset[str]:
        """The names that cells of the source need: a test that sets one of them means the student's."""
        wanted: set[str] = set()
        for step in self._merged.steps:
            if step.kind == "answer":
                wanted |= names.needed(step.source_code) | names.read_in_functions(step.source_code)
            elif step.kind == "unchanged":
                wanted |= names.needed(step.code) | names.read_in_functions(step.code)
        return frozenset(wanted)

    def _changed_by_functions(self) -> frozenset[str]:
        """The names that functions of the source change: what a test has set is theirs to go on with."""
        texts = [step.source_code for step in self._merged.steps if step.kind == "answer"]
        return frozenset().union(*map(names.changed_in_functions, texts))

    def _trusted(self, step: Step, wall_seconds: float, part: Part = Part.WHOLE) -> test_cells.Result:
        """Run a cell of the instructor's, or a part of it, here."""
        label, code = step.grade_id, step.code
        operations = self._judging.operations
        allowed = None if operations is None else frozenset(operations.get(label, ()))
        self._questions = references.Questions(allowed)
        if self._student is not None:
            self._student.questions = self._questions
        self._looked_up.clear()
        with self._names.of_test(code) if step.kind == "test" else nullcontext():
            result = test_cells.run(code, self._names, label, self._cell_seconds, wall_seconds, part)
        self._looked_up.clear()
        if self._questions.used:
            self._judged.operations[label] = tuple(
                sorted({*self._judged.operations.get(label, ()), *self._questions.used})
            )
        if result.error is None and self._questions.refused is not None:
            result.error = self._questions.refused
        return result

    def _before_call(self) -> dict[str, Any]:
        """What names stood for: while student's code runs, they may come to stand for anything."""
        known, self._looked_up = self._looked_up, {}
        self._names.hand_over()
        return known

    def _after_call(self, known: dict[str, Any], moved: frozenset[str] | None) -> None:
        """A function or an object that has still the same name need not be asked for again."""
        known, self._looked_up = known | self._looked_up, {}
        if moved is not None:
            self._looked_up = {
                name: one for name, one in known.items() if name not in moved and references.handle(one) is not None
            }
        self._names.fetch()

    def _run_beside(
        self, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[Any, Any]
    ) -> Callable[..., Any]:
        """A probe that gets a function of the student's runs beside it, in the student's process."""
        if references.handle(function) is not None or not any(
            references.handle(one) is not None for one in (*args, *kwargs.values())
        ):
            return function
        name = getattr(function, "__name__", "")
        if library_name(function) is None and self._given.get(name) is not function:
            return function

        def probe(*own: Any, **named: Any) -> Any:
            return self._alive().call(function, own, named)

        probe.__name__ = name
        return probe

    def _test(self, position: int, step: Step) -> TestResult:
        """Run a test cell; its hidden part, where it has one, is left for later where that is possible."""
        if step.grade_id in self._judging.skip:
            message = "The test did not come to an end: what it was given keeps it busy for too long."
            return TestResult(step.grade_id, [_said(message, Reason.TIME)], Reason.TIME, message)
        if not self._judging.hidden_later or not test_cells.hidden_lines(step.code):
            return self._without_secrets(self._run_test(step, Part.WHOLE), step)
        result = self._without_secrets(self._run_test(step, Part.VISIBLE), step)
        if result.reason is not None:
            return result
        self._waiting.append(_Waiting(position, step, result))
        if not any(package in step.code for package in surroundings.read_ahead):
            # Whatever runs next might change what this test is about: its hidden part keeps what there is now.
            self._copy()
        return result

    def _may_disturb(self, step: Step, runs: bool) -> bool:
        """Whether a step may change what the hidden parts that wait are about.

        They are written by this project's rules (data only, no test depends on another): only what binds their names
        anew, or does more than define, can.
        """
        used = self._used_by_hidden()
        # What the author's demonstrations before it define becomes the student's.
        given_up = frozenset().union(*map(names.bound, self._merged.demonstrations.get(step.grade_id, [])))
        if given_up & used:
            return True
        return runs and (
            bool(names.bound(step.code) & used) or not (step.kind == "test" or names.only_defines(step.code))
        )

    def _used_by_hidden(self) -> set[str]:
        """The names that the hidden parts that wait ask for, and those that the functions behind them read."""
        used = set().union(*(names.needed(test_cells.hidden_rest(one.step.code)) for one in self._waiting))
        texts = [step.code for step, _ in self._done]
        while more := [text for text in texts if names.bound(text) & used]:
            texts = [text for text in texts if text not in more]
            used |= set().union(*(names.needed(text) | names.read_in_functions(text) for text in more))
        return used

    def _copy(self) -> None:
        """Copies of this process and of the student's keep things as they are for the hidden parts that wait."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        try:
            copy = self._alive().fork()
        except Gone:
            # Its cells are run again in a new process, when it is time for that.
            self._pending += [_Pending([one], self._later([one], None), self._student) for one in waiting]
            return
        if copy is None:
            # It has threads, which a copy would not have: the tests go on here, and nothing is shown from now on.
            self._hidden_seen = True
            for one in waiting:
                self._add(one, self._hidden_part(one.step, Part.REST))
            return
        self._pending.append(_Pending(waiting, self._later(waiting, copy), self._student))
        copy.kill()

    def _later(self, waiting: list[_Waiting], copy: StudentProcess | None) -> Later:
        # Files are kept as they are now as well: whatever runs meanwhile may write others of the same names.
        folder = tempfile.mkdtemp(prefix="hidden-", dir=Path.cwd().parent)
        shutil.copytree(os.curdir, folder, symlinks=True, dirs_exist_ok=True)

        def work(lost: bool) -> bytes:
            os.chdir(folder)
            part = Part.WHOLE
            if copy is not None and not lost:
                assert self._student is not None
                self._student.move_to(copy)
                part = Part.REST
            elif self._student is not None and self._student.gone is None:
                self._student.gone = Gone(Reason.KILLED, "its process ended")
            self._restarts = 0
            return _packed([self._hidden_part(one.step, part) for one in waiting])

        return Later(work)

    def _finish(self, pending: _Pending) -> None:
        """Run hidden parts of tests now: all that a page shows has been recorded."""
        lost = self._student is not pending.student or (self._student is not None and not self._student.is_alive())
        most = len(pending.tests) * (self._wall_seconds + 2 * GRACE_SECONDS)
        body = pending.later.result(lost, most + 10 + (self._judging.settings.submission_seconds if lost else 0))
        if body is None and len(pending.tests) > 1:
            # One of them keeps the copy from coming to an end: each gets one of its own.
            for one in pending.tests:
                self._finish(_Pending([one], self._later([one], None), None))
            return
        for number, one in enumerate(pending.tests):
            message = "The hidden part of the test did not come to an end."
            late = TestResult(
                one.step.grade_id, [_said(_WHY[Reason.TIME], Reason.TIME)], Reason.TIME, message, of_hidden=True
            )
            self._add(one, late if body is None else _unpacked(body)[number])

    def _finish_here(self) -> None:
        """Run the hidden parts that still wait for a copy: nothing comes after them, so that they need none."""
        waiting, self._waiting = self._waiting, []
        part = Part.REST
        try:
            self._alive()
        except Gone:
            part = Part.WHOLE
        self._restarts = 0
        for one in waiting:
            self._add(one, self._hidden_part(one.step, part))

    def _add(self, waiting: _Waiting, hidden: TestResult) -> None:
        self._judged.ended_early |= hidden.reason in ENDS_EARLY
        _joined(waiting.result, hidden, waiting.step)
        self._judged.outputs[waiting.position] = waiting.result.outputs

    def _hidden_part(self, step: Step, part: Part) -> TestResult:
        """Run a test cell with its hidden lines; in what is shown of it, nothing depends on the student's words."""
        return _hidden_from_page(self._run_test(step, part, may_show=False), step)

    def _without_secrets(self, result: TestResult, step: Step) -> TestResult:
        return _hidden_from_page(result, step) if self._hidden_seen else result

    def _run_test(self, step: Step, part: Part, may_show: bool = True) -> TestResult:
        self._judging.on_test(step.grade_id)
        self._limit(step)
        if self._student is not None:
            self._student.share_random = "seed(" in step.code
            self._student.test_deadline = time.monotonic() + self._wall_seconds
            self._student.may_show = may_show
        # Calls end by the student's own limit; the judge's comes later, for what the test itself does.
        result = self._trusted(step, self._wall_seconds + 2 * GRACE_SECONDS, part)
        if self._student is not None:
            self._student.test_deadline = math.inf
        if result.error is None:
            passed = TestResult(step.grade_id, result.outputs, reported=self._questions.reported)
            return _within_points(passed, step)
        reason, message = _verdict(result.error)
        self._judged.ended_early |= reason in ENDS_EARLY
        if isinstance(result.error, Gone | TimeIsUp | JudgeIsLate | NotJudgeable):
            shown = _said(message, reason)
        else:
            shown = test_cells.shown(result.error, step.code, step.grade_id)
        return TestResult(
            step.grade_id, [*result.outputs, shown], reason, message, result.error, advice=_advice(result.error)
        )


@dataclass
class _Waiting:
    """A test whose hidden part is still to be run.

    Attributes:
        position, step: of the test cell.
        result: what its visible part said; the rest is added to it.
    """

    position: int
    step: Step
    result: TestResult


@dataclass
class _Pending:
    """Tests for whose hidden parts a copy waits.

    Attributes:
        tests: which.
        later: the copy of this process that waits to run them.
        student: the process that was asked so far.
    """

    tests: list[_Waiting]
    later: Later
    student: Student | None


def _packed(results: list[TestResult]) -> bytes:
    kept = [[one.grade_id, one.outputs, one.reason, one.message, one.reported, one.advice] for one in results]
    return json.dumps(kept).encode()


def _unpacked(body: bytes) -> list[TestResult]:
    return [
        TestResult(
            grade_id,
            outputs,
            None if reason is None else Reason(reason),
            message,
            reported=reported,
            advice=advice,
            of_hidden=True,
        )
        for grade_id, outputs, reason, message, reported, advice in json.loads(body)
    ]


def _joined(visible: TestResult, hidden: TestResult, step: Step) -> TestResult:
    """The result of a test's visible part with that of the rest added to it."""
    visible.outputs = [*visible.outputs, *hidden.outputs]
    visible.reason, visible.message, visible.advice = hidden.reason, hidden.message, hidden.advice
    visible.of_hidden = True
    visible.reported = visible.reported or hidden.reported
    return _within_points(visible, step)


def _hidden_from_page(result: TestResult, step: Step) -> TestResult:
    """A result of whose outputs only points and a fixed sentence are left; the message is for the instructor."""
    result.outputs = _fixed(result, step)
    result.of_hidden = True
    return result


def _fixed(result: TestResult, step: Step | None = None) -> list[dict[str, Any]]:
    kept = [points for one in result.outputs if (points := _points(one)) is not None]
    if result.reason is None:
        return kept
    why = _WHY.get(result.reason, "")
    if result.error is not None and step is not None:
        return [*kept, test_cells.shown_of_hidden(result.error, step.code, step.grade_id, why)]
    return [*kept, _said(why or test_cells.NOT_PASSED, Reason.WRONG_VALUE)]


def _points(output: dict[str, Any]) -> dict[str, Any] | None:
    """What a test prints as its points, which is a number; None for any other output."""
    try:
        text = output["data"]["text/plain"]
        float(text)
    except (KeyError, TypeError, ValueError):
        return None
    # A number with room for a message is none.
    return {**output, "data": {"text/plain": text if len(text) <= LONGEST_POINTS else "nan"}}


_MISSING = re.compile(r"name '(\w+)' is not defined")
ENDS_EARLY = (Reason.TIME, Reason.MEMORY, Reason.KILLED)
_WHY = {
    Reason.TIME: "It took too long",
    Reason.MEMORY: "It used too much memory",
    Reason.KILLED: "The process of this notebook ended early",
    Reason.MALFORMED_REPLY: "The process of this notebook answered with something that is no value",
}
# What checks call a wrong value; their other words are ours.
_WRONG_VALUE = ("value", "convention")


def _verdict(error: BaseException) -> tuple[Reason, str]:
    """The reason code and the message of an error that ended a test cell."""
    message = str(error)
    if isinstance(error, Gone):
        return error.reason, f"{_WHY[error.reason]}: {message}"
    if isinstance(error, TimeIsUp | JudgeIsLate):
        return Reason.TIME, f"{_WHY[Reason.TIME]}: {message}"
    if references.is_told(error):
        pass
    elif (word := getattr(error, "reason", None)) is not None and hasattr(error, "advice"):
        return _of_check(word), message
    if isinstance(error, NameError):
        return Reason.NAME_MISSING, message
    if type(error).__name__ == NotImplementedError.__name__:
        # Not what is derived from it: IPython's word for input() that nobody answers, say.
        return Reason.NOT_WRITTEN, message or "it is not written yet"
    if isinstance(error, NotJudgeable):
        return Reason.NOT_JUDGED, message
    if isinstance(error, MemoryError) or _is_of_memory(type(error).__name__, message):
        return Reason.MEMORY, _too_much_memory(message)
    if isinstance(error, AssertionError):
        return Reason.WRONG_VALUE, message or "a check of this test does not hold"
    return Reason.EXCEPTION, f"{type(error).__name__}: {message}"


def _advice(error: BaseException) -> str:
    """What a check has recognised, apart from what it found; never the word of a student's process."""
    advice = "" if references.is_told(error) else getattr(error, "advice", "")
    return advice if isinstance(advice, str) else ""


def _of_check(word: Any) -> Reason:
    """The reason that a check gives for its failure. A course may have checks of its own, with words of their own."""
    if word in _WRONG_VALUE:
        return Reason.WRONG_VALUE
    try:
        return Reason(word)
    except ValueError:
        return Reason.WRONG_VALUE


def _said(message: str, reason: Reason) -> dict[str, Any]:
    return {"output_type": "error", "ename": reason, "evalue": message, "traceback": [f"✗ {message}"]}


def _within_points(result: TestResult, step: Step) -> TestResult:
    """A test may print the points that it gives, but no more than it has."""
    most = role(step.cell).get("points")
    shown = [one for one in result.outputs if isinstance(one, dict) and one.get("output_type") == "execute_result"]
    try:
        given = float(shown[0]["data"]["text/plain"])
    except (IndexError, KeyError, TypeError, ValueError):
        return result
    if not result.reason and isinstance(most, int | float) and given > most:
        result.reason = Reason.NOT_JUDGED
        result.message = f"the test gives {given:g} points and has {most:g}: the test has to be corrected"
    return result


def _from_outputs(grade_id: str, outputs: list[dict[str, Any]]) -> TestResult:
    error = next((one for one in outputs if isinstance(one, dict) and one.get("output_type") == "error"), None)
    if error is None:
        return TestResult(grade_id, outputs)
    name, message = str(error.get("ename")), str(error.get("evalue"))
    if _is_of_memory(name, message):
        return TestResult(grade_id, outputs, Reason.MEMORY, _too_much_memory(message))
    return TestResult(grade_id, outputs, _REASON_OF_ERROR.get(name, Reason.EXCEPTION), message)


# NumPy's exception has a name of its own.
_OF_MEMORY = ("MemoryError", "_ArrayMemoryError")
# How the system and libraries say it in exceptions for anything.
_SAY_MEMORY = ("cannot allocate memory", "can't allocate memory", "not enough memory", "out of memory")


def _is_of_memory(name: str, message: str) -> bool:
    of_any = name in ("OSError", "RuntimeError", "BlockingIOError", "OutOfMemoryError")
    return name in _OF_MEMORY or (of_any and any(words in message.lower() for words in _SAY_MEMORY))


def _too_much_memory(message: str) -> str:
    return f"{_WHY[Reason.MEMORY]}: {message or 'there was no more to be had'}"


_REASON_OF_ERROR = {
    "AssertionError": Reason.WRONG_VALUE,
    "CheckFailed": Reason.WRONG_VALUE,
    "NameError": Reason.NAME_MISSING,
    "NotImplementedError": Reason.NOT_WRITTEN,
    "TooLong": Reason.TIME,
    # What stands in place of an error where the process was lost.
    **{str(reason): reason for reason in _WHY},
}


@contextmanager
def telling_checks(variable: str, value: object) -> Iterator[None]:
    """Set a variable of ``gancourse.check``, where it is installed, which knows no call yet."""
    try:
        from gancourse.check import calling
    except ImportError:
        yield
        return
    told = getattr(calling, variable)
    token = told.set(value)
    calling.recent_calls.clear()
    try:
        yield
    finally:
        told.reset(token)
