"""Grade what lies in ``submitted/`` with nbgrader, one submission after another; one bad file never stops a class."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat

from autograder import nbgrader_runner
from autograder.build import BadSource, instructor_text, read_sources, replace_text
from autograder.course import Course
from autograder.sample import submission_path
from autograder.seed import SEED_VARIABLE


@dataclass(frozen=True)
class Submission:
    """One student's hand-in of one assignment."""

    assignment: str
    student: str


@dataclass(frozen=True)
class Graded:
    """What happened to a submission: ``problem`` is "" or one sentence on why it could not be graded."""

    submission: Submission
    problem: str


def submissions(course: Course, assignments: list[str], student: str | None = None) -> list[Submission]:
    """What has been handed in, by assignment and student."""
    if not course.submitted.is_dir():
        return []
    names = sorted(path.name for path in course.submitted.iterdir() if path.is_dir() and not path.name.startswith("."))
    return [
        Submission(assignment, name)
        for assignment in assignments
        for name in names
        if (course.submitted / name / assignment).is_dir() and student in (None, name)
    ]


def is_up_to_date(course: Course, submission: Submission) -> bool:
    """Whether the graded notebook is newer than both the submission and the source it was graded against."""
    done = course.autograded / submission.student / submission.assignment / f"{submission.assignment}.ipynb"
    inputs = [
        submission_path(course, submission.student, submission.assignment),
        course.source_notebook(submission.assignment),
    ]
    if not done.is_file() or not all(path.is_file() for path in inputs):
        return False
    return all(path.stat().st_mtime <= done.stat().st_mtime for path in inputs)


def prepare(course: Course, assignments: list[str]) -> None:
    """Write the instructor notebooks from the sources and register the assignments in the gradebook.

    nbgrader writes the release as well; it is the one that the sources build.

    Raises:
        BadSource: a source breaks a rule, or nbgrader refuses it.
    """
    for source in read_sources(course, assignments):
        replace_text(course.source_notebook(source.name), instructor_text(source))
    for assignment in assignments:
        done = nbgrader_runner.generate_assignment(course, assignment)
        if not done.success:
            raise BadSource(f"{course.source_notebook(assignment)}: nbgrader refuses it: {done.reason}")


def grade(course: Course, todo: list[Submission], seed: int) -> Iterator[Graded]:
    """Grade submissions and write their feedback; yields each one when it is done."""
    os.environ[SEED_VARIABLE] = str(seed)
    for submission in todo:
        problem = unreadable(submission_path(course, submission.student, submission.assignment))
        if not problem:
            done = nbgrader_runner.autograde(course, submission.assignment, submission.student)
            problem = "" if done.success else f"nbgrader could not grade it: {done.reason}"
        if not problem:
            done = nbgrader_runner.generate_feedback(course, submission.assignment, submission.student)
            problem = "" if done.success else f"graded, but nbgrader could not write the feedback: {done.reason}"
        yield Graded(submission, problem)


def unreadable(path: Path) -> str:
    """Why a submitted file is no notebook, in one sentence with what to do, or ""."""
    again = "ask for it again"
    if not path.is_file():
        return f"{path.name} is missing from the submission: {again}"
    try:
        nbformat.validate(nbformat.reads(path.read_text(encoding="utf-8"), as_version=4))
    except UnicodeDecodeError:
        return f"{path.name} is not UTF-8 text: {again}"
    except (json.JSONDecodeError, nbformat.reader.NotJSONError):
        return f"{path.name} is not complete JSON, probably cut off while it was copied: {again}"
    except (nbformat.ValidationError, AttributeError, KeyError, TypeError) as error:
        return f"{path.name} is not a notebook ({type(error).__name__}): {again}"
    except OSError as error:
        return f"{path.name} cannot be read ({error.strerror}): check its permissions"
    return ""
