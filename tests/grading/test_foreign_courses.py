"""Small assignments as other courses have them: the judge gives what stock nbgrader gives, or says why it does not."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from classroom import Run, grade
from foreign import classes, damages
from foreign.assignments import ASSIGNMENTS

STOCK = classes.recorded()
DAMAGED = damages.shared_out(ASSIGNMENTS, 44)
# What was there is not there any more, or cannot be read; where a cell was split, its last part counts.
BEYOND_REPAIR = ("answer-deleted", "empty", "cut", "a-list", "no-text", "no-metadata", "renamed", "answer-split")


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
def damaged(tmp_path_factory: pytest.TempPathFactory) -> Graded:
    """What came damaged, on its own."""
    root = tmp_path_factory.mktemp("damaged") / "course"
    classes.write(root, {name: ASSIGNMENTS[name] for name in DAMAGED}, DAMAGED)
    run = grade(root, "--seed", "7")
    return Graded(root, run, classes.scores(root))


@pytest.fixture(scope="module")
def inside(tmp_path_factory: pytest.TempPathFactory) -> Graded:
    """The same class with tests in the students' processes."""
    root = tmp_path_factory.mktemp("inside") / "course"
    classes.write(root, ASSIGNMENTS, DAMAGED)
    run = grade(root, "--seed", "7", "--tests", "in-student", timeout=1800)
    return Graded(root, run, classes.scores(root))


def answered(scores: dict | None) -> dict:
    """Without the damaged notebooks."""
    return {student: cells for student, cells in (scores or {}).items() if not student.startswith(classes.DAMAGED)}


@pytest.mark.long
@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_beside_the_students_code_every_score_is_nbgraders(inside, name):
    found = {student: dict(cells) for student, cells in STOCK[name].items()}
    for (student, cell), points in ASSIGNMENTS[name].inside.items():
        found[student][cell] = points
    assert answered(inside.scores.get(name)) == found


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
    assert answered(graded.scores.get(name)) == expected(name), reasons


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


def lost_points(name: str, graded: Graded, kind: str) -> tuple[list[str], dict]:
    """The tests that a damaged notebook has not passed, and what is said of it. Its answers are right."""
    student = f"{classes.DAMAGED}{kind}"
    found = graded.scores.get(name, {}).get(student, {})
    graded_cells = [cell.metadata.get("nbgrader", {}) for cell in ASSIGNMENTS[name].cells if cell.cell_type == "code"]
    most = {one["grade_id"]: one["points"] for one in graded_cells if one.get("grade")}
    full = [cell for cell, points in most.items() if found.get(cell) != expected(name)["own"].get(cell, points)]
    return full, graded.run.submission(name, student)


@pytest.mark.long
@pytest.mark.parametrize("name", DAMAGED)
def test_no_point_of_a_damaged_notebook_is_lost_without_a_word(name, damaged):
    for kind in DAMAGED[name]:
        lost, said = lost_points(name, damaged, kind)
        assert not lost or said["reason"] or said["messages"], (kind, said)
        assert kind in BEYOND_REPAIR or not lost, (kind, said)


@pytest.mark.long
@pytest.mark.parametrize("name", DAMAGED)
def test_nor_where_tests_share_a_process_with_the_answers(name, inside):
    for kind in DAMAGED[name]:
        lost, said = lost_points(name, inside, kind)
        assert not lost or said["reason"] or said["messages"], (kind, said)


def test_every_kind_of_damage_is_tried_on_enough_assignments():
    assert len(DAMAGED) >= 40
    assert {kind for kinds in DAMAGED.values() for kind in kinds} == set(damages.ALL)
