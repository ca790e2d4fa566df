"""Class reports as pages and as CSV."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.reporting.class_report import LITTLE, Report, Standing, Work
from autograder.reporting.guide import Exercise
from autograder.reporting.similar import Alike
from autograder.reporting.table_text import csv_text
from autograder.reporting.templating import template


def assignment_page(report: Report, formgrader: str, similar: Sequence[Alike] | None = None) -> str:
    """The page of one assignment.

    Args:
        report: what it says.
        formgrader: its address.
        similar: answers that look alike; None where nobody has asked.
    """
    made = template("report.html").render(report=report, formgrader=formgrader, similar=similar, little=LITTLE)
    return str(made)


def course_page(reports: Sequence[tuple[str, Report]], standings: Sequence[Standing]) -> str:
    """The page of all assignments, by name."""
    return str(template("course.html").render(reports=reports, standings=standings))


def assignment_csv(exercises: Sequence[Exercise], class_: Sequence[Work]) -> str:
    """A row a student: points by exercise, total, and what was recognised."""
    rows: list[list[object]] = [
        ["student", "total", "penalty", *(one.name for one in exercises), "waits for a person", "recognised"]
    ]
    for work in class_:
        points = [
            sum(work.points.get(name, 0.0) for name in (one.name, *(test.grade_id for test in one.tests)))
            for one in exercises
        ]
        said = " ".join(dict.fromkeys(text.replace("\n", " ") for text in work.advice.values()))
        rows.append([work.student, work.total, work.penalty, *points, len(work.waits), said])
    return csv_text(rows)


def course_csv(names: Sequence[str], standings: Sequence[Standing]) -> str:
    """A row a student: points by assignment; an empty cell where nothing was handed in."""
    return csv_text([["student", *names, "note"], *([one.student, *one.totals, one.why] for one in standings)])
