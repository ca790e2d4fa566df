"""The source of an assignment: read, checked, and turned into the instructor's notebook."""

from __future__ import annotations

import ast
import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode
from nbgrader.preprocessors import ClearSolutions

from autograder.source import percent
from autograder.source.percent import Cell, Problem

METADATA_KEYS = {"nbgrader", "tags"}
NBGRADER_KEYS = {"grade_id", "solution", "points", "locked", "formerly"}
TAGS = {"commentary", "folded"}
GRADE_ID = re.compile(r"[a-z][a-z0-9-]*\Z")
# Its name in an earlier release, after that of its assignment where it has moved from another one.
FORMERLY = re.compile(r"([a-z0-9][a-z0-9-]*/)?[a-z][a-z0-9-]*\Z")
PICTURE = re.compile(r"\(attachment:([\w.-]+)\)")
REGIONS = {"SOLUTION": "### {} SOLUTION", "HIDDEN TESTS": "### {} HIDDEN TESTS"}

# Before anything else of the course is imported: an older one may not have it.
FITS = 'from gancourse import release\n\nrelease.made_for("{version}")\n\n'
LANGUAGE = {"name": "python", "file_extension": ".py", "mimetype": "text/x-python", "pygments_lexer": "ipython3"}
KERNEL = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}


@dataclass(frozen=True)
class SourceCell:
    """A cell with its nbgrader role: solution, test (points without solution), manual (both), locked, or none.

    ``formerly`` is its grade id in an earlier release, with the name of another assignment before it if it has moved.
    """

    cell: Cell
    grade_id: str | None
    solution: bool
    points: float | None
    locked: bool
    formerly: str = ""

    @property
    def is_test(self) -> bool:
        return self.points is not None and not self.solution

    @property
    def commentary(self) -> bool:
        return "commentary" in self.cell.metadata.get("tags", [])

    @property
    def folded(self) -> bool:
        """Whether JupyterLab shows the cell's output only, and its code after a click: a test, or tagged "folded"."""
        return self.is_test or "folded" in self.cell.metadata.get("tags", [])

    def lines(self) -> Iterator[tuple[str | None, str]]:
        """Each line with the region it lies in: "SOLUTION", "HIDDEN TESTS" or None; delimiters are left out."""
        region = None
        for line in self.cell.source.splitlines():
            delimiter = _delimiter(line)
            if delimiter is None:
                yield region, line
            else:
                region = delimiter[1] if delimiter[0] == "BEGIN" else None


@dataclass(frozen=True, eq=False)
class Exercise:
    """A solution cell and the test cells that grade it, compared by identity. Its name is the solution's grade id."""

    name: str
    solution: SourceCell
    tests: tuple[SourceCell, ...]

    @property
    def points(self) -> float:
        return sum(test.points or 0 for test in self.tests) + (self.solution.points or 0)


@dataclass(frozen=True)
class Source:
    """A checked source: every rule of :func:`read` holds."""

    name: str
    path: Path
    cells: tuple[SourceCell, ...]

    def exercises(self) -> list[Exercise]:
        """The exercises in order; a cell that is graded by hand is one without tests."""
        found = []
        for cell in self.cells:
            if cell.solution and cell.grade_id:
                tests = tuple(
                    test for test in self.cells if test.is_test and _exercise_of(test, self.cells) == cell.grade_id
                )
                found.append(Exercise(cell.grade_id, cell, tests))
        return found

    def notebook(self, version: str = "") -> NotebookNode:
        """The instructor's notebook: solutions and hidden tests inside, full nbgrader metadata, stable cell ids.

        Args:
            version: of the course, which the first code cell holds against the one that is installed; "" for none.
        """
        ids: set[str] = set()
        cells = []
        first = next((cell for cell in self.cells if cell.cell.cell_type == "code"), None)
        for cell in self.cells:
            new = nbformat.v4.new_code_cell if cell.cell.cell_type == "code" else nbformat.v4.new_markdown_cell
            text = cell.cell.source
            if version and cell is first and not cell.solution and not text.startswith("%%"):
                text = FITS.format(version=version) + text
            node = new(source=text, id=_cell_id(cell, text, ids))
            if pictures := _pictures(self.path, cell.cell):
                node["attachments"] = {
                    name: {"image/png": base64.b64encode(path.read_bytes()).decode("ascii")}
                    for name, path in pictures.items()
                }
            if cell.commentary:
                node.metadata["tags"] = ["commentary"]
            if cell.folded:
                node.metadata["jupyter"] = {"source_hidden": True}
            if cell.grade_id is not None:
                node.metadata["nbgrader"] = _nbgrader_metadata(cell)
            cells.append(node)
        metadata: dict[str, Any] = {"kernelspec": KERNEL, "language_info": LANGUAGE}
        if formerly := {cell.formerly: cell.grade_id for cell in self.cells if cell.formerly}:
            metadata["formerly"] = formerly
        return nbformat.v4.new_notebook(cells=cells, metadata=metadata)


