"""The bank of right and wrong answers of an assignment: ``solutions/<assignment>/answers.py``.

It is a percent script; each cell is an answer as a student would type it into the solution cell::

    # %% exercise="bce" right="a loop over the labels"
    # %% exercise="bce" wrong="no minus sign" says="The minus sign is missing: …"

A cell without code explains a mutant of the solution that no test can notice, by the name that the audit gives it::

    # %% exercise="bce" equivalent="comparison: >= 0 → > 0" because="both branches give ln 2 at 0"

A property of the right values, in words that students may read, with inputs on which they may see it broken
(:mod:`autograder.hidden.counterexamples`)::

    # %% exercise="bce" property="a cross-entropy is never negative"
    @inputs(each(label, probability))
    def bce(value, y, p):
        return value >= 0
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import BadSource
from autograder.source import percent
from autograder.source.percent import Problem

KEYS = {"exercise", "right", "wrong", "says", "equivalent", "because", "property"}


@dataclass(frozen=True)
class Answer:
    """An answer to an exercise. ``says`` is the sentence for a wrong one and None for a right one."""

    exercise: str
    name: str
    says: str | None
    code: str
    line: int

    @property
    def is_right(self) -> bool:
        return self.says is None


@dataclass(frozen=True)
class Property:
    """A property of the values of a function of an exercise: ``code`` defines, under its name, what tells it."""

    exercise: str
    function: str
    says: str
    code: str
    line: int


def read(path: Path, exercises: Iterable[str] | None = None) -> list[Answer]:
    """The answers of a bank.

    Args:
        path: the bank.
        exercises: the names that exist; None to accept any.

    Raises:
        BadSource: a marker is incomplete, or names an unknown exercise, or two answers of an exercise share a name.
    """
    cells, problems = percent.read(path)
    known = None if exercises is None else set(exercises)
    answers: list[Answer] = []
    for cell in cells:
        if cell.cell_type != "code":
            continue
        problem = _problem(cell.metadata, known, cell.source)
        if problem is None and not {"equivalent", "property"} & set(cell.metadata):
            meta = cell.metadata
            answer = Answer(
                meta["exercise"], meta.get("right") or meta["wrong"], meta.get("says"), cell.source, cell.line
            )
            if any((answer.exercise, answer.name) == (other.exercise, other.name) for other in answers):
                problem = f"{answer.exercise!r} already has an answer named {answer.name!r}: choose another name."
            answers.append(answer)
        if problem:
            problems.append(Problem(path, cell.line, problem))
    if problems:
        raise BadSource("\n".join(map(str, problems)))
    return answers


def equivalents(path: Path) -> dict[str, frozenset[str]]:
    """The names of the mutants that a bank explains, by exercise."""
    cells, _problems = percent.read(path)
    found: dict[str, frozenset[str]] = {}
    for cell in cells:
        if name := cell.metadata.get("equivalent"):
            exercise = cell.metadata.get("exercise", "")
            found[exercise] = found.get(exercise, frozenset()) | {name}
    return found


def properties(path: Path) -> list[Property]:
    """The properties that a bank declares."""
    cells, _problems = percent.read(path)
    found = []
    for cell in cells:
        meta = cell.metadata
        if meta.get("property") and _problem(meta, None, cell.source) is None:
            (function,) = defined_names(cell.source)
            found.append(Property(meta["exercise"], function, meta["property"], cell.source, cell.line))
    return found


def _problem(meta: dict, exercises: set[str] | None, code: str) -> str | None:
    if unknown := sorted(set(meta) - KEYS):
        return f"unknown key {unknown[0]!r} in the marker: use {', '.join(sorted(KEYS))}."
    if not meta.get("exercise"):
        return 'the answer belongs to no exercise: add exercise="…".'
    if exercises is not None and meta["exercise"] not in exercises:
        return f"there is no exercise {meta['exercise']!r}: choose from {', '.join(sorted(exercises))}."
    if meta.get("equivalent"):
        return None if meta.get("because") else 'say why no test can notice this mutant: add because="…".'
    if meta.get("property"):
        one = len(defined_names(code)) == 1 and "@inputs(" in code
        return None if one else "a property is one function, named as the student's, with @inputs(…) above it."
    if bool(meta.get("right")) == bool(meta.get("wrong")):
        return 'an answer is right or wrong: add either right="…" or wrong="…", with a short name.'
    if bool(meta.get("wrong")) != bool(meta.get("says")):
        return 'a wrong answer, and only a wrong one, has says="…": the sentence that helps whoever gives it.'
    return None


@functools.lru_cache(maxsize=4096)
def defined_names(code: str) -> frozenset[str]:
    """The names of the functions and variables that an answer defines at its top level; none if it does not parse."""
    try:
        body = ast.parse(code).body
    except SyntaxError:
        return frozenset()
    names = {node.name for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    for node in body:
        if isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return frozenset(names)
