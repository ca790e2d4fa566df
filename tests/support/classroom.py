"""Ordinary nbgrader courses for tests: sources are percent scripts, submissions edits, gradebooks dictionaries."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import jupytext
import nbformat
from conftest import BIN, RESULTS_SCHEMA
from nbformat import NotebookNode
from nbgrader.api import Gradebook

from autograder.authoring import nbgrader_runner
from autograder.course import Course

SCRIPT = ".nb.py"
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
Edit = Callable[[NotebookNode], None]


def instructor_notebook(script: str) -> NotebookNode:
    """The instructor's notebook of a percent script; the nbgrader metadata of its markers is filled in."""
    nb = jupytext.reads(script, fmt="py:percent")
    nb.metadata = nbformat.from_dict({"kernelspec": KERNEL})
    for number, cell in enumerate(nb.cells):
        cell["id"] = f"cell-{number}"
        role = cell.metadata.get("nbgrader")
        cell.metadata = nbformat.from_dict({})
        if role:
            points, manual = role.get("points"), role.get("solution", False)
            full = {"grade": points is not None and not role.get("task", False), "solution": manual, "task": False}
            full |= {"locked": points is not None and not manual, "schema_version": 3, **role}
            cell.metadata["nbgrader"] = nbformat.from_dict(full)
    return nb


def make_small_course(folder: Path, assignments: Mapping[str, str]) -> Path:
    """A course named "small" in a folder, to copy; where it lies."""
    root = folder / "course"
    make_course(root, assignments, 'c = get_config()\nc.CourseDirectory.course_id = "small"\n')
    return root


def make_course(root: Path, assignments: Mapping[str, Path | str], config: str) -> None:
    """An nbgrader course: ``nbgrader_config.py``, ``source/``, ``release/`` and a gradebook that knows the assignments.

    Args:
        root: a folder that may exist.
        assignments: for each name a folder (scripts ``*.nb.py`` become notebooks, other files go along) or one script.
        config: the text of ``nbgrader_config.py``.
    """
    root.mkdir(parents=True, exist_ok=True)
    (root / "nbgrader_config.py").write_text(config, encoding="utf-8")
    for name, given in assignments.items():
        folder = root / "source" / name
        folder.mkdir(parents=True)
        scripts = {name: given} if isinstance(given, str) else {}
        for path in [] if isinstance(given, str) else sorted(given.iterdir()):
            if path.name.endswith(SCRIPT):
                scripts[path.name.removesuffix(SCRIPT)] = path.read_text(encoding="utf-8")
            elif path.is_file():
                shutil.copy(path, folder)
        for notebook, script in scripts.items():
            nbformat.write(instructor_notebook(script), folder / f"{notebook}.ipynb")
        with activated():
            done = nbgrader_runner.generate_assignment(Course(root), name)
        assert done.success, done.log


@contextmanager
def activated() -> Iterator[None]:
    """As in an activated environment: stock nbgrader starts `alembic` by name."""
    before = os.environ.get("PATH", os.defpath)
    os.environ["PATH"] = f"{BIN}{os.pathsep}{before}"
    try:
        yield
    finally:
        os.environ["PATH"] = before


def stock(root: Path, assignment: str, student: str) -> nbgrader_runner.Outcome:
    """Grade one submission with nbgrader as it is. (Given a whole class, it stops at the first it cannot validate.)"""
    with activated():
        return nbgrader_runner.autograde(Course(root), assignment, student)


def released(root: Path, assignment: str, notebook: str | None = None) -> NotebookNode:
    """What students were given."""
    return nbformat.read(root / "release" / assignment / f"{notebook or assignment}.ipynb", as_version=4)


def solutions(root: Path, assignment: str, notebook: str | None = None) -> dict[str, str]:
    """The instructor's own answers, by grade id."""
    nb = nbformat.read(root / "source" / assignment / f"{notebook or assignment}.ipynb", as_version=4)
    return {
        cell.metadata.nbgrader.grade_id: "\n".join(
            line for line in cell.source.splitlines() if "### BEGIN SOL" not in line and "### END SOL" not in line
        )
        for cell in nb.cells
        if cell.metadata.get("nbgrader", {}).get("solution")
    }


def grade_ids_of(nb: NotebookNode) -> list[str | None]:
    """The grade id of every cell, None for cells without one."""
    return [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in nb.cells]


def find(nb: NotebookNode, grade_id: str) -> int:
    """The position of the cell; ValueError where there is none."""
    return grade_ids_of(nb).index(grade_id)


def fill(nb: NotebookNode, answers: Mapping[str, str]) -> None:
    """Put answers into the cells named."""
    for grade_id, source in answers.items():
        nb.cells[find(nb, grade_id)].source = source


def delete(*grade_ids: str) -> Edit:
    """The student deleted cells, in whichever notebook they are."""

    def edit(nb: NotebookNode) -> None:
        nb.cells = [cell for cell, own in zip(nb.cells, grade_ids_of(nb), strict=True) if own not in grade_ids]

    return edit


