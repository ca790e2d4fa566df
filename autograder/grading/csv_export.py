"""nbgrader's table of points (``nbgrader export``), written whole and without anything that a spreadsheet would run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbgrader.api import Assignment, Gradebook, MissingEntry, Student
from nbgrader.plugins import CsvExportPlugin

from autograder.files import replace_text
from autograder.reporting.table_text import csv_text

# As nbgrader's own plugin has them.
COLUMNS = (
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
)


class SafeCsvExport(CsvExportPlugin):
    """``c.ExportApp.plugin_class``: the columns and rows of nbgrader's plugin, quoted."""

    def export(self, gradebook: Gradebook) -> None:
        """Write ``self.to`` (``grades.csv`` if empty): all, or what ``self.assignment`` and ``self.student`` name."""
        target = Path(self.to or "grades.csv")
        assignments, students = set(map(str, self.assignment)), set(map(str, self.student))
        rows = [
            _row(gradebook, assignment, student)
            for assignment in gradebook.assignments
            if not assignments or assignment.name in assignments
            for student in gradebook.students
            if not students or student.id in students
        ]
        self.log.info("Exporting grades to %s", target)
        replace_text(target, csv_text([COLUMNS, *rows]))


def _row(gradebook: Gradebook, assignment: Assignment, student: Student) -> list[Any]:
    who = [student.id, student.last_name, student.first_name, student.email]
    try:
        submission = gradebook.find_submission(assignment.name, student.id)
    except MissingEntry:
        return [assignment.name, assignment.duedate, None, *who, 0.0, 0.0, 0.0, assignment.max_score]
    penalty = submission.late_submission_penalty
    points = [submission.score, penalty, max(0.0, submission.score - penalty)]
    return [assignment.name, assignment.duedate, submission.timestamp, *who, *points, assignment.max_score]
