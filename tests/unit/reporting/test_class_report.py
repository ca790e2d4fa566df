"""Class reports from plain data: the numbers, the tests to look at, who needs help, and tables that run nothing."""

from __future__ import annotations

import csv
import io

import pytest

from autograder.attacks import page_scan
from autograder.reporting import class_report, guide, report_pages, similar
from autograder.reporting.class_report import Work
from autograder.reporting.table_text import csv_text

ADVICE = "The minus sign is missing."
BAD_NAME = "=HYPERLINK(1)<script>alert(1)</script>"


def exercise(name, *tests):
    made = tuple(guide.Test(f"{name}-{test}", 1.0) for test in tests)
    return guide.Exercise(name, f"Exercise {name}", -1, float(len(made)), False, made)


EXERCISES = [exercise("a", "values"), exercise("b", "values", "edges"), exercise("c", "odd")]
CELLS = ("a-values", "b-values", "b-edges", "c-odd")


def work(student, *got, **more):
    return Work(student, dict(zip(CELLS, map(float, got), strict=True)), **more)


CLASS = [
    work("ada", 1, 1, 1, 0),
    work("bob", 1, 1, 1, 0, waits=frozenset({"c-odd"})),
    work("cyd", 1, 0, 0, 1, reasons={"b-values": "wrong value", "b-edges": "time"}, advice={"b-values": ADVICE}),
    work("dan", 0, 0, 0, 1, reasons=dict.fromkeys(("a-values", "b-values", "b-edges"), "not written"), penalty=0.5),
]


@pytest.fixture(scope="module")
def made():
    return class_report.report("Title", EXERCISES, CLASS, ["ada", "bob", "cyd", "dan", "eve"], {ADVICE: "b, no minus"})


def test_the_numbers_of_a_class(made):
    assert (made.students, made.most, made.median) == (4, 4.0, 2.5)
    assert made.mean == (3 + 3 + 2 + 0.5) / 4
    a, b, c = made.exercises
    assert (a.facility, b.facility, c.facility) == (0.75, 0.5, 0.5)
    assert (a.blank, b.blank) == (1, 1)
    assert dict(b.reasons) == {"wrong value": 1, "time": 1}
    assert [bar.count for bar in made.bars] == [1, 0, 1, 2]


def test_an_exercise_in_which_the_better_do_worse_is_named(made):
    # c: 0, 0, 1, 1 against 3, 3, 1, 0; b: 2, 2, 0, 0 against 1, 1, 2, 1.
    assert made.exercises[2].discrimination == pytest.approx(-0.9622504486)
    assert [row.name for row in made.negative] == ["b", "c"]


def test_the_tests_to_look_at(made):
    assert made.same_failures == (("b-values", "b-edges"),)
    assert (made.never_passed, made.always_passed) == ((), ())
    alone = class_report.report("Title", EXERCISES, CLASS[:2])
    assert alone.never_passed == ("c-odd",)
    assert alone.always_passed == ("a-values", "b-values", "b-edges")


def test_people_are_named_where_they_are_needed(made):
    assert made.help == (("dan", 0.5),)
    assert made.absent == ("eve",)
    assert made.queue == (("bob", "c-odd"),)
    (one,) = made.misconceptions
    assert (one.sentence, one.name, one.students) == (ADVICE, "b, no minus", ("cyd",))


def test_who_falls_behind_in_the_course_is_named():
    rows = {
        "ada": (4.0, 4.0, 4.0),
        "bob": (4.0, 4.0, 1.0),
        "cyd": (4.0, None, None),
        "dan": (1.0, 1.0, 1.0),
        "eve": (None, None, None),
    }
    found = {one.student: one.why for one in class_report.standings([4.0, 4.0, 4.0], rows)}
    assert found["ada"] == ""
    assert "falling behind" in found["bob"]
    assert "last two" in found["cyd"]
    assert "less than half" in found["dan"]
    assert "never" in found["eve"]


def test_nothing_of_a_students_acts_on_a_report_or_in_a_table():
    class_ = [work(BAD_NAME, 1, 1, 1, 0, advice={"a-values": BAD_NAME}, waits=frozenset({"c-odd"}))]
    made = class_report.report("T", EXERCISES, class_, [BAD_NAME, "@x"])
    shown = report_pages.assignment_page(made, "http://localhost:8888/formgrader", [])
    assert page_scan.found(shown) == []
    for row in csv.reader(io.StringIO(report_pages.assignment_csv(EXERCISES, class_))):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)


def test_cells_that_begin_a_formula_are_quoted_and_numbers_are_not():
    assert csv_text([["=1+1", " +x", "-a", "@b", "\x1b[31mred", -1.5, 2.0, None]]) == "'=1+1,' +x,'-a,'@b,red,-1.5,2,\n"


def test_an_empty_class_has_a_report():
    made = class_report.report("T", EXERCISES, [], ["ada"])
    assert "ada" in report_pages.assignment_page(made, "http://localhost:8888/formgrader")


LOOP = """
def f(values, weights):
    total = 0
    for value, weight in zip(values, weights):
        total = total + value * weight
    return total if total > 0 else 0
"""
OTHER = LOOP.replace("total", "s").replace("value", "v")
USUAL = "def f(values, weights):\n    return float(sum(v * w for v, w in zip(values, weights)) / max(sum(weights), 1))"


def test_answers_of_the_same_rare_form_are_listed_by_name_and_what_was_given_is_not():
    answers = {
        "ada": {"a": LOOP, "b": OTHER, "c": USUAL},
        "bob": {"a": OTHER, "b": LOOP, "c": USUAL},
        "cyd": {"a": LOOP.replace("> 0", "> 0 and total"), "b": USUAL, "c": USUAL},
        "dan": {"a": "x = (", "b": "return 1", "c": USUAL},
    }
    (pair,) = similar.alike(answers, frozenset())
    assert (pair.one, pair.other, pair.exercises) == ("ada", "bob", ("a", "b"))
    assert similar.alike(answers, frozenset({LOOP})) == []
