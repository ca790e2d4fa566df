"""Only one process at a time writes to a course's gradebook. The system frees the lock when its holder dies."""

from __future__ import annotations

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path

NAME = "gradebook.lock"


@contextlib.contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Wait until nobody else holds the lock of this course folder, and hold it."""
    with (folder / NAME).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
