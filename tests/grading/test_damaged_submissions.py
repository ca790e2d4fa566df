"""Notebooks that were damaged on their way, in other people's courses: graded as nbgrader does, or with a word."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from classroom import Run, grade
from foreign import classes, damages
from foreign.assignments import ASSIGNMENTS

RECORDED = json.loads(classes.DAMAGED.read_text(encoding="utf-8"))
KINDS = {name: tuple(one["kinds"]) for name, one in RECORDED.items()}
CHOSEN = {name: ASSIGNMENTS[name] for name in KINDS}


def graded(root: Path, *options: str) -> tuple[Run, classes.Scores]:
    classes.write(root, CHOSEN, KINDS)
    return grade(root, "--seed", "7", *options, timeout=1800), classes.scores(root)


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, classes.Scores]:
    return graded(tmp_path_factory.mktemp("damaged") / "course")


@pytest.fixture(scope="module")
def inside(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, classes.Scores]:
    return graded(tmp_path_factory.mktemp("damaged-inside") / "course", "--tests", "in-student")


def silent(name: str, run: Run, scores: classes.Scores) -> Iterator[tuple[object, ...]]:
    """What is graded in another way than nbgrader grades it, and nothing is said of it."""
    for kind in KINDS[name]:
        said = run.submission(name, kind)
        by_nbgrader, ours = RECORDED[name]["scores"].get(kind), scores.get(name, {}).get(kind)
        if by_nbgrader != ours and not (said["reason"] or said["repairs"]):
            yield kind, by_nbgrader, ours, said


@pytest.mark.parametrize("name", KINDS)
def test_no_difference_goes_without_a_word(name, judged):
    assert list(silent(name, *judged)) == []


@pytest.mark.long
@pytest.mark.parametrize("name", KINDS)
def test_nor_where_tests_share_a_process_with_the_answers(name, inside):
    assert list(silent(name, *inside)) == []


@pytest.mark.parametrize("name", KINDS)
def test_nobody_loses_a_point_for_what_can_be_put_right(name, judged):
    """The answers are right: only what is not there any more, or cannot be read, is not graded."""
    lost = ("answer-deleted", "answer-as-text", "empty", "cut", "a-list", "no-text", "no-metadata", "renamed")
    most = {
        cell.metadata["nbgrader"]["grade_id"]: cell.metadata["nbgrader"]["points"]
        for cell in CHOSEN[name].cells
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("grade")
    }
    for kind in set(KINDS[name]) - {*lost, "answer-split"}:
        found = judged[1][name][kind]
        assert {cell: found.get(cell) for cell in most} == most, (kind, judged[0].submission(name, kind))


def test_every_kind_of_damage_is_tried_and_enough_assignments():
    assert len(KINDS) >= 40
    assert {kind for kinds in KINDS.values() for kind in kinds} == set(damages.ALL)
