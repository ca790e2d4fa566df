"""Feedback shows nothing of hidden tests: with other hidden inputs, every page is the same, whatever is tried."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from classroom import fill, grade, make_course, points, released
from conftest import run

ASSIGNMENT = "01-numbers"
CONFIG = """\
c = get_config()
c.GradingEngine.imports = ["numpy"]
c.GradingEngine.cell_seconds = 4
c.GradingEngine.submission_seconds = 60
"""
SCRIPT = """\
# %% nbgrader={"grade_id": "up", "solution": true}
def up(x):
    ### BEGIN SOLUTION
    return x + 1
    ### END SOLUTION

# %% nbgrader={"grade_id": "up-values", "points": 2}
assert up(1) == 2
### BEGIN HIDDEN TESTS
assert up(@NUMBER@) == @NUMBER@ + 1
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "down", "solution": true}
def down(x):
    ### BEGIN SOLUTION
    return x - 1
    ### END SOLUTION

# %% nbgrader={"grade_id": "down-values", "points": 3}
earned = 0
if down(1) == 0:
    earned += 1
### BEGIN HIDDEN TESTS
if down(@NUMBER@) == @NUMBER@ - 1:
    earned += 2
### END HIDDEN TESTS
earned

# %% nbgrader={"grade_id": "last", "solution": true}
def last(x):
    ### BEGIN SOLUTION
    return x
    ### END SOLUTION

