"""A gradebook that was lost: made again from the graded notebooks, with what people had given, or it is said."""

from __future__ import annotations

import shutil
import sqlite3

import pytest
from classroom import fill, gradebook, hand_in, make_course, released
from conftest import run
from nbgrader.api import Gradebook

NAME = "sums"
SCRIPT = """\
# %% nbgrader={"grade_id": "twice", "solution": true}
def twice(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% nbgrader={"grade_id": "twice-values", "points": 4}
assert twice(2) == 4

# %% nbgrader={"grade_id": "twice-share", "points": 3}
1.5 if twice(3) == 6 else 0

# %% [markdown] nbgrader={"grade_id": "why", "points": 2, "solution": true}
# Why?
"""
CONFIG = "c = get_config()\nc.GradingEngine.imports = []\n"


def answer(root, student, body, why=""):
    nb = released(root, NAME)
    fill(nb, {"twice": f"def twice(x):\n    {body}"} | ({"why": why} if why else {}))
    path = hand_in(root, student, NAME, nb)
    path.with_name("timestamp.txt").write_text("2026-03-02 10:00:00 UTC", encoding="utf-8")


def book_of(root):
    return Gradebook(f"sqlite:///{root / 'gradebook.db'}")


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    root = tmp_path_factory.mktemp("rebuild") / "course"
    make_course(root, {NAME: SCRIPT}, CONFIG)
    answer(root, "ada", "return x + x", "Because.")
    answer(root, "bob", "return x ** 2")
    answer(root, "eve", "return 1 / 0")
    assert run("autograder", "grade", cwd=root).returncode == 0
    with book_of(root) as book:
        book.find_grade("why", NAME, NAME, "ada").manual_score = 1.5
        book.find_comment("why", NAME, NAME, "ada").manual_comment = "Say more."
        book.find_student("ada").last_name = "Lovelace"
        book.db.commit()
    assert run("autograder", "backup", "class.tar.gz", cwd=root).returncode == 0
    return root


@pytest.fixture
def course(graded, tmp_path):
    return shutil.copytree(graded, tmp_path / "course")


def automatic(root):
    with book_of(root) as book:
        return {
            (one.student.id, grade.name): (grade.auto_score, grade.needs_manual_grade, one.timestamp)
            for one in book.assignment_submissions(NAME)
            for notebook in one.notebooks
            for grade in notebook.grades
            if grade.manual_score is None
        }


def test_without_a_backup_every_automatic_point_is_there_again_and_the_rest_is_named_as_lost(course):
    before = {key: value for key, value in automatic(course).items() if key != ("ada", "why")}
    (course / "gradebook.db").unlink()
    done = run("autograder", "rebuild", cwd=course)
    assert done.returncode == 0, done.stderr
    assert "has 3 graded submissions again" in done.stdout
    assert "given by hand, names of students, due dates and extensions are lost" in done.stdout
    assert f"look at: ada, {NAME}" in done.stdout
    after = automatic(course)
    assert after.pop(("ada", "why"))[:2] == (None, True)
    assert after == before
    assert {score for score, _waits, _when in after.values()} == {0.0, 1.5, 4.0}


def test_with_a_backup_the_table_is_the_one_before(course):
    before = gradebook(course)
    (course / "gradebook.db").write_bytes(b"not a database at all" * 100)
    done = run("autograder", "rebuild", "--backup", "class.tar.gz", cwd=course)
    assert done.returncode == 0, done.stderr
    assert gradebook(course) == before
    with book_of(course) as book:
        assert book.find_student("ada").last_name == "Lovelace"
        assert book.find_comment("why", NAME, NAME, "ada").manual_comment == "Say more."
    assert "Graded since" not in done.stdout
    assert any("before-rebuild" in path.name for path in course.iterdir())


@pytest.mark.long
def test_what_was_graded_after_the_backup_is_there_and_named(course):
    answer(course, "bob", "return 2 * x")
    assert run("autograder", "grade", cwd=course).returncode == 0
    before = gradebook(course)
    (course / "gradebook.db").unlink()
    done = run("autograder", "rebuild", "--backup", "class.tar.gz", cwd=course)
    assert f"Graded since then: bob, {NAME}: what people gave them is lost" in done.stdout
    assert gradebook(course) == before


@pytest.mark.long
def test_points_are_read_from_a_damaged_file_as_far_as_it_can_be_read(course):
    path = course / "gradebook.db"
    with sqlite3.connect(path) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        index = "SELECT rootpage FROM sqlite_master WHERE type = 'index' AND tbl_name = 'course'"
        (page,) = connection.execute(index).fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(bytes(size))
    done = run("autograder", "rebuild", cwd=course)
    assert done.returncode == 0, done.stderr + done.stdout
    assert "Read from the damaged file, of what people had given: 2 points and comments." in done.stdout
    with book_of(course) as book:
        assert book.find_grade("why", NAME, NAME, "ada").manual_score == 1.5
        assert book.find_comment("why", NAME, NAME, "ada").manual_comment == "Say more."


def test_a_sound_gradebook_is_left_alone_and_a_course_with_nothing_graded_is_refused(course):
    sound = (course / "gradebook.db").read_bytes()
    done = run("autograder", "rebuild", cwd=course)
    assert done.returncode == 2
    assert "there is nothing to rebuild" in done.stderr
    assert (course / "gradebook.db").read_bytes() == sound
    shutil.rmtree(course / "autograded")
    (course / "gradebook.db").unlink()
    done = run("autograder", "rebuild", cwd=course)
    assert done.returncode == 2
    assert "no graded notebooks" in done.stderr
    assert not (course / "gradebook.db").exists()


def test_a_notebook_that_cannot_be_read_is_named_and_the_others_are_there(course):
    path = course / "autograded" / "bob" / NAME / f"{NAME}.ipynb"
    path.write_text(path.read_text(encoding="utf-8")[:500], encoding="utf-8")
    (course / "gradebook.db").unlink()
    done = run("autograder", "rebuild", cwd=course)
    assert done.returncode == 0, done.stderr
    assert "Not read, so grade it again" in done.stdout
    assert "bob" in done.stdout
    assert "2 graded submissions" in done.stdout
