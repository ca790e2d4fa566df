"""The parts of a small assignment: cells in nbgrader's roles, and what is handed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import nbformat
from nbformat import NotebookNode


@dataclass(frozen=True)
class Small:
    """One assignment.

    Attributes:
        cells: of the instructor's notebook.
        wrong: answers that are wrong, by student and grade id; the other cells are solved as in the source.
        right: the same for answers that are right, though not the instructor's.
        mode: how its tests run when nobody says: "judge" or "in-student".
        files: what lies beside the notebook.
        better: (student, grade id) → points, where ours are meant to be other than stock nbgrader's.
        inside: the same where tests run in the students' processes: what students do to unittest there is not seen.
    """

    cells: tuple[NotebookNode, ...]
    wrong: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    right: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    mode: str = "judge"
    files: Mapping[str, str] = field(default_factory=dict)
    better: Mapping[tuple[str, str], float | None] = field(default_factory=dict)
    inside: Mapping[tuple[str, str], float | None] = field(default_factory=dict)

    @property
    def students(self) -> dict[str, Mapping[str, str]]:
        """What everybody answers: the instructor's own solution first, the untouched release last."""
        return {"own": {}, **self.right, **self.wrong}


def S(name: str, code: str) -> NotebookNode:  # noqa: N802 - the cells read like a notebook's outline
    """A cell that students write; the code is the solution."""
    lines = code.strip("\n").splitlines()
    head = [line for line in lines[:1] if line.startswith(("def ", "class ", "async def ", "%%"))]
    body = lines[len(head) :]
    indent = "    " if head and not head[0].startswith("%%") else ""
    text = [*head, f"{indent}### BEGIN SOLUTION", *body, f"{indent}### END SOLUTION"]
    return _cell("\n".join(text), name, solution=True)


def T(name: str, points: float, code: str) -> NotebookNode:  # noqa: N802
    """A test cell."""
    return _cell(code.strip("\n"), name, grade=True, locked=True, points=points)


def L(name: str, code: str) -> NotebookNode:  # noqa: N802
    """A locked cell."""
    return _cell(code.strip("\n"), name, locked=True)


def P(code: str) -> NotebookNode:  # noqa: N802
    """An ordinary cell."""
    return nbformat.v4.new_code_cell(code.strip("\n"))


def M(name: str, text: str, points: float) -> NotebookNode:  # noqa: N802
    """A Markdown cell that is graded by hand."""
    return _cell(text, name, cell_type="markdown", solution=True, grade=True, points=points)


def K(name: str, text: str, points: float) -> NotebookNode:  # noqa: N802
    """A task cell."""
    return _cell(text, name, cell_type="markdown", task=True, points=points)


def _cell(source: str, name: str, cell_type: str = "code", **role: object) -> NotebookNode:
    new = nbformat.v4.new_code_cell if cell_type == "code" else nbformat.v4.new_markdown_cell
    full = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3, "grade_id": name}
    return new(source, metadata={"nbgrader": full | role})


def notebook(cells: tuple[NotebookNode, ...]) -> NotebookNode:
    """The instructor's notebook."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    made = nbformat.v4.new_notebook(cells=[nbformat.from_dict(dict(cell)) for cell in cells])
    made.metadata = nbformat.from_dict({"kernelspec": kernel, "language_info": {"name": "python"}})
    for number, cell in enumerate(made.cells):
        cell["id"] = f"cell-{number}"
    return made
