"""The assignments of nbgrader's own documentation, as they are installed with it: the same scores as with nbgrader."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbgrader
import pytest
from classroom import Run, activated, fill, grade, hand_in, released, solutions, stock
from foreign.classes import Scores, scores

from autograder.authoring import nbgrader_runner
from autograder.course import Course

GUIDE = Path(nbgrader.__file__).parent / "docs" / "source" / "user_guide"
NOTEBOOKS = {"ps1": ("problem1", "problem2"), "ps1_autotest": ("problem1", "problem2")}
WRONG = {"squares": "def squares(n):\n    return [n] * n"}


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Scores, Scores, Run]:
    """The same course twice: graded by nbgrader, and by us."""
    theirs = tmp_path_factory.mktemp("examples") / "nbgrader"
    theirs.mkdir()
    (theirs / "nbgrader_config.py").write_text("c = get_config()\n", encoding="utf-8")
    shutil.copy(GUIDE / "autotests.yml", theirs)
    for name, notebooks in NOTEBOOKS.items():
        shutil.copytree(GUIDE / "source" / name, theirs / "source" / name)
        with activated():
            done = nbgrader_runner.generate_assignment(Course.find(theirs), name)
        assert done.success, done.log
        for notebook in notebooks:
            own, nb = solutions(theirs, name, notebook), released(theirs, name, notebook)
            hand_in(theirs, "untouched", name, nb, notebook)
            fill(nb, own)
            hand_in(theirs, "own", name, nb, notebook)
            fill(nb, {cell: text for cell, text in WRONG.items() if cell in own})
            hand_in(theirs, "wrong", name, nb, notebook)
    ours = shutil.copytree(theirs, theirs.with_name("ours"))
    run = grade(ours, "--seed", "7")
    for name in NOTEBOOKS:
        for student in ("own", "wrong", "untouched"):
            stock(theirs, name, student)
    return scores(theirs), scores(ours), run


def test_the_scores_are_nbgraders(graded):
    theirs, ours, run = graded
    assert set(theirs) == set(NOTEBOOKS), run.stderr
    assert ours == theirs, run.report


def test_they_are_judged_from_outside(graded):
    assert "trust these scores less" not in graded[2].stderr


def test_tests_that_nbgrader_has_written_count(graded):
    _theirs, ours, _run = graded
    automatic = [points for points in ours["ps1_autotest"]["own"].values() if points is not None]
    assert sum(automatic) > 0
    assert not any(ours["ps1_autotest"]["untouched"].values())
