"""The tie between numbers in tests and numbers in prose holds: another digit on either side is noticed."""

from __future__ import annotations

import math

import assignments
import pytest
from assignments import coded, printed, rounds_to, said

PROSE = "At $p = q$ it says 0.487, not ½. It takes 12,288 pixels, 12 % more. From 3.5 to 4.5, and 3.5 again; 9.4e-14."


@pytest.fixture(autouse=True)
def texts(monkeypatch):
    monkeypatch.setattr(assignments, "prose_of", lambda assignment: PROSE)
    monkeypatch.setattr(assignments, "code_of", lambda assignment: "check.close(f(1), 0.693147)")


@pytest.mark.parametrize(
    ("token", "value", "more"),
    [
        ("0.487", 0.95 / 1.95, {}),
        ("12,288", 64 * 64 * 3, {}),
        ("12 %", 0.118, {}),
        ("9.4e-14", 9.358e-14, {}),
        ("4.5", 4.5, {"within": "From 3.5 to 4.5"}),
        ("3.5", 3.5, {"times": 2}),
        ("12,288", 12_000, {"to": 1000}),
    ],
)
def test_what_the_prose_says_rightly_passes(token, value, more):
    printed("00", token, value, **more)


@pytest.mark.parametrize(
    ("token", "value", "more"),
    [
        ("0.487", 0.4865, {"times": 0}),  # it does stand there
        ("0.487", 0.4876, {}),  # rounds to 0.488
        ("0.587", 0.587, {}),  # another digit in the prose
        ("0.48", 0.48, {}),  # a part of a number is no number
        ("288", 288, {}),
        ("12 %", 12, {}),
        ("3.5", 3.5, {}),  # stands there twice
        ("5", 5, {"within": "From 3.5 to 4.5"}),
        ("4.5", 4.5, {"within": "From 3.5 to 4.5 or"}),
    ],
)
def test_what_is_wrong_on_either_side_fails(token, value, more):
    with pytest.raises(AssertionError):
        printed("00", token, value, **more)


def test_numbers_are_read_as_they_are_written():
    assert rounds_to("−0.42", -0.4242)
    assert not rounds_to("0.42", -0.4242)
    assert rounds_to(r"4.248\cdot 10^{-18}", math.exp(-40))
    assert not rounds_to(r"4.249\cdot 10^{-18}", math.exp(-40))
    assert rounds_to(r"18\,\%", 0.18)
    with pytest.raises(AssertionError, match="is no number"):
        rounds_to("two", 2)


def test_words_and_cells():
    said("00", "not ½")
    with pytest.raises(AssertionError, match="0 times, not 1"):
        said("00", "not ⅓")
    coded("00", "0.693147", math.log(2))
    with pytest.raises(AssertionError):
        coded("00", "0.693", math.log(2))
