"""Make the gradebook know the assignments as their sources have them now."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from autograder.course import Course
from autograder.files import lock


def prepare(course: Course, assignments: list[str]) -> None:
    """Write the instructor notebooks from the sources and register the assignments in the gradebook, where need be.

    nbgrader writes the release as well; it is the one that the sources build.

    Raises:
        BadSource: a source breaks a rule, or nbgrader refuses it.
    """
    from autograder.authoring import nbgrader_runner
    from autograder.authoring.build import instructor_text, read_sources
    from autograder.errors import BadSource
    from autograder.files import replace_text

    _find_alembic()
    with lock(course.root):
        if course.is_ours:
            for source in read_sources(course, assignments):
                replace_text(course.source_notebook(source.name), instructor_text(source))
        for assignment in assignments:
            if _is_registered(course, assignment):
                continue
            done = nbgrader_runner.generate_assignment(course, assignment)
            if not done.success:
                raise BadSource(f"{course.source / assignment}: nbgrader refuses it: {done.reason}")


def _find_alembic() -> None:
    # nbgrader starts `alembic` by name; it lies beside this Python, also where the environment is not activated.
    own = str(Path(sys.executable).parent)
    if own not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([own, os.environ.get("PATH", os.defpath)])


def _is_registered(course: Course, assignment: str) -> bool:
    """Whether gradebook and release have the assignment as its source has it now."""
    from nbgrader.api import Gradebook, MissingEntry

    from autograder.engine.notebooks import Unreadable, read_notebook
    from autograder.engine.repair import is_known, kind_of, role

    with Gradebook(course.gradebook_url, course.course_id) as gradebook:
        for path in course.notebooks(assignment):
            try:
                kept = {cell.name: cell for cell in gradebook.find_notebook(path.stem, assignment).source_cells}
                points = {
                    cell.name: cell.max_score for cell in gradebook.find_notebook(path.stem, assignment).grade_cells
                }
                source = [cell for cell in read_notebook(path) if is_known(cell)]
                release = [cell for cell in read_notebook(course.release / assignment / path.name) if is_known(cell)]
            except (MissingEntry, Unreadable):
                return False
            if [role(one)["grade_id"] for one in source] != [role(one)["grade_id"] for one in release]:
                return False
            for cell, released in zip(source, release, strict=True):
                own = role(cell)
                entry = kept.get(own["grade_id"])
                text = released["source"] if own.get("solution") else cell["source"]
                same = entry is not None and entry.source.strip() == text.strip()
                if own.get("grade"):
                    same = same and points.get(own["grade_id"]) == float(own["points"])
                if not same and kind_of(cell) != "text":
                    return False
    return True
