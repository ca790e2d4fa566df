"""A sample class: a course folder of its own, and released notebooks with answers from the bank filled in."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat

from autograder.authoring import build as building
from autograder.course import Course
from autograder.errors import UserError
from autograder.files import replace_text
from autograder.source import bank
from autograder.source.assignment import Exercise
from autograder.source.bank import Answer
from autograder.source.reading import read_sources

Codes = Mapping[str, list[str]]
DEMO_MARK = ".demo"


@dataclass(frozen=True)
class Student:
    """A made-up student: a name for the folder and the code handed in for each solution cell (by grade id)."""

    name: str
    answers: Mapping[str, str]
    broken: bool = False


def students(exercises: Iterable[Exercise], answers: Iterable[Answer]) -> list[Student]:
    """A small class in which every answer of the bank occurs.

    Full marks with the solutions and with every other right answer, half done, blank, one file that is cut off in
    the middle, and misconceptions: the n-th student of these gives the n-th wrong answer to every exercise that has
    so many, and a right one to the others.
    """
    exercises, answers = list(exercises), list(answers)
    # As a student types it: without the delimiters of the author's part.
    solved = {one.name: "\n".join(line for _region, line in one.solution.lines()) for one in exercises}
    right = {name: [a.code for a in answers if a.exercise == name and a.is_right] for name in solved}
    wrong = {name: [a.code for a in answers if a.exercise == name and not a.is_right] for name in solved}
    names = list(solved)
    return [
        Student("full-marks", solved),
        *_in_turn("full-marks", right, right, first=2),
        Student("half-done", {name: solved[name] for name in names[: len(names) // 2]}),
        Student("blank", {}),
        *_in_turn("misconceptions", wrong, right, first=1),
        Student("broken-file", solved, broken=True),
    ]


def _in_turn(name: str, own: Codes, others: Codes, first: int) -> list[Student]:
    """One student for each turn: the n-th of an exercise's own codes, or one of the others where there are fewer."""
    turns = max((len(codes) for codes in own.values()), default=0)
    return [
        Student(
            f"{name}-{turn + first}",
            {
                exercise: codes[turn] if turn < len(codes) else others[exercise][turn % len(others[exercise])]
                for exercise, codes in own.items()
            },
        )
        for turn in range(turns)
    ]


def fill(release: str, answers: Mapping[str, str]) -> str:
    """The released notebook with ``answers`` in its solution cells, as a student's JupyterLab would save it."""
    nb = nbformat.reads(release, as_version=4)
    for cell in nb.cells:
        role = cell.metadata.get("nbgrader", {})
        if role.get("solution") and role["grade_id"] in answers:
            cell.source = answers[role["grade_id"]]
    return nbformat.writes(nb) + "\n"


def hand_in(course: Course, target: Course, assignment: str) -> list[Student]:
    """Write the submissions of a sample class into ``target.submitted``; returns the students."""
    (source,) = read_sources(course, [assignment])
    exercises = [exercise for exercise in source.exercises() if exercise.tests]
    made = students(exercises, bank.read(course.bank(assignment), [exercise.name for exercise in exercises]))
    release = course.release_notebook(assignment).read_text(encoding="utf-8")
    for student in made:
        text = fill(release, student.answers)
        path = submission_path(target, student.name, assignment)
        replace_text(path, text[: len(text) // 2] if student.broken else text)
    return made


def submission_path(course: Course, student: str, assignment: str) -> Path:
    """Where nbgrader looks for a submitted notebook."""
    return course.submitted / student / assignment / f"{assignment}.ipynb"


def demo_folder(course: Course, assignment: str) -> Path:
    """An empty folder for the demonstration, ``build/demo/<assignment>``; what an earlier one left there is removed.

    Raises:
        UserError: there is something that no demonstration has made, or that cannot be removed.
    """
    folder = course.root / "build" / "demo" / assignment
    try:
        if folder.is_symlink():
            folder.unlink()
        elif folder.exists():
            if not (folder / DEMO_MARK).is_file():
                raise UserError(f"{folder} was not made by a demonstration: move it away, then run this again.")
            # Renamed first: whatever stops the removal, the next demonstration starts from nothing.
            shutil.rmtree(folder.rename(folder.with_name(f".{assignment}.{os.getpid()}")), ignore_errors=True)
        folder.mkdir(parents=True)
        (folder / DEMO_MARK).touch()
    except OSError as problem:
        raise UserError(
            f"{folder} cannot be made anew ({problem.strerror}): move it away, then run this again."
        ) from None
    return folder


def course_folder(course: Course, assignments: list[str], folder: Path | None = None) -> Course:
    """A course folder with what grading needs: configuration, instructor notebooks and banks.

    Args:
        course: where they are taken from.
        assignments: which.
        folder: an empty folder for it; a new temporary one when there is none.
    """
    target = Course(folder or Path(tempfile.mkdtemp(prefix="gan-course-")))
    # Made-up students must not stand among real ones: its own gradebook, whatever the course's configuration says.
    settings = (course.root / "nbgrader_config.py").read_text(encoding="utf-8")
    gradebook = f"sqlite:///{target.root.absolute() / 'gradebook.db'}"
    replace_text(
        target.root / "nbgrader_config.py", f"{settings}\n\nc.CourseDirectory.db_url = {gradebook!r}  # noqa: F821\n"
    )
    built = building.build(course, assignments)
    building.write(target, built)
    for assignment in assignments:
        folder = target.solutions / assignment
        folder.mkdir(parents=True)
        for path in (course.source_script(assignment), course.bank(assignment)):
            if path.is_file():
                shutil.copy(path, folder)
    return target
