"""The rules of form that every released notebook keeps."""

from __future__ import annotations

import ast
import builtins
import itertools
import re
import statistics
from collections import Counter

import nbformat
import pytest

from autograder.course import Course

COURSE = Course.find()
ASSIGNMENTS = COURSE.assignments()
TAUGHT = [name for name in ASSIGNMENTS if not name.startswith("00")]


def cells(assignment, kind=None):
    nb = nbformat.read(COURSE.release_notebook(assignment), as_version=4)
    return [cell for cell in nb.cells if kind is None or cell.cell_type == kind]


def sections(assignment):
    """The cells of each exercise: from its heading to the next heading of its level or above."""
    found, current = {}, None
    for cell in cells(assignment):
        heading = re.match(r"(#+) (.*)", cell.source) if cell.cell_type == "markdown" else None
        if heading and len(heading[1]) <= 3:
            current = heading[2] if heading[2].startswith("Exercise") else None
            if current:
                found[current] = []
        if current:
            found[current].append(cell)
    return found


EXERCISES = [(name, title) for name in TAUGHT for title in sections(name)]


def lines_of_code(cell):
    """The lines of a cell without blank lines, comments and docstrings, which are prose."""
    text = re.sub(r'"""[\s\S]*?"""', "", cell.source)
    return len([line for line in text.splitlines() if line.strip() and not line.strip().startswith("#")])


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_code_cells_are_short(assignment):
    lengths = [lines_of_code(cell) for cell in cells(assignment, "code")]
    assert statistics.median(lengths) <= 6
    assert max(lengths) <= 30
    too_long = [line for cell in cells(assignment, "code") for line in cell.source.splitlines() if len(line) > 100]
    assert not too_long


@pytest.mark.parametrize("assignment", TAUGHT)
def test_prose_is_neither_thin_nor_thick(assignment):
    words = sum(len(re.findall(r"\w+", cell.source)) for cell in cells(assignment, "markdown"))
    assert 35 <= words / len(cells(assignment, "code")) <= 90


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_one_h1_and_no_heading_level_skipped(assignment):
    text = "\n".join(cell.source for cell in cells(assignment, "markdown"))
    levels = [len(marks) for marks in re.findall(r"^(#+) ", text, flags=re.MULTILINE)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_the_conventions_card_is_the_same_everywhere():
    cards = {
        name: [c.source for c in cells(name, "markdown") if "Conventions of the course" in c.source] for name in TAUGHT
    }
    first = cards[TAUGHT[0]]
    assert len(first) == 1
    assert all(card == first for card in cards.values())


@pytest.mark.parametrize(("assignment", "title"), EXERCISES)
def test_an_exercise_has_all_its_parts_in_order(assignment, title):
    parts = sections(assignment)[title]
    assert re.search(r"\*Difficulty [●○]{3} · \d+ minutes · \d+ points?\*", parts[0].source)
    assert "**Why it matters.**" in parts[0].source
    roles = [cell.metadata.get("nbgrader", {}) for cell in parts]
    solution = next(i for i, role in enumerate(roles) if role.get("solution"))
    if roles[solution].get("grade"):
        return  # written, and graded by hand
    tests = [i for i, role in enumerate(roles) if role.get("grade")]
    tries = next(
        i for i, cell in enumerate(parts) if cell.cell_type == "code" and cell.source.startswith("# Try it here")
    )
    hints = next(i for i, cell in enumerate(parts) if "<summary>Hint 1" in cell.source)
    assert solution < tries < min(tests) <= max(tests) < hints
    assert re.findall(r"<summary>Hint (\d)", parts[hints].source) == ["1", "2", "3"]
    points = sum(roles[i]["points"] for i in tests)
    assert f"· {points:g} point" in parts[0].source


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_every_widget_is_predicted_first(assignment):
    all_cells = cells(assignment)
    for before, cell in itertools.pairwise(all_cells):
        if cell.cell_type == "code" and re.search(r"_explorer\(", cell.source):
            assert "**Predict first.**" in before.source


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_every_picture_has_alternative_text(assignment):
    for cell in cells(assignment, "markdown"):
        assert not re.search(r"!\[\]\(", cell.source)
        assert all("alt=" in tag for tag in re.findall(r"<img[^>]*>", cell.source))
    for cell in cells(assignment, "code"):
        drawn = re.search(r"plt\.subplots|plt\.figure|_figure\(", cell.source)
        assert not drawn or "plots.show(" in cell.source
        assert "plt.show" not in cell.source


# Whoever adds a link has looked where it leads.
LINKS = re.compile(
    r"https://(arxiv\.org/abs/\d{4}\.\d{4,5}|poloclub\.github\.io/ganlab/|udlbook\.github\.io/udlbook/"
    r"|github\.com/luisguiserrano/gans|www\.youtube\.com/watch\?v=(8L11aMN5KY8|J1aG12dLo4I))"
)


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_it_ends_with_three_places_to_read_on_and_what_to_look_for_there(assignment):
    last = cells(assignment, "markdown")[-1].source
    assert last.startswith("## Read on")
    entries = [line for line in last.splitlines() if line.startswith("- ")]
    assert len(entries) == 3
    for entry in entries:
        assert re.search(r"[:] \w", entry), entry
    for link in re.findall(r"\]\((\S+)\)", last):
        assert LINKS.fullmatch(link), link
    # A paper has its title, not only names and a year.
    for number in re.findall(r"\[arXiv (\S+)\]\(https://arxiv\.org/abs/(\S+)\)", last):
        assert number[0] == number[1]


TEENS = ["ten", "eleven", "twelve", *(f"{one}teen" for one in ("thir", "four", "fif", "six", "seven", "eigh", "nine"))]
NUMBERS = dict(enumerate([*TEENS, "twenty"], 10))
COUNTED = re.compile(r"There are (\w+) exercises, (\d+) points")


@pytest.mark.parametrize("assignment", [name for name in TAUGHT if COUNTED.search(cells(name, "markdown")[0].source)])
def test_the_exercises_and_points_that_are_announced_are_there(assignment):
    said = COUNTED.search(cells(assignment, "markdown")[0].source)
    roles = [cell.metadata.get("nbgrader", {}) for cell in cells(assignment)]
    assert NUMBERS[len(sections(assignment))] == said[1]
    assert sum(role.get("points", 0) for role in roles) == int(said[2])


class _Names(ast.NodeVisitor):
    """What code binds where it stands, and what it needs from elsewhere, its functions included."""

    def __init__(self):
        self.bound, self.needed, self.modules = set(), set(), set()

    def visit_Name(self, node):
        if isinstance(node.ctx, ast.Store):
            self.bound.add(node.id)
        elif node.id not in self.bound | self.modules and not hasattr(builtins, node.id):
            self.needed.add(node.id)

    def visit_Assign(self, node):
        for part in (node.value, *node.targets):
            self.visit(part)

    def visit_For(self, node):
        for part in (node.iter, node.target, *node.body, *node.orelse):
            self.visit(part)

    def visit_AugAssign(self, node):
        if isinstance(node.target, ast.Name) and node.target.id not in self.bound:
            self.needed.add(node.target.id)
        self.generic_visit(node)

    def visit_Import(self, node):
        self.modules |= {(one.asname or one.name).split(".")[0] for one in node.names}

    visit_ImportFrom = visit_Import  # noqa: N815

    def _inside(self, arguments, body):
        inner = _Names()
        inner.bound = {one.arg for one in ast.walk(arguments) if isinstance(one, ast.arg)}
        for part in body:
            inner.visit(part)
        # A function runs when everything that stands beside it is bound.
        self.needed |= inner.needed - self.bound - self.modules

    def visit_FunctionDef(self, node):
        for part in (*node.args.defaults, *node.decorator_list):
            self.visit(part)
        self.bound.add(node.name)
        self._inside(node.args, node.body)

    def visit_Lambda(self, node):
        self._inside(node.args, [node.body])

    def visit_ListComp(self, node):
        targets = {one.id for part in node.generators for one in ast.walk(part.target) if isinstance(one, ast.Name)}
        loaded = {one.id for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load)}
        self.needed |= {one for one in loaded - targets - self.bound - self.modules if not hasattr(builtins, one)}

    visit_GeneratorExp = visit_SetComp = visit_DictComp = visit_ListComp  # noqa: N815


