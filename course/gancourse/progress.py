"""How far you are: ``python -m gancourse.progress`` in the course's folder, or with the path of one notebook.

It reads the notebooks as they were last saved and runs nothing: an exercise is done when its answer is written and its
visible checks passed when they were run last.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from gancourse.notebook_cells import (
    Cell,
    NotANotebook,
    exercise_heading,
    grade_id,
    is_answer,
    is_changed,
    is_test,
    read,
    role,
    source,
)

_MINUTES = re.compile(r"^\*Difficulty .*?(\d+) minutes?\b", re.MULTILINE)


class State(Enum):
    """Of an exercise, with the sign that it has in a list."""

    DONE = "✓"
    WRITTEN = "✎"
    NOT_YET_RIGHT = "✗"
    NOT_CHECKED = "?"
    NOT_BEGUN = "·"


# Nothing more is to be done in an exercise that is so far.
FINISHED = (State.DONE, State.WRITTEN)
WORDS = {
    State.DONE: "its visible checks pass",
    State.WRITTEN: "written; a person reads it",
    State.NOT_YET_RIGHT: "a visible check does not pass yet",
    State.NOT_CHECKED: "written; its checks have not been run",
    State.NOT_BEGUN: "not begun",
}


@dataclass(frozen=True)
class Exercise:
    """An exercise as it stands in a notebook.

    Attributes:
        title: as its heading has it.
        minutes: that it takes, by the course's own estimate; 0 where there is none.
        points: that its tests and answers are worth.
        state: how far it is.
        names: nbgrader's grade ids of its answers.
    """

    title: str
    minutes: int
    points: float
    state: State
    names: tuple[str, ...] = ()


def exercises(notebook: dict[str, Any]) -> list[Exercise]:
    """The exercises of a notebook, as parsed JSON, in order."""
    found = []
    for head, cells in _parts(notebook["cells"]):
        title, minutes = exercise_heading(head), _MINUTES.search(head)
        points = sum(float(role(cell).get("points") or 0) for cell in cells)
        if title and (names := tuple(grade_id(cell) for cell in cells if is_answer(cell))):
            found.append(Exercise(title, int(minutes[1]) if minutes else 0, points, _state(cells), names))
    return found


def next_of(found: list[Exercise]) -> Exercise | None:
    """The first exercise in which something is to be done; None where all is done."""
    return next((one for one in found if one.state not in FINISHED), None)


def _parts(cells: list[Cell]) -> Iterator[tuple[str, list[Cell]]]:
    """The cells from one exercise's heading to the next, with the text that the heading stands in."""
    head: str = ""
    part: list[Cell] = []
    for cell in cells:
        if cell.get("cell_type") == "markdown" and not is_answer(cell) and exercise_heading(source(cell)):
            yield head, part
            head, part = source(cell), []
        elif role(cell):
            part.append(cell)
    yield head, part


def _state(cells: list[Cell]) -> State:
    tests = [cell for cell in cells if is_test(cell)]
    if not any(is_changed(cell) for cell in cells if is_answer(cell)):
        return State.NOT_BEGUN
    if not tests:
        return State.WRITTEN
    if any(_ended_in_error(cell) for cell in tests):
        return State.NOT_YET_RIGHT
    if any(cell.get("execution_count") is None for cell in tests):
        return State.NOT_CHECKED
    return State.DONE


def _ended_in_error(cell: Cell) -> bool:
    return any(isinstance(one, dict) and one.get("output_type") == "error" for one in cell.get("outputs") or [])


def summary(name: str, found: list[Exercise]) -> str:
    """One line on a notebook."""
    done = [one for one in found if one.state in FINISHED]
    points, most = sum(one.points for one in done), sum(one.points for one in found)
    left = sum(one.minutes for one in found if one.state not in FINISHED)
    rest = f"about {left} minutes of exercises left" if left else "done"
    return f"{name:<20} {len(done):2} of {len(found):2} exercises   {points:2g} of {most:2g} points   {rest}"


def notebooks(place: Path) -> list[Path]:
    """The notebooks of the course below a folder, or the one that is named.

    Raises:
        NotANotebook: there is none.
    """
    if place.is_file() or place.suffix == ".ipynb":
        return [place]
    found = [path for path in sorted(place.glob("[0-9]*/[0-9]*.ipynb")) if path.stem == path.parent.name]
    if not found:
        raise NotANotebook(f"There are no notebooks of the course in {place.resolve()}: go to its folder first.")
    return found


def report(place: Path) -> Iterator[str]:
    """How far everything is, in lines.

    Raises:
        NotANotebook: there is no notebook, or one cannot be read.
    """
    paths = notebooks(place)
    known = {path: exercises(read(path)) for path in paths}
    for path, found in known.items():
        yield summary(path.stem, found)
        if len(paths) == 1:
            yield from (f"  {one.state.value} {one.title} ({WORDS[one.state]})" for one in found)
    for path, found in known.items():
        if one := next_of(found):
            yield f"Go on with {path.stem}, {one.title}: {WORDS[one.state]}; about {one.minutes} minutes."
            return
    yield "Everything is done."


def main(arguments: list[str]) -> int:
    """The command; returns its exit status."""
    if len(arguments) > 1:
        print("Use: python -m gancourse.progress [FOLDER or NOTEBOOK.ipynb]", file=sys.stderr)
        return 2
    try:
        print("\n".join(report(Path(arguments[0] if arguments else "."))))
    except NotANotebook as problem:
        print(problem, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
