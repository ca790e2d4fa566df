"""A small course through nbgrader: written answers wait for a person, and tracebacks keep out of feedback."""

from __future__ import annotations

import html
import re
import shutil

import nbformat
import pytest
from conftest import ROOT, grade, run
from nbgrader.api import Gradebook

from autograder.authoring import build as building
from autograder.authoring import sample_class
from autograder.course import Course
from autograder.grading import gradebook
from autograder.source.reading import read_sources

SOURCE = """\
# %% [markdown]
# # Essay

# %% [markdown] nbgrader={"grade_id": "essay", "solution": true, "points": 3}
# Why is a unique minimiser not the same as convergence of training?
#
# ### BEGIN SOLUTION
# Because an algorithm that moves parameters need not find it.
# ### END SOLUTION

# %% nbgrader={"grade_id": "twice", "solution": true}
def twice(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% nbgrader={"grade_id": "twice-values", "points": 1}
assert twice(2) == 4
### BEGIN HIDDEN TESTS
assert twice(123) == 246
### END HIDDEN TESTS
"""
NAME = "01-essay"


@pytest.fixture
def written(tmp_path):
    """A course folder in which Ada has handed in an essay and a right function."""
    course = Course(tmp_path)
    course.source_script(NAME).parent.mkdir(parents=True)
    course.source_script(NAME).write_text(SOURCE, encoding="utf-8")
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    building.write(course, building.build(course, [NAME]))
    release = course.release_notebook(NAME).read_text(encoding="utf-8")
    assert "need not find it" not in release
    answers = {"essay": "Since G has parameters.", "twice": "def twice(x):\n    return x + x"}
    path = sample_class.submission_path(course, "ada", NAME)
    path.parent.mkdir(parents=True)
    path.write_text(sample_class.fill(release, answers), encoding="utf-8")
    return course


def essay_grade(course):
    with Gradebook(course.gradebook_url) as book:
        found = book.find_grade("essay", NAME, NAME, "ada")
        return found.needs_manual_grade, found.auto_score, found.manual_score


def test_an_essay_waits_for_a_person_whose_points_survive_another_grading(written):
    assert grade(written, "--seed", 1)[0] == 0
    assert essay_grade(written) == (True, None, None)

    with Gradebook(written.gradebook_url) as book:
        found = book.find_grade("essay", NAME, NAME, "ada")
        found.manual_score, found.needs_manual_grade = 2.0, False
        book.find_comment("essay", NAME, NAME, "ada").manual_comment = "Say what fails in parameter space."
        book.db.commit()
    assert grade(written, "--force")[0] == 0
    assert run("autograder", "feedback", cwd=written.root).returncode == 0
    assert essay_grade(written)[2] == 2.0

    (source,) = read_sources(written, [NAME])
    table = gradebook.read(written, NAME, source.exercises(), ["ada"])
    assert dict(zip(table.exercises, table.students["ada"], strict=True)) == {"essay": 2.0, "twice": 1.0}
    page = (written.feedback / "ada" / NAME / f"{NAME}.html").read_text(encoding="utf-8")
    assert "Say what fails in parameter space." in page
    graded = nbformat.read(written.autograded / "ada" / NAME / f"{NAME}.ipynb", as_version=4)
    assert any("Since G has parameters." in cell.source for cell in graded.cells)


def test_feedback_has_no_traceback_in_test_cells_even_when_a_name_is_missing(written):
    """A syntax error leaves the name undefined: the traceback of the NameError quotes hidden lines."""
    release = written.release_notebook(NAME).read_text(encoding="utf-8")
    path = sample_class.submission_path(written, "bob", NAME)
    path.parent.mkdir(parents=True)
    path.write_text(sample_class.fill(release, {"twice": "def twice(x)\n    return x + x"}), encoding="utf-8")
    assert grade(written, "--student", "bob")[0] == 0
    assert run("autograder", "feedback", "--student", "bob", cwd=written.root).returncode == 0
    graded = nbformat.read(written.autograded / "bob" / NAME / f"{NAME}.ipynb", as_version=4)
    (cell,) = [c for c in graded.cells if c.metadata.get("nbgrader", {}).get("grade_id") == "twice-values"]
    assert "assert twice(2) == 4" in "\n".join(cell.outputs[0].traceback)  # the instructor's copy shows where
    page = (written.feedback / "bob" / NAME / f"{NAME}.html").read_text(encoding="utf-8")
    text = html.unescape(re.sub(r"<[^>]+>", "", page[page.index("<body") :]))
    assert "NameError: name 'twice' is not defined" in text
    assert "twice(123)" not in text
    assert "246" not in text
