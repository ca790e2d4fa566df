"""Write results into nbgrader's gradebook: whole submissions in a transaction, and nobody else writes."""

from __future__ import annotations

import datetime
import functools
import logging
import math
import sqlite3
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from nbgrader.api import BaseCell, Grade, Gradebook, MissingEntry, SubmittedAssignment, SubmittedNotebook
from nbgrader.plugins import LateSubmissionPlugin
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from traitlets.config import Config

from autograder import gradebook_schema
from autograder.course import Course
from autograder.engine.protocol import Verdict
from autograder.grading import bulk
from autograder.grading.opened import Entry
from autograder.grading.scoring import automatic_score
from autograder.reporting.marks import NO_RESPONSE

if TYPE_CHECKING:
    from autograder.source.assignment import Exercise

BUSY_SECONDS = 60.0
# How long a database server that has gone is asked again.
RECONNECT_SECONDS, RECONNECT_PAUSE = 60.0, 0.5
gradebook_schema.use()

Given = ParamSpec("Given")
Recorded = TypeVar("Recorded")


def _again_when_lost(write: Callable[Given, Recorded]) -> Callable[Given, Recorded]:
    """A transaction that is tried again after a server was started anew, or a network failed: nothing was written."""

    @functools.wraps(write)
    def written(*args: Given.args, **named: Given.kwargs) -> Recorded:
        until = time.monotonic() + RECONNECT_SECONDS
        while True:
            try:
                return write(*args, **named)
            except DBAPIError as error:
                if not _is_lost(error) or time.monotonic() > until:
                    raise
                time.sleep(RECONNECT_PAUSE)

    return written


@dataclass(frozen=True)
class Score:
    """What a submission has got: points, of how many, and whether a person still has to look at it."""

    points: float
    most: float
    needs_manual_grade: bool


# The score, and (automatic points, most points) by notebook and grade id.
Scored = tuple[Score, dict[tuple[str, str], tuple[float | None, float]]]


@dataclass(frozen=True)
class KeptCell:
    """What nbgrader keeps of a cell of the instructor's: its text as released, and its checksum."""

    source: str
    checksum: str


