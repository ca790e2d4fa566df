"""A gradebook that the configuration puts elsewhere is the one that every command reads and writes."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from classroom import activated
from conftest import ROOT, run
from nbgrader.api import Gradebook

from autograder.authoring import sample_class
from autograder.course import Course

NAME = "01-small"
SOURCE = """\
# %% nbgrader={"grade_id": "twice", "solution": true}
def twice(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% nbgrader={"grade_id": "twice-values", "points": 4}
assert twice(2) == 4
"""
RIGHT = '# %% exercise="twice" right="a sum"\ndef twice(x):\n    return x + x\n\n'
WRONG = '# %% exercise="twice" wrong="the same" says="No."\ndef twice(x):\n    return x\n\n'


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    return tmp_path / "somewhere else" / "grades.db"


@pytest.fixture
def course(tmp_path: Path, elsewhere: Path) -> Course:
    """A course whose configuration names a gradebook in another folder; Ada is right, Bob is not."""
    made = Course(tmp_path / "course")
    made.source_script(NAME).parent.mkdir(parents=True)
    made.source_script(NAME).write_text(SOURCE, encoding="utf-8")
    made.bank(NAME).write_text(RIGHT + WRONG, encoding="utf-8")
    elsewhere.parent.mkdir()
    config = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    config += f"\nc.CourseDirectory.db_url = {f'sqlite:///{elsewhere}'!r}\n"
    (made.root / "nbgrader_config.py").write_text(config, encoding="utf-8")
    assert run("autograder", "build", cwd=made.root).returncode == 0
    release = made.release_notebook(NAME).read_text(encoding="utf-8")
    for student, body in (("ada", "return x + x"), ("bob", "return x")):
        path = sample_class.submission_path(made, student, NAME)
        path.parent.mkdir(parents=True)
        path.write_text(sample_class.fill(release, {"twice": f"def twice(x):\n    {body}"}), encoding="utf-8")
    return made


def strays(root: Path) -> list[Path]:
    return sorted(root.rglob("gradebook.db*"))


@pytest.mark.long
def test_grading_feedback_and_export_use_the_gradebook_that_the_configuration_names(course, elsewhere, tmp_path):
    done = run("autograder", "grade", cwd=course.root)
    assert done.returncode == 0, done.stderr
    assert f"gradebook  {elsewhere}" in done.stdout
    assert "not graded" not in done.stdout
    with Gradebook(f"sqlite:///{elsewhere}") as book:
        scores = {one.student.id: one.score for one in book.assignment_submissions(NAME)}
        assert scores == {"ada": 4.0, "bob": 0.0}
        book.find_grade("twice-values", NAME, NAME, "bob").manual_score = 3.0
        book.find_comment("twice", NAME, NAME, "bob").manual_comment = "Nearly."
        book.db.commit()

    again = run("autograder", "grade", cwd=course.root)
    assert "2 submissions are graded and unchanged" in again.stdout

    assert run("autograder", "feedback", cwd=course.root).returncode == 0
    page = (course.feedback / "bob" / NAME / f"{NAME}.html").read_text(encoding="utf-8")
    assert "Nearly." in page
    assert "<strong>3</strong> of 4 points" in page

    table = tmp_path / "grades.csv"
    with activated():
        assert run("nbgrader", "export", "--to", table, cwd=course.root).returncode == 0
    with table.open(encoding="utf-8", newline="") as stream:
        exported = {row["student_id"]: float(row["score"]) for row in csv.DictReader(stream)}
    assert exported == {"ada": 4.0, "bob": 3.0}
    assert strays(tmp_path) == []


@pytest.mark.long
def test_the_demonstration_keeps_its_made_up_class_out_of_a_gradebook_elsewhere(course, elsewhere, tmp_path):
    """Its folder has the course's configuration; made-up students must not stand among real ones."""
    shutil.rmtree(course.submitted)
    done = run("autograder", "demo", NAME, cwd=course.root)
    assert done.returncode == 0, done.stderr
    with Gradebook(Course(course.root / "build" / "demo" / NAME).gradebook_url) as book:
        assert book.assignment_submissions(NAME)
    if elsewhere.exists():
        with Gradebook(f"sqlite:///{elsewhere}") as book:
            assert book.students == []
