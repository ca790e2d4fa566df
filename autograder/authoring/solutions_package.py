"""What ``gancourse-solutions`` holds: solutions with their commentary, and questions, for whoever learns alone.

The package is made of the same sources as the course and is no part of it: a class does not install it.
"""

from __future__ import annotations

import ast
import difflib
import functools
import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from gancourse.notebook_cells import exercise_heading

from autograder.course import Course
from autograder.source import bank
from autograder.source.assignment import Exercise, Source, SourceCell
from autograder.source.bank import Answer
from autograder.source.reading import read_sources

DISTRIBUTION, PACKAGE = "gancourse-solutions", "gancourse_solutions"
# Of an assignment, as many as its bank gives.
MOST_QUESTIONS = 10
WRONG_CHOICES = 3
# What is longer is no short question any more.
MOST_LINES, LONGEST_LINE = 14, 100
_WORD = re.compile(r"\w+|[^\w\s]")
_PROJECT = """\
[build-system]
requires = ["setuptools>=77"]
build-backend = "setuptools.build_meta"

[project]
name = "{distribution}"
version = "{version}"
description = "Solutions, commentary and questions for whoever learns the mathematics of GANs without a class"
requires-python = ">=3.11"
license = "BSD-3-Clause AND CC-BY-4.0"
license-files = ["LICENSE", "LICENSE-text"]
dependencies = ["gancourse=={version}"]

[tool.setuptools]
packages = ["{package}"]

[tool.setuptools.package-data]
{package} = ["*.json"]
"""
_MODULE = '''\
"""Solutions and questions of the course, as data: `gancourse.solution` and `gancourse.questions` show them."""
'''


@dataclass(frozen=True)
class Solution:
    """The solution of an exercise.

    Attributes:
        title: of the exercise, as its heading has it.
        language: "python", or "markdown" where the answer is a text.
        text: of the solved cell.
        commentary: Markdown, what the author says of it; "" where that is nothing.
    """

    title: str
    language: str
    text: str
    commentary: str


@dataclass(frozen=True)
class Choice:
    """One of the answers to choose from; ``says`` is the sentence for whoever takes it, "" for the right one."""

    code: str
    says: str


@dataclass(frozen=True)
class Question:
    """Which of these is right?

    Attributes:
        name: of the question, unlike that of any other of the assignment, and the same while its choices are.
        exercise: the grade id of the exercise that it is about.
        title: of the exercise.
        asks: what the function is for, by its docstring.
        choices: one of them is right; in an order that says nothing.
    """

    name: str
    exercise: str
    title: str
    asks: str
    choices: tuple[Choice, ...]


def project(course: Course) -> dict[str, str]:
    """The files of the package, by name: a project that pip builds, with one table for each assignment."""
    files = {
        "pyproject.toml": _PROJECT.format(distribution=DISTRIBUTION, package=PACKAGE, version=course.version),
        f"{PACKAGE}/__init__.py": _MODULE,
    }
    for name in ("LICENSE", "LICENSE-text"):
        files[name] = (course.root / name).read_text(encoding="utf-8")
    for source in read_sources(course, course.assignments()):
        answers = bank.read(course.bank(source.name)) if course.bank(source.name).is_file() else []
        files[f"{PACKAGE}/{source.name}.json"] = table(source, answers)
    return files


def table(source: Source, answers: Sequence[Answer]) -> str:
    """What the package has of one assignment, as JSON."""
    told = {
        "solutions": {name: asdict(one) for name, one in solutions(source).items()},
        "questions": [asdict(one) for one in questions(source, answers)],
    }
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def solutions(source: Source) -> dict[str, Solution]:
    """The solutions of an assignment, by grade id of the exercise."""
    titles = _titles(source)
    found: dict[str, Solution] = {}
    for exercise in source.exercises():
        cell = exercise.solution
        language = "python" if cell.cell.cell_type == "code" else "markdown"
        text = "\n".join(line for _region, line in cell.lines())
        found[exercise.name] = Solution(titles[exercise.name], language, text, _commentary(source, cell))
    return found


