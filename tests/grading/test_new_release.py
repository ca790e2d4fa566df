"""A term in which the course gets a new release: what was given stays, and what comes from the old one is graded."""

from __future__ import annotations

import json
import shutil

import pytest
from conftest import ROOT, run
from nbgrader.api import Gradebook

from autograder.authoring import build as building
from autograder.authoring import sample_class
from autograder.course import Course
from autograder.grading import report

CELL = """\
# %% nbgrader={{"grade_id": "{name}", "solution": true{more}}}
def {function}(x):
    ### BEGIN SOLUTION
    return {result}
    ### END SOLUTION

# %% nbgrader={{"grade_id": "{name}-values", "points": {points}{more_test}}}
assert {function}({given}) == {value}
### BEGIN HIDDEN TESTS
assert {function}(10 * {given}) == 10 * {value}
### END HIDDEN TESTS

"""
IMPORTS = '# %% nbgrader={"grade_id": "imports", "locked": true}\nimport math\n\n'
ESSAY = """\
# %% [markdown] nbgrader={"grade_id": "essay", "solution": true, "points": 3}
# ### BEGIN SOLUTION
# Because.
# ### END SOLUTION

"""


def exercise(name, factor, points, given=2, formerly="", function=""):
    more = f', "formerly": "{formerly}"' if formerly else ""
    more_test = f', "formerly": "{formerly}-values"' if formerly else ""
    return CELL.format(
        name=name,
        function=function or name,
        result=f"{factor} * x",
        points=points,
        given=given,
        value=factor * given,
        more=more,
        more_test=more_test,
    )


FIRST = {
    "01-one": IMPORTS + exercise("twice", 2, 2) + exercise("thrice", 3, 3) + exercise("fourfold", 4, 4) + ESSAY,
    "02-two": IMPORTS + exercise("tenfold", 10, 1),
}
# twice has another name, fourfold has moved, thrice is gone, fivefold is new, and every test asks something else.
SECOND = {
    "01-one": IMPORTS.replace("math", "math, cmath")
    + exercise("double", 2, 2, given=3, formerly="twice", function="twice")
    + exercise("fivefold", 5, 5)
    + ESSAY,
    "02-two": IMPORTS + exercise("tenfold", 10, 1) + exercise("fourfold", 4, 4, given=3, formerly="01-one/fourfold"),
}
ANSWERS = {
    "twice": "def twice(x):\n    return x + x",
    "thrice": "def thrice(x):\n    return 0",
    "fourfold": "def fourfold(x):\n    return 4 * x",
    "essay": "Since.",
}


def write(course, scripts, version):
    (course.root / "course").mkdir(exist_ok=True)
    (course.root / "course" / "VERSION").write_text(version, encoding="utf-8")
    for name, script in scripts.items():
        course.source_script(name).parent.mkdir(parents=True, exist_ok=True)
        course.source_script(name).write_text(script, encoding="utf-8")
    building.write(course, building.build(course, list(scripts)))


def hand_in(course, student, assignment, answers, release):
    path = sample_class.submission_path(course, student, assignment)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(sample_class.fill(release, answers), encoding="utf-8")


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """A class that was graded with the first release, with points and a comment given by hand."""
    course = Course(tmp_path_factory.mktemp("term"))
    shutil.copy(ROOT / "nbgrader_config.py", course.root)
    write(course, FIRST, "0.1.0")
    old = course.release_notebook("01-one").read_text(encoding="utf-8")
    hand_in(course, "ada", "01-one", ANSWERS, old)
    hand_in(course, "bob", "01-one", ANSWERS | {"twice": "def twice(x):\n    return x"}, old)
    done = run("autograder", "grade", "--json", cwd=course.root)
    assert done.returncode == 0, done.stderr
    with Gradebook(course.gradebook_url) as book:
        for name, points in (("essay", 2.5), ("thrice-values", 1), ("fourfold-values", 3.5), ("twice-values", 1.5)):
            book.find_grade(name, "01-one", "01-one", "ada").manual_score = points
        book.find_comment("fourfold", "01-one", "01-one", "ada").manual_comment = "Well seen."
        book.db.commit()
    write(course, SECOND, "0.2.0")
    return course


