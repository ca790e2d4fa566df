"""Class reports: what the gradebook and the graded notebooks of a class say, written as a page and as CSV."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook

from autograder import config
from autograder.course import Course
from autograder.engine.settings import from_config
from autograder.errors import UserError
from autograder.files import replace_text
from autograder.grading import marks
from autograder.grading.feedback import author_says
from autograder.reporting import class_report, guide, report_pages, similar
from autograder.reporting.class_report import Report, Work
from autograder.reporting.marks import Marks

# Of a graded notebook, all but its end is cells.
TAIL = 1 << 16
# As grading writes them, and as nbformat does.
_METADATA = re.compile(rb'\n ?"metadata": (?={)')


@dataclass(frozen=True)
class Class:
    """What a class has handed in of one assignment.

    Attributes:
        assignment: its name.
        title: its heading.
        exercises: its exercises, of all its notebooks.
        works: the class.
        stubs: code that everybody was given, and the reference.
    """

    assignment: str
    title: str
    exercises: tuple[guide.Exercise, ...]
    works: tuple[Work, ...]
    stubs: frozenset[str]


def write(
    course: Course, assignments: list[str], folder: Path, formgrader: str, with_similar: bool = False
) -> list[Path]:
    """Write the reports of some assignments, and of all of them together where there are several.

    Args:
        course: whose.
        assignments: which; those that nobody has handed in are left out.
        folder: where to.
        formgrader: its address.
        with_similar: whether answers that look alike are listed.

    Returns:
        The pages, then the tables.

    Raises:
        UserError: nothing is graded.
    """
    roster = _roster(course)
    classes = [found for name in assignments if (found := read(course, name)) and found.works]
    if not classes:
        raise UserError("Nothing is graded yet: run `autograder grade`, then this again.")
    reports: list[tuple[str, Report]] = []
    pages, tables = [], []
    for one in classes:
        named = _named(course, one.assignment)
        report = class_report.report(one.title, one.exercises, one.works, roster, named)
        reports.append((one.assignment, report))
        alike = similar.alike(_answers(course, one), one.stubs) if with_similar else None
        pages.append(folder / f"{one.assignment}.html")
        replace_text(pages[-1], report_pages.assignment_page(report, formgrader, alike))
        tables.append(folder / f"{one.assignment}.csv")
        replace_text(tables[-1], report_pages.assignment_csv(one.exercises, one.works))
    if len(assignments) > 1:
        totals = [{work.student: work.total for work in one.works} for one in classes]
        everybody = sorted({*roster, *(student for one in totals for student in one)})
        rows = {student: [one.get(student) for one in totals] for student in everybody}
        standings = class_report.standings([report.most for _, report in reports], rows)
        pages.append(folder / "course.html")
        replace_text(pages[-1], report_pages.course_page(reports, standings))
        tables.append(folder / "course.csv")
        replace_text(tables[-1], report_pages.course_csv([name for name, _ in reports], standings))
    return [*pages, *tables]


def read(course: Course, assignment: str) -> Class | None:
    """What a class has handed in; None where the assignment has no notebook of the author's."""
    hidden_tests = from_config(config.load(course.root)).hidden_tests
    guides = []
    for path in course.notebooks(assignment):
        told = author_says(course, assignment, path.name, hidden_tests)
        guides.append(told or guide.of_cells(_cells(path), path.stem, hidden_tests))
    if not guides:
        return None
    known = marks.read(course.gradebook_url, assignment)
    by_student: dict[str, dict[str, Marks]] = {}
    for (student, notebook), found in known.items():
        by_student.setdefault(student, {})[notebook] = found
    works = [_work(course, assignment, student, own) for student, own in sorted(by_student.items())]
    stubs = frozenset(
        guide.text_of(cell)
        for path in course.notebooks(assignment)
        for source in (path, course.release_folder(assignment) / path.name)
        for cell in _cells(source)
    )
    exercises = tuple(one for told in guides for one in told.exercises)
    return Class(assignment, guides[0].title, exercises, tuple(works), stubs)


def _work(course: Course, assignment: str, student: str, own: dict[str, Marks]) -> Work:
    reasons: dict[str, str] = {}
    advice: dict[str, str] = {}
    changed: list[str] = []
    is_of_another_release = False
    environment: dict[str, str] = {}
    folder = course.place(course.autograded, student, assignment)
    for notebook in own:
        about = _about(folder / f"{notebook}.ipynb")
        reasons |= about.get("reasons") or {}
        advice |= about.get("advice") or {}
        changed += about.get("changed") or []
        is_of_another_release = is_of_another_release or bool(about.get("of_another_release"))
        environment |= about.get("environment") or {}
    return Work(
        student,
        {name: cell.points for found in own.values() for name, cell in found.cells.items()},
        sum(found.penalty for found in own.values()),
        frozenset(name for found in own.values() for name, cell in found.cells.items() if cell.waits),
        reasons,
        advice,
        tuple(changed),
        is_of_another_release,
        environment,
    )


def _about(path: Path) -> dict[str, Any]:
    """What grading has written into a graded notebook, without reading its cells where that can be helped."""
    try:
        with path.open("rb") as stream:
            stream.seek(0, 2)
            size = stream.tell()
            stream.seek(max(0, size - TAIL))
            tail = stream.read()
        if found := list(_METADATA.finditer(tail)):
            metadata, _ = json.JSONDecoder().raw_decode(tail[found[-1].end() :].decode("utf-8"))
        else:
            metadata = json.loads(path.read_text(encoding="utf-8")).get("metadata", {})
        about = metadata.get("autograder", {})
    except (OSError, ValueError, AttributeError):
        return {}
    return about if isinstance(about, dict) else {}


def _cells(path: Path) -> list[guide.Cell]:
    try:
        cells = json.loads(path.read_text(encoding="utf-8-sig"))["cells"]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return cells if isinstance(cells, list) else []


def _answers(course: Course, one: Class) -> dict[str, dict[str, str]]:
    """The code of each student's answers, by exercise."""
    names = {exercise.name for exercise in one.exercises}
    found: dict[str, dict[str, str]] = {}
    for work in one.works:
        folder = course.place(course.autograded, work.student, one.assignment)
        found[work.student] = {
            str(guide.role_of(cell).get("grade_id")): guide.text_of(cell)
            for path in sorted(folder.glob("*.ipynb"))
            for cell in _cells(path)
            if guide.role_of(cell).get("grade_id") in names and guide.role_of(cell).get("solution")
        }
    return found


def _named(course: Course, assignment: str) -> dict[str, str]:
    """The names of the bank's wrong answers, by their sentences."""
    if not course.is_ours or not course.bank(assignment).is_file():
        return {}
    from autograder.source import bank

    return {one.says: f"{one.exercise}, {one.name}" for one in bank.read(course.bank(assignment)) if one.says}


def _roster(course: Course) -> Sequence[str]:
    with Gradebook(course.gradebook_url, course.course_id) as gradebook:
        return [student.id for student in gradebook.students]
