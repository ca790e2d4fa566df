"""Files that other processes read meanwhile: texts written whole or not at all, and one writer at a time."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

NAME = "gradebook.lock"


@contextlib.contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Wait until nobody else holds the lock of this course folder, and hold it. Its file is there only meanwhile.

    Raises:
        OSError: the folder cannot be written to.
    """
    path = folder / NAME
    with _held(path):
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def _held(path: Path) -> IO[str]:
    """The open lock file, locked, and the one that stands in the folder: its last holder may just have removed it."""
    while True:
        file = path.open("w")
        fcntl.flock(file, fcntl.LOCK_EX)
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(file.fileno()), path.stat()):
                return file
        file.close()


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary name beside ``path``: what lies there when the block ends takes its place, and nothing if it fails.

    Raises:
        OSError: the folder cannot be made, or the file not be put there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # Any name fits: one that fills what a file system allows has no room for an ending.
    temporary = path.with_name(f".{path.name[:40]}.{os.getpid()}.part")
    try:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()
        yield temporary
        temporary.replace(path)
    finally:
        # On a disk that can only be read there is nothing to remove.
        with contextlib.suppress(OSError):
            temporary.unlink()


def replace_text(path: Path, text: str) -> bool:
    """Write ``text`` under a temporary name and rename it, so that no reader ever sees half a file."""
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return False
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8")
    return True
