"""Rows that are inserted in bulk are those that nbgrader's API makes, one submission at a time; and they cost less."""

from __future__ import annotations

import datetime
import random
import sqlite3
import time
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from sqlalchemy.exc import IntegrityError
from traitlets.config import Config

from autograder.engine import protocol
from autograder.engine.protocol import Reason, Verdict
from autograder.grading.gradebook import Recorder
from autograder.grading.opened import Entry

ASSIGNMENT, DUE = "ps", datetime.datetime(2026, 3, 1, 12, 0)
FORGIVEN = {ASSIGNMENT: ["test-1"]}
ZERO_WHEN_LATE = Config({"LateSubmissionPlugin": {"penalty_method": "zero"}})
# What identifies a row to people, with everything else that a gradebook says of it.
ROWS = {
    "student": "select id, first_name, last_name, email, lms_user_id from student",
    "submission": "select a.name, s.student_id, s.timestamp, s.extension from submitted_assignment s "
    "join assignment a on a.id = s.assignment_id",
    "notebook": "select n.name, s.student_id, m.flagged, m.late_submission_penalty from submitted_notebook m "
    "join submitted_assignment s on s.id = m.assignment_id join notebook n on n.id = m.notebook_id",
    "grade": "select n.name, c.name, s.student_id, g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade "
    "from grade g join base_cell c on c.id = g.cell_id join submitted_notebook m on m.id = g.notebook_id "
    "join submitted_assignment s on s.id = m.assignment_id join notebook n on n.id = m.notebook_id",
    "comment": "select n.name, c.name, s.student_id, k.auto_comment, k.manual_comment from comment k "
    "join base_cell c on c.id = k.cell_id join submitted_notebook m on m.id = k.notebook_id "
    "join submitted_assignment s on s.id = m.assignment_id join notebook n on n.id = m.notebook_id",
}


def make(path: Path, tests: int = 6) -> str:
    url = f"sqlite:///{path}"
    with Gradebook(url) as book:
        book.add_assignment(ASSIGNMENT, duedate=DUE)
        for notebook in ("one", "two"):
            book.add_notebook(notebook, ASSIGNMENT)
            for number in range(tests):
                book.add_grade_cell(f"test-{number}", notebook, ASSIGNMENT, max_score=number / 2, cell_type="code")
                book.add_solution_cell(f"answer-{number}", notebook, ASSIGNMENT)
            # Answered and graded by hand: the same cell is both.
            book.add_grade_cell("essay", notebook, ASSIGNMENT, max_score=4, cell_type="markdown")
            book.add_solution_cell("essay", notebook, ASSIGNMENT)
            book.add_task_cell("task", notebook, ASSIGNMENT, max_score=3, cell_type="markdown")
        book.add_student("known", first_name="Ada")
    return url


def verdict(rng: random.Random, tests: int = 6) -> Verdict:
    reasons = [None, None, Reason.WRONG_VALUE, Reason.NOT_JUDGED, Reason.TIME]
    return Verdict(
        job=0,
        tests=tuple(
            protocol.TestVerdict(
                grade_id=f"test-{n}",
                reason=rng.choice(reasons),
                message="",
                printed=rng.choice([None, "0.5", "99", "x"]),
            )
            for n in range(tests)
            if rng.random() < 0.9
        ),
        repairs=(),
        answered={name: rng.random() < 0.5 for name in ("essay", "task", *(f"answer-{n}" for n in range(tests)))},
        seconds={},
    )


def entries(count: int, seed: int) -> list[Entry]:
    rng = random.Random(seed)
    # With one notebook, without the other, and without anything known of the other.
    shapes = [("one", "two"), ("one", None), ("one",)]
    made = []
    for number in range(count):
        shape = rng.choice(shapes)
        notebooks = {name: verdict(rng) for name in shape if name} | dict.fromkeys(["two"] if None in shape else [])
        days = rng.choice([None, -2, -1, 1, 3])
        when = None if days is None else DUE + datetime.timedelta(days=days)
        if when is not None and rng.random() < 0.5:
            when = when.replace(tzinfo=datetime.UTC)
        made.append(Entry(ASSIGNMENT, "known" if number == 0 else f"s{number:03}", when, notebooks))
    return made