def read(path: Path) -> tuple[Source | None, list[Problem]]:
    """Read and check a source. The source is None when there are problems; all of them are listed."""
    cells, problems = percent.read(path)
    graded = []
    for cell in cells:
        roles, found = _roles(path, cell)
        problems += found
        graded.append(roles)
    if not problems:
        problems += _unique_ids(path, graded) + _tests_after_solutions(path, graded) + _stubs_parse(path, graded)
        problems += _pictures_are_there(path, graded)
    problems.sort(key=lambda problem: problem.line)
    return (None, problems) if problems else (Source(path.stem, path, tuple(graded)), [])


@dataclass(frozen=True)
class _Marked:
    """What the marker of a cell says, as it stands there, and where its regions begin."""

    cell: Cell
    meta: dict[str, Any]
    regions: dict[str, int]
    regions_are_whole: bool

    @property
    def solution(self) -> Any:
        return self.meta.get("solution", False)

    @property
    def points(self) -> Any:
        return self.meta.get("points")


# A complaint: the sentence, and how many lines below the marker.
_Complaints = Iterator[tuple[str, int]]


def _known_keys(one: _Marked) -> _Complaints:
    for key in one.cell.metadata:
        if key not in METADATA_KEYS:
            yield f"unknown key {key!r} in the cell marker: use {' or '.join(sorted(METADATA_KEYS))}.", 0
    for tag in one.cell.metadata.get("tags", []):
        if tag not in TAGS:
            yield f"unknown tag {tag!r}: use {', '.join(sorted(TAGS))}, or none.", 0
    if "folded" in one.cell.metadata.get("tags", []) and (one.cell.cell_type != "code" or one.solution):
        yield 'the tag "folded" hides code that need not be read: only code has it, and no exercise.', 0
    if not isinstance(one.cell.metadata.get("nbgrader", {}), dict):
        yield 'nbgrader must be a dictionary such as {"grade_id": "bce", "solution": true}.', 0
    for key in one.meta:
        if key not in NBGRADER_KEYS:
            yield f"unknown nbgrader key {key!r} in the cell marker: use {', '.join(sorted(NBGRADER_KEYS))}.", 0


def _has_a_name(one: _Marked) -> _Complaints:
    grade_id = one.meta.get("grade_id")
    if one.meta and not isinstance(grade_id, str):
        yield 'an nbgrader cell needs a name: add "grade_id": "…".', 0
    elif one.meta and not GRADE_ID.match(str(grade_id)):
        yield f"grade id {grade_id!r}: use small letters, digits and hyphens, a letter first.", 0


def _former_name(one: _Marked) -> _Complaints:
    formerly = one.meta.get("formerly", "")
    if formerly and not (isinstance(formerly, str) and FORMERLY.match(formerly)):
        yield f'former name {formerly!r}: use the old grade id, or "assignment/grade-id" where it has moved.', 0


def _values_make_sense(one: _Marked) -> _Complaints:
    for key in ("solution", "locked"):
        if not isinstance(flag := one.meta.get(key, False), bool):
            yield f"{key!r} must be true or false, not {flag!r}.", 0
    points = one.points
    if points is not None and (isinstance(points, bool) or not isinstance(points, int | float) or points < 0):
        yield f"points are {points!r}: give a number that is not negative.", 0