def _titles(source: Source) -> dict[str, str]:
    """The heading above each exercise, by grade id; that of the notebook where none is."""
    found, title = {}, source.name
    for cell in source.cells:
        heading = exercise_heading(cell.cell.source) if cell.cell.cell_type == "markdown" else ""
        if heading and not cell.solution:
            title = heading
        elif cell.solution and cell.grade_id:
            found[cell.grade_id] = title
    return found


def _commentary(source: Source, solution: SourceCell) -> str:
    """The commentary between a solution and the next one."""
    parts: list[str] = []
    after = False
    for cell in source.cells:
        if cell.solution:
            after = cell is solution
        elif after and cell.commentary:
            parts.append(cell.cell.source)
    return "\n\n".join(parts)


def questions(source: Source, answers: Iterable[Answer]) -> list[Question]:
    """Short questions from the bank: a right answer among wrong ones that look most like it.

    Exercises take turns, those with the shortest answers first, until there are :data:`MOST_QUESTIONS`.
    """
    titles, answers = _titles(source), list(answers)
    by_exercise = [_of_exercise(one, titles[one.name], answers) for one in source.exercises()]
    turns = max((len(found) for found in by_exercise), default=0)
    in_turn = [found[turn] for turn in range(turns) for found in by_exercise if turn < len(found)]
    chosen = {one.name for one in sorted(in_turn[: _whole_turns(by_exercise)], key=_length)[:MOST_QUESTIONS]}
    return [one for found in by_exercise for one in found if one.name in chosen]


def _whole_turns(by_exercise: Sequence[Sequence[Question]]) -> int:
    """How many questions of the first turns there are enough with."""
    turn, count = 0, 0
    while count < MOST_QUESTIONS and turn < max(map(len, by_exercise), default=0):
        count += sum(1 for found in by_exercise if turn < len(found))
        turn += 1
    return count


def _length(question: Question) -> int:
    return sum(len(one.code) for one in question.choices)


def _of_exercise(exercise: Exercise, title: str, answers: Sequence[Answer]) -> list[Question]:
    """The questions about one exercise; no wrong answer is in two of them."""
    if exercise.solution.cell.cell_type != "code":
        return []
    own = [one for one in answers if one.exercise == exercise.name]
    solved = "\n".join(line for _region, line in exercise.solution.lines())
    right = [text for code in (solved, *(one.code for one in own if one.is_right)) if (text := _short(code))]
    wrong = {text: one.says or "" for one in own if not one.is_right and (text := _short(one.code))}
    left = {text: says for text, says in wrong.items() if text not in right}
    asks = _asks(exercise.solution.cell.source)
    found = []
    while len(left) >= WRONG_CHOICES and right and asks:
        alike = {text: _most_alike(text, left) for text in right}
        best = max(right, key=lambda text: sum(_likeness(text, other) for other in alike[text]))
        choices = [Choice(best, ""), *(Choice(text, left.pop(text)) for text in alike[best])]
        # Sorted by what nobody can guess from them: the right one stands anywhere.
        choices.sort(key=lambda one: _digest(one.code))
        name = _digest(json.dumps([one.code for one in choices]))
        found.append(Question(name, exercise.name, title, asks, tuple(choices)))
    return found


def _most_alike(text: str, others: Iterable[str]) -> list[str]:
    return sorted(others, key=lambda other: (-_likeness(text, other), other))[:WRONG_CHOICES]


@functools.lru_cache(maxsize=4096)
def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, _WORD.findall(one), _WORD.findall(other), autojunk=False).ratio()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _short(code: str) -> str:
    """An answer in one form, without comments and docstrings, which would tell; "" where it is no short one."""
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return ""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
    text = ast.unparse(tree)
    lines = text.splitlines()
    return text if len(lines) <= MOST_LINES and max(map(len, lines), default=0) <= LONGEST_LINE else ""


def _asks(stub: str) -> str:
    """The first sentence or two of the docstring of what is to be written; "" where there is none."""
    for node in ast.walk(ast.parse(stub)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and (text := ast.get_docstring(node)):
            return " ".join(text.split("\n\n")[0].split())
    return ""
