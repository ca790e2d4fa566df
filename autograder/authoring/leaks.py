"""What must not reach students: lines of solutions, hidden tests, commentary and banks, looked for in what they get."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping

from autograder.course import Course
from autograder.source import bank
from autograder.source.reading import read_sources

# Shorter lines (`else:`, `n = len(x)`) say nothing about where they come from.
SHORTEST = 12
# Lines that say nothing about an answer either.
EVERYDAY = re.compile(r"(import|from) .*|(for|if|while|with) .*:|rng = .*|return \w+|check\.silent\(\w+\)")
_TAG = re.compile(r"<[^>]*>")
# What a page shows of the student's own.
_OWN = re.compile(
    r"<h4>Your (?:code|answer)</h4>\s*<pre[^>]*>.*?</pre>|^ *in your line \d+: .*?$", re.DOTALL | re.MULTILINE
)
DELIMITER = re.compile(r"(BEGIN|END) (SOLUTION|HIDDEN TESTS)")


def normal(line: str) -> str:
    """A line with single blanks only."""
    return " ".join(line.split())


def held_back(course: Course, assignment: str) -> list[tuple[str, str]]:
    """(what it is, line) for each held-back line that does not also stand in the visible part of the same source."""
    (source,) = read_sources(course, [assignment])
    visible = {
        normal(line) for cell in source.cells if not cell.commentary for region, line in cell.lines() if not region
    }
    found = []
    for cell in source.cells:
        for region, line in cell.lines():
            if region or cell.commentary:
                found.append((region or "commentary", normal(line)))
    if course.bank(assignment).is_file():
        for answer in bank.read(course.bank(assignment)):
            found += [("bank", normal(line)) for line in answer.code.splitlines()]
            found.append(("bank", normal(answer.says or "")))
        for one in bank.properties(course.bank(assignment)):
            found += [("bank", normal(line)) for line in one.code.splitlines()]
    return [
        (what, line)
        for what, line in found
        if len(line) >= SHORTEST and line not in visible and not EVERYDAY.fullmatch(line)
    ]


def text_of(name: str, body: bytes) -> str | None:
    """What can be read in a file: of a notebook the sources of its cells; None where it is no text."""
    if b"\0" in body[:8192]:
        return None
    text = body.decode("utf-8", "replace")
    if name.endswith(".ipynb"):
        return "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])
    return text


def without_tags(page: str) -> str:
    """The text of a page of HTML, as far as it need not be drawn."""
    return html.unescape(_TAG.sub("", page))


def in_page(page: str, held: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The held-back lines that a page of feedback has anywhere but in the student's own code.

    Args:
        page: as HTML.
        held: what :func:`held_back` gives.
    """
    text = normal(without_tags(_OWN.sub("", page)))
    return [(what, line) for what, line in held if line in text]


def in_texts(course: Course, texts: Mapping[str, str]) -> Iterator[str]:
    """A sentence on each held-back line, and each delimiter, that is in one of these texts, by file name.

    Sentences of the bank may stand in the package: students who work alone are told them.
    """
    lines: dict[str, str] = {}
    for assignment in course.assignments():
        for what, line in held_back(course, assignment):
            lines.setdefault(line, what)
    for name, text in texts.items():
        if name.endswith((".ipynb", ".py")):
            for line in {normal(line) for line in text.splitlines()} & lines.keys():
                if name.endswith(".ipynb") or lines[line] != "bank":
                    yield f"{name} has a line of a {lines[line].lower()}: {line[:80]}"
        if DELIMITER.search(text):
            yield f"{name} has a delimiter of solutions or hidden tests"
