"""No line of a solution, hidden test, commentary or bank is anywhere in what students get."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import tokenize

import pytest

from autograder.authoring.build import read_sources
from autograder.course import Course
from autograder.source import bank

COURSE = Course.find()
# Shorter lines (`else:`, `n = len(x)`) say nothing about where they come from.
SHORTEST = 12
# Lines that say nothing about an answer either.
EVERYDAY = re.compile(r"(import|from) .*|(for|if|while|with) .*:|rng = .*|return \w+|check\.silent\(\w+\)")


def normal(line):
    return " ".join(line.split())


def student_files():
    """The files that students get: what git would commit of course/, not what tools leave there (caches, builds)."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", str(COURSE.release)],
        cwd=COURSE.root,
        capture_output=True,
        check=True,
    )
    paths = [COURSE.root / os.fsdecode(name) for name in listed.stdout.split(b"\0") if name]
    return [path for path in paths if path.is_file()]


def student_texts():
    """Every text that students get, by file; notebooks as their decoded sources."""
    texts = {}
    for path in student_files():
        body = path.read_bytes()
        if b"\0" in body[:8192]:
            continue
        text = body.decode("utf-8", "replace")
        if path.suffix == ".ipynb":
            text = "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])
        texts[path] = text
    return texts


def held_back_lines(assignment):
    """(what it is, line) for each held-back line that does not also stand in the visible part of the same source."""
    (source,) = read_sources(COURSE, [assignment])
    visible = {
        normal(line) for cell in source.cells if not cell.commentary for region, line in cell.lines() if not region
    }
    found = []
    for cell in source.cells:
        for region, line in cell.lines():
            if region or cell.commentary:
                found.append((region or "commentary", normal(line)))
    if COURSE.bank(assignment).is_file():
        for answer in bank.read(COURSE.bank(assignment)):
            found += [("bank", normal(line)) for line in answer.code.splitlines()]
            found.append(("bank", normal(answer.says or "")))
    return [
        (what, line)
        for what, line in found
        if len(line) >= SHORTEST and line not in visible and not EVERYDAY.fullmatch(line)
    ]


@pytest.mark.parametrize("assignment", COURSE.assignments())
def test_no_held_back_line_is_in_any_release(assignment):
    lines = held_back_lines(assignment)
    assert lines
    notebooks = {path: text for path, text in student_texts().items() if path.suffix == ".ipynb"}
    leaks = []
    for path, text in notebooks.items():
        present = {normal(line) for line in text.splitlines()}
        leaks += [(path.name, what, line) for what, line in lines if line in present]
        # Prose (a hint, say) must not quote a whole line of a solution either.
        leaks += [(path.name, what, line) for what, line in lines if f"`{line}`" in text and what != "bank"]
    assert leaks == []


@pytest.mark.parametrize("assignment", COURSE.assignments())
def test_the_package_contains_no_line_of_a_solution_or_hidden_test(assignment):
    lines = {line for what, line in held_back_lines(assignment) if what != "bank"}
    leaks = []
    for path, text in student_texts().items():
        if path.suffix == ".py":
            leaks += [(path.name, normal(line)) for line in text.splitlines() if normal(line) in lines]
    assert leaks == []


def test_no_delimiter_and_no_instructor_package_is_in_what_students_get():
    for path, text in student_texts().items():
        assert not re.search(r"(BEGIN|END) (SOLUTION|HIDDEN TESTS)", text), path
        if path.suffix in (".py", ".ipynb"):
            code = strip_comments_and_strings(text) if path.suffix == ".py" else text
            assert "import autograder" not in code, path
            assert "from autograder" not in code, path


def strip_comments_and_strings(text):
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return " ".join(token.string for token in tokens if token.type not in (tokenize.COMMENT, tokenize.STRING))


def test_what_tools_leave_in_the_folder_is_not_what_students_get():
    """A cache of a type checker, say, which is no text: git does not commit it, and no student gets it."""
    cache = COURSE.release / "__pycache__" / "left-by-a-tool.json"
    cache.parent.mkdir(exist_ok=True)
    cache.write_bytes(b"\xff\xfe\x00 ### BEGIN SOLUTION")
    try:
        assert cache not in student_texts()
        assert len(student_texts()) > 100
    finally:
        cache.unlink()
