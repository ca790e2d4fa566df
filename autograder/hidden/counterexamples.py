"""A small case that a student's function gets wrong, for those in whose answer no misconception was recognised.

The bank declares for an exercise which inputs to try, and a property of the right values in words. A case is looked for
on such inputs (:mod:`autograder.hidden.case_search`), and shown with the call as one types it, what the student's
function gives, what the right one gives, and the property where it is broken.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.course import Course
from autograder.engine import surroundings
from autograder.hidden import reference_answers
from autograder.source import bank

# What needs hypothesis is imported where a bank declares a property: whoever grades another course need not have it.
_STRATEGIES, _SEARCH = "autograder.hidden.public_inputs", "autograder.hidden.case_search"


@dataclass(frozen=True)
class Law:
    """A property of a function of an exercise.

    Attributes:
        exercise, function: by their names.
        says: the property in words.
        arguments: hypothesis' strategy for the arguments of a call.
        holds: given a value and these arguments, whether the property is true of it.
        decides: whether every value that has it is right.
    """

    exercise: str
    function: str
    says: str
    arguments: Any
    holds: Callable[..., Any]
    decides: bool


def laws_of(notebook: Path) -> tuple[Law, ...]:
    """The properties in the bank beside the source of an instructor's notebook; read again only when it has changed."""
    path = Course(notebook.parents[3]).bank(notebook.stem)
    try:
        return _read(path, path.stat().st_mtime_ns, notebook)
    except OSError:
        return ()


@functools.cache
def _read(path: Path, _modified: int, notebook: Path) -> tuple[Law, ...]:
    declared = bank.properties(path)
    if not declared:
        return ()
    try:
        public, _ = (importlib.import_module(name) for name in (_STRATEGIES, _SEARCH))
    except ImportError:
        return ()
    found = []
    for one in declared:
        space = {**reference_answers.namespace(notebook), **vars(public)}
        exec(compile(one.code, f"<property of {one.exercise}>", "exec"), space)
        holds = space[one.function]
        found.append(Law(one.exercise, one.function, one.says, holds.arguments, holds, holds.decides))
    return tuple(found)


def wanted(notebook: Path) -> dict[str, tuple[str, ...]]:
    """The names of the functions that cases can be looked for of, by exercise."""
    found: dict[str, tuple[str, ...]] = {}
    for law in laws_of(notebook):
        found[law.exercise] = tuple(dict.fromkeys([*found.get(law.exercise, ()), law.function]))
    return found


def search(notebook: Path, exercise: str, functions: Mapping[str, Callable[..., Any]]) -> dict[str, str] | None:
    """A case that one of an exercise's functions gets wrong.

    Args:
        notebook: the instructor's.
        exercise: which.
        functions: the student's, by name.

    Returns:
        ``call``, ``found``, ``expected`` and ``property`` ("" where none that is declared is broken), as texts; None
        where nothing wrong was found.
    """
    right = reference_answers.namespace(notebook)
    laws = [law for law in laws_of(notebook) if law.exercise == exercise]
    case_search = importlib.import_module(_SEARCH)
    for name in dict.fromkeys(law.function for law in laws):
        if name in functions:
            own = [law for law in laws if law.function == name]
            found: dict[str, str] | None = case_search.Search(own, functions[name], right[name]).run()
            if found is not None:
                return found
    return None


surroundings.searches["autograder.hidden"] = surroundings.Search(wanted, search)
