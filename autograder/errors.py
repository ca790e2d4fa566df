"""What ends a command with one sentence: mistakes that a user, or an author, can mend."""

from __future__ import annotations

import errno
import sqlite3
from dataclasses import dataclass
from pathlib import Path


class UserError(Exception):
    """Something the user can mend: one clear sentence, and the exit status that the command ends with."""

    exit_status = 2


class BadSource(UserError):
    """A source breaks a rule; every problem is listed with file, line and what to do."""


class NoSandbox(UserError):
    """Students' code cannot be shut in on this machine."""


# What a system refuses whatever one asks of it, by the number of its error, and what helps.
_REFUSALS = {
    errno.ENOSPC: ("there is no room left on the disk", "make some"),
    errno.EDQUOT: ("your share of the disk is used up", "make room"),
    errno.EROFS: ("the disk can only be read", "use a copy of the folder that you may write to"),
    errno.EACCES: ("the system does not permit it", "make it yours to read and write"),
    errno.EPERM: ("the system does not permit it", "make it yours to read and write"),
    errno.EIO: ("the disk does not answer", "look after it"),
}
# SQLite says it in words only.
_OF_SQLITE = {
    "disk is full": _REFUSALS[errno.ENOSPC],
    "readonly database": ("the gradebook can only be read", "make it, and the folder that it is in, yours to write"),
    "unable to open database": ("the gradebook cannot be opened", "make it, and the folder that it is in, yours"),
    "database is locked": ("another program holds the gradebook", "end that"),
    "disk I/O error": _REFUSALS[errno.EIO],
    "malformed": ("the gradebook is damaged", "make it again (`autograder rebuild`)"),
    "not a database": ("the gradebook is damaged", "make it again (`autograder rebuild`)"),
}


@dataclass(frozen=True)
class Refusal:
    """What the system does not do: why, in a few words, what helps, and the file that it is about, if it says so."""

    why: str
    helps: str
    file: str = ""

    def __str__(self) -> str:
        about = f" ({self.file})" if self.file else ""
        why = f"{self.why[0].upper()}{self.why[1:]}{about}"
        return f"{why}: {self.helps}, then run the same command again. What had been written stays."


def _libpq(said: str) -> str:
    """What libpq says, without the names of its classes."""
    return said.partition(") ")[2].removeprefix("connection failed: ")[:200]


def refusal(error: BaseException) -> Refusal | None:
    """The refusal that an exception tells of: a full disk, a read-only one, missing rights; None for any other error.

    Args:
        error: of the system's, of SQLite's, or of what passes SQLite's on in its own words.
    """
    if isinstance(error, OSError) and error.errno in _REFUSALS:
        file = error.filename if isinstance(error.filename, str | Path) else ""
        return Refusal(*_REFUSALS[error.errno], str(file))
    said = str(error).partition("\n")[0]
    if said.startswith("(psycopg") and "OperationalError" in said:
        # What it says ends with the address; libpq never repeats a password.
        return Refusal(f"the gradebook's database server does not take us ({_libpq(said)})", "see that it runs")
    if isinstance(error, sqlite3.DatabaseError) or said.startswith("(sqlite3."):
        return next((Refusal(*told) for words, told in _OF_SQLITE.items() if words in said), None)
    return None
