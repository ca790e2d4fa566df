"""A whole class from nothing: a course folder in a temporary place, graded with nbgrader."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from autograder import build as building
from autograder.course import Course


def course_folder(course: Course, assignments: list[str]) -> Course:
    """A new temporary course folder with what grading needs: configuration, instructor notebooks and banks."""
    target = Course(Path(tempfile.mkdtemp(prefix="gan-course-")))
    shutil.copy(course.root / "nbgrader_config.py", target.root)
    built = building.build(course, assignments)
    building.write(target, built)
    for assignment in assignments:
        folder = target.solutions / assignment
        folder.mkdir(parents=True)
        for path in (course.source_script(assignment), course.bank(assignment)):
            if path.is_file():
                shutil.copy(path, folder)
    return target
