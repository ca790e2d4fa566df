"""The gradebook as a file: where it is, where it is one, and a copy of it that is whole whoever writes meanwhile."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from sqlalchemy.engine import make_url

from autograder.course import Course

BUSY_SECONDS = 60.0


def gradebook_file(course: Course) -> Path | None:
    """The file of the gradebook; None where it is another kind of database."""
    url = make_url(course.gradebook_url)
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def copy(source: Path, target: Path) -> None:
    """SQLite's own copy, in one transaction: whoever has ``target`` open sees what it was, or what it becomes.

    Raises:
        sqlite3.DatabaseError: ``source`` is not there, or no sound database.
    """
    with (
        contextlib.closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=rw", uri=True)) as from_there,
        contextlib.closing(sqlite3.connect(target, timeout=BUSY_SECONDS)) as into,
    ):
        from_there.backup(into)