def names_of(source):
    names = _Names()
    names.visit(ast.parse(source))
    return names


def rebound(nb):
    """(name, grade id) where a test cell, or a function beside it, needs a name that several cells bind."""
    code = [cell for cell in nb.cells if cell.cell_type == "code"]
    names = [names_of(re.sub(r"^[%!].*$", "", cell.source, flags=re.MULTILINE)) for cell in code]
    binding = Counter(name for one in names for name in one.bound)
    fixed = [one for cell, one in zip(code, names, strict=True) if cell.metadata.get("nbgrader", {}).get("locked")]
    used = {name: one.needed for one in fixed for name in one.bound}
    found = set()
    for cell, one in zip(code, names, strict=True):
        if cell.metadata.get("nbgrader", {}).get("points") and not cell.metadata["nbgrader"].get("solution"):
            needed = one.needed.union(*(used.get(name, set()) for name in one.needed))
            found |= {(name, cell.metadata["nbgrader"]["grade_id"]) for name in needed if binding[name] > 1}
    return found


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_what_a_test_cell_stands_on_is_bound_by_one_cell_only(assignment):
    """Else a right answer fails when the cell is run a second time, after the other one."""
    assert not rebound(nbformat.read(COURSE.release_notebook(assignment), as_version=4))


def test_a_name_that_another_cell_binds_is_found():
    def cell(source, **nbgrader):
        return nbformat.v4.new_code_cell(source, metadata={"nbgrader": nbgrader})

    given = cell("five = [1, 2]", locked=True)
    test = cell("made = call(f, *five)\ncheck.close(made, 3)", points=1, grade_id="f-values")
    later = cell("five, three = 1.0, 2.0\nfor three in (five,):\n    print(three)")
    assert rebound(nbformat.v4.new_notebook(cells=[given, test])) == set()
    assert rebound(nbformat.v4.new_notebook(cells=[given, test, later])) == {("five", "f-values")}
    inside = cell("def beside(f):\n    return f(*five)", locked=True)
    through = cell("check.close(call(beside, f), 3)", points=1, grade_id="g-values")
    assert rebound(nbformat.v4.new_notebook(cells=[given, inside, through, later])) == {("five", "g-values")}
