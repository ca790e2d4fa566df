"""No cell of a CSV file starts a formula, and nothing else is changed."""

from __future__ import annotations

import csv
import io

import pytest

from autograder.reporting.table_text import csv_text


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=cmd|' /C calc'!A0", "\uff1d1", '=HYPERLINK("x","y")'],
)
def test_what_starts_a_formula_becomes_text(text):
    (_header, row) = csv.reader(io.StringIO(csv_text([["name"], [text]]), newline=""))
    assert not row[0].strip().startswith(("=", "+", "-", "@", "\uff1d"))
    assert text.strip() in row[0]


def test_numbers_and_names_stay_as_they_are_in_one_line():
    cells = [-1.5, 0, 'O\'Neill, "Ann"', "a-b@c.de", None, "zwei\nZeilen", "Łódź"]
    (_header, row) = csv.reader(io.StringIO(csv_text([["a"] * len(cells), cells]), newline=""))
    assert row == ["-1.5", "0", 'O\'Neill, "Ann"', "a-b@c.de", "", "zwei Zeilen", "Łódź"]