class Recorder:
    """The gradebook of a course, open for writing.

    Args:
        db_url: as in nbgrader's configuration.
        course_id: likewise.
        config: of nbgrader, for the plugin that sets penalties for late submissions.
        forgiven: tests of which everybody gets all points, by assignment.
    """

    def __init__(
        self, db_url: str, course_id: str, config: Config, forgiven: Mapping[str, Collection[str]] | None = None
    ) -> None:
        self._forgiven = forgiven or {}
        self._gradebook = Gradebook(db_url, course_id)
        if db_url.startswith("sqlite"):
            # Another grading run may be writing: wait for its transaction to end.
            event.listen(self._gradebook.engine, "connect", _wait_when_busy)
            self._gradebook.engine.dispose()
        self._gradebook.db().expire_on_commit = False
        self._cells: list[BaseCell] = []
        self._late = AssignLatePenalties(config=config)
        self._late.log.setLevel(logging.ERROR)
        self._late.init_plugin()

    def close(self) -> None:
        self._gradebook.close()

    def cells(self, assignment: str) -> dict[str, dict[str, KeptCell]]:
        """What nbgrader keeps of each cell, by notebook and grade id.

        Raises:
            nbgrader.api.MissingEntry: the assignment is not in the gradebook.
        """
        notebooks = self._gradebook.find_assignment(assignment).notebooks
        # As long as somebody holds them, the session does not ask for them again with each submission.
        for one in notebooks:
            self._cells += [*one.grade_cells, *one.solution_cells, *one.task_cells]
        return {
            one.name: {cell.name: KeptCell(cell.source or "", cell.checksum or "") for cell in one.source_cells}
            for one in notebooks
        }

    @_again_when_lost
    def batch(self, entries: Sequence[tuple[str, str]]) -> Batch:
        """Begin to record new submissions together.

        Args:
            entries: assignment and student of each that is to be recorded; what is not new is not for the batch.
        """
        session = self._gradebook.db()
        known: dict[str, bulk.Outline] = {}
        recorded: set[tuple[str, str]] = set()
        try:
            for assignment in {name for name, _student in entries}:
                students = [student for name, student in entries if name == assignment]
                known[assignment] = bulk.outline(session, assignment)
                recorded |= {(assignment, student) for student in bulk.recorded(session, assignment, students)}
            # Reading has begun a transaction, which nobody else should have to wait for.
            session.commit()
        except BaseException:
            session.rollback()
            raise
        return Batch(session, known, recorded, self._forgiven, self._may_cost_points)

    @property
    def _may_cost_points(self) -> bool:
        """Whether a submission may lose points for being late."""
        plugin = self._late.plugin_inst
        return type(plugin) is not LateSubmissionPlugin or plugin.penalty_method != "none"

    @_again_when_lost
    def record(
        self,
        assignment: str,
        student: str,
        timestamp: datetime.datetime | None,
        notebooks: Mapping[str, Verdict | None],
    ) -> Scored:
        """Save the automatic scores of a submission; manual scores and comments stay as they are.

        Args:
            assignment: its name.
            student: whose submission it is; a new one is added to the gradebook.
            timestamp: of the submission (UTC), or None.
            notebooks: what the judge found out, by name of the notebook; None for one that was not handed in.

        Returns:
            The score, and (automatic points, most points) by notebook and grade id.
        """
        session = self._gradebook.db()
        # The API commits after every step; here all of it is to happen, or nothing.
        commit, session.commit = session.commit, session.flush
        try:
            self._gradebook.update_or_create_student(student)
            known = {} if timestamp is None else {"timestamp": timestamp}
            submission = self._gradebook.update_or_create_submission(assignment, student, **known)
            for notebook in submission.notebooks:
                if notebook.name not in notebooks:
                    continue
                with session.no_autoflush:
                    self._save(notebook, notebooks[notebook.name], self._forgiven.get(assignment, ()))
                session.flush()
                if notebooks[notebook.name] is not None:
                    self._set_late_penalty(submission, notebook)
            session.flush()
            score = Score(submission.score, submission.max_score, bool(submission.needs_manual_grade))
            cells = {
                (notebook.name, grade.name): (grade.auto_score, _most(grade))
                for notebook in submission.notebooks
                for grade in notebook.grades
            }
            commit()
            return score, cells
        except BaseException:
            session.rollback()
            raise
        finally:
            del session.commit
            for kept in list(session):
                if not isinstance(kept, BaseCell):
                    # Somebody may give points by hand before this process comes back to it.
                    session.expire(kept)

    def _save(self, notebook: SubmittedNotebook, graded: Verdict | None, forgiven: Collection[str]) -> None:
        if graded is None:
            for grade in notebook.grades:
                grade.auto_score, grade.needs_manual_grade = 0, False
            return
        results = {result.grade_id: result for result in graded.tests}
        answered = graded.answered
        for grade in notebook.grades:
            if grade.cell.type == "TaskCell":
                continue
            grade.auto_score = automatic_score(results.get(grade.name), answered.get(grade.name), _most(grade))
            if grade.name in forgiven:
                grade.auto_score = _most(grade)
            grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None
        for comment in notebook.comments:
            is_task = comment.cell.type == "TaskCell"
            unanswered = not answered.get(comment.name, True) and not is_task
            comment.auto_comment = NO_RESPONSE if unanswered else None

    def _set_late_penalty(self, submission: SubmittedAssignment, notebook: SubmittedNotebook) -> None:
        notebook.late_submission_penalty = None
        if submission.total_seconds_late > 0:
            plugin = self._late.plugin_inst
            penalty = plugin.late_submission_penalty(
                submission.student.id, notebook.score, submission.total_seconds_late
            )
            if penalty is not None:
                notebook.late_submission_penalty = self._late._check_late_penalty(notebook, penalty)


class Batch:
    """New submissions that are recorded together, in one transaction. Make it with :meth:`Recorder.batch`."""

    def __init__(
        self,
        session: Any,
        known: dict[str, bulk.Outline],
        recorded: set[tuple[str, str]],
        forgiven: Mapping[str, Collection[str]],
        penalises: bool,
    ) -> None:
        self._session = session
        self._known = known
        self._recorded = recorded
        self._forgiven = forgiven
        self._penalises = penalises
        self._rows = bulk.Rows()

    def takes(self, entry: Entry) -> bool:
        """Whether a submission can be recorded here: it is new, and nothing of it has to be read first."""
        due = self._known[entry.assignment].due
        late = entry.timestamp is not None and due is not None and _plain(entry.timestamp) > due
        return (entry.assignment, entry.student) not in self._recorded and not (late and self._penalises)

    def add(self, entry: Entry) -> Scored:
        """Add a submission; returns what :meth:`Recorder.record` does. Nothing is recorded before :meth:`write`."""
        forgiven = self._forgiven.get(entry.assignment, ())
        known = self._known[entry.assignment]
        rows, points = bulk.rows_of(known, entry.student, entry.timestamp, entry.notebooks, forgiven)
        self._rows.take(rows)
        total = math.fsum(score for score, _most in points.values() if score is not None)
        by_hand = any(grade["needs_manual_grade"] for grade in rows.grades)
        return Score(total, math.fsum(most for _score, most in points.values()), by_hand), points

    def write(self) -> None:
        """Record all that has been added, or nothing.

        Raises:
            sqlalchemy.exc.DBAPIError: nothing has been recorded.
        """
        _again_when_lost(self._write)()

    def _write(self) -> None:
        try:
            self._rows.insert(self._session)
            self._session.commit()
        except BaseException:
            self._session.rollback()
            raise


