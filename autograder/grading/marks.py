"""Points, comments and penalties of an assignment, read from nbgrader's gradebook: a few queries for a class."""

from __future__ import annotations

import datetime
import functools
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    GradeCell,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
)
from sqlalchemy import create_engine, select
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.pool import NullPool

from autograder.reporting.marks import CellMark, Marks


@functools.lru_cache(maxsize=8)
def _engine(db_url: str) -> Engine:
    # Its queries stay compiled, also in processes that are forked from this one; a connection lives for one reading.
    return create_engine(db_url, poolclass=NullPool)


def read(db_url: str, assignment: str, student: str | None = None) -> dict[tuple[str, str], Marks]:
    """The marks of each notebook that the gradebook has of an assignment, by student and name of the notebook.

    Args:
        db_url: the gradebook.
        assignment: which.
        student: only this one's.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: the gradebook cannot be read.
    """
    with _engine(db_url).connect() as connection:
        return _read(connection, assignment, student)


def _read(connection: Connection, assignment: str, student: str | None) -> dict[tuple[str, str], Marks]:
    tables = {one: one.__table__.c for one in (Assignment, BaseCell, Comment, Grade, GradeCell, Notebook, TaskCell)}
    handed_in, notebooks = SubmittedAssignment.__table__.c, SubmittedNotebook.__table__.c
    joined = (
        select(
            notebooks.id,
            handed_in.student_id,
            tables[Notebook].name,
            notebooks.late_submission_penalty,
            handed_in.timestamp,
            handed_in.extension,
            tables[Assignment].duedate,
        )
        .select_from(SubmittedNotebook.__table__)
        .join(SubmittedAssignment.__table__, notebooks.assignment_id == handed_in.id)
        .join(Notebook.__table__, notebooks.notebook_id == tables[Notebook].id)
        .join(Assignment.__table__, handed_in.assignment_id == tables[Assignment].id)
        .where(tables[Assignment].name == assignment)
    )
    if student is not None:
        joined = joined.where(handed_in.student_id == student)
    found: dict[Any, tuple[tuple[str, str], Marks]] = {}
    for key, who, name, penalty, timestamp, extension, due in connection.execute(joined):
        until = None if due is None else due + (extension or datetime.timedelta())
        found[key] = (who, name), Marks({}, {}, float(penalty or 0), timestamp, until)
    worth = {
        key: float(most or 0)
        for kind in (GradeCell, TaskCell)
        for key, most in connection.execute(select(tables[kind].id, tables[kind].max_score))
    }
    grades, comments, cells = tables[Grade], tables[Comment], tables[BaseCell]
    of_these = select(joined.subquery().c.id)
    rows = connection.execute(
        select(
            grades.notebook_id,
            cells.name,
            grades.cell_id,
            grades.auto_score,
            grades.manual_score,
            grades.extra_credit,
            grades.needs_manual_grade,
        )
        .join(BaseCell.__table__, grades.cell_id == cells.id)
        .where(grades.notebook_id.in_(of_these))
    ).all()
    for key, name, cell, automatic, by_hand, extra, waits in rows:
        given = by_hand if by_hand is not None else automatic
        points = float(given or 0) + float(extra or 0)
        # nbgrader keeps asking after a person has given the points of a cell that is graded again.
        is_open = bool(waits) and by_hand is None
        found[key][1].cells[name] = CellMark(points, worth.get(cell, 0.0), is_open, by_hand is not None)
    written = connection.execute(
        select(comments.notebook_id, cells.name, comments.auto_comment, comments.manual_comment)
        .join(BaseCell.__table__, comments.cell_id == cells.id)
        .where(comments.notebook_id.in_(of_these))
        # Every answer has a row; few say anything.
        .where(comments.auto_comment.is_not(None) | comments.manual_comment.is_not(None))
    ).all()
    for key, name, automatic, by_hand in written:
        if text := by_hand if by_hand is not None else automatic:
            found[key][1].comments[name] = text
    return dict(found.values())
