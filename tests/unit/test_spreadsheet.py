"""No cell of a CSV file starts a formula, and nothing else is changed."""

from __future__ import annotations

import csv
import io

import pytest

from autograder import spreadsheet


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=cmd|' /C calc'!A0", "\uff1d1", '=HYPERLINK("x","y")'],
)
def test_what_starts_a_formula_becomes_text(text):
    (_header, row) = csv.reader(io.StringIO(spreadsheet.table(["name"], [[text]]), newline=""))
    assert row == [f"'{text}"]


def test_numbers_names_and_nothing_stay_as_they_are():
    cells = [-1.5, 0, 'O\'Neill, "Ann"', "a-b@c.de", None, "zwei\nZeilen", "Łódź"]
    (_header, row) = csv.reader(io.StringIO(spreadsheet.table(["a"] * len(cells), [cells]), newline=""))
    assert row == ["-1.5", "0", 'O\'Neill, "Ann"', "a-b@c.de", "", "zwei\nZeilen", "Łódź"]
