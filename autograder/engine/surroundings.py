"""What test cells find around them, for the packages that they import to ask for. The engine knows none of these."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from pathlib import Path

# The environment variable with the seed of the hidden inputs.
SEED_VARIABLE = "AUTOGRADER_SEED"

# The instructor's notebook whose tests run; None where nobody has said.
current_notebook: ContextVar[Path | None] = ContextVar("current_notebook", default=None)

# By the name of a package that test cells import: what it wants to do once with an instructor's notebook, before the
# first judge is forked.
read_ahead: dict[str, Callable[[Path], None]] = {}
