"""What an instructor's notebook says for a page: names of exercises and sections, what tests look for, commentary."""

from __future__ import annotations

import ast
import functools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Cell = dict[str, Any]
HIDDEN_TESTS = ("BEGIN HIDDEN TESTS", "END HIDDEN TESTS")
_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$", re.MULTILINE)
_MAGIC = re.compile(r"^\s*[%!]", re.MULTILINE)
_LONGEST_ABOUT = 300


@dataclass(frozen=True)
class Test:
    """A test cell.

    Attributes:
        grade_id, points: as nbgrader has them.
        about: what the cell says of itself, in its docstring or its first comments.
        looks_for: what its checks look for, in words, in order; those in loops and of values may say it only when run.
        topics: the same of its hidden checks: what students may read of them.
    """

    grade_id: str
    points: float
    about: str = ""
    looks_for: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(frozen=True)
class Exercise:
    """A cell to answer in, and its tests; tests that belong to none are one by themselves.

    Attributes:
        name: grade id of the answer, or of the test that stands for itself.
        title: the heading above it.
        section: the number in ``Guide.sections`` of the section that it stands in; -1 before the first.
        points: of its tests, and of the answer where that is graded by hand.
        by_hand: whether a person gives points for the answer.
        tests: its tests.
        commentary: Markdown that the release leaves out.
    """

    name: str
    title: str
    section: int
    points: float
    by_hand: bool
    tests: tuple[Test, ...]
    commentary: str = ""


@dataclass(frozen=True)
class Section:
    """A part of a notebook: its heading, and the author's Markdown up to its first exercise."""

    title: str
    text: str


@dataclass(frozen=True)
class Guide:
    """An instructor's notebook as a page needs it."""

    title: str
    sections: tuple[Section, ...]
    exercises: tuple[Exercise, ...]


def read(path: Path, release: Path, hidden_tests: tuple[str, str] = HIDDEN_TESTS) -> Guide:
    """The guide to an instructor's notebook; read again only when a file has changed.

    Args:
        path: of the notebook.
        release: what students got of it.
        hidden_tests: what stands in the lines around hidden tests.

    Raises:
        OSError, ValueError: a notebook cannot be read.
    """
    return _read(path, release, path.stat().st_mtime_ns, release.stat().st_mtime_ns, hidden_tests)


@functools.lru_cache(maxsize=256)
def _read(path: Path, release: Path, _modified: int, _released: int, hidden_tests: tuple[str, str]) -> Guide:
    own, given = (json.loads(one.read_text(encoding="utf-8-sig"))["cells"] for one in (path, release))
    return of_cells(own, path.stem, hidden_tests, frozenset(text_of(cell) for cell in given))


def of_cells(
    cells: list[Cell],
    name: str,
    hidden_tests: tuple[str, str] = HIDDEN_TESTS,
    released: frozenset[str] = frozenset(),
) -> Guide:
    """The guide to the cells of a notebook.

    Args:
        cells: of an instructor's notebook, or of any other.
        name: of the notebook, which is its title where it has none.
        hidden_tests: what stands in the lines around hidden tests.
        released: the texts of the cells that students got. Sections have no others; where there are none, nobody
            vouches for the cells, and they give headings only.
    """
    title, sections, found = "", list[_Section](), dict[str, _Exercise]()
    heading, last = "", ""
    for cell in cells:
        role, text = role_of(cell), text_of(cell)
        if cell.get("cell_type") == "markdown" and not role.get("solution") and not role.get("task"):
            if _is_commentary(cell):
                if last:
                    found[last].commentary.append(text)
                continue
            if released and text not in released:
                continue
            for marks, words in _HEADING.findall(text):
                if len(marks) == 1 and not title and not sections:
                    title = words
                elif len(marks) <= 2:
                    sections.append(_Section(words, []))
                heading = words
            if released and sections and not _begins_exercise(text) and not sections[-1].closed:
                sections[-1].text.append(text)
            elif sections and _begins_exercise(text):
                sections[-1].closed = True
        grade_id = str(role.get("grade_id", ""))
        if not grade_id:
            continue
        points = float(role.get("points") or 0)
        if role.get("solution") or role.get("task"):
            if sections:
                sections[-1].closed = True
            by_hand = bool(role.get("task") or (role.get("solution") and role.get("grade")))
            found[grade_id] = _Exercise(grade_id, heading, len(sections) - 1, points if by_hand else 0.0, by_hand)
            last = grade_id
        elif role.get("grade"):
            owner = _owner(grade_id, found, last)
            if not owner:
                owner = last = grade_id
                found[owner] = _Exercise(owner, heading, len(sections) - 1, 0.0, False)
            found[owner].tests.append(_test(grade_id, points, text, hidden_tests))
    exercises = [one for one in found.values() if one.tests or one.by_hand]
    return Guide(
        title or name,
        tuple(Section(one.title, _without_heading("\n\n".join(one.text), one.title)) for one in sections),
        tuple(one.made(_title(one, exercises)) for one in exercises),
    )


