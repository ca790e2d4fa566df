"""Files that a student's cells have written, as data: ordinary ones, reached by no link.

And those that tests write for the student's code to find.
"""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path, PurePosixPath
from typing import Any

MOST_FILES = 500


def read(name: str, largest: int) -> bytes | None:
    """The content of a file; None where there is none that may be read: a link, a pipe, a device, one too large."""
    parts = PurePosixPath(name).parts
    if not parts or ".." in parts or parts == ("/",):
        return None
    start, parts = ("/", parts[1:]) if parts[0] == "/" else (".", parts)
    folder = os.open(start, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for part in parts[:-1]:
            below = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=folder)
            os.close(folder)
            folder = below
        descriptor = os.open(parts[-1], os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    except OSError:
        return None
    finally:
        os.close(folder)
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode) or status.st_size > largest:
            return None
        return file.read(largest)


def below(folder: str) -> list[list[Any]]:
    """Folders and ordinary files below a folder: [name from there, size (-1: a folder), time of the last change]."""
    found: list[list[Any]] = []
    waiting = [""]
    while waiting and len(found) < MOST_FILES:
        place = waiting.pop()
        try:
            entries = sorted(os.scandir(os.path.join(folder, place)), key=lambda one: one.name)
        except OSError:
            continue
        for one in entries:
            name = os.path.join(place, one.name)
            if one.is_symlink() or one.name == "__pycache__":
                continue
            if one.is_dir():
                waiting.append(name)
                found.append([name, -1, 0])
            elif one.is_file():
                status = one.stat()
                found.append([name, status.st_size, status.st_mtime_ns])
    return found[:MOST_FILES]


def write(name: str, body: bytes | None) -> None:
    """Put a file there (a folder, where its name ends so), or remove it where ``body`` is None."""
    path = Path(name)
    # A student may have made that impossible.
    with contextlib.suppress(OSError):
        if body is None:
            if path.is_dir() and not path.is_symlink():
                path.rmdir()
            else:
                path.unlink(missing_ok=True)
        elif name.endswith("/"):
            path.mkdir(parents=True, exist_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body)
