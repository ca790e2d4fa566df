"""A test is mended after grading: who would change is seen first; then it is applied, taken back, or forgotten."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing

import pytest
from classroom import fill, grade, gradebook, hand_in, make_course, points, released
from conftest import run
from nbgrader.api import Gradebook

from autograder.course import Course
from autograder.errors import UserError
from autograder.grading import regrade

NAME = "ps1"
CONFIG = """\
c = get_config()
c.GradingEngine.imports = []
"""
SCRIPT = """\
# %% [markdown]
# # Numbers
#
# ## Twice

# %% nbgrader={"grade_id": "twice", "solution": true}
def twice(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% nbgrader={"grade_id": "twice-values", "points": 2}
assert twice(3) == 6
assert twice(0) is not None

# %% nbgrader={"grade_id": "twice-text", "points": 1}
assert twice("a") == "aa", "text counts as well"
"""
ANSWERS = {
    "ada": "def twice(x):\n    return 2 * x",
    "bob": "def twice(x):\n    return x * 2 if x else None",
    "cyd": "def twice(x):\n    return x + 1",
}


@pytest.fixture
def course(tmp_path):
    root = tmp_path / "course"
    make_course(root, {NAME: SCRIPT}, CONFIG)
    for student, answer in ANSWERS.items():
        nb = released(root, NAME)
        fill(nb, {"twice": answer})
        hand_in(root, student, NAME, nb)
    assert grade(root, "--seed", "5").status == 0
    with closing(sqlite3.connect(root / "gradebook.db")) as book:
        # A person has given cyd a point for the first test.
        book.execute(
            "update grade set manual_score = 1 where id in (select grade.id from grade"
            " join submitted_notebook n on n.id = grade.notebook_id"
            " join submitted_assignment a on a.id = n.assignment_id join base_cell c on c.id = grade.cell_id"
            " where a.student_id = 'cyd' and c.name = 'twice-values')"
        )
        book.commit()
    return Course.find(root)


def scores(course):
    return {student: points(course.root, NAME, student) for student in ANSWERS}


BEFORE = {
    "ada": {"twice-values": 2, "twice-text": 1},
    "bob": {"twice-values": 0, "twice-text": 1},
    "cyd": {"twice-values": 0, "twice-text": 0},
}


def mend(course):
    path = course.source_folder(NAME) / f"{NAME}.ipynb"
    path.write_text(path.read_text().replace("assert twice(0) is not None", "assert True"))


def command(course, *arguments):
    return run("autograder", "regrade", *arguments, cwd=course.root)


def graded(course, student):
    return json.loads((course.autograded / student / NAME / f"{NAME}.ipynb").read_text())


def test_a_mended_test_is_looked_at_applied_and_taken_back(course):
    assert scores(course) == BEFORE
    kept = (course.autograded / "bob" / NAME / f"{NAME}.ipynb").read_bytes()
    mend(course)

    looked = command(course, "look")
    assert looked.returncode == 0, looked.stderr
    assert "bob" in looked.stdout
    assert "twice-values" in looked.stdout
    assert "+2" in looked.stdout
    assert "1 scores of 1 students change" in looked.stdout
    assert scores(course) == BEFORE
    again = command(course, "look")
    assert again.returncode == 2
    assert "A regrading waits" in again.stderr

    assert command(course, "apply").returncode == 0
    assert scores(course) == BEFORE | {"bob": {"twice-values": 2, "twice-text": 1}}
    book = gradebook(course.root)
    assert book[NAME, "cyd", NAME, "twice-values"]["manual_score"] == 1
    assert run("autograder", "feedback", cwd=course.root).returncode == 0
    page = (course.feedback / "bob" / NAME / f"{NAME}.html").read_text(encoding="utf-8")
    assert "Regraded on" in page
    assert "<strong>3</strong> of 3 points" in page
    assert "graded and unchanged" in run("autograder", "grade", cwd=course.root).stdout

    assert command(course, "revert").returncode == 0
    assert scores(course) == BEFORE
    assert (course.autograded / "bob" / NAME / f"{NAME}.ipynb").read_bytes() == kept
    assert command(course, "revert").returncode == 2


def test_forgiving_a_test_gives_everybody_its_points_for_good_and_runs_nobody_again(course, monkeypatch):
    (looked,) = regrade.look(course, [NAME], ["twice-values"])
    assert looked.graded == ()
    assert {one.student: one.after for one in looked.changes} == {"bob": 2, "cyd": 2}
    assert looked.by_hand == 1

    # Killed in the middle, and run again: everything is there once.
    with monkeypatch.context() as patch:
        patch.setattr(regrade, "_put", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            regrade.apply(course)
    regrade.apply(course)
    assert [scores(course)[student]["twice-values"] for student in ANSWERS] == [2, 2, 2]
    assert graded(course, "bob")["metadata"]["autograder"]["regraded"]
    assert run("autograder", "feedback", "--student", "bob", cwd=course.root).returncode == 0
    assert "forgiven" in (course.feedback / "bob" / NAME / f"{NAME}.html").read_text(encoding="utf-8")

    assert grade(course.root, "--force", "--student", "bob").status == 0
    assert scores(course)["bob"]["twice-values"] == 2

    _done, left = regrade.revert(course)
    assert left == 0
    assert scores(course) == BEFORE


@pytest.mark.long
def test_what_is_cancelled_leaves_nothing_and_what_is_unknown_is_said(course):
    book = (course.root / "gradebook.db").read_bytes()
    unknown = command(course, "look", "--forgive", "thrice")
    assert unknown.returncode == 2
    assert "There is no test 'thrice'" in unknown.stderr
    list(regrade.look(course, [NAME], ["twice-text"]))
    assert command(course, "cancel").returncode == 0
    assert command(course, "apply").returncode == 2
    assert (course.root / "gradebook.db").read_bytes() == book
    assert [path.name for path in (course.root / regrade.HOME).iterdir()] == []


@pytest.mark.long
def test_what_was_looked_at_before_somebody_was_graded_again_is_not_applied(course):
    list(regrade.look(course, [NAME], ["twice-values"]))

    def set_bobs(score):
        with Gradebook(course.gradebook_url) as book:
            book.find_grade("twice-values", NAME, NAME, "bob").auto_score = score
            book.db.commit()

    set_bobs(1)
    with pytest.raises(UserError, match=r"scores of 1 students have changed \(bob\)"):
        regrade.apply(course)
    assert scores(course)["bob"]["twice-values"] == 1
    regrade.cancel(course)
    set_bobs(0)
    assert scores(course) == BEFORE


def test_what_is_applied_in_part_is_not_cancelled_and_a_killed_cancel_is_forgotten(course, monkeypatch):
    list(regrade.look(course, [NAME], ["twice-values"]))
    with monkeypatch.context() as patch:
        patch.setattr(regrade, "_put", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            regrade.apply(course)
    with pytest.raises(UserError, match="applied in part"):
        regrade.cancel(course)
    regrade.apply(course)
    regrade.revert(course)
    assert scores(course) == BEFORE

    list(regrade.look(course, [NAME], ["twice-values"]))
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            regrade.cancel(course)
    with pytest.raises(UserError, match="No regrading waits"):
        regrade.pending(course)
    list(regrade.look(course, [NAME], ["twice-values"]))
    regrade.cancel(course)
    assert scores(course) == BEFORE
