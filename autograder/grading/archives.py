"""Zip archives that nobody vouches for: what is read are ordinary files with harmless names and sizes that fit."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from autograder.engine import sanitise
from autograder.errors import UserError

MOST_ENTRIES = 20_000
LARGEST_FILE = 512 << 20
LARGEST_TOTAL = 8 << 30
# What deflate can make of ordinary files; a bomb is packed far more tightly.
MOST_RATIO = 200
SMALL = 1 << 20


@dataclass(frozen=True)
class Refused:
    """An entry that is left out: its name, harmless, and why."""

    name: str
    why: str


@dataclass(frozen=True)
class Entry:
    """A file in an archive: its path in it, and what reads it."""

    path: PurePosixPath
    archive: zipfile.ZipFile
    info: zipfile.ZipInfo

    def read(self) -> bytes:
        """The file.

        Raises:
            ValueError: there is more of it than the archive says, or it is damaged.
        """
        try:
            with self.archive.open(self.info) as stream:
                body = stream.read(self.info.file_size + 1)
        except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as error:
            raise ValueError(f"it is damaged ({error})") from None
        if len(body) > self.info.file_size:
            raise ValueError("there is more of it than the archive says")
        return body


@contextmanager
def opened(path: Path) -> Iterator[tuple[list[Entry], list[Refused]]]:
    """The files of an archive, and those that are refused.

    Raises:
        UserError: it is no archive, or has too much in it.
    """
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError) as error:
        raise UserError(f"{path} cannot be read as a zip archive ({error}): download it again.") from None
    with archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        total = sum(info.file_size for info in infos)
        if len(infos) > MOST_ENTRIES or total > LARGEST_TOTAL:
            raise UserError(
                f"{path} has {len(infos)} files of {total >> 20} MiB together; at most {MOST_ENTRIES} files and "
                f"{LARGEST_TOTAL >> 20} MiB are read: split it."
            )
        entries, refused, seen = [], [], set[str]()
        for info in infos:
            name = _name(info)
            if why := _why_not(info, name) or ("its name is there twice" if name.lower() in seen else ""):
                refused.append(Refused(sanitise.text(name)[:200], why))
                continue
            seen.add(name.lower())
            entries.append(Entry(PurePosixPath(name), archive, info))
        yield entries, refused


def _name(info: zipfile.ZipInfo) -> str:
    """The name of an entry; many programs write UTF-8 and do not say so."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return info.filename


def _why_not(info: zipfile.ZipInfo, name: str) -> str:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    mode = info.external_attr >> 16
    if (
        not parts
        or name.startswith("/")
        or "\\" in name
        or ".." in parts
        or (len(parts[0]) == 2 and parts[0][1] == ":")
    ):
        return "its path leads out of the archive"
    if sanitise.text(name) != name or not name.isprintable():
        return "its name has characters that no file name should have"
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return "it is a link or a device, no ordinary file"
    if info.flag_bits & 0x1:
        return "it is encrypted"
    if info.file_size > LARGEST_FILE:
        return f"it has more than {LARGEST_FILE >> 20} MiB"
    if info.file_size > SMALL and info.file_size > MOST_RATIO * max(info.compress_size, 1):
        return "it is packed so tightly that it may be a bomb"
    return ""
