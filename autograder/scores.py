"""Read the scores of a class from nbgrader's gradebook."""

from __future__ import annotations

from dataclasses import dataclass

from nbgrader.api import Gradebook, MissingEntry

from autograder.course import Course
from autograder.source import Exercise


@dataclass(frozen=True)
class ClassScores:
    """Points by student and exercise; None for a submission that was never graded."""

    exercises: list[str]
    maximum: list[float]
    students: dict[str, list[float] | None]


def read(course: Course, assignment: str, exercises: list[Exercise], students: list[str]) -> ClassScores:
    """The scores of ``students`` in one assignment, by exercise. Manual scores count where they exist."""
    rows: dict[str, list[float] | None] = {}
    with Gradebook(f"sqlite:///{course.gradebook}") as gradebook:
        for student in students:
            try:
                submission = gradebook.find_submission(assignment, student)
            except MissingEntry:
                rows[student] = None
                continue
            scores = {grade.name: grade.score or 0.0 for notebook in submission.notebooks for grade in notebook.grades}
            rows[student] = [sum(scores.get(name, 0.0) for name in _cells(exercise)) for exercise in exercises]
    return ClassScores([e.name for e in exercises], [e.points for e in exercises], rows)


def _cells(exercise: Exercise) -> list[str]:
    tests = [test.grade_id for test in exercise.tests if test.grade_id]
    return tests or [exercise.name]
