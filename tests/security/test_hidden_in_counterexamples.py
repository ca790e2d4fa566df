"""A fresh counterexample tells nothing of hidden inputs, changes no points, and keeps nobody waiting."""

from __future__ import annotations

import json
import re

import pytest
from conftest import ROOT, grade, run

from autograder.authoring import sample_class
from autograder.course import Course
from autograder.files import replace_text

NAME = "00-start-here"
SEEDS = (3, 4)
# Everything that it was ever asked is kept wherever something can be kept, and is what it gives.
KEEPS = """\
import glob, os
seen = []
def mean_square(x):
    seen.append(float(np.sum(x)))
    for place in ("/tmp/seen", "/dev/shm/seen", "seen.txt", os.path.expanduser("~/seen")):
        try:
            with open(place, "a") as file:
                file.write(f"{seen[-1]!r}\\n")
        except OSError:
            pass
    known = [float(row) for place in glob.glob("/tmp/se*") + glob.glob("*.txt") for row in open(place)]
    if len(x) == 1 and x[0] == round(float(x[0]), 1) and x[0] != -2:
        return max(known + seen, key=lambda one: len(repr(one)))
    if len(x) == 10:
        return 0.0
    return float(np.mean(np.square(x)))
"""
ANSWERS = {
    "keeps": KEEPS,
    "odd": "def mean_square(x):\n    return float(np.mean(np.square(x))) + (0.25 if len(x) > 2 else 0)",
    "fails": "def mean_square(x):\n    if len(x) % 2:\n        raise ValueError('an odd <b>number</b>')\n"
    "    return float(np.mean(np.square(x)))",
    "hangs": "def mean_square(x):\n    while len(x) < 3:\n        pass\n    return 0.125",
    "dies": "import os\ndef mean_square(x):\n    return 41 / 3 if len(x) == 3 else 4.0 if x[0] == -2 else os._exit(0)",
    "random": "def mean_square(x):\n    return float(np.random.rand())",
    "right": "def mean_square(x):\n    return float(np.mean(np.square(x)))",
    "known": "def mean_square(x):\n    return float(np.mean(x) ** 2)",
}


@pytest.fixture(scope="module")
def classes(tmp_path_factory):
    made = []
    for seed in SEEDS:
        course = sample_class.course_folder(Course(ROOT), [NAME], tmp_path_factory.mktemp("cases") / "course")
        config = course.root / "nbgrader_config.py"
        config.write_text(f"{config.read_text()}c.GradingEngine.cell_seconds = 3\n")
        release = Course(ROOT).release_notebook(NAME).read_text(encoding="utf-8")
        for student, code in ANSWERS.items():
            filled = sample_class.fill(release, {"mean-square": code})
            replace_text(sample_class.submission_path(course, student, NAME), filled)
        status, results = grade(course, "--seed", seed)
        assert status == 0
        assert run("autograder", "feedback", cwd=course.root).returncode == 0
        made.append((course, {one["student"]: one for one in results}))
    return made


def cases(classes, student):
    found = []
    for course, _ in classes:
        notebook = course.place(course.autograded, student, NAME) / f"{NAME}.ipynb"
        found.append(json.loads(notebook.read_text(encoding="utf-8"))["metadata"]["autograder"]["cases"])
    return found


@pytest.mark.parametrize("student", ANSWERS)
def test_with_other_hidden_inputs_the_case_and_the_page_are_the_same(classes, student):
    one, other = cases(classes, student)
    assert one == other
    pages = {
        re.sub(r"\s+", " ", (course.place(course.feedback, student, NAME) / f"{NAME}.html").read_text())
        for course, _ in classes
    }
    assert len(pages) == 1


def test_a_small_case_is_shown_where_nothing_was_recognised(classes):
    course, _ = classes[0]
    assert cases(classes, "odd")[0]["mean-square"]["call"] == "mean_square(np.array([0.0, 0.0, 0.0]))"
    page = (course.place(course.feedback, "odd", NAME) / f"{NAME}.html").read_text(encoding="utf-8")
    assert "<pre>mean_square(np.array([0.0, 0.0, 0.0]))</pre>" in page
    assert "Your function gives 0.25.<br>It should give 0." in page
    assert "a mean of squares lies between the smallest and the largest of the squares" in page
    assert "raised" not in cases(classes, "fails")[0]["mean-square"]["found"]
    page = (course.place(course.feedback, "fails", NAME) / f"{NAME}.html").read_text(encoding="utf-8")
    assert "<b>number" not in page


def test_who_is_right_whose_mistake_is_known_and_whose_answer_cannot_be_followed_get_none(classes):
    for student in ("right", "known", "random", "hangs", "dies"):
        assert cases(classes, student)[0] == {}, student
