"""Grading at once, without a clock or an engine: who is next, when an attempt counts, what a ledger keeps."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from traitlets.config import Config

from autograder.course import Course
from autograder.engine.settings import GradingEngine
from autograder.errors import UserError
from autograder.grading.exchange import Arrival
from autograder.grading.instant import notices
from autograder.grading.instant.lanes import Lane, Lanes
from autograder.grading.instant.ledger import Ledger, State
from autograder.grading.instant.limits import DAY, NOW, Because, Decision, Rule, decide
from autograder.grading.instant.settings import InstantGrading, from_config
from autograder.grading.submissions import Submission
from autograder.reporting.limited import Shows

NOON = datetime.datetime(2026, 3, 4, 12, tzinfo=datetime.UTC)


def after(minutes: float) -> datetime.datetime:
    return NOON + datetime.timedelta(minutes=minutes)


def work(student: str, minutes: float, assignment: str = "ps1") -> Arrival:
    return Arrival(f"{student}+{assignment}+{minutes}", student, "", after(minutes), assignment)


# ---- limits


def test_without_limits_everything_is_graded_now() -> None:
    assert decide(Rule(), [NOON] * 50, NOON, NOON) == NOW


def test_used_attempts_come_back_after_a_day() -> None:
    rule = Rule(attempts=2)
    earlier = [after(-60), after(-30), NOON - 2 * DAY]
    assert decide(rule, earlier[:1], NOON, NOON) == NOW
    waits = decide(rule, earlier, NOON, NOON)
    assert waits == Decision(Because.ATTEMPTS, after(-60) + DAY)
    assert decide(rule, earlier, NOON, after(-60) + DAY) == NOW


def test_a_pause_lies_between_two_gradings() -> None:
    rule = Rule(cool_down=datetime.timedelta(minutes=10))
    assert decide(rule, [after(-4)], NOON, NOON) == Decision(Because.COOL_DOWN, after(6))
    assert decide(rule, [after(-4)], NOON, after(6)) == NOW


def test_the_later_of_two_limits_counts() -> None:
    rule = Rule(attempts=1, cool_down=datetime.timedelta(minutes=10))
    assert decide(rule, [after(-4)], NOON, NOON) == Decision(Because.ATTEMPTS, after(-4) + DAY)


def test_who_came_in_time_is_graded_at_the_deadline_at_the_latest_and_who_came_later_is_not() -> None:
    rule = Rule(attempts=1, deadline=after(30))
    assert decide(rule, [after(-4)], NOON, NOON) == Decision(Because.ATTEMPTS, after(30))
    assert decide(rule, [after(-4)], NOON, after(30)) == NOW
    assert decide(rule, [], after(31), after(31)) == Decision(Because.DEADLINE)


def test_pages_say_when_work_that_waits_is_graded() -> None:
    rule = Rule(attempts=3)
    assert "3 attempts within 24 hours" in notices.waits(Decision(Because.ATTEMPTS, NOON), rule)
    assert "12:00 UTC on 04 March 2026" in notices.waits(Decision(Because.ATTEMPTS, NOON), rule)
    assert "after the deadline" in notices.waits(Decision(Because.DEADLINE), rule)


# ---- settings


def settings(**own: object) -> InstantGrading:
    return from_config(Config(InstantGrading=own))


def test_settings_go_by_assignment_and_a_star_stands_for_the_others() -> None:
    found = settings(attempts_per_day={"*": 9, "ps1": 2}, shows={"ps1": "points"}, cool_down_seconds={"*": 60})
    assert found.rule("ps1", None) == Rule(2, datetime.timedelta(minutes=1))
    assert found.rule("ps2", NOON) == Rule(9, datetime.timedelta(minutes=1), NOON)
    assert (found.shown("ps1"), found.shown("ps2")) == (Shows.POINTS, Shows.EVERYTHING)


def test_a_deadline_of_ones_own_replaces_nbgraders_due_date() -> None:
    found = settings(deadlines={"ps1": "2026-03-04 12:00 UTC"})
    assert found.rule("ps1", after(99)).deadline == NOON
    with pytest.raises(UserError, match=r"'tomorrow' for ps1 is no moment"):
        settings(deadlines={"ps1": "tomorrow"}).rule("ps1", None)


def test_a_short_limit_counts_processor_time_and_leaves_room_for_a_busy_machine() -> None:
    limits = GradingEngine(counterexample_seconds=3)
    limits.shorten(5)
    assert (limits.cell_seconds, limits.cpu_seconds, limits.counterexample_seconds) == (5, 5, 3)
    assert (limits.cell_wall_seconds, limits.submission_seconds) == (15, 15)


# ---- lanes


def test_the_oldest_comes_first_and_only_the_newest_of_each_counts() -> None:
    lanes = Lanes(first=9)
    assert lanes.offer(work("ada", 1)) is None
    assert lanes.offer(work("bob", 2)) is None
    assert lanes.offer(work("ada", 3)) == work("ada", 1)
    # What came before it, however late it is seen.
    assert lanes.offer(work("ada", 0)) == work("ada", 0)
    assert [lanes.take(NOON), lanes.take(NOON), lanes.take(NOON)] == [work("bob", 2), work("ada", 3), None]


def test_a_student_is_judged_once_at_a_time_whatever_the_assignment() -> None:
    lanes = Lanes(first=9)
    lanes.offer(work("ada", 1))
    lanes.offer(work("ada", 2, "ps2"))
    assert lanes.take(NOON) == work("ada", 1)
    lanes.begin(Submission("ps1", "ada"), Lane.FIRST)
    assert lanes.take(NOON) is None
    lanes.slow_down(Submission("ps1", "ada"))
    assert lanes.take(NOON) is None
    assert lanes.waits_behind("ada")
    assert lanes.take_slow() == Submission("ps1", "ada")
    lanes.begin(Submission("ps1", "ada"), Lane.SLOW)
    assert lanes.take(NOON) is None
    lanes.end(Submission("ps1", "ada"))
    assert lanes.take(NOON) == work("ada", 2, "ps2")


def test_what_is_slow_takes_no_place_in_the_first_lane() -> None:
    lanes = Lanes(first=1, slow=1)
    for student, minutes in (("ada", 1), ("bob", 2), ("cleo", 3)):
        lanes.offer(work(student, minutes))
    for student in ("ada", "bob"):
        assert lanes.take(NOON) is not None
        lanes.begin(Submission("ps1", student), Lane.FIRST)
        assert lanes.take(NOON) is None
        lanes.slow_down(Submission("ps1", student))
    assert lanes.take_slow() == Submission("ps1", "ada")
    lanes.begin(Submission("ps1", "ada"), Lane.SLOW)
    assert lanes.take_slow() is None
    assert lanes.take(NOON) == work("cleo", 3)


def test_what_waits_for_its_time_keeps_nobody_waiting() -> None:
    lanes = Lanes(first=1)
    lanes.offer(work("ada", 1), until=after(60))
    lanes.offer(work("bob", 2))
    assert list(lanes.moments()) == [after(60)]
    assert lanes.take(NOON) == work("bob", 2)
    assert lanes.take(NOON) is None
    assert lanes.take(after(60)) == work("ada", 1)


# ---- ledger


@pytest.fixture
def course(tmp_path: Path) -> Course:
    (tmp_path / "nbgrader_config.py").write_text('c = get_config()\nc.CourseDirectory.course_id = "small"\n')
    (tmp_path / "source" / "ps1").mkdir(parents=True)
    (tmp_path / "source" / "ps1" / "ps1.ipynb").write_text("{}")
    return Course.find(tmp_path)


def test_a_ledger_remembers_what_arrived_and_what_became_of_it(course: Course) -> None:
    ledger = Ledger(course)
    ledger.arrived("second", "ps1", "ada", after(2), State.WAITING)
    ledger.arrived("first", "ps1", "ada", after(1), State.WAITING)
    assert ledger.begin("first", 7, after(3)) == (7, 1)
    ledger.now("first", State.DONE)
    ledger.close()

    again = Ledger(course)
    assert [(one.name, one.state, one.seed) for one in again.entries()] == [
        ("first", State.DONE, 7),
        ("second", State.WAITING, None),
    ]
    assert again.entries()[0].received == after(1)
    assert again.attempts("ps1", "ada", but="second") == [after(3)]
    # One that was begun and did not end keeps its seed, and counts once.
    assert again.begin("second", 8, after(4)) == (8, 1)
    assert again.begin("second", 9, after(5)) == (8, 2)
    assert sorted(again.attempts("ps1", "ada")) == [after(3), after(4)]
    assert again.attempts("ps1", "ada", but="second") == [after(3)]
    assert again.attempts("ps1", "bob") == []
    again.close()
