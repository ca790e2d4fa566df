"""formgrader's *Collect* button and ``nbgrader collect``, by the collector that trusts nothing."""

from __future__ import annotations

from pathlib import Path

from nbgrader.exchange.default import ExchangeCollect

from autograder.course import Course
from autograder.errors import UserError
from autograder.grading.exchange import collect
from autograder.grading.gradebook import due_date


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
