"""Look at what was handed in, before it is judged."""

from __future__ import annotations

import os
import time
from pathlib import Path

from autograder.course import Course
from autograder.engine.notebooks import Unreadable
from autograder.engine.protocol import Mode
from autograder.grading.opened import AGAIN, Opened, Places
from autograder.grading.results import Graded
from autograder.grading.submissions import Submission, bad_name, fingerprint_of, is_linked, mark_of
from autograder.stages import what_went_wrong


class Reader:
    """Opens submissions.

    Args:
        course: whose.
        places: where they lie there.
        tests: where tests run, as asked for.
        python: the Python that students' code runs in, as it is known to fingerprints.
    """

    def __init__(self, course: Course, places: Places, tests: Mode, python: str) -> None:
        self._course = course
        self._places = places
        self._tests = tests
        self._python = python
        # An assignment's notebooks, and what decides all grades in it, are known since it was tried.
        self._known: dict[str, tuple[list[Path], str]] = {}
        top = course.submitted if course.submitted.is_dir() else course.root
        self._top, self._given = top.resolve(), len(str(top))

    def open(self, submission: Submission) -> Graded | Opened:
        """What is to be judged of a submission, or why nothing is; raises nothing, whatever was handed in."""
        try:
            return self._open(submission)
        except Exception as error:  # noqa: BLE001 - one submission must never stop a class
            return Graded(submission, f"it cannot be read ({what_went_wrong(error)}): {AGAIN}")

    def _open(self, submission: Submission) -> Graded | Opened:
        if problem := bad_name(submission.student):
            return Graded(submission, problem)
        folder = self._places.handed_in(submission)
        try:
            there = folder.resolve(strict=True)
            if not there.is_relative_to(self._top) or (
                str(there) != f"{self._top}{str(folder)[self._given :]}" and is_linked(self._course, submission)
            ):
                return Graded(submission, "its folder is a link to another place: ask for the notebook itself")
            sources, mark = self._of(submission.assignment)
            present = [source for source in sources if os.path.lexists(folder / source.name)]
            own = fingerprint_of(self._course, folder, submission.student, mark)
        except OSError as error:
            return Graded(submission, f"its folder cannot be read ({error.strerror}): check its permissions")
        except Unreadable as problem:
            return Graded(submission, str(problem))
        # With several notebooks, nbgrader gives nothing for a missing one; with none at all there is nothing to grade.
        graded = present or sources
        missing = [source.stem for source in sources if source not in graded]
        return Opened(submission, own, graded, missing, time.monotonic())

    def _of(self, assignment: str) -> tuple[list[Path], str]:
        if assignment not in self._known:
            mark = mark_of(self._course, assignment, self._tests, self._python)
            self._known[assignment] = self._course.notebooks(assignment), mark
        return self._known[assignment]
