"""Files that a student's cells have written, as data: ordinary ones beneath the working folder, and nothing else.

And those that tests write for the student's code to find.
"""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path, PurePosixPath


def read(name: str, largest: int) -> bytes | None:
    """The content of a file; None where there is none that may be read: a link, a pipe, a device, one too large."""
    parts = PurePosixPath(name).parts
    if not parts or parts[0] == "/" or ".." in parts:
        return None
    folder = os.open(".", os.O_RDONLY | os.O_DIRECTORY)
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


def write(name: str, body: bytes | None) -> None:
    """Put a file there, or remove it where ``body`` is None, unless a student has made that impossible."""
    path = Path(name)
    with contextlib.suppress(OSError):
        if body is None:
            path.unlink(missing_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body)
