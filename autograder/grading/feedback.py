"""Feedback pages for graded submissions: written one after another here, and by nbgrader through the exporter."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from autograder import config, stages
from autograder.course import Course
from autograder.engine.settings import from_config
from autograder.files import replace_text, replacing
from autograder.grading import marks, registration, workers
from autograder.grading.feedback_settings import FeedbackPage
from autograder.grading.submissions import Submission, submissions
from autograder.reporting import guide, page
from autograder.reporting.marks import Marks

# Beyond the time for a page, in which a process that hears no alarm is given up.
GRACE = 5.0
MEMORY = 2 << 30
# What nbgrader's release_feedback needs beside a page.
COMPANIONS = ("timestamp.txt", "submission_secret.txt")


class NotInGradebook(Exception):
    """There are no points to show."""


class Pages:
    """Makes the pages of a course.

    Args:
        course: whose.
    """

    def __init__(self, course: Course) -> None:
        self._course = course
        settings = config.load(course.root)
        self._commentary: bool = FeedbackPage(config=settings).show_commentary
        self._hidden_tests: tuple[str, str] = from_config(settings).hidden_tests

    def make(self, assignment: str, student: str, graded: Path, found: Marks | None) -> str:
        """The page of one graded notebook: what :meth:`gather` finds, as HTML."""
        return page.render(self.gather(assignment, student, graded, found))

    def gather(self, assignment: str, student: str, graded: Path, found: Marks | None) -> page.Feedback:
        """What there is to say of one graded notebook.

        Args:
            assignment: of which.
            student: whose.
            graded: the notebook.
            found: its marks; None where the gradebook has none.

        Raises:
            NotInGradebook: there are no points to show.
            OSError, ValueError: the notebook cannot be read.
        """
        if found is None:
            raise NotInGradebook("it is not in the gradebook: grade it again")
        body = json.loads(graded.read_text(encoding="utf-8"))
        told = author_says(self._course, assignment, graded.name, self._hidden_tests)
        if told is None:
            # The author's notebooks are gone: the graded one has the tests.
            told = guide.of_cells(body["cells"], graded.stem, self._hidden_tests)
        return page.gather(student, told, body, found, self._commentary)


def author_says(course: Course, assignment: str, notebook: str, hidden_tests: tuple[str, str]) -> guide.Guide | None:
    """The guide to one of the author's notebooks, by its file name; None where it or its release cannot be read."""
    for folder in registration.releases(course, assignment):
        with contextlib.suppress(OSError, ValueError):
            return guide.read(course.source_folder(assignment) / notebook, folder / notebook, hidden_tests)
    return None


class Writer:
    """Writes the feedback of a course.

    Args:
        course: whose.
        assignments: which; their marks are read at once.
        student: only this one's.
    """

    def __init__(self, course: Course, assignments: list[str], student: str | None = None) -> None:
        self._course = course
        self._pages = Pages(course)
        self._marks = {name: marks.read(course.gradebook_url, name, student) for name in assignments}

    def write(self, submission: Submission) -> str:
        """Write the page of a submission; returns "" or why there is none."""
        try:
            self._write(submission)
        except NotInGradebook as problem:
            return str(problem)
        except Exception as error:  # noqa: BLE001 - one page must never stop the others
            return f"its feedback could not be written ({stages.what_went_wrong(error)})"
        return ""

    def _write(self, submission: Submission) -> None:
        place = self._course.place(self._course.autograded, submission.student, submission.assignment)
        folder = self._course.place(self._course.feedback, submission.student, submission.assignment)
        known = self._marks[submission.assignment]
        for notebook in self._course.notebooks(submission.assignment):
            graded = place / notebook.name
            if graded.is_file():
                found = known.get((submission.student, notebook.stem))
                made = self._pages.make(submission.assignment, submission.student, graded, found)
                replace_text(folder / f"{notebook.stem}.html", made)
        for name in COMPANIONS:
            _copy(place / name, folder / name)


def warm_up(course: Course, assignments: list[str]) -> None:
    """Do once what every first page of a process would do again: read the author's notebooks, compile the templates.

    What is forked from this process afterwards makes a page in a tenth of the time.
    """
    pages = Pages(course)
    for name in assignments:
        marks.read(course.gradebook_url, name, student="")
        for path in course.notebooks(name):
            with contextlib.suppress(OSError, ValueError):
                pages.make(name, "", path, Marks())


def made_pages(
    course: Course, submission: Submission, change: Callable[[page.Feedback], page.Feedback]
) -> dict[str, str]:
    """The pages of a graded submission, changed, by name of the notebook.

    Raises:
        NotInGradebook: there are no points to show.
        OSError, ValueError: a notebook cannot be read.
    """
    pages = Pages(course)
    known = marks.read(course.gradebook_url, submission.assignment, submission.student)
    place = course.place(course.autograded, submission.student, submission.assignment)
    return {
        path.stem: page.render(
            change(
                pages.gather(
                    submission.assignment,
                    submission.student,
                    place / path.name,
                    known.get((submission.student, path.stem)),
                )
            )
        )
        for path in course.notebooks(submission.assignment)
        if (place / path.name).is_file()
    }


def _copy(source: Path, target: Path) -> None:
    if source.is_symlink() or not source.is_file():
        return
    with replacing(target) as part:
        shutil.copyfile(source, part)


def graded(course: Course, assignments: list[str], student: str | None = None) -> list[Submission]:
    """The submissions that have a graded notebook."""
    return [
        one
        for one in submissions(course, assignments, student)
        if any(course.place(course.autograded, one.student, one.assignment).glob("*.ipynb"))
    ]


def write_all(course: Course, todo: list[Submission], jobs: int | None = None) -> Iterator[tuple[Submission, str]]:
    """Write the pages of many submissions, several at a time; yields each with "" or why there is none.

    Each page is made in a process with limits on time and memory: one that hangs or breaks stops no other.
    """
    settings = from_config(config.load(course.root))
    writer = Writer(course, sorted({one.assignment for one in todo}))

    def write(submission: Submission) -> str:
        work = functools.partial(writer.write, submission)
        return stages.run("feedback", submission.student, work, settings.stage_seconds)

    for submission, done in workers.each(
        write, todo, jobs or os.cpu_count() or 1, settings.stage_seconds + GRACE, MEMORY
    ):
        if isinstance(done, workers.Failed):
            yield submission, f"its feedback could not be written ({done.why})"
        else:
            yield submission, done if isinstance(done, str) else "its feedback could not be written (no answer)"