def contents(path: Path) -> dict[str, list[tuple]]:
    with sqlite3.connect(path) as book:
        return {name: sorted(book.execute(query), key=repr) for name, query in ROWS.items()}


def in_bulk(recorder: Recorder, given: list[Entry]) -> dict[str, object]:
    batch = recorder.batch([(one.assignment, one.student) for one in given])
    scored = {one.student: batch.add(one) for one in given if batch.takes(one)}
    batch.write()
    return scored


def one_by_one(recorder: Recorder, given: list[Entry]) -> dict[str, object]:
    return {one.student: recorder.record(one.assignment, one.student, one.timestamp, one.notebooks) for one in given}


@pytest.mark.parametrize("config", [Config(), ZERO_WHEN_LATE], ids=["no penalty", "zero when late"])
@pytest.mark.parametrize("seed", range(3))
def test_the_rows_are_those_of_the_api(tmp_path: Path, config: Config, seed: int) -> None:
    given = entries(12, seed)
    book, other = (
        Recorder(make(tmp_path / "a.db"), "", config, FORGIVEN),
        Recorder(make(tmp_path / "b.db"), "", config, FORGIVEN),
    )
    scored = in_bulk(book, given)
    late = [one for one in given if one.student not in scored]
    # Who may lose points for being late is recorded by nbgrader's own means.
    assert bool(late) == (config is ZERO_WHEN_LATE)
    scored |= one_by_one(book, late)
    assert scored == one_by_one(other, given)
    book.close()
    other.close()
    assert contents(tmp_path / "a.db") == contents(tmp_path / "b.db")


def test_all_of_a_batch_or_nothing_and_nobody_twice(tmp_path: Path) -> None:
    recorder = Recorder(make(tmp_path / "a.db"), "", Config())
    given = entries(10, 1)
    batch = recorder.batch([(one.assignment, one.student) for one in given])
    for one in given:
        batch.add(one)
    # Meanwhile somebody else records one of them.
    one_by_one(Recorder(f"sqlite:///{tmp_path / 'a.db'}", "", Config()), given[3:4])
    before = contents(tmp_path / "a.db")
    with pytest.raises(IntegrityError):
        batch.write()
    assert contents(tmp_path / "a.db") == before
    again = recorder.batch([(one.assignment, one.student) for one in given])
    assert [one.student for one in given if not again.takes(one)] == [given[3].student]
    recorder.close()


def test_points_by_hand_stay_when_it_is_graded_again(tmp_path: Path) -> None:
    url = make(tmp_path / "a.db")
    recorder = Recorder(url, "", Config())
    given = entries(3, 2)
    in_bulk(recorder, given)
    with Gradebook(url) as book:
        book.find_grade("essay", "one", ASSIGNMENT, "s001").manual_score = 3.5
        book.db.commit()
    assert in_bulk(recorder, given) == {}
    one_by_one(recorder, given)
    with Gradebook(url) as book:
        assert book.find_grade("essay", "one", ASSIGNMENT, "s001").manual_score == 3.5
    recorder.close()


def test_many_together_cost_a_fraction_of_one_by_one(tmp_path: Path) -> None:
    book, other = Recorder(make(tmp_path / "a.db"), "", Config()), Recorder(make(tmp_path / "b.db"), "", Config())
    given = entries(32, 3)
    in_bulk(book, given[:2])
    one_by_one(other, given[:2])
    spent = []
    for recorder, work in ((book, in_bulk), (other, one_by_one)):
        started = time.process_time()
        work(recorder, given[2:])
        spent.append(time.process_time() - started)
        recorder.close()
    print(f"{1000 * spent[0] / 30:.2f} ms a submission together, {1000 * spent[1] / 30:.2f} one by one")
    assert spent[0] < spent[1] / 4
