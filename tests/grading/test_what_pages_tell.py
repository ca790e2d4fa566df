"""All pages of the sample class: no line of a solution, a hidden test or the bank, and every formula set."""

from __future__ import annotations

import html
import re

import pytest

from autograder.authoring import leaks
from autograder.source import bank

CODE = re.compile(r"<(pre|code)\b.*?</\1>", re.DOTALL)


@pytest.fixture(scope="module")
def pages(graded_class):
    name = graded_class.assignment
    found = {
        path.parent.parent.name: path.read_text(encoding="utf-8")
        for path in graded_class.course.feedback.glob(f"*/{name}/{name}.html")
    }
    assert len(found) > 10
    return found


def test_no_page_has_a_line_that_is_held_back(graded_class, course, pages):
    name = graded_class.assignment
    # What the bank says to those whose mistake it is, they are meant to read.
    told = {leaks.normal(one.says or "") for one in bank.read(course.bank(name))}
    held = [(what, line) for what, line in leaks.held_back(course, name) if line not in told]
    assert len(held) > 100
    found = {student: lines for student, page in pages.items() if (lines := leaks.in_page(page, held))}
    assert found == {}


def test_every_formula_of_every_page_is_set(pages):
    formulas = 0
    for student, page in pages.items():
        prose = CODE.sub("", page.partition("<body>")[2])
        formulas += prose.count("<math")
        assert "\\" not in prose, student
        assert not re.search(r"\$[^$<]+\$", prose), student
    assert formulas > 20


def test_a_small_case_can_be_typed(pages):
    calls = [
        html.unescape(call)
        for page in pages.values()
        for call in re.findall(r"<h4>A small case to try</h4>.*?<pre>(.*?)</pre>", page, re.DOTALL)
    ]
    assert calls
    for call in calls:
        compile(call, "<a cell>", "eval")