@dataclass
class _Section:
    title: str
    text: list[str]
    closed: bool = False


class _Exercise:
    def __init__(self, name: str, heading: str, section: int, points: float, by_hand: bool) -> None:
        self.name, self.heading, self.section, self.points, self.by_hand = name, heading, section, points, by_hand
        self.tests: list[Test] = []
        self.commentary: list[str] = []

    def made(self, title: str) -> Exercise:
        points = self.points + sum(test.points for test in self.tests)
        commentary = "\n\n".join(self.commentary)
        return Exercise(self.name, title, self.section, points, self.by_hand, tuple(self.tests), commentary)


def _title(one: _Exercise, others: list[_Exercise]) -> str:
    """The heading above an exercise; where several share it, each says its own name too."""
    if not one.heading:
        return one.name
    shared = sum(other.heading == one.heading for other in others) > 1
    return f"{one.heading}: {one.name}" if shared else one.heading


def _owner(test: str, found: dict[str, _Exercise], last: str) -> str:
    """The answer that a test grades: the longest id that the test's continues, else the one that stands before it."""
    named = [name for name in found if test.startswith(f"{name}-")]
    return max(named, key=len, default=last)


def _begins_exercise(text: str) -> bool:
    return bool(re.match(r"\s*#{3,6}\s+Exercise\b", text)) or text.lstrip().startswith("<details")


def _without_heading(text: str, title: str) -> str:
    return re.sub(rf"^#{{1,2}}\s+{re.escape(title)}\s*#*$", "", text, count=1, flags=re.MULTILINE).strip()


def _is_commentary(cell: Cell) -> bool:
    return "commentary" in (cell.get("metadata", {}).get("tags") or [])


def role_of(cell: Cell) -> dict[str, Any]:
    """nbgrader's metadata of a cell; empty where it has none."""
    metadata = cell.get("metadata")
    role = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return role if isinstance(role, dict) else {}


def text_of(cell: Cell) -> str:
    """The text of a cell, which notebooks keep as one string or as lines."""
    return joined(cell.get("source"))


def joined(text: Any) -> str:
    """A text of a notebook: a string, or a list of strings."""
    if isinstance(text, list):
        return "".join(part for part in text if isinstance(part, str))
    return text if isinstance(text, str) else ""


def _test(grade_id: str, points: float, source: str, hidden_tests: tuple[str, str]) -> Test:
    visible, hidden = _parts(source, hidden_tests)
    return Test(grade_id, points, _about(visible), tuple(_looks_for(visible)), tuple(_topics(hidden)))


def _parts(source: str, hidden_tests: tuple[str, str]) -> tuple[str, str]:
    """The visible and the hidden lines of a test cell."""
    begin, end = hidden_tests
    visible: list[str] = []
    hidden: list[str] = []
    inside = False
    for row in source.splitlines():
        if begin in row or end in row:
            inside = begin in row
            continue
        (hidden if inside else visible).append(row)
    return "\n".join(visible), "\n".join(hidden)


def _tree(source: str) -> ast.Module:
    try:
        return ast.parse(_MAGIC.sub("#", source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module([], [])


def _about(visible: str) -> str:
    """The docstring of a cell, or else the comments that it begins with."""
    text = ast.get_docstring(_tree(visible)) or ""
    if not text:
        comments = []
        for row in visible.strip().splitlines():
            if not row.startswith("#"):
                break
            comments.append(row.lstrip("# ").rstrip())
        text = " ".join(comments)
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_ABOUT else f"{text[:_LONGEST_ABOUT]}…"


def _calls(source: str) -> Iterator[ast.Call]:
    calls = [node for node in ast.walk(_tree(source)) if isinstance(node, ast.Call)]
    return iter(sorted(calls, key=lambda node: (node.lineno, node.col_offset)))


def _looks_for(visible: str) -> Iterator[str]:
    """The reasons that the checks of a cell give, where they are written out."""
    for call in _calls(visible):
        function = call.func
        if not (isinstance(function, ast.Attribute) and getattr(function.value, "id", "") == "check"):
            continue
        given = [one.value for one in call.keywords if one.arg == "why"] or call.args[2:]
        words = [one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if words and words[-1]:
            yield words[-1]


def _topics(hidden: str) -> Iterator[str]:
    for call in _calls(hidden):
        if getattr(call.func, "id", "") == "hidden" and call.args and isinstance(call.args[0], ast.Constant):
            yield str(call.args[0].value)
