"""New submissions as rows of nbgrader's gradebook, inserted many at a time: the API takes a statement for each cell."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from nbgrader import utils
from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    GradeCell,
    MissingEntry,
    Notebook,
    SolutionCell,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
    new_uuid,
)
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from autograder.engine.protocol import Verdict
from autograder.grading.scoring import automatic_score
from autograder.reporting.marks import NO_RESPONSE


@dataclass(frozen=True)
class Cell:
    """A cell of an assignment, as the gradebook has it.

    Attributes:
        key, name: its row, and its grade id.
        most: points that it is worth; 0 for one that gives none.
        is_task: whether it is nbgrader's "manually graded task".
    """

    key: str
    name: str
    most: float = 0.0
    is_task: bool = False


@dataclass(frozen=True)
class Paper:
    """A notebook of an assignment: its row, and its cells with points and with comments."""

    key: str
    name: str
    graded: tuple[Cell, ...]
    commented: tuple[Cell, ...]


@dataclass(frozen=True)
class Outline:
    """An assignment as the gradebook has it: its row, when it is due (UTC, without a zone), and its notebooks."""

    key: str
    due: datetime | None
    papers: tuple[Paper, ...]


@dataclass
class Rows:
    """What is to be inserted, by table."""

    students: list[dict[str, Any]] = field(default_factory=list)
    submissions: list[dict[str, Any]] = field(default_factory=list)
    notebooks: list[dict[str, Any]] = field(default_factory=list)
    grades: list[dict[str, Any]] = field(default_factory=list)
    comments: list[dict[str, Any]] = field(default_factory=list)

    def take(self, other: Rows) -> None:
        self.students += other.students
        self.submissions += other.submissions
        self.notebooks += other.notebooks
        self.grades += other.grades
        self.comments += other.comments

    def insert(self, session: Session) -> None:
        """Insert all of them, in the session's transaction.

        Raises:
            sqlalchemy.exc.IntegrityError: somebody else has recorded one of these submissions meanwhile.
        """
        new = {row["id"] for row in self.students} - set(_present(session, [row["id"] for row in self.students]))
        self.students = [{"id": name} for name in sorted(new)]
        tables = (
            (Student, self.students),
            (SubmittedAssignment, self.submissions),
            (SubmittedNotebook, self.notebooks),
            (Grade, self.grades),
            (Comment, self.comments),
        )
        for table, rows in tables:
            if rows:
                session.execute(insert(table.__table__), rows)


def _present(session: Session, students: list[str]) -> Iterable[str]:
    return session.scalars(select(Student.id).where(Student.id.in_(students)))


def outline(session: Session, assignment: str) -> Outline:
    """What the gradebook knows of an assignment.

    Raises:
        nbgrader.api.MissingEntry: nothing.
    """
    found = session.execute(
        select(Assignment.id, Assignment.duedate).where(Assignment.name == assignment)
    ).one_or_none()
    if found is None:
        raise MissingEntry(f"No such assignment: {assignment}")
    key, due = found
    graded = _cells(session, key, GradeCell, "max_score")
    solutions = _cells(session, key, SolutionCell)
    tasks = _cells(session, key, TaskCell, "max_score", is_task=True)
    papers = session.execute(select(Notebook.id, Notebook.name).where(Notebook.assignment_id == key))
    return Outline(
        key,
        due,
        tuple(
            Paper(
                own,
                name,
                (*graded.get(own, ()), *tasks.get(own, ())),
                (*solutions.get(own, ()), *tasks.get(own, ())),
            )
            for own, name in papers.all()
        ),
    )


def _cells(
    session: Session, assignment: str, kind: Any, points: str = "", is_task: bool = False
) -> dict[str, list[Cell]]:
    """The cells of a kind, by the row of their notebook."""
    base, own = BaseCell.__table__, kind.__table__
    columns = [base.c.notebook_id, base.c.id, base.c.name, *([own.c[points]] if points else [])]
    found: dict[str, list[Cell]] = {}
    for notebook, key, name, *most in session.execute(
        select(*columns)
        .join(own, own.c.id == base.c.id)
        .join(Notebook, Notebook.id == base.c.notebook_id)
        .where(Notebook.assignment_id == assignment)
    ):
        found.setdefault(notebook, []).append(Cell(key, name, float(most[0] or 0.0) if most else 0.0, is_task))
    return found


def recorded(session: Session, assignment: str, students: Collection[str]) -> set[str]:
    """Those of these students of whom the gradebook has a submission of the assignment."""
    return set(
        session.scalars(
            select(SubmittedAssignment.student_id)
            .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
            .where(Assignment.name == assignment, SubmittedAssignment.student_id.in_(list(students)))
        )
    )


def rows_of(
    known: Outline,
    student: str,
    timestamp: datetime | None,
    notebooks: Mapping[str, Verdict | None],
    forgiven: Collection[str],
) -> tuple[Rows, dict[tuple[str, str], tuple[float | None, float]]]:
    """The rows of a submission of which the gradebook has none, as the API would make them, and fill them in.

    Args:
        known: its assignment.
        student: whose it is.
        timestamp: when it was handed in (UTC), or None.
        notebooks: what the judge found out, by name of the notebook; None for one that was not handed in.
        forgiven: the tests of which everybody gets all points.

    Returns:
        The rows, and (automatic points, most points) by notebook and grade id.
    """
    rows, points = Rows(students=[{"id": student}]), {}
    submission = {"id": new_uuid(), "assignment_id": known.key, "student_id": student}
    rows.submissions.append({**submission, "timestamp": None if timestamp is None else utils.parse_utc(timestamp)})
    for paper in known.papers:
        own = new_uuid()
        rows.notebooks.append({"id": own, "assignment_id": submission["id"], "notebook_id": paper.key})
        is_judged, verdict = paper.name in notebooks, notebooks.get(paper.name)
        results = {one.grade_id: one for one in verdict.tests} if verdict else {}
        answered = verdict.answered if verdict else {}
        for cell in paper.graded:
            score: float | None = None
            by_hand = True
            if is_judged and verdict is None:
                score, by_hand = 0.0, False
            elif is_judged and not cell.is_task:
                score = automatic_score(results.get(cell.name), answered.get(cell.name), cell.most)
                score = cell.most if cell.name in forgiven else score
                by_hand = score is None
            grade = {"id": new_uuid(), "cell_id": cell.key, "notebook_id": own, "auto_score": score}
            rows.grades.append({**grade, "needs_manual_grade": by_hand})
            points[paper.name, cell.name] = (score, cell.most)
        for cell in paper.commented:
            unanswered = verdict is not None and not answered.get(cell.name, True) and not cell.is_task
            comment = {"id": new_uuid(), "cell_id": cell.key, "notebook_id": own}
            rows.comments.append({**comment, "auto_comment": NO_RESPONSE if unanswered else None})
    return rows, points
