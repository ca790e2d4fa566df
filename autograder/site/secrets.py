"""What must be in no byte of the site: looked for in all of it, before it takes its place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autograder.authoring import leaks
from autograder.course import Course

# From this length on a line is looked for within others too; a shorter one may well be a part of something else.
LONG = 30
_DATA = re.compile(r"\AgcSite\.data\(.*?, (.*)\);\s*\Z", re.DOTALL)
# Packed numbers and pictures.
_LONGEST = 200_000


def in_site(course: Course, folder: Path) -> Iterator[str]:
    """A sentence on each held-back line that is in a file of the site, and not in what students get anyway."""
    public = "\n".join(map(_words, (_released(course, assignment) for assignment in course.assignments())))
    held: dict[str, str] = {}
    for assignment in course.assignments():
        for what, line in leaks.held_back(course, assignment):
            if _words(line) not in public:
                held.setdefault(line, what)
    long = [line for line in held if len(line) >= LONG]
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.suffix not in (".html", ".js", ".ipynb", ".txt", ".xml", ".css", ".json"):
            continue
        text = text_of(path)
        lines = {leaks.normal(line) for line in text.splitlines()}
        found = sorted(lines & held.keys())
        whole = "\n".join(sorted(lines))
        found += [line for line in long if line in whole and line not in found]
        name = path.relative_to(folder).as_posix()
        for line in found:
            yield f"{name} has a line of a {held[line].lower()}: {line[:80]}"


def _released(course: Course, assignment: str) -> str:
    """What stands in a release, whose own tests see to it that nothing is held back in it (tests/notebooks)."""
    path = course.release_notebook(assignment)
    return leaks.text_of(path.name, path.read_bytes()) or ""


def _words(text: str) -> str:
    """A text as a page may have it: code in a sentence has lost its marks."""
    return leaks.normal(text.replace("`", "").replace("**", ""))


def text_of(path: Path) -> str:
    """What can be read in a file of the site: without tags, without packing."""
    text = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix == ".html":
        return leaks.without_tags(text)
    if path.suffix == ".ipynb":
        return leaks.text_of(path.name, path.read_bytes()) or ""
    if path.suffix == ".js" and (found := _DATA.match(text)):
        return "\n".join(_strings(json.loads(found[1])))
    return text


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if len(value) < _LONGEST:
            yield value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield str(key)
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
