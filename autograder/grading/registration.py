"""Make the gradebook know the assignments as their sources have them now, and read back what it keeps of them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder import config
from autograder.course import Course
from autograder.files import lock, replace_text
from autograder.grading import gradebook_file

if TYPE_CHECKING:
    from nbgrader.api import Gradebook

# nbgrader writes a release whenever it registers an assignment. Students have theirs: that one stays as it is.
PRIVATE = ".autograder"


@dataclass(frozen=True)
class Kept:
    """Where the notebooks of an assignment lie for grading.

    Attributes:
        instructors: the instructor's, header and footer around it, with the tests that the gradebook keeps.
        release: what students were given.
    """

    instructors: Path
    release: Path


def prepare(course: Course, assignments: list[str]) -> list[str]:
    """Write the instructor notebooks from the sources and register the assignments in the gradebook, where need be.

    A gradebook that was begun with an earlier release of this course is brought to this one's exercises.

    Returns:
        What an instructor has to know of that, in sentences.

    Raises:
        BadSource: a source breaks a rule, or nbgrader refuses it.
    """
    from nbgrader.api import Gradebook

    gradebook_file.refuse_network_drive(course)
    remarks: list[str] = []
    with lock(course.root):
        if course.is_ours:
            _write_instructors(course, assignments)
        own = [name for name in assignments if not _other_language(course, name)]
        with Gradebook(course.gradebook_url, course.course_id) as gradebook:
            outdated = _outdated(course, own, gradebook)
            unknown = [name for name in own if name not in outdated and not _is_registered(course, name, gradebook)]
        if outdated:
            remarks += _migrated(course, outdated)
        for assignment in unknown:
            _register(course, assignment)
    return remarks


def _outdated(course: Course, assignments: list[str], gradebook: Gradebook) -> list[str]:
    """Of this course's own: those of which the gradebook has an earlier release, with graded work in it."""
    if not course.is_ours:
        return []
    from autograder.grading import migration

    return migration.outdated(course, assignments, gradebook)


def _migrated(course: Course, outdated: list[str]) -> list[str]:
    from autograder.grading import migration

    # Its exercises may have moved to any of the others.
    _write_instructors(course, course.assignments())
    return list(migration.migrate(course, outdated, _register))


def _write_instructors(course: Course, assignments: list[str]) -> None:
    from autograder.source.reading import instructor_text, read_sources

    for source in read_sources(course, assignments):
        replace_text(course.source_notebook(source.name), instructor_text(source, course.version))


def _register(course: Course, assignment: str) -> None:
    from autograder.authoring import nbgrader_runner
    from autograder.errors import BadSource

    done = nbgrader_runner.generate_assignment(course, assignment, release=PRIVATE)
    if not done.success:
        raise BadSource(f"{course.source_folder(assignment)}: nbgrader refuses it: {done.reason}")


def notebooks(course: Course, assignment: str, path: Path, texts: Mapping[str, str]) -> Kept:
    """The two notebooks of one of the instructor's, as grading needs them.

    Args:
        course: whose.
        assignment: its name.
        path: of the instructor's notebook.
        texts: its cells as the gradebook has them, by grade id.
    """
    private = course.place(course.root / PRIVATE, ".", assignment)
    known = _names(path)
    release = next(
        (one / path.name for one in (course.release_folder(assignment), private) if _names(one / path.name) == known),
        private / path.name,
    )
    own = json.loads(path.read_text(encoding="utf-8-sig"))
    made = _with_tests(_with_header(course, own), texts)
    if made == own:
        return Kept(path, release)
    target = private / "instructor" / path.name
    replace_text(target, json.dumps(made, ensure_ascii=False))
    return Kept(target, release)


def releases(course: Course, assignment: str) -> list[Path]:
    """Where the release of an assignment may lie: the course's own, and the one that was made for grading."""
    return [course.release_folder(assignment), course.place(course.root / PRIVATE, ".", assignment)]


def language(path: Path) -> str:
    """The programming language of a notebook, in small letters; "python" where it names none."""
    try:
        metadata = json.loads(path.read_text(encoding="utf-8-sig")).get("metadata", {})
    except (OSError, ValueError, AttributeError):
        return "python"
    kernel, info = metadata.get("kernelspec") or {}, metadata.get("language_info") or {}
    named = kernel.get("language") or info.get("name") or _KERNELS.get(str(kernel.get("name")).lower()) or "python"
    return str(named).lower()


_KERNELS = {"ir": "r", "java": "java", "ijava": "java", "octave": "octave", "bash": "bash", "sagemath": "sage"}


