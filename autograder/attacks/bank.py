"""The bank of attacks: submissions that try to gain something without having earned it.

An attack is a percent script (see ``tests/security/attacks/README.md``). Its first cell says what it tries to gain;
the others say what becomes of the victim's released notebook. Code of ``edit`` cells runs here: the bank is the
course's own.
"""

from __future__ import annotations

import copy
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.errors import BadSource
from autograder.source import percent
from autograder.source.percent import Cell, Problem

VICTIM = "01-victim"
ROWS = tuple(f"A{number}" for number in range(1, 20))
HEADER_KEYS = {"row", "student", "copies", "notrun"}
STEPS = ("cell", "before", "after", "edit")
TITLE = re.compile(r"# (?P<title>[^\n]+)\n+(?P<gains>.+)", re.DOTALL)


@dataclass(frozen=True)
class Step:
    """One change to the released notebook: what is done, at which cell (a grade id), and the cell of the script."""

    what: str
    where: str
    cell: Cell


@dataclass(frozen=True)
class Attack:
    """One attack.

    Attributes:
        row: the row of the research's table, A1 to A19.
        title: what it does, in a few words.
        gains: what it tries to gain, in a sentence.
        students: the names of the folders in which it is handed in; more than one where submissions work together.
        not_run: why stock nbgrader is not run on it, or "".
    """

    name: str
    row: str
    title: str
    gains: str
    steps: tuple[Step, ...]
    students: tuple[str, ...]
    not_run: str = ""

    @property
    def prize(self) -> str:
        """What it tries to gain, in a few words."""
        return self.gains.partition(":")[0].rstrip(".")

    @property
    def token(self) -> str:
        """What it leaves wherever it writes: who did it can be told from that."""
        return _token(self.name)

    @property
    def claim(self) -> str:
        """What it prints when it has gained something that nobody else could see."""
        return f"gained-{zlib.crc32(self.name.encode()):08x}"


def _token(name: str) -> str:
    return f"token-{zlib.crc32(name.encode()):08x}"


def read_bank(folder: Path) -> list[Attack]:
    """The attacks in a folder, by name.

    Raises:
        BadSource: a script breaks a rule, or there is none.
    """
    attacks, problems = [], []
    for path in sorted(folder.glob("a*.py")):
        attack, found = _read(path)
        problems += found
        attacks += [attack] if attack else []
    if not attacks and not problems:
        problems.append(Problem(folder, 1, "no attack is here: each one is a file such as a01-numpy-itself.py."))
    if problems:
        raise BadSource("\n".join(map(str, problems)))
    return attacks


def _read(path: Path) -> tuple[Attack | None, list[Problem]]:
    cells, problems = percent.read(path)
    if problems:
        return None, problems
    head, *body = cells
    meta = head.metadata
    title = TITLE.match(head.source)
    if head.cell_type != "markdown" or not title:
        problems.append(Problem(path, head.line, "the first cell is Markdown: `# …`, then what the attack gains."))
    if meta.get("row") not in ROWS:
        problems.append(Problem(path, head.line, f"row is {meta.get('row')!r}: use one of A1 to A19."))
    for key in sorted(set(meta) - HEADER_KEYS):
        problems.append(Problem(path, head.line, f"unknown key {key!r}: use {', '.join(sorted(HEADER_KEYS))}."))
    steps = []
    for cell in body:
        what = [key for key in STEPS if key in cell.metadata]
        if len(what) != 1 or len(cell.metadata) != 1:
            problems.append(Problem(path, cell.line, f"mark the cell with exactly one of {', '.join(STEPS)}."))
            continue
        steps.append(Step(what[0], str(cell.metadata[what[0]]), cell))
    if not steps and not problems:
        problems.append(Problem(path, head.line, "the attack changes nothing: add a cell."))
    if problems or title is None:
        return None, problems
    student, copies = fill_in(meta.get("student", path.stem), {"TOKEN": _token(path.stem)}), int(meta.get("copies", 1))
    students = (student,) if copies == 1 else tuple(f"{student}-{number}" for number in range(1, copies + 1))
    gains = " ".join(title["gains"].split())
    return Attack(path.stem, meta["row"], title["title"], gains, tuple(steps), students, meta.get("notrun", "")), []


def hand_in(attack: Attack, release: Mapping[str, Any], folder: Path, words: Mapping[str, str]) -> None:
    """Write an attack's submission into ``folder``.

    Args:
        attack: the attack.
        release: the victim's released notebook.
        folder: the submission's folder, which exists.
        words: what ``@NAME@`` stands for in the attack's text.
    """
    words = {**words, "TOKEN": attack.token, "CLAIM": attack.claim, "NAME": attack.name}
    notebook = copy.deepcopy(dict(release))
    path = folder / f"{VICTIM}.ipynb"
    for number, step in enumerate(attack.steps):
        text = fill_in(step.cell.source, words)
        if step.what == "edit":
            exec(compile(text, f"<{attack.name}, line {step.cell.line}>", "exec"), {"nb": notebook, "folder": folder})
        elif step.what == "cell":
            notebook["cells"][_position(notebook, step.where)]["source"] = text
        else:
            new: dict[str, Any] = {
                "cell_type": step.cell.cell_type,
                "id": f"new-{number}",
                "metadata": {},
                "source": text,
            }
            if step.cell.cell_type == "code":
                new |= {"execution_count": None, "outputs": []}
            notebook["cells"].insert(_position(notebook, step.where) + (step.what == "after"), new)
    if not (path.is_symlink() or folder.is_symlink()):
        path.write_text(json.dumps(notebook, indent=1) + "\n", encoding="utf-8")


def fill_in(text: str, words: Mapping[str, str]) -> str:
    """``text`` with each ``@NAME@`` replaced."""
    return re.sub(r"@([A-Z_]+)@", lambda found: words[found[1]], text)


def _position(notebook: Mapping[str, Any], grade_id: str) -> int:
    for position, cell in enumerate(notebook["cells"]):
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == grade_id:
            return position
    raise ValueError(f"the victim has no cell {grade_id!r}")