def _has_a_role(one: _Marked) -> _Complaints:
    if one.meta and not one.solution and not one.meta.get("locked", False) and one.points is None:
        yield 'points are missing: add "points": …, or "solution": true, or "locked": true.', 0


def _regions_fit_the_role(one: _Marked) -> _Complaints:
    if "SOLUTION" in one.regions and not one.solution:
        yield 'a solution region in a cell that is not marked "solution": true.', one.regions["SOLUTION"]
    if "HIDDEN TESTS" in one.regions and (one.solution or one.points is None):
        yield 'hidden tests in a cell that is no test: give it "points".', one.regions["HIDDEN TESTS"]
    is_code = one.solution is True and one.cell.cell_type == "code"
    if is_code and "SOLUTION" not in one.regions and one.regions_are_whole:
        yield "a solution cell without a solution region: its whole text would be released.", 0


_RULES = (_known_keys, _has_a_name, _former_name, _values_make_sense, _has_a_role, _regions_fit_the_role)


def _roles(path: Path, cell: Cell) -> tuple[SourceCell, list[Problem]]:
    """What the marker says, and what is wrong with it."""
    meta = cell.metadata.get("nbgrader", {})
    regions, problems = _regions(path, cell)
    marked = _Marked(cell, meta if isinstance(meta, dict) else {}, regions, not problems)
    found = [Problem(path, cell.line + offset, text) for rule in _RULES for text, offset in rule(marked)]
    solution, locked = bool(marked.solution), bool(marked.meta.get("locked", False))
    formerly = marked.meta.get("formerly", "")
    return SourceCell(cell, marked.meta.get("grade_id"), solution, marked.points, locked, formerly), [
        *found,
        *problems,
    ]


def _regions(path: Path, cell: Cell) -> tuple[dict[str, int], list[Problem]]:
    """The kinds of region in a cell with the offset of the first line of each, and delimiters that do not pair."""
    first: dict[str, int] = {}
    problems = []
    opened: tuple[str, int] | None = None
    for offset, line in enumerate(cell.source.splitlines(), start=1):
        if (delimiter := _delimiter(line)) is None:
            continue
        what, kind = delimiter
        if what == "BEGIN" and opened:
            problems.append(
                Problem(
                    path, cell.line + offset, f"a {kind.lower()} region begins inside another one: close the first."
                )
            )
        elif what == "BEGIN":
            opened = (kind, offset)
            first.setdefault(kind, offset)
        elif opened is None or opened[0] != kind:
            problems.append(Problem(path, cell.line + offset, f"`{line.strip()}` closes nothing: add its BEGIN line."))
        else:
            opened = None
    if opened:
        end = REGIONS[opened[0]].format("END")
        problems.append(
            Problem(path, cell.line + opened[1], f"this {opened[0].lower()} region is not closed: add `{end}`.")
        )
    return first, problems


def _delimiter(line: str) -> tuple[str, str] | None:
    for kind in REGIONS:
        for what in ("BEGIN", "END"):
            # nbgrader looks for these words anywhere in a line; so does this.
            if f"{what} {kind}" in line:
                return what, kind
    return None


def _unique_ids(path: Path, cells: list[SourceCell]) -> list[Problem]:
    first: dict[str, int] = {}
    problems = []
    for cell in cells:
        if cell.grade_id is None:
            continue
        if cell.grade_id in first:
            text = f"grade id {cell.grade_id!r} is already used on line {first[cell.grade_id]}: choose another."
            problems.append(Problem(path, cell.cell.line, text))
        first.setdefault(cell.grade_id, cell.cell.line)
    return problems


def _exercise_of(test: SourceCell, cells: tuple[SourceCell, ...] | list[SourceCell]) -> str | None:
    """The solution that a test grades: the longest solution id that the test's id continues with a hyphen."""
    own = test.grade_id or ""
    names = [cell.grade_id for cell in cells if cell.solution and cell.grade_id and own.startswith(f"{cell.grade_id}-")]
    return max(names, key=len, default=None)


