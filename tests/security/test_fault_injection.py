"""Each stage raises, hangs, eats memory and returns garbage for one student: the others get what they always get."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import nbformat
import pytest
from classroom import fill, make_course, points, released

from autograder import course as courses
from autograder import stages
from autograder.course import Course
from autograder.engine.protocol import Mode
from autograder.grading import feedback, run, submissions, writer

ASSIGNMENT = "01-small"
CONFIG = """\
c = get_config()
c.GradingEngine.imports = ["numpy"]
c.GradingEngine.cell_seconds = 3
c.GradingEngine.submission_seconds = 12
c.GradingEngine.stage_seconds = 15
"""
SCRIPT = """\
# %% nbgrader={"grade_id": "double", "solution": true}
def double(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% nbgrader={"grade_id": "double-values", "points": 2}
assert double(1) == 2
### BEGIN HIDDEN TESTS
assert double(7) == 14
### END HIDDEN TESTS
"""
ANSWERS = {
    "aa-right": "def double(x):\n    return 2 * x",
    "mm-wrong": "def double(x):\n    return 2 if x == 1 else 0",
    "zz-right": "def double(x):\n    return x + x",
}
EARNED = {"aa-right": 2, "mm-wrong": 0, "zz-right": 2}


def hang() -> None:
    time.sleep(100_000)


def fail() -> None:
    raise RuntimeError("disturbed\nin two lines")


def eat() -> list[bytearray]:
    return [bytearray(1 << 26) for _ in range(1 << 30)]


def garbage() -> Any:
    return [{"garbage": object}]


FAULTS: dict[str, Callable[[], Any]] = {"raises": fail, "hangs": hang, "eats": eat, "garbage": garbage}
DISTURBED = {f"{stage}-{fault}": (stage, fault) for stage, fault in product(stages.STAGES, FAULTS)}


@contextmanager
def disturbed(log: Path) -> Iterator[None]:
    """Each of the disturbed students has a fault in one stage, in whatever process that is."""

    def disturb(stage: str, student: str, work: Callable[[], Any]) -> Any:
        if DISTURBED.get(student, ("", ""))[0] != stage:
            return work()
        with log.open("a") as stream:
            stream.write(f"{student}\n")
        return FAULTS[DISTURBED[student][1]]()

    stages.disturb = disturb
    try:
        yield
    finally:
        stages.disturb = None


@dataclass(frozen=True)
class Graded:
    root: Path
    results: dict[str, run.Graded]
    pages: dict[str, str]
    hit: set[str]


@pytest.fixture(scope="module")
def graded(tmp_path_factory) -> Graded:
    root = tmp_path_factory.mktemp("faults") / "course"
    make_course(root, {ASSIGNMENT: SCRIPT}, CONFIG)
    for student in (*ANSWERS, *DISTURBED):
        nb = released(root, ASSIGNMENT)
        fill(nb, {"double": ANSWERS.get(student, ANSWERS["aa-right"])})
        folder = root / "submitted" / student / ASSIGNMENT
        folder.mkdir(parents=True)
        nbformat.write(nb, folder / f"{ASSIGNMENT}.ipynb")
        (folder / "data.csv").write_text("1,2\n")
    course, log = Course.find(root), root.parent / "log"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(courses, "LISTING_SECONDS", 1.0)
        patch.setattr(submissions, "FINGERPRINT_SECONDS", 2.0)
        patch.setattr(writer, "GRADEBOOK_SECONDS", 3.0)
        with disturbed(log), run.Engine(course, [ASSIGNMENT]) as engine:
            found = submissions.submissions(course, [ASSIGNMENT])
            todo = [one for one in found if not submissions.is_up_to_date(course, one, Mode.JUDGE)]
            results = {one.submission.student: one for one in engine.grade(todo, 7, Mode.JUDGE, 4)}
            pages = {one.student: why for one, why in feedback.write_all(course, feedback.graded(course, [ASSIGNMENT]))}
    return Graded(root, results, pages, set(log.read_text().split()))


def test_every_stage_has_been_disturbed_in_every_way(graded):
    assert graded.hit == set(DISTURBED)


def test_everybody_is_in_the_report(graded):
    assert set(graded.results) == {*ANSWERS, *DISTURBED}


@pytest.mark.parametrize("student", ANSWERS)
def test_the_others_get_what_they_always_get(graded, student):
    result = graded.results[student]
    assert result.problem == ""
    assert result.points == EARNED[student]
    assert sum(points(graded.root, ASSIGNMENT, student).values()) == EARNED[student]
    assert (graded.root / "autograded" / student / ASSIGNMENT / "data.csv").is_file()
    assert graded.pages[student] == ""
    assert (graded.root / "feedback" / student / ASSIGNMENT / f"{ASSIGNMENT}.html").stat().st_size > 5_000


@pytest.mark.parametrize("student", DISTURBED)
def test_the_disturbed_have_a_sentence_or_the_grade_that_they_earned(graded, student):
    result, page = graded.results[student], graded.pages.get(student, "")
    assert "\n" not in result.problem + page
    assert "Traceback" not in result.problem + page
    stage, fault = DISTURBED[student]
    if not result.problem and (stage, fault) != ("run", "garbage"):
        # Only where its cells have not run is nothing earned.
        assert result.points == 2
    if stage == "feedback":
        assert page
    elif fault != "garbage" and stage not in ("listing", "writing"):
        assert result.problem


def test_nothing_half_written_is_left(graded):
    assert [path for path in graded.root.rglob(".*") if path.name.endswith(".part")] == []