def duplicate(grade_id: str) -> Edit:
    """The student copied a cell, metadata and all, and pasted it below."""

    def edit(nb: NotebookNode) -> None:
        position = find(nb, grade_id)
        copy = nbformat.from_dict(json.loads(json.dumps(nb.cells[position])))
        copy["id"] = f"{copy['id']}-copy"
        nb.cells.insert(position + 1, copy)

    return edit


def split(grade_id: str, line: int) -> Edit:
    """The student split a cell before the line (counted from 0); JupyterLab gives both halves the metadata."""

    def edit(nb: NotebookNode) -> None:
        position = find(nb, grade_id)
        duplicate(grade_id)(nb)
        lines = nb.cells[position].source.split("\n")
        nb.cells[position].source = "\n".join(lines[:line])
        nb.cells[position + 1].source = "\n".join(lines[line:])

    return edit


def merge(grade_id: str, into: str) -> Edit:
    """The student merged a cell into the one above, whose metadata stays."""

    def edit(nb: NotebookNode) -> None:
        nb.cells[find(nb, into)].source += "\n" + nb.cells[find(nb, grade_id)].source
        del nb.cells[find(nb, grade_id)]

    return edit


def convert(grade_id: str, cell_type: str) -> Edit:
    """The student changed the type of a cell to "markdown", "raw" or "code"."""

    def edit(nb: NotebookNode) -> None:
        position = find(nb, grade_id)
        old = nb.cells[position]
        new = {"markdown": nbformat.v4.new_markdown_cell, "raw": nbformat.v4.new_raw_cell}
        nb.cells[position] = new.get(cell_type, nbformat.v4.new_code_cell)(
            old.source, id=old["id"], metadata=old.metadata
        )

    return edit


def move(grade_id: str, before: str) -> Edit:
    """The student dragged a cell up or down, to stand before another one."""

    def edit(nb: NotebookNode) -> None:
        cell = nb.cells.pop(find(nb, grade_id))
        nb.cells.insert(find(nb, before), cell)

    return edit


def insert(source: str, before: str, cell_type: str = "code") -> Edit:
    """The student added a cell of their own."""

    def edit(nb: NotebookNode) -> None:
        new = nbformat.v4.new_code_cell if cell_type == "code" else nbformat.v4.new_markdown_cell
        nb.cells.insert(find(nb, before), new(source))

    return edit


def hand_in(root: Path, student: str, assignment: str, nb: NotebookNode, notebook: str | None = None) -> Path:
    """Write a submission where nbgrader's collect would put it."""
    path = root / "submitted" / student / assignment / f"{notebook or assignment}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(nbformat.writes(nb), encoding="utf-8")
    return path


@dataclass(frozen=True)
class Run:
    """One ``autograder grade``: its exit status, what ``--json`` printed, and stderr."""

    status: int
    report: dict[str, Any]
    stderr: str

    def submission(self, assignment: str, student: str) -> dict[str, Any]:
        """The entry of one submission."""
        (found,) = [
            one
            for part in self.report["assignments"]
            if part["assignment"] == assignment
            for one in part["submissions"]
            if one["student"] == student
        ]
        return found


def grade(root: Path, *options: str, timeout: float = 600) -> Run:
    """Run ``autograder grade --json`` in a course folder."""
    command = [str(BIN / "autograder"), "grade", *options, "--json"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=timeout, check=False)
    assert done.stdout.lstrip().startswith("{"), f"no JSON on stdout\n{done.stdout[-3000:]}\n{done.stderr[-6000:]}"
    report = json.loads(done.stdout)
    jsonschema.validate(report, RESULTS_SCHEMA)
    return Run(done.returncode, report, done.stderr)


Row = dict[str, Any]


def gradebook(root: Path) -> dict[tuple[str, str, str, str], Row]:
    """Everything a gradebook says, by assignment, student, notebook and cell.

    A row of a graded cell has nbgrader's scores; a row of a solution cell has the automatic comment; the row of a
    notebook (cell "") has its score and its penalty for being late.
    """
    rows: dict[tuple[str, str, str, str], Row] = {}
    with activated(), Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        for assignment in book.assignments:
            for submission in book.assignment_submissions(assignment.name):
                for notebook in submission.notebooks:
                    place = (assignment.name, submission.student.id, notebook.name)
                    penalty = notebook.late_submission_penalty
                    rows[*place, ""] = {"score": notebook.score, "late_penalty": penalty}
                    for one in notebook.grades:
                        rows.setdefault((*place, one.name), {}).update(
                            auto_score=one.auto_score,
                            manual_score=one.manual_score,
                            extra_credit=one.extra_credit,
                            needs_manual_grade=one.needs_manual_grade,
                            max_score=one.max_score,
                        )
                    for comment in notebook.comments:
                        rows.setdefault((*place, comment.name), {}).update(
                            auto_comment=comment.auto_comment, manual_comment=comment.manual_comment
                        )
    return rows


def points(root: Path, assignment: str, student: str) -> dict[str, float | None]:
    """The automatic scores of one submission, by grade id."""
    return {
        cell: row["auto_score"]
        for (name, who, _, cell), row in gradebook(root).items()
        if (name, who) == (assignment, student) and "auto_score" in row
    }
