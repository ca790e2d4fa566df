"""The cells of a notebook of the course, as they lie in its file: their roles, and whether they were changed."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

Cell = dict[str, Any]
LARGEST = 512 << 20
_HEADING = re.compile(r"^#{2,4} (Exercise(?: \d+)? · .+?)\s*$", re.MULTILINE)


class NotANotebook(Exception):
    """One sentence: what is wrong, where, and what to do."""


def role(cell: Cell) -> dict[str, Any]:
    """What nbgrader knows of a cell; empty for a cell that it does not know."""
    found = cell.get("metadata", {}).get("nbgrader")
    return found if isinstance(found, dict) else {}


def grade_id(cell: Cell) -> str:
    """The grade id of a cell; "" for a cell that nbgrader does not know."""
    return str(role(cell).get("grade_id") or "")


def is_answer(cell: Cell) -> bool:
    """Whether students write in it for points."""
    return bool(role(cell).get("solution") or role(cell).get("task"))


def is_test(cell: Cell) -> bool:
    """Whether it gives points and nobody writes in it."""
    return bool(role(cell).get("grade")) and not is_answer(cell)


def source(cell: Cell) -> str:
    """The source of a cell."""
    lines = cell.get("source", "")
    return lines if isinstance(lines, str) else "".join(lines)


def exercise_heading(text: str) -> str:
    """The title of the exercise whose heading stands in a text; "" where none does."""
    found = _HEADING.search(text)
    return found[1] if found else ""


def is_as_the_course_wrote_it(cell: Cell) -> bool:
    """Whether a cell that nbgrader does not know is unchanged: such a cell's id is a hash of its text."""
    made = hashlib.sha256(f"{cell.get('cell_type')}\n{source(cell)}".encode()).hexdigest()[:10]
    return str(cell.get("id", "")).partition("-")[0] == made


def is_changed(cell: Cell) -> bool:
    """Whether a graded cell is not as it was released: nbgrader keeps a checksum in it (``nbgrader.utils``)."""
    known = role(cell)
    grade, solution = bool(known.get("grade")), bool(known.get("solution"))
    locked = not solution and (grade or bool(known.get("locked")))
    parts = [source(cell), str(cell.get("cell_type")), *map(str, (grade, solution, locked)), grade_id(cell)]
    if grade:
        parts.append(str(float(known.get("points") or 0)))
    return hashlib.md5("".join(parts).encode(), usedforsecurity=False).hexdigest() != known.get("checksum")


def read(path: Path) -> dict[str, Any]:
    """A notebook as parsed JSON.

    Raises:
        NotANotebook: there is none.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise NotANotebook(
                f"{path} has more than {LARGEST >> 20} MiB: clear its outputs and save it, then try again."
            )
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise NotANotebook(f"There is no file {path}: give the path of the notebook.") from None
    except OSError as error:
        raise NotANotebook(f"{path} cannot be read ({error.strerror}).") from None
    except (ValueError, RecursionError):
        raise NotANotebook(f"{path} is not a notebook: open it in Jupyter and save it, then try again.") from None
    cells = found.get("cells") if isinstance(found, dict) else None
    if not isinstance(cells, list) or not all(isinstance(cell, dict) and "cell_type" in cell for cell in cells):
        raise NotANotebook(f"{path} has no cells as notebooks of today have: open it in Jupyter and save it first.")
    return dict(found)
