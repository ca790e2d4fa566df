"""What test cells find around them, for the packages that they import to ask for. The engine knows none of these."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# The environment variable with the seed of the hidden inputs.
SEED_VARIABLE = "AUTOGRADER_SEED"

# The instructor's notebook whose tests run; None where nobody has said.
current_notebook: ContextVar[Path | None] = ContextVar("current_notebook", default=None)

# By the name of a package that test cells import: what it wants to do once with an instructor's notebook, before the
# first judge is forked.
read_ahead: dict[str, Callable[[Path], None]] = {}


@dataclass(frozen=True)
class Search:
    """How a package finds a small case that a function gets wrong, for those whose failure no test has explained.

    Attributes:
        wanted: given the instructor's notebook, the names of the functions that it can look at, by grade id of the
            answer.
        find: given that notebook, such a grade id and the student's functions by name, what there is to say of a case:
            texts by name, all of them fit for the student to see; None where there is none.
    """

    wanted: Callable[[Path], Mapping[str, tuple[str, ...]]]
    find: Callable[[Path, str, Mapping[str, Callable[..., Any]]], dict[str, str] | None]


# By the name of a package that test cells import: its search.
searches: dict[str, Search] = {}
