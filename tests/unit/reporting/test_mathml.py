"""Formulas as MathML: every one of the course, and those that latex2mathml does not set as TeX does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from autograder.reporting.mathml import mathml
from autograder.reporting.prose import line, prose

SOURCES = sorted((Path(__file__).resolve().parents[3] / "solutions").glob("*/*.py"))
FORMULA = re.compile(r"(?<!\\)\$\$(.+?)\$\$|(?<![\\$])\$([^$]+?)(?<![\\$])\$", re.DOTALL)


def formulas():
    found = set()
    for path in SOURCES:
        prose_only = "\n".join(
            row[2:] for row in path.read_text(encoding="utf-8").splitlines() if row.startswith("# ") and "%%" not in row
        )
        found |= {(block or inline, bool(block)) for block, inline in FORMULA.findall(prose_only)}
    return sorted(found)


def test_every_formula_of_the_course_is_set():
    found = formulas()
    assert len(found) > 500
    for latex, display in found:
        made = mathml(latex, display)
        assert made.startswith("<math"), latex
        assert "\\" not in made, latex


@pytest.mark.parametrize(
    ("latex", "display", "part"),
    [
        (r"\ln D(x)", False, '<mi>ln</mi><mspace width="0.1667em" /><mi>D</mi>'),
        (r"\ln(x)", False, "<mi>ln</mi><mo"),
        (r"a\ln(x)", False, '<mi>a</mi><mspace width="0.1667em" /><mi>ln</mi><mo'),
        (r"(1-y)\ln y", False, ')</mo><mspace width="0.1667em" /><mi>ln</mi><mspace'),
        (r"-\ln(x)", False, "<mo>−</mo><mi>ln</mi><mo"),
        (r"\min_G V", True, "<munder><mo>min</mo><mi>G</mi></munder>"),
        (r"x \sim p", False, "<mo>∼</mo>"),
        (r"\Bigl\lfloor \frac{n}{s} \Bigr\rfloor", True, ">⌋</mo>"),
        (r"\bigl(a\bigr)^2", True, ">)</mo><msup><mrow /><mn>2</mn></msup>"),
    ],
)
def test_what_is_mended(latex, display, part):
    assert part in mathml(latex, display)


def test_what_cannot_be_read_is_shown_as_it_stands():
    assert mathml(r"<b>^a^b") == r"<code>&lt;b&gt;^a^b</code>"


def test_prose_has_formulas_and_no_picture_and_no_link_beside_the_page():
    made = prose("**A** $x^2$ [here](other.html) [there](https://a.b) ![a plot](plot.png)\n\n$$\\sigma$$")
    assert made.count("<math") == 2
    assert "other.html" not in made
    assert 'href="https://a.b"' in made
    assert "<img" not in made


def test_a_heading_is_text_code_and_formulas():
    assert line("2. What is $x$ & `<b>`?").startswith("2. What is <math")
    assert line("2. What is $x$ & `<b>`?").endswith("&amp; <code>&lt;b&gt;</code>?")


def test_a_formula_links_to_nothing():
    assert "href=" not in mathml(r"\href{javascript:f()}{x}")
