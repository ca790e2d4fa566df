"""formgrader's buttons and nbgrader's commands for the exchange, by the collector that trusts nothing and ours back."""

from __future__ import annotations

from pathlib import Path

from nbgrader.exchange.default import ExchangeCollect, ExchangeReleaseFeedback

from autograder.course import Course
from autograder.errors import UserError
from autograder.grading.exchange import collect
from autograder.grading.gradebook import due_date
from autograder.grading.release import release_all


class SafeCollect(ExchangeCollect):
    """What ``c.ExchangeFactory.collect`` names: :func:`autograder.grading.exchange.collect` in nbgrader's clothes."""

    def init_src(self) -> None:
        """Nothing to find out beforehand: what lies in the exchange is looked at while it is copied."""

    def copy_files(self) -> None:
        """Collect, and say in nbgrader's log what became of each submission."""
        course = Course.find(Path(self.coursedir.root))
        assignment, chosen = self.coursedir.assignment_id, self.coursedir.student_id
        due = due_date(course, assignment) if self.before_duedate else None
        try:
            for one in collect(course, assignment, None if chosen in ("", "*") else chosen, due):
                say = self.log.warning if one.problem else self.log.info
                say("%r %s%s", one.student, one.state, f": {one.problem}" if one.problem else "")
        except UserError as error:
            self.fail(str(error))


class SafeReleaseFeedback(ExchangeReleaseFeedback):
    """What ``c.ExchangeFactory.release_feedback`` names: one submission without a secret stops no other's feedback."""

    def init_src(self) -> None:
        """Nothing to find out beforehand."""

    def init_dest(self) -> None:
        """Likewise: the folder is made where it is missing."""

    def copy_files(self) -> None:
        """Release, and say in nbgrader's log what became of each page."""
        course = Course.find(Path(self.coursedir.root))
        assignment, chosen = self.coursedir.assignment_id, self.coursedir.student_id
        others = set(filter(None, self.coursedir.student_id_exclude.split(",")))
        try:
            for one, problem in release_all(course, assignment, None if chosen in ("", "*") else chosen, others):
                say = self.log.warning if problem else self.log.info
                say("%r %s", one.student, f"not released: {problem}" if problem else "released")
        except UserError as error:
            self.fail(str(error))
