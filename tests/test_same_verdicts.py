"""An ordinary nbgrader course, graded by nbgrader as it is and by our engine: the same scores, or a reason why not."""

from __future__ import annotations

import datetime
import shutil
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
from classroom import Row, Run, activated, fill, grade, gradebook, hand_in, make_course, released, solutions, stock
from nbgrader.api import Gradebook
from ordinary.submissions import NOTEBOOKS, PS2, PS3, PS4, SUBMISSIONS

pytestmark = pytest.mark.xdist_group("same verdicts")

ORDINARY = Path(__file__).parent / "ordinary"
DUE = datetime.datetime(2026, 11, 20, 12, tzinfo=datetime.UTC)
# The tests of these two look at live objects of the student: classes, generators, axes.
LIVE = [PS3, PS4]


@dataclass(frozen=True)
class Difference:
    """A difference that is meant: where, what stock nbgrader says, what we say, and why that is right.

    ``cell`` and ``field`` are patterns; ``stock`` and ``ours`` are values, or Ellipsis for any.
    """

    assignment: str
    student: str
    cell: str
    field: str
    stock: Any
    ours: Any
    reason: str


DIFFERENCES: list[Difference] = []


def write_work(root: Path) -> None:
    """Write what everybody handed in."""
    for one in SUBMISSIONS:
        for notebook in NOTEBOOKS[one.assignment]:
            if notebook in one.left_out:
                continue
            nb = released(root, one.assignment, notebook)
            own = solutions(root, one.assignment, notebook)
            fill(nb, own if one.solved else {})
            fill(nb, {grade_id: source for grade_id, source in one.answers.items() if grade_id in own})
            for edit in one.edits:
                edit(nb)
            path = hand_in(root, one.student, one.assignment, nb, notebook)
        if one.hours_late is not None:
            handed_in = DUE + datetime.timedelta(hours=one.hours_late)
            (path.parent / "timestamp.txt").write_text(handed_in.strftime("%Y-%m-%d %H:%M:%S UTC"), encoding="utf-8")


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, dict[str, Run]]:
    """Two copies of the course with everybody's work: graded by nbgrader, and by us (with the reports of our runs)."""
    theirs = tmp_path_factory.mktemp("ordinary") / "nbgrader"
    config = (ORDINARY / "nbgrader_config.py").read_text(encoding="utf-8")
    make_course(theirs, {name: ORDINARY / "source" / name for name in NOTEBOOKS}, config)
    shutil.copy(ORDINARY / "late_penalty.py", theirs)
    with activated(), Gradebook(f"sqlite:///{theirs / 'gradebook.db'}") as book:
        for name in (PS2, PS4):
            book.update_or_create_assignment(name, duedate=DUE.replace(tzinfo=None).isoformat())
    write_work(theirs)
    ours = theirs.with_name("ours")
    shutil.copytree(theirs, ours)
    for one in SUBMISSIONS:
        stock(theirs, one.assignment, one.student)
    judged = [name for name in NOTEBOOKS if name not in LIVE]
    return theirs, ours, {"judge": grade(ours, *judged), "in-student": grade(ours, *LIVE, "--tests", "in-student")}


Key = tuple[str, str, str, str]


def differences(theirs: dict[Key, Row], ours: dict[Key, Row]) -> dict[tuple[str, str, str, str], tuple[Any, Any]]:
    """(assignment, student, notebook/cell, field) → the two values that are not the same."""
    found = {}
    for key in sorted(theirs.keys() | ours.keys()):
        left, right = theirs.get(key, {}), ours.get(key, {})
        for field in sorted(left.keys() | right.keys()):
            if left.get(field) != right.get(field):
                assignment, student, notebook, cell = key
                found[assignment, student, cell or f"notebook {notebook}", field] = left.get(field), right.get(field)
    return found


def explains(one: Difference, place: tuple[str, str, str, str], values: tuple[Any, Any]) -> bool:
    assignment, student, cell, field = place
    return (
        (assignment, student) == (one.assignment, one.student)
        and fnmatchcase(cell, one.cell)
        and fnmatchcase(field, one.field)
        and all(given is ... or given == value for given, value in zip((one.stock, one.ours), values, strict=True))
    )


def test_there_are_at_least_twenty_submissions_of_every_kind():
    assert len({(one.assignment, one.student) for one in SUBMISSIONS}) == len(SUBMISSIONS) >= 20


def test_everybody_is_graded(both):
    _, _, runs = both
    assert [run.status for run in runs.values()] == [0, 0], [run.stderr[-2000:] for run in runs.values()]
    reported = [
        (part["assignment"], one["student"])
        for run in runs.values()
        for part in run.report["assignments"]
        for one in part["submissions"]
        if one["graded"]
    ]
    assert sorted(reported) == sorted((one.assignment, one.student) for one in SUBMISSIONS)


def test_every_score_is_nbgraders_or_has_a_reason(both):
    theirs, ours, _ = both
    found = differences(gradebook(theirs), gradebook(ours))
    unexplained = {
        place: values for place, values in found.items() if not any(explains(one, place, values) for one in DIFFERENCES)
    }
    assert unexplained == {}


def test_no_listed_difference_is_stale(both):
    theirs, ours, _ = both
    found = differences(gradebook(theirs), gradebook(ours))
    stale = [one for one in DIFFERENCES if not any(explains(one, place, values) for place, values in found.items())]
    assert stale == []


def test_the_report_says_what_the_gradebook_says(both):
    _, ours, runs = both
    book = gradebook(ours)
    for run in runs.values():
        for part in run.report["assignments"]:
            for one in part["submissions"]:
                own = {
                    cell: row
                    for (name, who, _, cell), row in book.items()
                    if (name, who) == (part["assignment"], one["student"])
                }
                scores = {test["grade_id"]: test["score"] for test in one["tests"]}
                assert {cell: own[cell]["auto_score"] for cell in scores} == scores, one["student"]
                assert one["needs_manual_grade"] == any(row.get("needs_manual_grade") for row in own.values())
                assert one["max_score"] == sum(row.get("max_score") or 0 for row in own.values())
