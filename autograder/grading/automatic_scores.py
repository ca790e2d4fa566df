"""The automatic scores of an assignment in the gradebook: read for a whole class, and set in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    GradeCell,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import create_engine, select, update
from sqlalchemy.engine import Connection

# Student, notebook, grade id; the grade id "" stands for the notebook's penalty for being late.
Place = tuple[str, str, str]
PENALTY = ""


@dataclass(frozen=True)
class Scores:
    """What a gradebook has.

    Attributes:
        automatic: points, None where a person decides.
        by_hand: the places at which a person has given points.
        most: the points that cells are worth, by notebook and grade id.
    """

    automatic: dict[Place, float | None]
    by_hand: frozenset[Place]
    most: dict[tuple[str, str], float]


def read(db_url: str, assignment: str) -> Scores:
    """The scores of an assignment, penalties among them."""
    engine = create_engine(db_url)
    try:
        with engine.connect() as connection:
            return _read(connection, assignment)
    finally:
        engine.dispose()


def write(db_url: str, assignment: str, wanted: Mapping[Place, float | None]) -> None:
    """Set automatic scores, all of them or none; points given by hand stay, and ask to be looked at again."""
    engine = create_engine(db_url)
    try:
        with engine.begin() as connection:
            notebooks, grades = _notebooks(connection, assignment), Grade.__table__.c
            keys = {where: key for key, where in notebooks.items()}
            cells = _cells(connection, assignment)
            for (student, notebook, name), score in wanted.items():
                key = keys[student, notebook]
                if name == PENALTY:
                    submitted = SubmittedNotebook.__table__
                    penalty = update(submitted).where(submitted.c.id == key)
                    connection.execute(penalty.values(late_submission_penalty=score))
                    continue
                ours = (grades.notebook_id == key) & (grades.cell_id == cells[notebook, name])
                by_hand = connection.execute(select(grades.manual_score).where(ours)).scalar_one()
                changed = update(Grade.__table__).where(ours)
                asks = score is None or by_hand is not None
                connection.execute(changed.values(auto_score=score, needs_manual_grade=asks))
    finally:
        engine.dispose()


def _read(connection: Connection, assignment: str) -> Scores:
    notebooks, grades, cells = _notebooks(connection, assignment), Grade.__table__.c, BaseCell.__table__.c
    automatic: dict[Place, float | None] = {}
    by_hand: set[Place] = set()
    rows = connection.execute(
        select(grades.notebook_id, cells.name, grades.auto_score, grades.manual_score)
        .join(BaseCell.__table__, grades.cell_id == cells.id)
        .where(grades.notebook_id.in_(list(notebooks)))
    )
    for key, name, score, given in rows:
        place = (*notebooks[key], name)
        automatic[place] = score
        if given is not None:
            by_hand.add(place)
    submitted = SubmittedNotebook.__table__.c
    penalties = select(submitted.id, submitted.late_submission_penalty).where(submitted.id.in_(list(notebooks)))
    for key, penalty in connection.execute(penalties):
        automatic[(*notebooks[key], PENALTY)] = penalty
    books, worth = Notebook.__table__.c, GradeCell.__table__.c
    found = connection.execute(
        select(books.name, cells.name, worth.max_score)
        .join(BaseCell.__table__, worth.id == cells.id)
        .join(Notebook.__table__, cells.notebook_id == books.id)
        .join(Assignment.__table__, books.assignment_id == Assignment.__table__.c.id)
        .where(Assignment.__table__.c.name == assignment)
    )
    return Scores(automatic, frozenset(by_hand), {(book, cell): float(most or 0) for book, cell, most in found})


def _notebooks(connection: Connection, assignment: str) -> dict[Any, tuple[str, str]]:
    """Student and name of each submitted notebook, by its key."""
    submitted, handed_in, books = (
        SubmittedNotebook.__table__.c,
        SubmittedAssignment.__table__.c,
        Notebook.__table__.c,
    )
    rows = connection.execute(
        select(submitted.id, handed_in.student_id, books.name)
        .select_from(SubmittedNotebook.__table__)
        .join(SubmittedAssignment.__table__, submitted.assignment_id == handed_in.id)
        .join(Notebook.__table__, submitted.notebook_id == books.id)
        .join(Assignment.__table__, handed_in.assignment_id == Assignment.__table__.c.id)
        .where(Assignment.__table__.c.name == assignment)
    )
    return {key: (student, name) for key, student, name in rows}


def _cells(connection: Connection, assignment: str) -> dict[tuple[str, str], Any]:
    """The key of each cell, by notebook and grade id."""
    cells, books = BaseCell.__table__.c, Notebook.__table__.c
    rows = connection.execute(
        select(books.name, cells.name, cells.id)
        .select_from(GradeCell.__table__)
        .join(BaseCell.__table__, GradeCell.__table__.c.id == cells.id)
        .join(Notebook.__table__, cells.notebook_id == books.id)
        .join(Assignment.__table__, books.assignment_id == Assignment.__table__.c.id)
        .where(Assignment.__table__.c.name == assignment)
    )
    return {(book, cell): key for book, cell, key in rows}
