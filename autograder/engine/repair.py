"""A submitted notebook put right: locked and test cells as in the source, graded cells found again by their grade id.

What students did to cells (deleted, copied, split, moved, converted) is repaired with one sentence each. Cells that
students wrote themselves stay where they are, behind the graded cell that they followed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from autograder.engine import names

Kind = Literal["locked", "test", "answer", "own", "unchanged", "text"]
Cell = dict[str, Any]

# Of a name that a student has made up, this much is quoted.
_LONGEST_NAME = 100
_MOST_NAMES = 5


@dataclass
class Step:
    """A cell of the repaired notebook and the part it plays.

    Attributes:
        kind: "locked" (trusted code that students run too), "test", "answer" (a solution cell), "own" (code that the
            student wrote or changed), "unchanged" (the author's demonstration, as released) or "text".
        cell: the cell as it will stand in the graded notebook.
        source_code: for an answer, the instructor's code of this cell; "" else.
    """

    kind: Kind
    cell: Cell
    source_code: str = ""

    @property
    def grade_id(self) -> str:
        return str(role(self.cell).get("grade_id", ""))

    @property
    def code(self) -> str:
        return str(self.cell["source"])


@dataclass
class Merged:
    """A repaired notebook.

    Attributes:
        steps: its cells in order.
        repairs: one sentence for each repair.
        changed: grade ids of test and locked cells that the student had changed.
        of_another_release: grade ids of those that are as another release has them.
        demonstrations: the code of the author's ordinary cells that stand before each known cell in the source.
    """

    steps: list[Step]
    repairs: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    of_another_release: list[str] = field(default_factory=list)
    demonstrations: dict[str, list[str]] = field(default_factory=dict)


def role(cell: Cell) -> dict[str, Any]:
    """The nbgrader metadata of a cell, or {}."""
    found = cell.get("metadata", {}).get("nbgrader", {})
    return found if isinstance(found, dict) else {}


def is_known(cell: Cell) -> bool:
    """Whether a cell of the source is one that nbgrader keeps track of."""
    own = role(cell)
    return bool(own.get("grade_id")) and any(own.get(key) for key in ("grade", "solution", "locked", "task"))


def kind_of(cell: Cell) -> Kind:
    """The part that a cell of the source plays."""
    if cell["cell_type"] != "code":
        return "text"
    own = role(cell)
    if own.get("solution"):
        return "answer"
    if own.get("grade"):
        return "test"
    return "locked" if own.get("locked") else "unchanged"


def is_as_released(cell: Cell) -> bool:
    """Whether a cell that nbgrader knows is as the release that it comes from had it, whichever that was.

    nbgrader keeps a checksum in it (``nbgrader.utils.compute_checksum``); who can compute one can say so of any cell,
    so nothing but words may depend on this.
    """
    own = role(cell)
    grade, solution = bool(own.get("grade")), bool(own.get("solution"))
    locked = not solution and (grade or bool(own.get("locked")))
    parts = [cell["source"], cell["cell_type"], str(grade), str(solution), str(locked)]
    # It counted under the name that it had then.
    parts.append(str(own.get("formerly", own.get("grade_id"))))
    if grade:
        points = own.get("points")
        parts.append(str(float(points)) if isinstance(points, int | float) else "")
    made = hashlib.md5("".join(parts).encode("utf-8", "replace"), usedforsecurity=False)
    return own.get("checksum") == made.hexdigest()


def merge(
    source: list[Cell], release: list[Cell], submitted: list[Cell], formerly: Mapping[str, str] | None = None
) -> Merged:
    """Put a submission right.

    Args:
        source: the instructor's cells, with nbgrader metadata, solutions and hidden tests.
        release: the same after nbgrader's ``generate_assignment``: stubs in place of solutions.
        submitted: what the student handed in.
        formerly: the grade ids that cells have now, by those that they had in earlier releases.
    """
    submitted = [_with_name_of_today(cell, formerly or {}) for cell in submitted]
    known = {role(cell)["grade_id"]: cell for cell in source if is_known(cell)}
    stubs = {role(cell)["grade_id"]: cell for cell in release if is_known(cell)}
    merged = Merged([], demonstrations=demonstrations(source))
    repairs = merged.repairs
    head, segments = _segments(submitted, known, repairs)
    _choose(segments, known, stubs, repairs)
    order = list(known)
    found = [name for name, _cells in segments]
    if found != [name for name in order if name in found]:
        repairs.append("Some cells had been moved: they were put back into the order of the assignment.")
    by_name = dict(segments)
    released = _ordinary(release)
    steps = merged.steps
    steps += [_own_step(cell, released) for cell in head]
    for name in order:
        cells = by_name.get(name)
        if cells is None:
            stub = stubs.get(name, known[name])
            cells = [{**stub, "source": _elsewhere(known[name], stub, _of_nobody(submitted, known), repairs)}]
        steps.append(_known_step(cells[0], known[name], stubs.get(name, known[name]), merged))
        steps += [_own_step(cell, released) for cell in cells[1:]]
    if others := merged.of_another_release:
        shown = ", ".join(others[:_MOST_NAMES]) + (", …" if len(others) > _MOST_NAMES else "")
        repairs.append(
            f"The notebook is of another release of the assignment (cells {shown}): the tests of this one grade it."
        )
    return merged


def _with_name_of_today(cell: Cell, formerly: Mapping[str, str]) -> Cell:
    name = role(cell).get("grade_id")
    if not isinstance(name, str) or name not in formerly:
        return cell
    return {
        **cell,
        "metadata": {**cell["metadata"], "nbgrader": {**role(cell), "grade_id": formerly[name], "formerly": name}},
    }


def demonstrations(source: list[Cell]) -> dict[str, list[str]]:
    """The code of the ordinary cells that stand before each known cell, and after the one before it."""
    found: dict[str, list[str]] = {}
    waiting: list[str] = []
    for cell in source:
        if is_known(cell):
            found[role(cell)["grade_id"]] = waiting
            waiting = []
        elif cell["cell_type"] == "code":
            waiting.append(cell["source"])
    return found


def _of_nobody(submitted: list[Cell], known: dict[str, Cell]) -> list[Cell]:
    """The code cells that are the student's own, or have come to bear a name that is none of the assignment's."""
    codes = [cell for cell in submitted if cell["cell_type"] == "code"]
    return [cell for cell in codes if not (isinstance(name := role(cell).get("grade_id"), str) and name in known)]


def _elsewhere(source: Cell, stub: Cell, others: list[Cell], repairs: list[str]) -> str:
    """What stands in a cell that is missing: the stub, unless the student defines its names in another cell."""
    name = role(source)["grade_id"]
    wanted = names.bound(stub["source"]) or names.bound(source["source"])
    if kind_of(source) == "answer" and wanted:
        for cell in others:
            if wanted <= names.bound(cell["source"]) and cell["source"].strip() != stub["source"].strip():
                repairs.append(f"Cell {name} was missing, but another cell defines {', '.join(sorted(wanted))}.")
                return "# Defined in another cell."
    repairs.append(f"Cell {name} was missing: it was put back.")
    return str(stub["source"])


def _segments(
    submitted: list[Cell], known: dict[str, Cell], repairs: list[str]
) -> tuple[list[Cell], list[tuple[str, list[Cell]]]]:
    """The cells before the first known one, and each known cell with those that follow it."""
    head: list[Cell] = []
    segments: list[tuple[str, list[Cell]]] = []
    for cell in submitted:
        name = role(cell).get("grade_id")
        if isinstance(name, str) and name in known:
            segments.append((name, [cell]))
        else:
            if isinstance(name, str) and any(role(cell).get(key) for key in ("grade", "solution")):
                repairs.append(
                    f"Cell {name[:_LONGEST_NAME]} is not part of the assignment: it counts as a cell of the student's "
                    "own."
                )
            (segments[-1][1] if segments else head).append(cell)
    return head, segments


def _choose(
    segments: list[tuple[str, list[Cell]]], known: dict[str, Cell], stubs: dict[str, Cell], repairs: list[str]
) -> None:
    """Where a grade id occurs more than once, one cell keeps it; the others stay as the student's own cells."""
    for name in {name for name, _cells in segments}:
        positions = [i for i, (other, _cells) in enumerate(segments) if other == name]
        if len(positions) == 1:
            continue
        stub = stubs.get(name, known[name])["source"].strip()
        changed = [i for i in positions if segments[i][1][0]["source"].strip() not in ("", stub)]
        keeper = (changed or positions)[-1]
        # Code runs from top to bottom, so the last one counts, as in the student's own notebook.
        repairs.append(f"Cell {name} was there {len(positions)} times: the last one with an answer counts.")
        for i in positions:
            if i != keeper and kind_of(known[name]) in ("test", "locked"):
                segments[i][1].pop(0)
        for i in reversed(positions):
            if i == keeper:
                continue
            _, cells = segments.pop(i)
            if i > 0:
                segments[i - 1][1].extend(cells)
            else:
                kept = next(j for j, (other, _cells) in enumerate(segments) if other == name)
                segments[kept] = (name, [segments[kept][1][0], *cells, *segments[kept][1][1:]])


def _known_step(cell: Cell, source: Cell, released: Cell, merged: Merged) -> Step:
    name = role(source)["grade_id"]
    repairs = merged.repairs
    kind = kind_of(source)
    made = {**source, "metadata": {**source["metadata"], "nbgrader": dict(role(source))}}
    if cell["cell_type"] != source["cell_type"]:
        repairs.append(f"Cell {name} had been converted to {cell['cell_type']}: it was converted back.")
    if role(cell).get("points", role(source).get("points")) != role(source).get("points"):
        repairs.append(f"The points of cell {name} had been changed: they are those of the assignment.")
    if role(source).get("solution"):
        made["source"] = cell["source"]
        if "attachments" in cell and source["cell_type"] == "markdown":
            made["attachments"] = cell["attachments"]
    elif cell["source"].strip() not in (released["source"].strip(), source["source"].strip()):
        if is_as_released(cell):
            merged.of_another_release.append(name)
        else:
            merged.changed.append(name)
            repairs.append(f"Cell {name} had been changed: it was restored.")
    if made["cell_type"] == "code":
        made["outputs"], made["execution_count"] = [], None
    return Step(kind, made, source["source"] if kind == "answer" else "")


def _own_step(cell: Cell, released: set[str]) -> Step:
    made = {key: value for key, value in cell.items() if key in ("cell_type", "source", "outputs")}
    made["metadata"] = {}
    if made["cell_type"] != "code":
        made.pop("outputs", None)
        if isinstance(cell.get("attachments"), dict):
            made["attachments"] = cell["attachments"]
        return Step("text", made)
    made.setdefault("outputs", [])
    made["execution_count"] = None
    same = made["source"] in released
    return Step("unchanged" if same else "own", made)


def _ordinary(cells: list[Cell]) -> set[str]:
    return {cell["source"] for cell in cells if cell["cell_type"] == "code" and not is_known(cell)}
