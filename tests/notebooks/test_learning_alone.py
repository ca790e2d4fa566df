"""Learning without an instructor: 01 from its first cell to its last commentary, and nothing before it is solved."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from conftest import ROOT

from autograder.authoring import leaks, solutions_package
from autograder.files import replace_text

NAME = "01-cross-entropy"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def package(course):
    """The files of gancourse-solutions, by name."""
    return solutions_package.project(course)


def learned(*more_paths):
    """What somebody sees who does 01 alone."""
    variables = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, more_paths)), "OMP_NUM_THREADS": "1"}
    notebook = ROOT / "course" / NAME / f"{NAME}.ipynb"
    command = [sys.executable, str(ROOT / "tools" / "learn_alone.py"), str(notebook)]
    done = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def test_solutions_and_commentary_appear_when_solved_and_not_before(package, tmp_path):
    for name, text in package.items():
        replace_text(tmp_path / name, text)
    seen = learned(tmp_path)
    assert seen["exercises"] == 13
    assert seen["cells that failed"] == []
    assert len(seen["refused"]) == 13
    assert seen["solutions seen before"] == []
    assert len(seen["solutions and commentaries seen after"]) == 13
    assert seen["questions"] == 10
    assert seen["card"].startswith("Course ") or "0 of 13 exercises · 0 of 28 points" in seen["card"]


def test_without_the_package_no_solution_appears():
    seen = learned()
    assert seen["solutions seen before"] == []
    assert seen["solutions and commentaries seen after"] == []
    assert "not installed here" in seen["said without the package"]


def test_the_package_has_every_solution_and_ten_questions_with_a_sentence_for_each_wrong_choice(course, package):
    for assignment in course.assignments():
        table = json.loads(package[f"{solutions_package.PACKAGE}/{assignment}.json"])
        assert table["solutions"]
        assert all(one["text"] for one in table["solutions"].values())
        # 00 has one exercise, with five known wrong answers.
        assert len(table["questions"]) == (1 if assignment == "00-start-here" else 10), assignment
        for one in table["questions"]:
            assert one["exercise"] in table["solutions"]
            assert [choice["says"] for choice in one["choices"]].count("") == 1
            assert len({choice["code"] for choice in one["choices"]}) == 4
            assert '"""' not in "".join(choice["code"] for choice in one["choices"])
        assert not leaks.DELIMITER.search(package[f"{solutions_package.PACKAGE}/{assignment}.json"])


def test_the_right_choice_stands_anywhere(course, package):
    places = set()
    for assignment in course.assignments():
        for one in json.loads(package[f"{solutions_package.PACKAGE}/{assignment}.json"])["questions"]:
            places.add([choice["says"] for choice in one["choices"]].index(""))
    assert places == {0, 1, 2, 3}
