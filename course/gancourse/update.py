"""Carry a half-done notebook over into a newer release: ``python -m gancourse.update MINE.ipynb NEW.ipynb``.

Where an assignment has become two, name both: ``… MINE.ipynb NEW-07.ipynb NEW-08.ipynb``. Answers go to the exercise
with the same name (nbgrader's grade id), also where text, tests or order have changed. Cells of the student's own, and
cells of the course that the student has changed, come along behind the cell that they stood behind. What has no place
any more is put at the end. The old notebook stays as it is, and what the new one was before is kept beside it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gancourse.files import write_atomically
from gancourse.notebook_cells import (
    Cell,
    NotANotebook,
    grade_id,
    is_answer,
    is_as_the_course_wrote_it,
    is_changed,
    read,
    role,
    source,
)

LEFT_OVER = "## From the old version: this notebook has no such exercise"
KEPT = ".as-released"


class CannotUpdate(Exception):
    """One sentence: why the two do not fit, and what to do."""


@dataclass(frozen=True)
class CarriedOver:
    """What became of every cell of the old notebook that is not the course's own.

    Attributes:
        notebook: the new release with it, as parsed JSON.
        answers: names of the exercises whose answer has found its place.
        blank: names of those that were not begun.
        own: how many cells of the student's own, or changed by the student, have come along.
        left_over: names of the exercises that are gone; their answers stand at the end.
        tests: names of test cells that the student had changed: the new release's count.
    """

    notebook: dict[str, Any]
    answers: tuple[str, ...]
    blank: tuple[str, ...]
    own: int
    left_over: tuple[str, ...]
    tests: tuple[str, ...]


def carry_over(old: dict[str, Any], new: dict[str, Any], parts: Sequence[dict[str, Any]] = ()) -> CarriedOver:
    """Bring what a student has written into a newer release.

    Args:
        old: the student's notebook, as parsed JSON.
        new: the release, as parsed JSON; it is not changed.
        parts: all releases that the old notebook has become, `new` among them, in the order of the course. What another
            part has, and what the student wrote beside it, is left to that one; what none has goes into the last.

    Returns:
        The filled release and an account of what was carried.
    """
    parts = parts or (new,)
    known = [(_names(one), {cell.get("id") for cell in one["cells"]}) for one in parts]
    here, last = next(number for number, one in enumerate(parts) if one is new), len(parts) - 1
    made: list[Cell] = [dict(cell) for cell in new["cells"]]
    by_name = {name: cell for cell in made if (name := grade_id(cell))}
    # Exercises that have another name now, or have come from another notebook.
    for former, name in new.get("metadata", {}).get("formerly", {}).items():
        by_name.setdefault(former.rpartition("/")[2], by_name[name])
    by_id = {cell.get("id"): cell for cell in made if cell.get("id")}
    answers, blank, left_over, tests = [], [], [], []
    # Behind which cell of the release what was written beside it goes, in the student's order.
    behind: dict[int, list[Cell]] = {}
    at_end: list[Cell] = []
    own, place, at = 0, -1, 0
    for cell in old["cells"]:
        name = grade_id(cell)
        # Which part has this cell; one that none has stands where the cell before it stood, an exercise in the last.
        has_it = (
            number for number, (names, ids) in enumerate(known) if (name in names if name else cell.get("id") in ids)
        )
        home = next(has_it, last if name else at)
        at = at if name and home == last and name not in known[last][0] else home
        if home != here:
            continue
        there = by_name.get(name) if name else by_id.get(cell.get("id"))
        if name and not is_answer(cell):
            if is_changed(cell) and role(cell).get("grade"):
                tests.append(name)
        elif name and not is_changed(cell):
            blank.append(name)
        elif name and there is not None and is_answer(there):
            there["source"] = cell["source"]
            answers.append(name)
        elif name:
            at_end.append(_plain(cell))
            left_over.append(name)
        elif source(cell).strip() and not is_as_the_course_wrote_it(cell):
            own += 1
            if there is not None and not grade_id(there):
                there["source"] = cell["source"]
            else:
                behind.setdefault(place, []).append(_plain(cell))
        if there is not None:
            place = next(number for number, one in enumerate(made) if one is there)
    cells = list(_in_order(made, behind))
    if at_end:
        cells += [_heading(cells), *at_end]
    notebook = {**new, "cells": [_fresh(cell) for cell in _with_ids(cells)]}
    return CarriedOver(notebook, tuple(answers), tuple(blank), own, tuple(left_over), tuple(tests))


def _names(notebook: dict[str, Any]) -> set[str]:
    """The names of its graded cells, and those that they had in earlier releases."""
    return ({grade_id(cell) for cell in notebook["cells"]} - {""}) | _former_names(notebook)


def _former_names(notebook: dict[str, Any]) -> set[str]:
    return {former.rpartition("/")[2] for former in notebook.get("metadata", {}).get("formerly", {})}


def _in_order(made: list[Cell], behind: dict[int, list[Cell]]) -> Iterator[Cell]:
    yield from behind.get(-1, [])
    for number, cell in enumerate(made):
        yield cell
        yield from behind.get(number, [])


def _with_ids(cells: list[Cell]) -> Iterator[Cell]:
    """Every cell with an id that no other has, as the format asks."""
    taken: set[str] = set()
    for cell in cells:
        base = unique = str(cell.get("id") or "cell")
        number = 1
        while unique in taken:
            number += 1
            unique = f"{base[:58]}-{number}"
        taken.add(unique)
        yield {**cell, "id": unique}


def _fresh(cell: Cell) -> Cell:
    """Without outputs: nothing of the new notebook has been run."""
    return {**cell, "outputs": [], "execution_count": None} if cell.get("cell_type") == "code" else cell


def _plain(cell: Cell) -> Cell:
    """A cell that the new release does not grade."""
    metadata = {key: value for key, value in cell.get("metadata", {}).items() if key in ("tags", "jupyter")}
    return {**cell, "metadata": metadata}


def _heading(cells: list[Cell]) -> Cell:
    return {"cell_type": "markdown", "id": f"left-over-{len(cells)}", "metadata": {}, "source": LEFT_OVER}


def update(old: Path, *news: Path) -> list[CarriedOver]:
    """Carry ``old`` over into each of ``news``, whose released form is kept beside it.

    Raises:
        NotANotebook: one of them is none.
        CannotUpdate: they are not of one assignment, or one of ``news`` has been worked in.
    """
    mine, parts = read(old), [read(new) for new in news]
    exercises = {grade_id(cell) for cell in mine["cells"] if is_answer(cell)}
    for new, released in zip(news, parts, strict=True):
        answered = {grade_id(cell) for cell in released["cells"] if is_answer(cell)}
        if not exercises & (answered | _former_names(released)):
            raise CannotUpdate(f"{old} and {new} have no exercise in common: are they of the same assignment?")
        if begun := [grade_id(cell) for cell in released["cells"] if is_answer(cell) and is_changed(cell)]:
            raise CannotUpdate(
                f"{new} has been worked in already ({', '.join(begun[:3])}): take a fresh copy of the new version, "
                "so that nothing in this one is lost."
            )
    made = [carry_over(mine, released, parts) for released in parts]
    for new, done in zip(news, made, strict=True):
        write_atomically(new.with_name(f"{new.stem}{KEPT}.ipynb"), new.read_bytes())
        write_atomically(new, (json.dumps(done.notebook, ensure_ascii=False, indent=1) + "\n").encode())
    return made


def account(done: CarriedOver, new: Path) -> Iterator[str]:
    """What was done, in sentences."""
    yield f"Answers carried over into {new}: {len(done.answers)}. Exercises not begun yet: {len(done.blank)}."
    if done.own:
        yield f"Cells that you have written or changed and that came along: {done.own}."
    if done.left_over:
        yield f"Not in the new version, and so at the end of the notebook: {', '.join(done.left_over)}."
    if done.tests:
        yield f"You had changed tests ({', '.join(done.tests)}): the new version's own count."


def main(arguments: list[str]) -> int:
    """The command; returns its exit status."""
    if len(arguments) < 2:
        print(
            "Use: python -m gancourse.update YOUR-NOTEBOOK.ipynb NEW-RELEASE.ipynb [ANOTHER.ipynb …]", file=sys.stderr
        )
        return 2
    old, *news = map(Path, arguments)
    try:
        made = update(old, *news)
    except (NotANotebook, CannotUpdate) as problem:
        print(problem, file=sys.stderr)
        return 2
    for new, done in zip(news, made, strict=True):
        print("\n".join(account(done, new)))
    print("Run what is new from top to bottom: nothing in it has been run yet.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
