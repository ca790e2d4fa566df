"""Run nbgrader's own steps in this process, on any course folder, and say in one sentence why one failed."""

from __future__ import annotations

import logging
import os
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SAWarning

from autograder import gradebook_schema
from autograder.config import load
from autograder.course import Course


@dataclass(frozen=True)
class Outcome:
    """What nbgrader's API reports of one step."""

    success: bool
    log: str

    @property
    def reason(self) -> str:
        """The first exception in nbgrader's log, in one line."""
        raised = re.findall(r"^\s*(?:\w+\.)*(\w*(?:Error|Exception)): (.*)$", self.log or "", flags=re.MULTILINE)
        return ": ".join(raised[0]) if raised else "nbgrader gave no reason"


# nbgrader 0.9.6 works under SQLAlchemy 2.1, which warns of its relationship handling at every submission.
warnings.filterwarnings("ignore", category=SAWarning, module=r"nbgrader\.")
gradebook_schema.use()


@contextmanager
def _api(course: Course, release: str | None = None) -> Iterator[NbGraderAPI]:
    """nbgrader's API on a course folder. nbgrader changes into it; afterwards we are back where we were."""
    config = load(course.root)
    config.CourseDirectory.db_url = course.gradebook_url
    if release is not None:
        config.CourseDirectory.release_directory = release
    before = Path.cwd()
    api = NbGraderAPI(coursedir=CourseDirectory(config=config), config=config)
    api.log.setLevel(logging.WARNING)
    try:
        yield api
    finally:
        os.chdir(before)


def _outcome(result: dict) -> Outcome:
    log = "\n".join(str(part) for part in (result.get("log"), result.get("error")) if part)
    return Outcome(bool(result["success"]), log)


def generate_assignment(course: Course, assignment: str, release: str | None = None) -> Outcome:
    """The instructor's notebook → the release, and the assignment into the gradebook.

    Args:
        course: whose assignment it is.
        assignment: its name.
        release: another folder than the course's for what is released.
    """
    with _api(course, release) as api:
        return _outcome(api.generate_assignment(assignment, force=True, create=True))


def autograde(course: Course, assignment: str, student: str) -> Outcome:
    """Run and score one submission."""
    with _api(course) as api:
        return _outcome(api.autograde(assignment, student, force=True, create=True))


def generate_feedback(course: Course, assignment: str, student: str) -> Outcome:
    """The feedback of one graded submission as HTML."""
    with _api(course) as api:
        return _outcome(api.generate_feedback(assignment, student, force=True))
