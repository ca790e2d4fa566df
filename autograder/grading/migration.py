"""A gradebook of an earlier release, brought to the exercises of this one: nbgrader refuses that once work is graded.

What was given stays with its exercise, also where that has another name now or has moved to another assignment
(``formerly`` in its source). What has no place any more is named, and stays in a copy of the gradebook beside it.
"""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from nbgrader.api import Comment, Grade, Gradebook, MissingEntry, SubmittedNotebook

from autograder.course import Course
from autograder.engine.notebooks import read_notebook
from autograder.engine.repair import is_known, role
from autograder.errors import UserError
from autograder.grading import gradebook_file

# The assignment, and the grade id of a cell in it.
Cell = tuple[str, str]


@dataclass(frozen=True)
class _Given:
    """What a cell of a submission has got."""

    automatic: float | None
    by_hand: float | None
    extra: float | None
    waits: bool
    comment: str | None


@dataclass(frozen=True)
class _HandedIn:
    """A student's submission of an assignment that is made anew.

    Attributes:
        student, assignment: whose, and of which.
        timestamp, extension: as the gradebook has them.
        penalty: for being late.
        given: by grade id.
    """

    student: str
    assignment: str
    timestamp: datetime | None
    extension: timedelta | None
    penalty: float | None
    given: dict[str, _Given]


def outdated(course: Course, assignments: Iterable[str], gradebook: Gradebook) -> list[str]:
    """Those that have graded submissions in the gradebook, and other cells there than in their source."""
    found = []
    for name in assignments:
        with contextlib.suppress(MissingEntry):
            notebook = gradebook.find_notebook(name, name)
            if notebook.submissions and {cell.name for cell in notebook.source_cells} != set(_cells(course, name)):
                found.append(name)
    return found


def migrate(course: Course, outdated: list[str], register: Callable[[Course, str], None]) -> Iterator[str]:
    """Bring a gradebook to the exercises that the sources have now: all of it, or nothing.

    Args:
        course: ours; nobody else grades meanwhile.
        outdated: the assignments whose cells have changed.
        register: makes an assignment known to the gradebook of the course that it is given.

    Yields:
        What an instructor has to know, in sentences.

    Raises:
        UserError: the gradebook is no SQLite file.
    """
    path = gradebook_file.gradebook_file(course)
    if path is None:
        raise UserError(
            f"The gradebook has other exercises of {', '.join(outdated)} than this release, and it is no SQLite file: "
            "finish this term with the release that it was begun with, or start a new gradebook."
        )
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    kept = path.with_name(f"{path.name}.before-new-release-{moment}")
    with tempfile.TemporaryDirectory(prefix=".migration-", dir=path.parent) as folder:
        draft = Path(folder) / path.name
        gradebook_file.copy(path, draft)
        drafted = replace(course, database=f"sqlite:///{draft}")
        places = _places(course, outdated)
        to_register = sorted({*outdated, *(there for there, _cell in places.values())})
        handed_in = [one for name in outdated for one in _take_out(drafted, name)]
        for name in to_register:
            register(drafted, name)
        lost = _put_back(drafted, handed_in, places)
        gradebook_file.copy(path, kept)
        gradebook_file.copy(draft, path)
    yield (
        f"The gradebook was made for another release of {', '.join(outdated)}: it has this one's exercises now. "
        f"What it was is kept: {kept}"
    )
    if lost:
        yield f"Points given by hand in exercises that are gone, and so only in that copy: {'; '.join(lost)}."


def _cells(course: Course, assignment: str) -> list[str]:
    return [role(cell)["grade_id"] for cell in read_notebook(course.source_notebook(assignment)) if is_known(cell)]


def _places(course: Course, outdated: list[str]) -> dict[Cell, Cell]:
    """Where what was given to a cell of an outdated assignment belongs now."""
    found: dict[Cell, Cell] = {}
    for name in course.assignments():
        path = course.source_notebook(name)
        if not path.is_file():
            continue
        if name in outdated:
            found |= {(name, cell): (name, cell) for cell in _cells(course, name)}
        formerly = json.loads(path.read_text(encoding="utf-8"))["metadata"].get("formerly", {})
        for old, new in formerly.items():
            assignment, slash, cell = old.rpartition("/")
            if (assignment or name) in outdated:
                found[assignment if slash else name, cell] = name, new
    return found


def _take_out(course: Course, assignment: str) -> list[_HandedIn]:
    """Everything that was given in an assignment; the assignment is known no more, but for its dates."""
    found = []
    with Gradebook(course.gradebook_url, course.course_id) as gradebook:
        notebook = gradebook.find_notebook(assignment, assignment)
        for submitted in notebook.submissions:
            given = {
                one.name: _Given(one.auto_score, one.manual_score, one.extra_credit, one.needs_manual_grade, None)
                for one in submitted.grades
            }
            for one in submitted.comments:
                blank = _Given(None, None, None, False, None)
                given[one.name] = replace(given.get(one.name, blank), comment=one.manual_comment)
            whole = submitted.assignment
            penalty = submitted.late_submission_penalty
            found.append(_HandedIn(submitted.student.id, assignment, whole.timestamp, whole.extension, penalty, given))
        for one in found:
            gradebook.remove_submission(assignment, one.student)
        gradebook.remove_notebook(assignment, assignment)
    return found


def _put_back(course: Course, handed_in: list[_HandedIn], places: dict[Cell, Cell]) -> list[str]:
    """Give again what was given; returns what was given by hand and has no place."""
    lost = []
    with Gradebook(course.gradebook_url, course.course_id) as gradebook:
        for one in handed_in:
            _submitted(gradebook, one, one.assignment).late_submission_penalty = one.penalty
            for name, given in one.given.items():
                place = places.get((one.assignment, name))
                if place is None:
                    if given.by_hand is not None or given.extra or given.comment:
                        lost.append(f"{one.student}, {one.assignment}, {name}")
                    continue
                assignment, cell = place
                submitted = _submitted(gradebook, one, assignment)
                for grade in submitted.grades:
                    if grade.name == cell:
                        grade.auto_score, grade.manual_score = given.automatic, given.by_hand
                        grade.extra_credit, grade.needs_manual_grade = given.extra, given.waits
                for comment in submitted.comments:
                    if comment.name == cell and given.comment is not None:
                        comment.manual_comment = given.comment
        gradebook.db.commit()
    return lost


def _submitted(gradebook: Gradebook, one: _HandedIn, assignment: str) -> SubmittedNotebook:
    """The student's notebook of an assignment in the gradebook, made where there is none."""
    try:
        submission = gradebook.find_submission(assignment, one.student)
    except MissingEntry:
        known = {"timestamp": one.timestamp, "extension": one.extension} if assignment == one.assignment else {}
        submission = gradebook.add_submission(assignment, one.student, **known)
        for grade in (grade for submitted in submission.notebooks for grade in submitted.grades):
            # Nobody has to look at what has not been handed in.
            grade.needs_manual_grade = False
    for submitted in submission.notebooks:
        if submitted.name == assignment:
            return submitted
    notebook = gradebook.find_notebook(assignment, assignment)
    submitted = SubmittedNotebook(notebook=notebook, assignment=submission)
    for cell in [*notebook.grade_cells, *notebook.task_cells]:
        Grade(cell_id=cell.id, notebook=submitted, needs_manual_grade=False)
    for cell in [*notebook.solution_cells, *notebook.task_cells]:
        Comment(cell_id=cell.id, notebook=submitted)
    gradebook.db.add(submitted)
    gradebook.db.commit()
    return submitted
