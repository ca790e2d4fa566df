"""The reference answers of an assignment: the solution cells of its own instructor notebook."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

from autograder.course import Course
from autograder.engine.surroundings import current_notebook as current_notebook


class NoReference(RuntimeError):
    """The instructor's notebook of this assignment is not to be found."""


def locate(start: Path | None = None) -> Path:
    """The instructor notebook that belongs to the folder ``start`` (default: the working directory).

    nbgrader runs a notebook in a folder named after its assignment, somewhere below the course folder.

    Raises:
        NoReference: no folder above has ``build/source/<assignment>/<assignment>.ipynb``.
    """
    if (chosen := current_notebook.get()) is not None:
        return chosen
    start = (start or Path.cwd()).resolve()
    for folder in start.parents:
        path = Course(folder).source_notebook(start.name)
        if path.is_file():
            return path
    raise NoReference(f"no build/source/{start.name}/{start.name}.ipynb above {start}: run `autograder build`")


@functools.cache
def namespace(notebook: Path) -> dict[str, Any]:
    """Run the locked and solution cells of an instructor notebook and return the names that they define."""
    names: dict[str, Any] = {"__name__": "reference"}
    for text in cells_to_run(notebook):
        exec(compile(text, "<reference>", "exec", dont_inherit=True), names)
    return names


def cells_to_run(notebook: Path) -> list[str]:
    """The code of the locked cells (imports) and of the solution cells, in order."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code" and _is_trusted(cell)]


def _is_trusted(cell: dict) -> bool:
    meta = cell["metadata"].get("nbgrader", {})
    return bool(meta.get("solution") or (meta.get("locked") and not meta.get("grade")))


class Reference:
    """``reference.bce`` is the right answer's ``bce``."""

    def __getattr__(self, name: str) -> Any:
        names = namespace(locate())
        if name not in names:
            raise AttributeError(f"the solution defines no {name!r}")
        return names[name]