@pytest.fixture
def course(begun, tmp_path):
    return Course(shutil.copytree(begun.root, tmp_path / "course"))


def points(course, assignment, student):
    with Gradebook(course.gradebook_url) as book:
        found = book.find_submission(assignment, student)
        return {one.name: (one.auto_score, one.manual_score) for nb in found.notebooks for one in nb.grades}


@pytest.mark.long
def test_points_given_by_hand_stay_with_their_exercises_wherever_these_have_gone(course):
    done = run("autograder", "grade", "--json", cwd=course.root)
    assert done.returncode == 0, done.stderr
    assert points(course, "01-one", "ada") == {
        "double-values": (2, 1.5),
        "fivefold-values": (0, None),
        "essay": (None, 2.5),
    }
    assert points(course, "02-two", "ada") == {"fourfold-values": (4, 3.5), "tenfold-values": (None, None)}
    with Gradebook(course.gradebook_url) as book:
        assert book.find_comment("fourfold", "02-two", "02-two", "ada").manual_comment == "Well seen."
    said = " ".join(done.stderr.split())
    assert "The gradebook was made for another release of 01-one" in said
    assert "only in that copy: ada, 01-one, thrice-values" in said
    (kept,) = course.root.glob("gradebook.db.before-new-release-*")
    with Gradebook(f"sqlite:///{kept}") as book:
        assert book.find_grade("thrice-values", "01-one", "01-one", "ada").manual_score == 1
    again = run("autograder", "grade", "--json", "--force", cwd=course.root)
    assert "another release of 01-one" not in again.stderr


def test_what_was_handed_in_from_the_old_release_is_graded_by_todays_tests_and_nobody_is_blamed(course):
    done = run("autograder", "grade", "--json", cwd=course.root)
    (one,) = json.loads(done.stdout)["assignments"]
    ada, bob = sorted(one["submissions"], key=lambda row: row["student"])
    assert {test["grade_id"]: test["score"] for test in ada["tests"]} == {"double-values": 2, "fivefold-values": 0}
    assert {test["grade_id"]: test["score"] for test in bob["tests"]} == {"double-values": 0, "fivefold-values": 0}
    assert any(
        "is of another release of the assignment (cells imports, double-values)" in text for text in ada["messages"]
    )
    assert not any("had been changed" in text for text in ada["messages"])


def test_the_report_says_who_changed_tests_which_release_was_handed_in_and_where_it_ran(course):
    release = course.release_notebook("01-one").read_text(encoding="utf-8")
    changed = json.loads(sample_class.fill(release, {"double": "def twice(x):\n    return 2 * x"}))
    for cell in changed["cells"]:
        if cell["id"] == "double-values":
            cell["source"] = "pass"
        if cell["id"] == "imports":
            noted = {"environment": {"notebook": "0.2.0", "python": "3.12.1", "numpy": "2.3.0"}}
            cell["outputs"] = [
                {"output_type": "display_data", "data": {"text/plain": "Course 0.2.0"}, "metadata": noted}
            ]
    hand_in(course, "cyd", "01-one", {}, json.dumps(changed))
    assert run("autograder", "grade", cwd=course.root).returncode == 0
    pages = report.write(course, ["01-one"], course.root / "reports", "http://localhost")
    text = pages[0].read_text(encoding="utf-8")
    assert "Tests were changed (and restored): cyd (double-values)." in text
    assert "From another release: ada, bob." in text
    assert "notebook 0.2.0, numpy 2.3.0, python 3.12.1: 1" in text


def test_the_first_cell_asks_for_the_version_of_its_release(course):
    released = json.loads(course.release_notebook("01-one").read_text(encoding="utf-8"))
    first = next(cell for cell in released["cells"] if cell["cell_type"] == "code")
    text = first["source"] if isinstance(first["source"], str) else "".join(first["source"])
    assert text.startswith('from gancourse import release\n\nrelease.made_for("0.2.0")\n')
    assert released["metadata"]["formerly"] == {"twice": "double", "twice-values": "double-values"}