def _other_language(course: Course, assignment: str) -> bool:
    return any(language(path) != "python" for path in course.notebooks(assignment))


def _with_header(course: Course, own: dict[str, Any]) -> dict[str, Any]:
    """The notebook between the cells that nbgrader puts around it."""
    settings = config.load(course.root)
    around = {}
    steps = settings.GenerateAssignment.get("preprocessors")
    if steps is None or any("IncludeHeaderFooter" in str(step) for step in steps):
        for part in ("header", "footer"):
            if name := settings.IncludeHeaderFooter.get(part):
                around[part] = json.loads((course.root / name).read_text(encoding="utf-8-sig"))["cells"]
    if not around:
        return own
    return {**own, "cells": [*around.get("header", []), *own["cells"], *around.get("footer", [])]}


def _with_tests(own: dict[str, Any], kept: Mapping[str, str]) -> dict[str, Any]:
    """The notebook with test and locked cells as nbgrader keeps them: it may have written the tests itself."""
    from autograder.engine.repair import is_known, kind_of, role

    cells = []
    for cell in own["cells"]:
        text = _text(cell)
        if is_known(cell) and kind_of(cell) in ("test", "locked"):
            saved = kept.get(role(cell)["grade_id"], text)
            if saved.strip() != text.strip():
                cell = {**cell, "source": saved}
        cells.append(cell)
    return {**own, "cells": cells}


def _text(cell: dict[str, Any]) -> str:
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def _names(path: Path) -> list[str] | None:
    """The grade ids of a notebook, in order; None where it cannot be read."""
    from autograder.engine.notebooks import Unreadable, read_notebook
    from autograder.engine.repair import is_known, role

    try:
        return [role(cell)["grade_id"] for cell in read_notebook(path) if is_known(cell)]
    except Unreadable:
        return None


def _is_registered(course: Course, assignment: str, gradebook: Gradebook) -> bool:
    """Whether the gradebook has the assignment as its source has it now, and there is a release of it."""
    from nbgrader.api import MissingEntry

    from autograder.engine.notebooks import read_notebook
    from autograder.engine.repair import is_known, kind_of, role

    private = course.place(course.root / PRIVATE, ".", assignment)
    directives = _Directives(config.load(course.root))
    for path in course.notebooks(assignment):
        releases = [course.release_folder(assignment) / path.name, private / path.name]
        try:
            entry = gradebook.find_notebook(path.stem, assignment)
        except MissingEntry:
            return False
        kept = {cell.name: cell.source for cell in entry.source_cells}
        points = {cell.name: cell.max_score for cell in [*entry.grade_cells, *entry.task_cells]}
        source = [cell for cell in read_notebook(path) if is_known(cell)]
        released = _releases(releases, [role(cell)["grade_id"] for cell in source])
        if released is None:
            return False
        for cell in source:
            own = role(cell)
            name = own["grade_id"]
            if kind_of(cell) == "text" and name in kept:
                same = True
            else:
                text = released[name] if own.get("solution") else cell["source"]
                same = name in kept and directives.same(text, kept[name])
            if own.get("grade") or own.get("task"):
                same = same and points.get(name) == float(own["points"])
            if not same:
                return False
    return True


def _releases(paths: list[Path], names: list[str]) -> dict[str, str] | None:
    """The text of each known cell in the first release that has them all."""
    from autograder.engine.notebooks import Unreadable, read_notebook
    from autograder.engine.repair import is_known, role

    for path in paths:
        try:
            cells = {role(cell)["grade_id"]: cell["source"] for cell in read_notebook(path) if is_known(cell)}
        except Unreadable:
            continue
        if set(names) <= set(cells):
            return cells
    return None


class _Directives:
    """Lines such as ``### AUTOTEST x``, in whose place nbgrader has written tests."""

    def __init__(self, settings: Any) -> None:
        self._mark = str(settings.InstantiateTests.get("autotest_delimiter", "AUTOTEST"))

    def same(self, source: str, kept: str) -> bool:
        """Whether the gradebook's cell is what nbgrader makes of the source's."""
        lines = source.splitlines()
        directives = [line for line in lines if self._mark in line and line.strip().startswith("#")]
        if not directives:
            return source.strip() == kept.strip()
        if any(line in kept.splitlines() for line in directives):
            return False
        rest = iter(kept.splitlines())
        own = [line for line in lines if line not in directives]
        snippets = [part.strip() for line in directives for part in line.partition(self._mark)[2].split(";")]
        return all(line in rest for line in own) and all(
            re.sub(r"\s", "", one) in re.sub(r"\s", "", kept) for one in snippets
        )
