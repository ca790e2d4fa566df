"""What a page keeps to itself before the deadline: points, hidden tests, what was recognised."""

from __future__ import annotations

import re

import pytest
from test_page import ADVICE, GUIDE, LOADED_DIE, error, graded, stream

from autograder.reporting import page
from autograder.reporting.limited import Shows, limited
from autograder.reporting.marks import CellMark, Marks

HIDDEN_FAILED = "A hidden check did not pass: random values. Weigh each value."


def shown(shows: Shows, outputs: list[dict], points: float, **about: object) -> str:
    marks = Marks({"mean-values": CellMark(points, 2), "rest-values": CellMark(1, 1)})
    notebook = graded(outputs, about=about)
    return page.render(limited(page.gather("ada", GUIDE, notebook, marks), shows))


def visible(outputs: list[dict], points: float, **about: object) -> str:
    return shown(Shows.VISIBLE, outputs, points, **about)


PASSED = [stream("✓ the fair die · f(1) = 1\n✓ the loaded die · f(2) = 2\n")]
FAILED_HIDDEN = [*PASSED, error(HIDDEN_FAILED)]
OF_HIDDEN = {"of_hidden": ["mean-values"], "reasons": {"mean-values": "wrong value"}}
FAILED = [stream("✓ the fair die · f(1) = 1\n"), error(f"{LOADED_DIE}\n{ADVICE}")]
ABOUT_FAILED = {"reasons": {"mean-values": "wrong value"}, "advice": {"mean-values": ADVICE}, "of_hidden": []}


def test_whether_hidden_tests_have_passed_cannot_be_told_from_visible_tests() -> None:
    assert visible(PASSED, 2) == visible(FAILED_HIDDEN, 0, **OF_HIDDEN)
    assert visible(PASSED, 2) == visible([*PASSED, error("it ended", "ValueError")], 0, **OF_HIDDEN)


def test_what_visible_tests_say_is_said_without_points_and_without_what_was_recognised() -> None:
    text = visible(FAILED, 0, **ABOUT_FAILED)
    assert "found     3" in text
    assert ADVICE not in text
    assert "after the deadline" in text
    words = re.sub(r"<style>.*?</style>|<[^>]*>", " ", text, flags=re.DOTALL)
    assert not re.search(r"\d+ of \d+(?! tests?)(?!: )", re.sub(r"Test \d+ of \d+", "", words))


def test_points_come_without_what_was_recognised() -> None:
    text = shown(Shows.POINTS, FAILED, 0, **ABOUT_FAILED)
    assert "<strong>1</strong> of 3 points" in text
    assert "Weigh each value" not in text.replace("weigh", "Weigh").split("To read again")[0]
    hidden = shown(Shows.POINTS, FAILED_HIDDEN, 0, **OF_HIDDEN)
    assert "random values" not in hidden
    assert "Weigh each value" not in hidden


@pytest.mark.parametrize("outputs", [PASSED, FAILED, FAILED_HIDDEN])
def test_everything_is_the_page_as_it_is(outputs: list[dict]) -> None:
    marks = Marks({"mean-values": CellMark(2, 2), "rest-values": CellMark(1, 1)})
    whole = page.gather("ada", GUIDE, graded(outputs), marks)
    assert limited(whole, Shows.EVERYTHING) == whole
