"""What stays in a student's process, what comes of it, and what tests hand to libraries: the verdicts of one class."""

from __future__ import annotations

import nbformat
import pytest
from classroom import fill, grade, make_course, points, released

ASSIGNMENT = "01-there"
CONFIG = """\
c = get_config()
c.GradingEngine.imports = ["numpy"]
"""
SCRIPT = """\
# %% nbgrader={"grade_id": "box", "solution": true}
def box(n):
    ### BEGIN SOLUTION
    return [2 * k for k in range(n)]
    ### END SOLUTION

# %% nbgrader={"grade_id": "box-values", "points": 1}
found = box(3)
assert len(found) == 3
for even, expected in zip(found, [0, 2, 4]):
    assert even == expected

# %% nbgrader={"grade_id": "save", "solution": true}
def save(text):
    ### BEGIN SOLUTION
    with open("out.txt", "w") as file:
        file.write(text)
    ### END SOLUTION

# %% nbgrader={"grade_id": "save-values", "points": 1}
def typed(text: str) -> None:
    save(text)
assert typed.__annotations__["text"] is str
### BEGIN HIDDEN TESTS
typed("one")
assert open("out.txt").read() == "one"
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "again-values", "points": 1}
save("two")
assert open("out.txt").read() == "two"
### BEGIN HIDDEN TESTS
save("three")
assert open("out.txt").read() == "three"
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "fail", "solution": true}
### BEGIN SOLUTION
class Mine(ValueError):
    pass
def fail(x):
    raise Mine(x)
### END SOLUTION

# %% nbgrader={"grade_id": "fail-values", "points": 1}
try:
    fail(3)
    assert False
except Mine as error:
    assert isinstance(error, ValueError)

# %% nbgrader={"grade_id": "told", "solution": true}
### BEGIN SOLUTION
def told(x):
    return x
### END SOLUTION

# %% nbgrader={"grade_id": "told-values", "points": 1}
import doctest
doctest.run_docstring_examples(told, {})
assert told(3) == 3
"""
SAVE = "def save(text):\n    with open('out.txt', 'w') as file:\n        file.write(text)"
RIGHT = {
    "box": "def box(n):\n    return [k + k for k in range(n)]",
    "save": SAVE,
    "fail": "class Mine(ValueError):\n    pass\ndef fail(x):\n    raise Mine(x)",
    "told": "def told(x):\n    '''\n    >>> 1 + 1\n    2\n    '''\n    return x",
}
BOX = "class Box:\n    def __init__(self, n):\n        self.n = n\n    def __len__(self):\n        return self.n\n"
MADE = "\n\ndef box(n):\n    return Box(n)"
OWN = f"{BOX}    def __iter__(self):\n        return iter([2 * k for k in range(self.n)]){MADE}"
STUDENTS = {
    "right": RIGHT,
    # Not as the solution, and right: a box of its own that holds what it says, a known exception by another name.
    "otherwise": {**RIGHT, "box": OWN, "fail": "Mine = ValueError\ndef fail(x):\n    raise ValueError(x)"},
    "empty-box": {**RIGHT, "box": OWN.replace("2 * k for k in range(self.n)", "")},
    "no-item": {
        **RIGHT,
        "box": f"{BOX}    def __getitem__(self, k):\n        raise IndexError\n\ndef box(n):\n    return Box(n)",
    },
    "catches-asserts": {**RIGHT, "fail": "Mine = AssertionError\ndef fail(x):\n    return x"},
    "runs-examples": {
        **RIGHT,
        "told": "def told(x):\n    '''\n    >>> open('@MARK@', 'w').close()\n    '''\n    return x",
    },
    "same-text": {**RIGHT, "save": SAVE.replace("write(text)", "write('two')")},
}
# Points of box, save, again, fail, told.
EXPECTED = {
    "right": (1, 1, 1, 1, 1),
    "otherwise": (1, 1, 1, 1, 1),
    "empty-box": (0, 1, 1, 1, 1),
    "no-item": (0, 1, 1, 1, 1),
    "catches-asserts": (1, 1, 1, 0, 1),
    "runs-examples": (1, 1, 1, 1, 0),
    "same-text": (1, 0, 0, 1, 1),
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    root = tmp_path_factory.mktemp("there") / "course"
    make_course(root, {ASSIGNMENT: SCRIPT}, CONFIG)
    for student, answers in STUDENTS.items():
        nb = released(root, ASSIGNMENT)
        fill(nb, {name: text.replace("@MARK@", str(root / "mark")) for name, text in answers.items()})
        folder = root / "submitted" / student / ASSIGNMENT
        folder.mkdir(parents=True)
        nbformat.write(nb, folder / f"{ASSIGNMENT}.ipynb")
    assert grade(root).status == 0
    return root


@pytest.mark.parametrize("student", STUDENTS)
def test_the_points_are_those_of_the_answers(graded, student):
    scores = points(graded, ASSIGNMENT, student)
    found = tuple(scores[f"{name}-values"] or 0 for name in ("box", "save", "again", "fail", "told"))
    assert found == EXPECTED[student]


def test_no_example_of_a_docstring_has_run_with_our_rights(graded):
    assert not (graded / "mark").exists()
