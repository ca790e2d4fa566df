"""One class in which everybody hands in something bad: each gets a sentence or a fair score, nobody harms another."""

from __future__ import annotations

import re
import shutil
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from bad_submissions import ALL, BAD, FIRST, LAST, POINTS, RIGHT, SCRIPT, SLEEPER, VICTIM, Bad, save
from classroom import Run, fill, grade, gradebook, make_course, points, released
from processes import adopting_orphans, descendants, left_over

CONFIG = """\
c = get_config()
c.GradingEngine.imports = ["numpy"]
c.GradingEngine.cell_seconds = 2
c.GradingEngine.submission_seconds = 8
c.GradingEngine.cpu_seconds = 6
c.GradingEngine.memory_mib = 512
c.GradingEngine.disk_mib = 64
c.GradingEngine.processes = 32
"""
# One after another, with two seconds for each that blocks: a bound that a run which waits for nobody keeps easily.
SECONDS = 420


@dataclass(frozen=True)
class Graded:
    """The class after one run of the command."""

    root: Path
    run: Run
    seconds: float
    left_over: list[str]

    def of(self, student: str) -> dict:
        return self.run.submission(VICTIM, student)


def write_class(root: Path) -> None:
    """Everybody's submission, and two ordinary students at the beginning and the end."""
    for one in (Bad(FIRST, save), *BAD, Bad(LAST, save)):
        nb = released(root, VICTIM)
        fill(nb, RIGHT)
        folder = root / "submitted" / one.student / VICTIM
        folder.mkdir(parents=True)
        one.write(folder, nb)


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graded]:
    root = tmp_path_factory.mktemp("bad") / "course"
    make_course(root, {VICTIM: SCRIPT}, CONFIG)
    write_class(root)
    with adopting_orphans():
        before = descendants()
        start = time.monotonic()
        run = grade(root, timeout=2 * SECONDS)
        seconds = time.monotonic() - start
        rest = left_over(before)
    yield Graded(root, run, seconds, rest)
    shutil.rmtree(root)


def one_sentence(text: str) -> bool:
    return bool(text) and "\n" not in text and "Traceback" not in text and "\x1b" not in text and len(text) < 2100


def test_the_command_says_that_some_could_not_be_graded(graded):
    assert graded.run.status == 3, graded.run.stderr[-3000:]


def test_everybody_is_in_the_report(graded):
    (part,) = graded.run.report["assignments"]
    assert {one["student"] for one in part["submissions"]} == {FIRST, LAST, *(one.student for one in BAD)}


@pytest.mark.parametrize("student", [FIRST, LAST])
def test_the_rest_of_the_class_is_graded(graded, student):
    assert points(graded.root, VICTIM, student) == POINTS


@pytest.mark.parametrize("bad", [one for one in BAD if one.refused], ids=lambda one: one.student)
def test_what_cannot_be_graded_is_named_with_a_reason(graded, bad):
    found = graded.of(bad.student)
    assert not found["graded"]
    assert one_sentence(found["reason"]), found["reason"]
    assert re.search(bad.refused, found["reason"]), found["reason"]
    assert not found["score"]
    # nbgrader knows nothing of it, or that nothing was earned.
    assert not any(points(graded.root, VICTIM, bad.student).values())


@pytest.mark.parametrize("bad", [one for one in BAD if not one.refused], ids=lambda one: one.student)
def test_what_can_be_graded_gets_what_it_earned(graded, bad):
    found = graded.of(bad.student)
    if bad.either and not found["graded"]:
        assert one_sentence(found["reason"])
        return
    assert found["graded"], found["reason"]
    scores = points(graded.root, VICTIM, bad.student)
    assert scores.keys() == POINTS.keys()
    messages = {test["grade_id"]: (test["reason"], test["message"]) for test in found["tests"]}
    assert {name: scores[name] for name in bad.lost} == dict.fromkeys(bad.lost, 0)
    assert {name: scores[name] for name in bad.waiting} == dict.fromkeys(bad.waiting, None)
    assert found["needs_manual_grade"] or not bad.waiting
    assert {name: scores[name] for name in bad.kept} == {name: POINTS[name] for name in bad.kept}, messages
    assert found["score"] == sum(score or 0 for score in scores.values())
    assert found["max_score"] == sum(POINTS.values())


@pytest.mark.parametrize("bad", [one for one in BAD if one.lost or one.waiting], ids=lambda one: one.student)
def test_every_lost_point_has_a_reason(graded, bad):
    found = graded.of(bad.student)
    for test in found["tests"]:
        if test["grade_id"] in bad.lost:
            assert test["reason"] in (bad.reasons or {test["reason"]} - {None}), test
            assert one_sentence(test["message"].replace("\n", " ")), test
        elif test["grade_id"] in bad.waiting:
            assert test["reason"] == "not judged", test
            assert one_sentence(test["message"].replace("\n", " ")), test
        elif test["score"] == test["max_score"]:
            assert test["reason"] is None, test


@pytest.mark.parametrize("bad", [one for one in BAD if one.repaired], ids=lambda one: one.student)
def test_every_repair_is_one_sentence(graded, bad):
    messages = graded.of(bad.student)["messages"]
    assert any(bad.repaired in text for text in messages), messages
    assert all(one_sentence(text) for text in messages), messages


def test_no_process_is_left_behind(graded):
    assert graded.left_over == []
    assert not [p for p in psutil.process_iter(["cmdline"]) if SLEEPER in (p.info["cmdline"] or [])]


def test_it_took_no_longer_than_its_limits_allow(graded):
    assert graded.seconds < SECONDS


def test_the_gradebook_is_whole_and_has_nobody_twice(graded):
    with sqlite3.connect(graded.root / "gradebook.db") as book:
        assert book.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    known = {student for _, student, _, _ in gradebook(graded.root)}
    assert known <= {FIRST, LAST, *(one.student for one in BAD)}
    assert {cell for *_, cell in gradebook(graded.root)} == {"", *ALL, *RIGHT}


def test_the_course_folder_has_nothing_new(graded):
    """No file of a student's code, no half-written file, no trace of the engine but what nbgrader has."""
    expected = {"nbgrader_config.py", "source", "release", "submitted", "autograded", "feedback", "gradebook.db"}
    assert {path.name for path in graded.root.iterdir()} <= expected
    (folder,) = (graded.root / "source").iterdir()
    assert [path.name for path in folder.iterdir()] == [f"{VICTIM}.ipynb"]
    assert not (graded.root / "autograded" / FIRST / VICTIM / "big").exists()
    assert sum(path.stat().st_size for path in graded.root.glob("autograded/**/*") if path.is_file()) < 50 * 2**20
