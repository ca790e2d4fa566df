"""What tests ask of an assignment's source: its prose, its cells, and its reference answers."""

from __future__ import annotations

import contextlib
import functools
import io
import re
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from conftest import ROOT

from autograder.course import Course
from autograder.hidden import reference_answers
from autograder.source.assignment import Source, read

COURSE = Course(ROOT)
NUMBER = re.compile(
    r"(?P<digits>[-−]?\d[\d,_]*(?:\.\d+)?)"
    r"(?:e(?P<e>-?\d+)|\\cdot ?10\^\{?(?P<ten>-?\d+)\}?)?"
    r"(?P<percent> ?%|\\,\\%)?"
)


@functools.cache
def source_of(assignment: str) -> Source:
    """The source of an assignment as it stands in the checkout."""
    source, problems = read(COURSE.source_script(assignment))
    assert not problems
    return source


@functools.cache
def prose_of(assignment: str) -> str:
    """All that is to be read, commentary for instructors included; every gap between words is one space."""
    cells = (cell.cell for cell in source_of(assignment).cells)
    return " ".join(" ".join(cell.source for cell in cells if cell.cell_type == "markdown").split())


@functools.cache
def code_of(assignment: str) -> str:
    """All code, tests included."""
    return "\n".join(cell.cell.source for cell in source_of(assignment).cells if cell.cell.cell_type == "code")


@functools.cache
def reference_of(assignment: str) -> SimpleNamespace:
    """The names that the locked and the solution cells define, as attributes."""
    return SimpleNamespace(**reference_answers.namespace(COURSE.source_notebook(assignment)))


def cell_with(assignment: str, text: str) -> str:
    """The code of the one cell that has this text."""
    cells = [one.cell.source for one in source_of(assignment).cells if one.cell.cell_type == "code"]
    (found,) = [code for code in cells if text in code]
    return found


def output_of(code: str, **names: Any) -> str:
    """What code of an assignment prints, if these names are there already."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, "<cell>", "exec"), names)
    return out.getvalue()


def said(assignment: str, words: str, times: int = 1) -> None:
    """The prose says this in these words, so often."""
    found = _whole(" ".join(words.split()), prose_of(assignment))
    assert found == times, f"the prose of {assignment} says “{words}” {found} times, not {times}"


def printed(
    assignment: str, token: str, value: float, *, within: str = "", times: int = 1, to: float | None = None
) -> None:
    """A number stands in the prose, and it is what was computed, rounded.

    Args:
        assignment: such as "04-k-steps".
        token: the number as the prose writes it, with as many digits as it has there: "0.487", "−0.42", "3,576,704",
            "9.4e-14", "34 %" (of a value of 0.34).
        value: what was computed.
        within: words around the number, for one that occurs elsewhere with another meaning.
        times: how often the number, or the words around it, stand in the prose. Thus no place is overlooked.
        to: what the prose rounds to, if that is not the last digit: 100 for "about 1600".
    """
    assert not within or _whole(token, within) == 1, f"“{within}” has to have {token} in it, once"
    said(assignment, within or token, times)
    assert rounds_to(token, value, to), f"the prose of {assignment} says {token}, but it is {value}"


def coded(assignment: str, token: str, value: float) -> None:
    """A number stands in a cell of code, such as a visible test, and it is what was computed, rounded."""
    assert _whole(token, code_of(assignment)), f"no cell of {assignment} has {token}"
    assert rounds_to(token, value), f"a cell of {assignment} has {token}, but it is {value}"


def rounds_to(token: str, value: float, to: float | None = None) -> bool:
    """Whether a value, rounded as the token is (or to a multiple of `to`), is the token's."""
    parts = NUMBER.fullmatch(token)
    assert parts, f"{token!r} is no number"
    digits = parts["digits"].replace("−", "-").replace(",", "").replace("_", "")
    number, decimals = Decimal(digits), len(digits.partition(".")[2])
    power = int(parts["e"] or parts["ten"] or 0) - 2 * bool(parts["percent"])
    unit = Decimal(10) ** (power - decimals) if to is None else Decimal(str(to))
    return abs(Decimal(float(value)) - number.scaleb(power)) <= unit / 2 * (1 + Decimal("1e-9"))


def _whole(text: str, among: str) -> int:
    """How often a text stands there, and not as a part of a longer number."""
    before = r"(?<![\d.])(?<!\d,)" if text[:1].isdigit() else ""
    after = r"(?!\d)(?![.,]\d)" if text[-1:].isdigit() else ""
    return len(re.findall(before + re.escape(text) + after, among))
