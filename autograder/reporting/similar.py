"""Answers that look alike, for whoever asks: a list of forms that few have in common, and nothing that it proves."""

from __future__ import annotations

import ast
import functools
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

# What more of a class than this has in common is how one writes it.
COMMON = 0.1
# Shorter answers look alike by themselves (nodes of the syntax tree).
SHORT = 25
AT_LEAST = 2


@dataclass(frozen=True)
class Alike:
    """Two students, and the exercises in which their answers have the same rare form."""

    one: str
    other: str
    exercises: tuple[str, ...]


def alike(answers: Mapping[str, Mapping[str, str]], given: frozenset[str]) -> list[Alike]:
    """Pairs of students whose answers have the same rare form in at least ``AT_LEAST`` exercises, by name.

    Args:
        answers: code by student and exercise.
        given: code that everybody was given: the stubs and the reference; what has its form is left out.
    """
    known = {form(text) for text in given}
    forms: dict[tuple[str, str], list[str]] = defaultdict(list)
    for student, own in answers.items():
        for exercise, text in own.items():
            if (shape := form(text)) and shape not in known:
                forms[exercise, shape].append(student)
    shared: dict[tuple[str, str], set[str]] = defaultdict(set)
    most = max(2, int(COMMON * len(answers)))
    for (exercise, _shape), students in forms.items():
        if 2 <= len(students) <= most:
            ordered = sorted(students)
            for number, one in enumerate(ordered):
                for other in ordered[number + 1 :]:
                    shared[one, other].add(exercise)
    return [
        Alike(one, other, tuple(sorted(names)))
        for (one, other), names in sorted(shared.items())
        if len(names) >= AT_LEAST
    ]


@functools.lru_cache(maxsize=1 << 16)
def form(text: str) -> str:
    """The form of an answer: its syntax tree without names, numbers and texts; "" for a short or broken one."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    kinds = [type(node).__name__ for node in ast.walk(tree) if not isinstance(node, ast.expr_context)]
    return " ".join(kinds) if len(kinds) >= SHORT else ""
