"""Feedback pages for graded submissions: nbgrader's own page, from one exporter that remembers what it has rendered."""

from __future__ import annotations

import functools
import logging
import os
import warnings
from collections.abc import Callable, Iterator
from typing import Any

from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory

from autograder import config, stages
from autograder.course import Course
from autograder.engine.settings import from_config
from autograder.files import replace_text
from autograder.grading import page_text, workers
from autograder.grading.submissions import Submission, submissions

# Beyond the time for a page, in which a process that hears no alarm is given up.
GRACE = 5.0
MEMORY = 2 << 30

_KEEP_HIDDEN = ("autograder.grading.preprocessors.ShowTestMessagesOnly", "nbgrader.preprocessors.ClearHiddenTests")


class _RememberingExporter(HTMLExporter):
    """Most cells of a class are the author's: their Markdown and code are rendered once."""

    @pass_context
    def markdown2html(self, context: Any, source: str) -> str:
        cell = context.get("cell", {})
        if _is_by_student(cell):
            # It was made harmless when it was graded; this is a second wall, made by others.
            return page_text.clean(super().markdown2html(context, source))
        if cell.get("attachments"):
            return str(super().markdown2html(context, source))
        if source not in self._rendered:
            self._rendered[source] = super().markdown2html(context, source)
        return self._rendered[source]

    @functools.cached_property
    def _rendered(self) -> dict[str, str]:
        return {}

    @functools.cached_property
    def _highlighted(self) -> dict[tuple[Any, ...], str]:
        return {}

    def register_filter(self, name: str, filter: Callable[..., Any]) -> Any:
        if name != "highlight_code":
            return super().register_filter(name, filter)

        def remembered(source: str, *args: Any, **more: Any) -> str:
            key = (source, args, str(more))
            if key not in self._highlighted:
                self._highlighted[key] = filter(source, *args, **more)
            return self._highlighted[key]

        return super().register_filter(name, remembered)


class Writer:
    """Writes the feedback of a course.

    Args:
        course: whose.
    """

    def __init__(self, course: Course) -> None:
        self._course = course
        settings = config.load(course.root)
        converter = GenerateFeedback(coursedir=CourseDirectory(config=settings), config=settings)
        self._exporter = _RememberingExporter(config=converter.config)
        self._exporter.log.setLevel(logging.ERROR)
        # Whatever the course's own settings are, no page of ours shows hidden tests.
        for preprocessor in dict.fromkeys([*converter.preprocessors, *_KEEP_HIDDEN]):
            self._exporter.register_preprocessor(preprocessor, enabled=True)
        self._db_url = converter.coursedir.db_url

    def write(self, submission: Submission) -> str:
        """Write the page of a submission; returns "" or why there is none."""
        try:
            with warnings.catch_warnings(action="ignore"):
                self._write(submission)
        except Exception as error:  # noqa: BLE001 - one page must never stop the others
            first = (str(error).splitlines() or [""])[0]
            return f"its feedback could not be written ({type(error).__name__}: {first[:200]})"
        return ""

    def _write(self, submission: Submission) -> None:
        place = self._course.place(self._course.autograded, submission.student, submission.assignment)
        for notebook in self._course.notebooks(submission.assignment):
            graded = place / notebook.name
            if not graded.is_file():
                continue
            about = {
                "student": submission.student,
                "assignment": submission.assignment,
                "notebook": notebook.stem,
                "db_url": self._db_url,
            }
            resources = {"unique_key": notebook.stem, "nbgrader": about}
            page, _ = self._exporter.from_filename(str(graded), resources=resources)
            folder = self._course.place(self._course.feedback, submission.student, submission.assignment)
            replace_text(folder / f"{notebook.stem}.html", page)


def graded(course: Course, assignments: list[str], student: str | None = None) -> list[Submission]:
    """The submissions that have a graded notebook."""
    return [
        one
        for one in submissions(course, assignments, student)
        if any(course.place(course.autograded, one.student, one.assignment).glob("*.ipynb"))
    ]


def write_all(course: Course, todo: list[Submission], jobs: int | None = None) -> Iterator[tuple[Submission, str]]:
    """Write the pages of many submissions, several at a time; yields each with "" or why there is none.

    Each page is rendered in a process with limits on time and memory: one that hangs or breaks stops no other.
    """
    settings = from_config(config.load(course.root))
    writer = Writer(course)

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


def _is_by_student(cell: Any) -> bool:
    metadata = cell.get("metadata", {})
    role = metadata.get("nbgrader", {})
    return bool(metadata.get("autograder", {}).get("by_student") or role.get("solution"))
