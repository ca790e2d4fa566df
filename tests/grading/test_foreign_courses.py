"""Small assignments as other courses have them: the judge gives what stock nbgrader gives, or says why it does not."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from classroom import Run, grade
from foreign import classes
from foreign.assignments import ASSIGNMENTS

STOCK = classes.recorded()


@dataclass(frozen=True)
class Graded:
    """The course after one run."""

    root: Path
    run: Run
    scores: classes.Scores


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Graded:
    root = tmp_path_factory.mktemp("foreign") / "course"
    classes.write(root, ASSIGNMENTS)
    run = grade(root, "--seed", "7")
    return Graded(root, run, classes.scores(root))


@pytest.fixture(scope="module")
def inside(tmp_path_factory: pytest.TempPathFactory) -> Graded:
    """The same class with tests in the students' processes."""
    root = tmp_path_factory.mktemp("inside") / "course"
    classes.write(root, ASSIGNMENTS)
    run = grade(root, "--seed", "7", "--tests", "in-student", timeout=1800)
    return Graded(root, run, classes.scores(root))


@pytest.mark.long
@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_beside_the_students_code_every_score_is_nbgraders(inside, name):
    found = {student: dict(cells) for student, cells in STOCK[name].items()}
    for (student, cell), points in ASSIGNMENTS[name].inside.items():
        found[student][cell] = points
    assert inside.scores.get(name) == found


def expected(name: str) -> dict[str, dict[str, float | None]]:
    """What stock nbgrader gives, but where ours is meant to be better."""
    found = {student: dict(cells) for student, cells in STOCK[name].items()}
    for (student, cell), points in ASSIGNMENTS[name].better.items():
        found[student][cell] = points
    return found


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_every_score_is_nbgraders(graded, name):
    reasons = {
        one["student"]: one["reason"] or [test["message"] for test in one["tests"]]
        for part in graded.run.report["assignments"]
        if part["assignment"] == name
        for one in part["submissions"]
    }
    assert graded.scores.get(name) == expected(name), reasons


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_what_shares_a_process_with_students_is_said(graded, name):
    said = [line for line in graded.run.stderr.splitlines() if line.startswith(f"{name}: ") and "trust" in line]
    assert len(said) == (ASSIGNMENTS[name].mode == "in-student"), said


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_right_and_wrong_answers_are_told_apart(name):
    """Else the assignment would show nothing."""
    small, given = ASSIGNMENTS[name], expected(name)
    most = sum(cell.metadata.get("nbgrader", {}).get("points", 0) for cell in small.cells if cell.cell_type == "code")
    total = {student: sum(points or 0 for points in cells.values()) for student, cells in given.items()}
    assert all(total[student] == most for student in ("own", *small.right)), total
    assert all(total[student] < most for student in small.wrong), total