def _plain(moment: datetime.datetime) -> datetime.datetime:
    """A moment as the gradebook has it: in UTC, without a zone."""
    return moment.astimezone(datetime.UTC).replace(tzinfo=None) if moment.tzinfo else moment


def _most(grade: Grade) -> float:
    """The points that a cell is worth. ``Grade.max_score`` says the same, with a query of its own for each cell."""
    return float(grade.cell.max_score or 0.0)


def _is_lost(error: DBAPIError) -> bool:
    """Whether a database server has gone, or does not answer."""
    return isinstance(error, OperationalError | InterfaceError) and not isinstance(error.orig, sqlite3.Error)


def _wait_when_busy(connection: Any, _record: Any) -> None:
    connection.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")


@dataclass(frozen=True)
class ClassScores:
    """Points by student and exercise; None for a submission that was never graded.

    Attributes:
        exercises, maximum: names, and the points that they are worth.
        students: their points.
        unjudged: (student, exercise) where a test could not be judged: a person has to look.
    """

    exercises: list[str]
    maximum: list[float]
    students: dict[str, list[float] | None]
    unjudged: frozenset[tuple[str, str]] = frozenset()


def read(course: Course, assignment: str, exercises: list[Exercise] | None, students: list[str]) -> ClassScores:
    """The scores of ``students`` in one assignment, by exercise, or by graded cell where exercises is None.

    Manual scores count where they exist.
    """
    rows: dict[str, list[float] | None] = {}
    unjudged: set[tuple[str, str]] = set()
    with Gradebook(course.gradebook_url, course.course_id) as gradebook:
        if exercises is None:
            graded = [
                cell
                for notebook in gradebook.find_assignment(assignment).notebooks
                for cell in [*notebook.grade_cells, *notebook.task_cells]
            ]
            parts = [(cell.name, float(cell.max_score), [cell.name]) for cell in graded]
        else:
            parts = [(exercise.name, exercise.points, _cells(exercise)) for exercise in exercises]
        by_hand = {
            (notebook.name, cell.name)
            for notebook in gradebook.find_assignment(assignment).notebooks
            for cell in [*notebook.solution_cells, *notebook.task_cells]
        }
        for student in students:
            try:
                submission = gradebook.find_submission(assignment, student)
            except MissingEntry:
                rows[student] = None
                continue
            scores = {grade.name: grade.score or 0.0 for notebook in submission.notebooks for grade in notebook.grades}
            rows[student] = [sum(scores.get(name, 0.0) for name in cells) for _name, _most, cells in parts]
            waiting = {
                grade.name
                for notebook in submission.notebooks
                for grade in notebook.grades
                if grade.auto_score is None
                and grade.manual_score is None
                and (notebook.name, grade.name) not in by_hand
            }
            unjudged |= {(student, name) for name, _most, cells in parts if waiting & set(cells)}
    return ClassScores([name for name, _, _ in parts], [most for _, most, _ in parts], rows, frozenset(unjudged))


def place(course: Course) -> str:
    """Where the gradebook is, for people to read: a path for SQLite, else an address without its password."""
    url = make_url(course.gradebook_url)
    if url.get_backend_name() == "sqlite" and url.database:
        return url.database
    return url.render_as_string(hide_password=True)


def due_date(course: Course, assignment: str) -> datetime.datetime | None:
    """When an assignment is due, in UTC with its zone; None where nobody has said so."""
    with Gradebook(course.gradebook_url, course.course_id) as gradebook:
        try:
            due = gradebook.find_assignment(assignment).duedate
        except MissingEntry:
            return None
    return None if due is None else due.replace(tzinfo=datetime.UTC)


def columns(course: Course, assignment: str) -> list[Exercise] | None:
    """The exercises of one of our assignments; None for another course's, whose graded cells stand for themselves."""
    if not course.is_ours:
        return None
    from autograder.source.reading import read_sources

    (source,) = read_sources(course, [assignment])
    return [exercise for exercise in source.exercises() if exercise.points]


def _cells(exercise: Exercise) -> list[str]:
    tests = [test.grade_id for test in exercise.tests if test.grade_id]
    return tests or [exercise.name]
