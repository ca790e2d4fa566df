"""What happens to notebooks on their way: each of these is done to a submission that is solved as in the source."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
from classroom import convert, delete, duplicate, move, split
from nbformat import NotebookNode

from foreign.small import Small

Edit = Callable[[NotebookNode], None]


def ids(nb: NotebookNode, role: str) -> list[str]:
    """The grade ids of the cells with this role."""
    known = [cell.metadata.get("nbgrader", {}) for cell in nb.cells if cell.cell_type == "code"]
    return [one["grade_id"] for one in known if one.get(role)]


def _answer(nb: NotebookNode) -> NotebookNode:
    name = ids(nb, "solution")[0]
    return next(cell for cell in nb.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == name)


def _test(nb: NotebookNode) -> NotebookNode:
    name = ids(nb, "grade")[0]
    return next(cell for cell in nb.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == name)


def _no_metadata(nb: NotebookNode) -> None:
    for cell in nb.cells:
        cell.metadata = nbformat.from_dict({})


def _same_ids(nb: NotebookNode) -> None:
    for cell in nb.cells:
        cell["id"] = "the-same"


def _test_changed(nb: NotebookNode) -> None:
    _test(nb).source = "assert True"


def _answer_locked(nb: NotebookNode) -> None:
    _answer(nb).metadata.nbgrader.update(solution=False, locked=True)


def _points_raised(nb: NotebookNode) -> None:
    _test(nb).metadata.nbgrader.points = 100


def _other_kernel(nb: NotebookNode) -> None:
    nb.metadata.kernelspec = nbformat.from_dict({"name": "xpython-9", "display_name": "Python 9", "language": "python"})


def _huge_output(nb: NotebookNode) -> None:
    text = "x" * 79 + "\n"
    _answer(nb).outputs = [nbformat.v4.new_output("stream", name="stdout", text=text * 40_000)]


def _broken_cell(nb: NotebookNode) -> None:
    nb.cells.insert(0, nbformat.v4.new_code_cell("def unfinished(:\n    ..."))


def _renamed_cell(nb: NotebookNode) -> None:
    _answer(nb).metadata.nbgrader.grade_id = "something-else"


def _locked_edited(nb: NotebookNode) -> None:
    cell = next(cell for cell in nb.cells if cell.metadata.get("nbgrader", {}).get("locked"))
    cell.source = f"{cell.source}\nraise RuntimeError('edited')"


def _of_first(role: str, edit: Callable[[str], Edit]) -> Edit:
    return lambda nb: edit(ids(nb, role)[0])(nb)


# Done to the cells; the file is as it should be.
EDITS: dict[str, Edit] = {
    "no-metadata": _no_metadata,
    "same-ids": _same_ids,
    "test-deleted": _of_first("grade", lambda name: delete(name)),
    "answer-deleted": _of_first("solution", lambda name: delete(name)),
    "answer-twice": _of_first("solution", duplicate),
    "test-twice": _of_first("grade", duplicate),
    "test-first": lambda nb: move(ids(nb, "grade")[0], ids(nb, "solution")[0])(nb),
    "test-changed": _test_changed,
    "answer-locked": _answer_locked,
    "points-raised": _points_raised,
    "other-kernel": _other_kernel,
    "huge-output": _huge_output,
    "broken-cell": _broken_cell,
    "cell-renamed": _renamed_cell,
    "locked-edited": _locked_edited,
    "answer-as-text": _of_first("solution", lambda name: convert(name, "markdown")),
    "answer-split": _of_first("solution", lambda name: split(name, 1)),
}


def _old_format(body: dict[str, Any]) -> bytes:
    old = nbformat.convert(nbformat.from_dict(body), 3)
    return nbformat.writes(old, version=3).encode()


def _first_format(body: dict[str, Any]) -> bytes:
    for cell in body["cells"]:
        cell.pop("id", None)
    return json.dumps({**body, "nbformat_minor": 0}).encode()


# Done to the file.
FILES: dict[str, Callable[[dict[str, Any]], bytes]] = {
    "empty": lambda body: b"",
    "byte-order-mark": lambda body: b"\xef\xbb\xbf" + json.dumps(body).encode(),
    "cut": lambda body: json.dumps(body).encode()[: len(json.dumps(body)) // 2],
    "a-list": lambda body: b"[]",
    "no-text": lambda body: json.dumps(body, indent=1).encode("utf-16"),
    "format-3": _old_format,
    "format-4.0": _first_format,
}
RENAMED = "renamed"
ALL = (*EDITS, *FILES, RENAMED)


def damage(path: Path, kind: str) -> None:
    """Do this to a notebook that lies in ``submitted/``."""
    if kind == RENAMED:
        path.rename(path.with_name(f"{path.stem} (1).ipynb"))
    elif kind in EDITS:
        nb = nbformat.read(path, as_version=4)
        EDITS[kind](nb)
        # Written as it is: nbformat would put some of it right.
        path.write_text(json.dumps(nb), encoding="utf-8")
    else:
        path.write_bytes(FILES[kind](json.loads(path.read_text(encoding="utf-8"))))


def shared_out(assignments: dict[str, Small], most: int) -> dict[str, tuple[str, ...]]:
    """Which damage comes to which assignment: every kind several times, every assignment twice."""
    fit = [name for name, small in assignments.items() if small.mode == "judge" and _fits(small)][:most]
    return {name: tuple(ALL[(2 * n + k) % len(ALL)] for k in (0, 1)) for n, name in enumerate(fit)}


def _fits(small: Small) -> bool:
    """Whether its first answer can be split."""
    answers = [cell for cell in small.cells if cell.metadata.get("nbgrader", {}).get("solution")]
    return answers[0].cell_type == "code"
