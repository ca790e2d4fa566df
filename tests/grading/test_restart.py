"""Whatever interrupts `autograder grade`, the next run completes the class with the same result."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from classroom import Row, activated, fill, grade, gradebook, hand_in, make_course, released
from conftest import BIN
from nbgrader.api import Gradebook
from processes import adopting_orphans, descendants, left_over

NAME = "restart"
SCRIPT = """\
# %% nbgrader={"grade_id": "double", "solution": true}
def double(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% nbgrader={"grade_id": "double_test", "points": 3}
assert double(2) == 4
### BEGIN HIDDEN TESTS
assert double(-7) == -14
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "name", "solution": true}
### BEGIN SOLUTION
name = "Ada"
### END SOLUTION

# %% nbgrader={"grade_id": "name_test", "points": 1}
assert name == "Ada"

# %% [markdown] nbgrader={"grade_id": "why", "solution": true, "points": 4}
# ### BEGIN SOLUTION
# Because.
# ### END SOLUTION
"""
# Long enough that a run has moments in which it can be stopped: results are recorded once a second.
ANSWERS = [
    {"double": "import time\ntime.sleep(0.8)\ndef double(x):\n    return x + x", "name": "name = 'Ada'", "why": "So."},
    {"double": "def double(x):\n    return 4", "name": "name = 'Ada'"},
    {"double": "import time\ntime.sleep(0.8)\ndef double(x):\n    return x * x"},
    {"name": "name = 'Bob'", "why": "I do not know."},
]
STUDENTS = [f"student-{number:02}" for number in range(12)]


@dataclass(frozen=True)
class Undisturbed:
    """An ungraded course to copy, and what an undisturbed run makes of it."""

    ungraded: Path
    graded: Path
    rows: dict[tuple[str, str, str, str], Row]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    ungraded = tmp_path_factory.mktemp("restart") / "ungraded"
    make_course(ungraded, {NAME: SCRIPT}, "c = get_config()\nc.GradingEngine.imports = []\n")
    for number, student in enumerate(STUDENTS):
        nb = released(ungraded, NAME)
        fill(nb, ANSWERS[number % len(ANSWERS)])
        hand_in(ungraded, student, NAME, nb)
    graded = ungraded.with_name("graded")
    shutil.copytree(ungraded, graded)
    run = grade(graded, "--seed", "7")
    assert run.status == 0, run.stderr
    return Undisturbed(ungraded, graded, gradebook(graded))


@pytest.fixture
def fresh(undisturbed: Undisturbed, tmp_path: Path) -> Path:
    """A copy of the ungraded course."""
    return shutil.copytree(undisturbed.ungraded, tmp_path / "course")


@pytest.fixture
def graded(undisturbed: Undisturbed, tmp_path: Path) -> Path:
    """A copy of the graded course."""
    return shutil.copytree(undisturbed.graded, tmp_path / "course")


def start(root: Path, *options: str) -> subprocess.Popen[str]:
    """Start ``autograder grade`` in a session of its own."""
    command = [str(BIN / "autograder"), "grade", "--seed", "7", *options]
    return subprocess.Popen(
        command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def wait_until_graded(root: Path, count: int) -> None:
    """Wait until the run has got so far."""
    deadline = time.monotonic() + 120
    while len(list(root.glob(f"autograded/*/{NAME}/{NAME}.ipynb"))) < count:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def assert_all_or_nothing(root: Path, undisturbed: Undisturbed) -> int:
    """Every submission in the gradebook is graded as undisturbed, or not at all; returns how many are."""
    with sqlite3.connect(root / "gradebook.db") as book:
        assert book.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    rows = gradebook(root)
    complete = 0
    for student in STUDENTS:
        own = {key: row for key, row in rows.items() if key[1] == student}
        if any(row.get("auto_score") is not None for row in own.values()):
            assert own == {key: row for key, row in undisturbed.rows.items() if key[1] == student}
            complete += 1
    return complete


def assert_completed(root: Path, undisturbed: Undisturbed) -> None:
    """The class is graded as undisturbed, with a notebook for everybody and nothing half-written."""
    assert gradebook(root) == undisturbed.rows
    for student in STUDENTS:
        nbformat.read(root / "autograded" / student / NAME / f"{NAME}.ipynb", as_version=4)
    there = {path.relative_to(root) for path in root.rglob("*") if path.is_file()}
    known = {path.relative_to(undisturbed.graded) for path in undisturbed.graded.rglob("*") if path.is_file()}
    assert there == known


def mtimes(root: Path) -> dict[str, int]:
    """When each graded notebook was written."""
    return {s: (root / "autograded" / s / NAME / f"{NAME}.ipynb").stat().st_mtime_ns for s in STUDENTS}


def written_by(action: Callable[[], None], root: Path) -> list[str]:
    """The students whose graded notebooks an action writes."""
    before = mtimes(root)
    action()
    return [student for student, when in mtimes(root).items() if when != before[student]]


@pytest.mark.parametrize("graded_before", [6, *(pytest.param(one, marks=pytest.mark.long) for one in (0, 1, 11))])
def test_after_a_sigkill_the_next_run_completes_the_class(graded_before, fresh, undisturbed):
    with adopting_orphans():
        before = descendants()
        process = start(fresh)
        wait_until_graded(fresh, graded_before)
        time.sleep(random.uniform(0, 0.5))
        process.kill()
        process.communicate(timeout=60)
        assert left_over(before) == []
    assert_all_or_nothing(fresh, undisturbed)
    run = grade(fresh, "--seed", "7")
    assert run.status == 0, run.stderr
    assert_completed(fresh, undisturbed)


def test_ctrl_c_leaves_a_consistent_gradebook(fresh, undisturbed):
    with adopting_orphans():
        before = descendants()
        process = start(fresh)
        wait_until_graded(fresh, 3)
        # As a terminal does: to the whole foreground group.
        os.killpg(process.pid, signal.SIGINT)
        _, stderr = process.communicate(timeout=60)
        assert left_over(before) == []
    assert process.returncode == 130, stderr
    assert "Traceback" not in stderr
    assert "run the same command again" in stderr
    assert_all_or_nothing(fresh, undisturbed)
    assert grade(fresh, "--seed", "7").status == 0
    assert_completed(fresh, undisturbed)


@pytest.mark.long
def test_two_runs_at_once_do_no_harm(fresh, undisturbed):
    both = [start(fresh), start(fresh, "--force")]
    ended = [process.communicate(timeout=300) for process in both]
    for process, (stdout, stderr) in zip(both, ended, strict=True):
        assert process.returncode == 0, stdout + stderr
        assert "Traceback" not in stdout + stderr
    assert_completed(fresh, undisturbed)


def test_a_second_run_grades_what_changed(graded, undisturbed):
    nb = released(graded, NAME)
    fill(nb, ANSWERS[0])
    hand_in(graded, STUDENTS[3], NAME, nb)
    assert written_by(lambda: grade(graded, "--seed", "7"), graded) == [STUDENTS[3]]
    rows = gradebook(graded)
    assert rows[NAME, STUDENTS[3], NAME, "double_test"]["auto_score"] == 3
    assert {key: row for key, row in rows.items() if key[1] != STUDENTS[3]} == {
        key: row for key, row in undisturbed.rows.items() if key[1] != STUDENTS[3]
    }


def test_a_changed_test_grades_everybody_again(graded):
    path = graded / "source" / NAME / f"{NAME}.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("double(-7) == -14", "double(7) == 14"), encoding="utf-8")
    assert written_by(lambda: grade(graded, "--seed", "7"), graded) == STUDENTS


@pytest.mark.long
def test_force_grades_everybody_again(graded, undisturbed):
    alone = ("--seed", "7", "--force", "--student", STUDENTS[4])
    assert written_by(lambda: grade(graded, *alone), graded) == [STUDENTS[4]]
    assert written_by(lambda: grade(graded, "--seed", "7", "--force"), graded) == STUDENTS
    assert gradebook(graded) == undisturbed.rows


def test_manual_scores_comments_and_extra_credit_survive(graded):
    """As with nbgrader, a cell with a manual score waits for another look when it is graded again."""
    with activated(), Gradebook(f"sqlite:///{graded / 'gradebook.db'}") as book:
        essay = book.find_grade("why", NAME, NAME, STUDENTS[0])
        essay.manual_score, essay.needs_manual_grade = 2.5, False
        test = book.find_grade("double_test", NAME, NAME, STUDENTS[2])
        test.manual_score, test.extra_credit, test.needs_manual_grade = 1.0, 0.5, False
        book.find_comment("why", NAME, NAME, STUDENTS[0]).manual_comment = "Because of what?"
        book.db.commit()
    assert grade(graded, "--seed", "7", "--force").status == 0
    rows = gradebook(graded)
    essay, test = rows[NAME, STUDENTS[0], NAME, "why"], rows[NAME, STUDENTS[2], NAME, "double_test"]
    assert (essay["manual_score"], essay["manual_comment"]) == (2.5, "Because of what?")
    assert (essay["auto_score"], essay["needs_manual_grade"]) == (None, True)
    assert (test["auto_score"], test["manual_score"], test["extra_credit"]) == (0, 1.0, 0.5)
    assert test["needs_manual_grade"]
    assert rows[NAME, STUDENTS[2], NAME, ""]["score"] == 1.5


def test_a_second_run_touches_nothing_that_is_unchanged(graded):
    """Neither a file written again with the same content, nor a manual score given in between."""
    path = graded / "submitted" / STUDENTS[5] / NAME / f"{NAME}.ipynb"
    path.write_bytes(path.read_bytes())
    with activated(), Gradebook(f"sqlite:///{graded / 'gradebook.db'}") as book:
        essay = book.find_grade("why", NAME, NAME, STUDENTS[0])
        essay.manual_score, essay.needs_manual_grade = 4.0, False
        book.db.commit()
    rows = gradebook(graded)
    assert written_by(lambda: grade(graded, "--seed", "7"), graded) == []
    assert gradebook(graded) == rows