# %% nbgrader={"grade_id": "last-values", "points": 1}
assert last(3) == 3, f"found {last(3)}"
"""
NUMBERS = ("7731", "4211")
RIGHT_DOWN = "def down(x):\n    return x - 1"
# What the later functions do with what the first was asked: whatever they show is on the page.
TELLING = "def down(x):\n    print(seen)\n    return x - 1"
LAST = "def last(x):\n    raise ValueError(str(seen) + open('seen.txt').read())"
SEEN = "seen = []\nopen('seen.txt', 'w').close()\n"
KEEP = "    seen.append(x)\n    open('seen.txt', 'a').write(f'{x} ')\n"


def first(more: str, top: str = "") -> dict[str, str]:
    """Answers of which the first does something with a hidden input, and the others tell all that they know."""
    up = f"{top}{SEEN}def up(x):\n{KEEP}    if x > 1000:\n        {more}\n    return x + 1"
    return {"up": up, "down": TELLING, "last": LAST}


TELLS = {
    "in-letters": first("raise type(''.join('abcdefghij'[int(d)] for d in str(x)), (Exception,), {})('x')"),
    "in-base-36": first("import numpy; raise ValueError(numpy.base_repr(x, 36))"),
    "by-exit-status": first("import os; os._exit(x % 251)"),
    "by-signal": first("import os; os.kill(os.getpid(), [6, 9, 11, 15][x % 4])"),
    "by-length-of-output": first("print('x' * x)"),
    "by-number-of-warnings": first("import warnings; [warnings.warn(str(i)) for i in range(x % 40)]"),
    "by-a-malformed-reply": first(
        "inside.codec.encode = lambda *a: b'\\xc1' + str(x).encode()", "import inside.codec, inside.session\n"
    ),
    "by-kind-of-warning": first("import warnings; warnings.warn('x', [UserWarning, FutureWarning][x % 2])"),
    "by-sleeping": first("import time; time.sleep(x % 7 / 10)"),
    "by-result": first("return x * 1000"),
    "by-type": first("return [str(x), {x: 1}, (x,)][x % 3]"),
    "by-not-written": first("raise NotImplementedError(str(x))"),
    "by-missing-name": first("raise NameError(f'name {x} is not defined')"),
    "as-partial-credit": {
        "up": "def up(x):\n    return x + 1",
        "down": "class N(float):\n    pass\ndef down(x):\n    return N(x - 1) if x < 1000 else x / 7",
        "last": LAST,
    },
    "in-a-shared-file": first("import os; [os.system(f'echo {x} > /tmp/{n}') for n in 'ab']"),
    "by-a-thread": first(
        "pass",
        "import threading, time\nthreading.Thread(target=time.sleep, args=(300,), daemon=True).start()\n",
    ),
    "by-refused-copies": first(
        "pass",
        "from inside.session import Session\n"
        "def fork(self):\n"
        "    self._wire.receive_descriptor()\n"
        "    return ['no copy']\n"
        "Session._fork.__code__ = fork.__code__\n",
    ),
    "by-forged-copies": first(
        "pass",
        "from inside.session import Session\n"
        "def fork(self):\n"
        "    line = Wire(socket.socket(fileno=self._wire.receive_descriptor()), self._largest)\n"
        "    other = Session(line, self._runner, self._largest)\n"
        "    vars(other).update({name: value for name, value in vars(self).items() if name != '_wire'})\n"
        "    threading.Thread(target=other.serve, daemon=True).start()\n"
        "    return ['forked']\n"
        "Session._fork.__code__ = fork.__code__\n",
    ),
}
HONEST = {
    "right": {"up": "def up(x):\n    return x + 1", "down": RIGHT_DOWN, "last": "def last(x):\n    return x"},
    "wrong-when-large": {
        "up": "def up(x):\n    return min(x + 1, 100)",
        "down": RIGHT_DOWN,
        "last": "def last(x):\n    return x",
    },
    "dies-later": {"up": "def up(x):\n    return x + 1", "down": RIGHT_DOWN, "last": "import os\nos._exit(3)"},
    "has-threads": {
        "up": "import threading, time\nthreading.Thread(target=time.sleep, args=(300,), daemon=True).start()\n"
        "def up(x):\n    return x + 1",
        "down": RIGHT_DOWN,
        "last": "def last(x):\n    return x",
    },
    "changes-its-mind": {
        "up": "def up(x):\n    return x + 1",
        "down": "def down(x):\n    return x - 1\n\ndef up(x):\n    return 0",
        "last": "def last(x):\n    return x",
    },
    "counts-calls": {
        "up": "calls = 0\ndef up(x):\n    global calls\n    calls += 1\n    return x + 1 if calls < 3 else 0",
        "down": "calls = 0\n" + RIGHT_DOWN,
        "last": "def last(x):\n    return x",
    },
}
EARNED = {
    "right": (2, 3, 1),
    "wrong-when-large": (0, 3, 1),
    "dies-later": (2, 3, 0),
    "has-threads": (2, 3, 1),
    "changes-its-mind": (2, 3, 1),
    "counts-calls": (2, 3, 1),
}


@dataclass(frozen=True)
class Classes:
    """The same class, graded with two different hidden inputs."""

    roots: tuple[Path, ...]

    def pages(self, student: str) -> list[str]:
        return [(root / f"feedback/{student}/{ASSIGNMENT}/{ASSIGNMENT}.html").read_text() for root in self.roots]


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    roots = []
    for number in NUMBERS:
        root = tmp_path_factory.mktemp("hidden") / "course"
        make_course(root, {ASSIGNMENT: SCRIPT.replace("@NUMBER@", number)}, CONFIG)
        for student, answers in (TELLS | HONEST).items():
            nb = released(root, ASSIGNMENT)
            fill(nb, answers)
            folder = root / "submitted" / student / ASSIGNMENT
            folder.mkdir(parents=True)
            nbformat.write(nb, folder / f"{ASSIGNMENT}.ipynb")
        assert grade(root, timeout=900).status == 0
        assert run("autograder", "feedback", cwd=root).returncode == 0
        roots.append(root)
    return Classes(tuple(roots))


@pytest.mark.parametrize("student", [*TELLS, *HONEST])
def test_a_page_is_the_same_whatever_the_hidden_inputs_are(graded, student):
    one, other = (re.sub(r"\s+", " ", page) for page in graded.pages(student))
    assert one == other


@pytest.mark.parametrize("student", TELLS)
def test_no_hidden_input_is_on_a_page(graded, student):
    for number, page in zip(NUMBERS, graded.pages(student), strict=True):
        body = page.partition("<body")[2]
        letters = "".join("abcdefghij"[int(digit)] for digit in number)
        assert not re.search(rf"\b({number}|{letters}|I{number})\b", body)


@pytest.mark.parametrize("student", HONEST)
def test_the_points_are_those_of_the_answers(graded, student):
    for root in graded.roots:
        scores = points(root, ASSIGNMENT, student)
        assert tuple(scores[f"{name}-values"] for name in ("up", "down", "last")) == EARNED[student]


def test_what_visible_tests_say_is_shown(graded):
    assert "name 'last' is not defined" in html.unescape(graded.pages("dies-later")[0])
    assert "a hidden test did not pass" in graded.pages("wrong-when-large")[0]
    assert "[1]" in graded.pages("in-letters")[0]


def test_once_hidden_tests_have_asked_a_process_that_goes_on_nothing_of_it_is_shown(graded):
    for student in ("by-a-thread", "by-refused-copies"):
        body = graded.pages(student)[0].partition("<body")[2]
        assert "ValueError" not in re.sub(r"<pre[^>]*>.*?</pre>", "", body, flags=re.DOTALL)
        assert "✗ a hidden test did not pass" in body
