"""What the system refuses is told in a sentence; any other exception is nobody's refusal."""

from __future__ import annotations

import errno
import sqlite3

import pytest
from sqlalchemy.exc import OperationalError

from autograder.errors import refusal


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "no room left on the disk"),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), "share of the disk"),
        (OSError(errno.EROFS, "Read-only file system", "/a/b"), "can only be read (/a/b)"),
        (PermissionError(errno.EACCES, "Permission denied", "/a/b"), "does not permit it (/a/b)"),
        (sqlite3.OperationalError("database or disk is full"), "no room left on the disk"),
        (sqlite3.OperationalError("database is locked"), "another program holds the gradebook"),
        (sqlite3.DatabaseError("file is not a database"), "the gradebook is damaged"),
        (
            OperationalError("INSERT", {}, sqlite3.OperationalError("attempt to write a readonly database")),
            "only be read",
        ),
    ],
)
def test_a_refusal_is_one_sentence_with_what_helps(error, words):
    told = str(refusal(error))
    assert words.lower() in told.lower()
    assert told.count("\n") == 0
    assert told.endswith("then run the same command again. What had been written stays.")


@pytest.mark.parametrize(
    "error",
    [
        KeyError("disk is full"),
        OSError(errno.ENOENT, "No such file", "x"),
        ValueError("database is locked"),
        sqlite3.IntegrityError("UNIQUE constraint failed"),
        OperationalError("INSERT 'disk is full'", {}, sqlite3.OperationalError("no such table: x")),
    ],
)
def test_other_errors_are_no_refusals(error):
    assert refusal(error) is None
