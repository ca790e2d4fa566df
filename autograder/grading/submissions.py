"""What has been handed in, and whether it is graded as it stands: names, fingerprints, leftovers."""

from __future__ import annotations

import functools
import json
import sys
from dataclasses import dataclass
from pathlib import Path

from autograder import config, stages
from autograder.course import Course
from autograder.engine.protocol import Mode
from autograder.engine.settings import from_config
from autograder.grading import decisive_settings, grader_code

FINGERPRINT_SECONDS = 60.0

# Characters that break a path, a table or a page in somebody's browser.
_FORBIDDEN = '/\\<>&"`'


@dataclass(frozen=True)
class Submission:
    """One student's hand-in of one assignment."""

    assignment: str
    student: str


def submissions(course: Course, assignments: list[str], student: str | None = None) -> list[Submission]:
    """What has been handed in, by assignment and student."""
    return [
        Submission(assignment, name)
        for assignment in assignments
        for name in course.students(course.submitted, assignment)
        if student in (None, name)
    ]


def bad_name(student: str) -> str:
    """Why a folder's name cannot be a student's, in one sentence, or ""."""
    if not student.isprintable() or any(character in _FORBIDDEN for character in student):
        return f"the folder's name has characters that a student's name must not have ({student!r}): rename it"
    if len(student.encode("utf-8", "surrogateescape")) > 200 or student[0] in "-=+@.":
        return "the folder's name is too long or starts with one of - = + @ . : rename it"
    return ""


def fingerprint(course: Course, submission: Submission, tests: Mode, python: str = "") -> str:
    """Equal for two runs only if the submission, the assignment, the grader and its settings are the same."""
    mark = mark_of(course, submission.assignment, tests, python)
    folder = course.place(course.submitted, submission.student, submission.assignment)
    return fingerprint_of(course, folder, submission.student, mark)


def mark_of(course: Course, assignment: str, tests: Mode, python: str = "") -> str:
    """What the fingerprints of all submissions of an assignment have in common."""
    return _of_assignment(course.root, course.source_folder(assignment), assignment, tests, python)


def fingerprint_of(course: Course, folder: Path, student: str, mark: str) -> str:
    """The fingerprint of what lies in a folder, with what :func:`mark_of` says of its assignment."""
    from autograder.engine.notebooks import fingerprint as hashed

    return stages.run(
        "fingerprint",
        student,
        lambda: hashed(folder, mark, _most_bytes(course.root)),
        FINGERPRINT_SECONDS,
        stages.MEMORY,
    )


@functools.cache
def _most_bytes(root: Path) -> int:
    """More than a submission may have: its notebooks and its files."""
    settings = from_config(config.load(root))
    return (settings.notebook_mib + settings.disk_mib) << 20


@functools.cache
def _of_assignment(root: Path, folder: Path, assignment: str, tests: Mode, python: str) -> str:
    from autograder.engine.notebooks import fingerprint as hashed

    return hashed(folder, _environment(tests, python) + decisive_settings.decisive(root, assignment))


@functools.cache
def _environment(tests: Mode, python: str) -> str:
    return json.dumps(
        [sys.version, grader_code.libraries(), tests, grader_code.digest(), *([python] if python else [])]
    )


def is_up_to_date(course: Course, submission: Submission, tests: Mode, python: str = "") -> bool:
    """Whether a submission is graded and nothing has changed since: it, the assignment or the grader.

    One whose folder cannot be read is not: whoever grades it says why.
    """
    try:
        return _is_up_to_date(course, submission, tests, python)
    except Exception:  # noqa: BLE001 - one student's folder must never stop a class
        return False


def _is_up_to_date(course: Course, submission: Submission, tests: Mode, python: str) -> bool:
    folder = course.place(course.autograded, submission.student, submission.assignment)
    marks = []
    for source in course.notebooks(submission.assignment):
        try:
            body = json.loads((folder / source.name).read_text(encoding="utf-8"))
            marks.append(body["metadata"]["autograder"]["fingerprint"])
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return bool(marks) and set(marks) == {fingerprint(course, submission, tests, python)}


def has_feedback(course: Course, assignments: list[str]) -> bool:
    """Whether a page of feedback has been written in one of these assignments."""
    return any(next(course.feedback.rglob(f"{name}/*.html"), None) for name in assignments)


def is_linked(course: Course, submission: Submission) -> bool:
    folder = course.place(course.submitted, submission.student, submission.assignment)
    below = (
        [folder, *folder.parents][: len(folder.relative_to(course.submitted).parts)]
        if (folder.is_relative_to(course.submitted))
        else [folder]
    )
    return any(one.is_symlink() for one in below)


def remove_leftovers(course: Course) -> None:
    """Unfinished files of runs that were killed; a run that is still going on keeps its own."""
    for folder in (course.autograded, course.feedback):
        for path in folder.rglob(".*.part"):
            owner = path.name.split(".")[-2]
            if not (owner.isdecimal() and Path(f"/proc/{owner}").exists()):
                path.unlink(missing_ok=True)
