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


def read(course: Course, assignment: str, exercises: list[Exercise] | None, students: list[str]) -> ClassScores:
    """The scores of ``students`` in one assignment, by exercise, or by graded cell where exercises is None.

    Manual scores count where they exist.
    """
    rows: dict[str, list[float] | None] = {}
    with Gradebook(f"sqlite:///{course.gradebook}") as gradebook:
        if exercises is None:
            graded = [
                cell
                for notebook in gradebook.find_assignment(assignment).notebooks
                for cell in [*notebook.grade_cells, *notebook.task_cells]
            ]
            parts = [(cell.name, float(cell.max_score), [cell.name]) for cell in graded]
        else:
            parts = [(exercise.name, exercise.points, _cells(exercise)) for exercise in exercises]
        for student in students:
            try:
                submission = gradebook.find_submission(assignment, student)
            except MissingEntry:
                rows[student] = None
                continue
            scores = {grade.name: grade.score or 0.0 for notebook in submission.notebooks for grade in notebook.grades}
            rows[student] = [sum(scores.get(name, 0.0) for name in cells) for _name, _most, cells in parts]
    return ClassScores([name for name, _, _ in parts], [most for _, most, _ in parts], rows)


def columns(course: Course, assignment: str) -> list[Exercise] | None:
    """The exercises of one of our assignments; None for another course's, whose graded cells stand for themselves."""
    from autograder.build import read_sources

    if not course.is_ours:
        return None
    (source,) = read_sources(course, [assignment])
    return [exercise for exercise in source.exercises() if exercise.points]


def _cells(exercise: Exercise) -> list[str]:
    tests = [test.grade_id for test in exercise.tests if test.grade_id]
    return tests or [exercise.name]
