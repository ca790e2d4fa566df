"""Weeks of other people's courses: right answers get all points and wrong ones lose some, judged or beside them."""

from __future__ import annotations

from pathlib import Path

import pytest
from classroom import Run, grade
from foreign import classes
from foreign.weeks import WEEKS

pytestmark = pytest.mark.long


def graded(root: Path, *options: str) -> tuple[Run, classes.Scores]:
    classes.write(root, WEEKS)
    return grade(root, "--seed", "7", *options, timeout=1800), classes.scores(root)


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, classes.Scores]:
    return graded(tmp_path_factory.mktemp("weeks") / "course")


@pytest.fixture(scope="module")
def inside(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, classes.Scores]:
    return graded(tmp_path_factory.mktemp("weeks-inside") / "course", "--tests", "in-student")


@pytest.mark.parametrize("name", WEEKS)
def test_right_and_wrong_answers_are_told_apart(name, judged):
    run, scores = judged
    week = WEEKS[name]
    most = sum(cell.metadata.get("nbgrader", {}).get("points", 0) for cell in week.cells)
    total = {student: sum(points or 0 for points in cells.values()) for student, cells in scores[name].items()}
    reasons = {one["student"]: one["tests"] for one in _submissions(run, name)}
    assert all(total[student] == most for student in ("own", *week.right)), reasons
    assert all(total[student] < most for student in (*week.wrong, "untouched")), total


@pytest.mark.parametrize("name", WEEKS)
def test_only_what_needs_it_shares_a_process_with_students(name, judged):
    said = [line for line in judged[0].stderr.splitlines() if line.startswith(f"{name}: ") and "trust" in line]
    assert len(said) == (WEEKS[name].mode == "in-student"), said


@pytest.mark.parametrize("name", WEEKS)
def test_every_point_is_the_same_where_tests_share_a_process_with_the_answers(name, judged, inside):
    expected = {student: dict(cells) for student, cells in inside[1][name].items()}
    for (student, cell), points in WEEKS[name].better.items():
        expected[student][cell] = points
    assert judged[1][name] == expected


def _submissions(run: Run, name: str) -> list[dict]:
    return next(part["submissions"] for part in run.report["assignments"] if part["assignment"] == name)
