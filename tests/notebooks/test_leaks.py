"""No line of a solution, hidden test, commentary or bank is anywhere in what students get."""

from __future__ import annotations

import io
import os
import re
import subprocess
import tokenize

import pytest

from autograder.authoring import leaks
from autograder.authoring.leaks import normal
from autograder.course import Course

COURSE = Course.find()


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
        if (text := leaks.text_of(path.name, path.read_bytes())) is not None:
            texts[path] = text
    return texts


@pytest.mark.parametrize("assignment", COURSE.assignments())
def test_no_held_back_line_is_in_any_release(assignment):
    lines = leaks.held_back(COURSE, assignment)
    assert lines
    notebooks = {path: text for path, text in student_texts().items() if path.suffix == ".ipynb"}
    found = []
    for path, text in notebooks.items():
        present = {normal(line) for line in text.splitlines()}
        found += [(path.name, what, line) for what, line in lines if line in present]
        # Prose (a hint, say) must not quote a whole line of a solution either.
        found += [(path.name, what, line) for what, line in lines if f"`{line}`" in text and what != "bank"]
    assert found == []


@pytest.mark.parametrize("assignment", COURSE.assignments())
def test_the_package_contains_no_line_of_a_solution_or_hidden_test(assignment):
    lines = {line for what, line in leaks.held_back(COURSE, assignment) if what != "bank"}
    found = []
    for path, text in student_texts().items():
        if path.suffix == ".py":
            found += [(path.name, normal(line)) for line in text.splitlines() if normal(line) in lines]
    assert found == []


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
