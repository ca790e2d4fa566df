"""Files that other processes read meanwhile: texts written whole or not at all, and one writer at a time."""

from __future__ import annotations

import contextlib
import fcntl
import glob
import os
import shutil
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
    remove_left_over(path.parent, f".{path.name[:40]}.", ".part")
    try:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()
        yield temporary
        temporary.replace(path)
    finally:
        # On a disk that can only be read there is nothing to remove.
        with contextlib.suppress(OSError):
            temporary.unlink()


def remove_left_over(folder: Path, begin: str, end: str) -> None:
    """Remove what processes that are no more have left half done: what is called ``begin`` + number + ``end``."""
    for left in folder.glob(f"{glob.escape(begin)}*{glob.escape(end)}"):
        number = left.name[len(begin) : -len(end)]
        if not number.isdecimal() or int(number) == os.getpid() or _is_alive(int(number)):
            continue
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)
        else:
            with contextlib.suppress(OSError):
                left.unlink()


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def drop(folder: Path) -> None:
    """Remove a folder: from the first moment on nobody finds half of it under its name."""
    remove_left_over(folder.parent, f".{folder.name}.", ".gone")
    gone = folder.with_name(f".{folder.name}.{os.getpid()}.gone")
    if gone.exists():
        shutil.rmtree(gone, ignore_errors=True)
    folder.rename(gone)
    shutil.rmtree(gone, ignore_errors=True)


def replace_text(path: Path, text: str) -> bool:
    """Write ``text`` under a temporary name and rename it, so that no reader ever sees half a file."""
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return False
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8")
    return True


def replace_bytes(path: Path, body: bytes) -> bool:
    """The same for a file that is no text."""
    if path.is_file() and path.read_bytes() == body:
        return False
    with replacing(path) as temporary:
        temporary.write_bytes(body)
    return True