def _tests_after_solutions(path: Path, cells: list[SourceCell]) -> list[Problem]:
    problems = []
    for position, test in enumerate(cells):
        if not test.is_test:
            continue
        name = _exercise_of(test, cells)
        if name is None:
            text = f"test {test.grade_id!r} belongs to no solution: name it after one, as in `bce-values` for `bce`."
            problems.append(Problem(path, test.cell.line, text))
        elif name not in {cell.grade_id for cell in cells[:position]}:
            text = f"test {test.grade_id!r} stands before its solution {name!r}: move it below."
            problems.append(Problem(path, test.cell.line, text))
    return problems


def _stubs_parse(path: Path, cells: list[SourceCell]) -> list[Problem]:
    """What students get must be Python: the stub left by a cut-out solution, and the cell with its solution."""
    problems = []
    for cell in cells:
        if cell.cell.cell_type != "code":
            continue
        for text, what in ((cell.cell.source, "this cell"), (stub(cell), "the stub that students get")):
            try:
                _parse(text)
            except SyntaxError as error:
                problems.append(
                    Problem(
                        path,
                        cell.cell.line + (error.lineno or 1 if what == "this cell" else 0),
                        f"{what} is not valid Python ({error.msg}): mend it, or move the region's delimiters.",
                    )
                )
                break
    return problems


def _pictures(path: Path, cell: Cell) -> dict[str, Path]:
    """The files that a cell of prose shows as `![…](attachment:name.png)`: in `pictures/` beside the source."""
    names = PICTURE.findall(cell.source) if cell.cell_type == "markdown" else []
    return {name: path.parent / "pictures" / name for name in names}


def _pictures_are_there(path: Path, cells: list[SourceCell]) -> list[Problem]:
    problems = []
    for cell in cells:
        for name, picture in _pictures(path, cell.cell).items():
            if not name.endswith(".png"):
                problems.append(
                    Problem(path, cell.cell.line, f"{name} is not a .png: pictures in prose are PNG files.")
                )
            elif not picture.is_file():
                problems.append(Problem(path, cell.cell.line, f"there is no file pictures/{name} beside this source."))
    return problems


def _parse(text: str) -> None:
    """See whether IPython takes this; what is Python as it stands, as nearly everything is, it takes as it stands."""
    try:
        ast.parse(text)
    except SyntaxError:
        ast.parse(TransformerManager().transform_cell(text))


def stub(cell: SourceCell) -> str:
    """The cell's text as nbgrader releases it: solution regions replaced, hidden tests gone."""
    visible = []
    region = None
    for line in cell.cell.source.splitlines():
        delimiter = _delimiter(line)
        if delimiter is None:
            if region is None:
                visible.append(line)
            continue
        region = delimiter[1] if delimiter[0] == "BEGIN" else None
        if delimiter == ("BEGIN", "SOLUTION"):
            indent = line[: len(line) - len(line.lstrip())]
            visible += [indent + text for text in ClearSolutions().code_stub["python"].split("\n")]
    return "\n".join(visible)


def _nbgrader_metadata(cell: SourceCell) -> dict:
    full = {
        "grade": cell.points is not None,
        "grade_id": cell.grade_id,
        "locked": cell.locked or cell.is_test,
        "schema_version": 3,
        "solution": cell.solution,
        "task": False,
    }
    return full | ({"points": cell.points} if cell.points is not None else {})


def _cell_id(cell: SourceCell, text: str, taken: set[str]) -> str:
    """The grade id, or a hash of the released text: stable under edits elsewhere, and no trace of what is held back."""
    if cell.grade_id is not None:
        base = cell.grade_id[:64]
    else:
        base = hashlib.sha256(f"{cell.cell.cell_type}\n{text}".encode()).hexdigest()[:10]
    number, unique = 1, base
    while unique in taken:
        number += 1
        unique = f"{base[:58]}-{number}"
    taken.add(unique)
    return unique
