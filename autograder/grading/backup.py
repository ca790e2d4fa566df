"""A class in one file, copied while grading goes on, and put back: gradebook, submissions, graded notebooks, pages."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import shutil
import sqlite3
import stat
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import IO

import msgspec

from autograder.course import Course
from autograder.errors import UserError
from autograder.files import lock, replacing
from autograder.grading import gradebook_file

FORMAT = 1
MANIFEST = "manifest.json"
GRADEBOOK = "gradebook.db"
SETTINGS = "nbgrader_config.py"


@dataclass
class Manifest:
    """What a backup holds.

    Attributes:
        format: of the file.
        made: when, as an ISO 8601 text in UTC.
        autograder, nbgrader: their versions then.
        gradebook: whether the gradebook is among it.
        files: SHA-256 by path in the backup.
        left_out: what was no plain file (links, sockets), by path.
    """

    format: int
    made: str
    autograder: str
    nbgrader: str
    gradebook: bool = False
    files: dict[str, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)


class _Hashing(io.RawIOBase):
    """A file that is hashed while somebody reads it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.sha256 = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.sha256.update(data)
        return data


def write(course: Course, target: Path) -> Manifest:
    """Write a backup of a course's class, under a temporary name until it is whole; grading may go on meanwhile.

    Graded notebooks come first and the gradebook last: what is graded in between is known to the gradebook only, and
    the next grading run finds that its notebook is missing and grades it again.

    Args:
        course: whose.
        target: the file, which must not be there yet.

    Returns:
        What is in it.

    Raises:
        UserError: the file is there already, or cannot be written.
    """
    if target.exists():
        raise UserError(f"{target} is there already: give the backup another name.")
    made = datetime.now(UTC).isoformat(timespec="seconds")
    manifest = Manifest(FORMAT, made, version("autograder"), version("nbgrader"))
    # Not made: a name with a slip in it would be a backup that nobody finds again.
    if not target.parent.is_dir():
        raise UserError(f"The backup cannot be written to {target}: there is no folder {target.parent}.")
    try:
        # Not readable for others: it holds marks and names.
        with (
            replacing(target) as part,
            open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as raw,
        ):
            with tarfile.open(fileobj=raw, mode="w:gz", format=tarfile.PAX_FORMAT) as archive:
                for name, path in _everything(course, manifest):
                    _add(archive, name, path, manifest)
                _add_gradebook(archive, course, manifest)
                body = json.dumps(asdict(manifest), indent=1).encode()
                archive.addfile(_entry(MANIFEST, len(body)), io.BytesIO(body))
            raw.flush()
            os.fsync(raw.fileno())
    except OSError as problem:
        raise UserError(f"The backup cannot be written to {target} ({problem.strerror or problem}).") from None
    return manifest


def _folders(course: Course) -> dict[str, Path]:
    return {"autograded": course.autograded, "feedback": course.feedback, "submitted": course.submitted}


def _everything(course: Course, manifest: Manifest) -> Iterator[tuple[str, Path]]:
    if (course.root / SETTINGS).is_file():
        yield SETTINGS, course.root / SETTINGS
    for name, folder in _folders(course).items():
        for where, below, names in os.walk(folder):
            here = PurePosixPath(name, *Path(where).relative_to(folder).parts)
            manifest.left_out += [str(here / one) for one in below if (Path(where) / one).is_symlink()]
            yield from ((str(here / one), Path(where) / one) for one in sorted(names) if not _is_unfinished(one))


def _is_unfinished(name: str) -> bool:
    return name.startswith(".") and name.endswith(".part")


def _entry(name: str, size: int, modified: float = 0.0) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mtime, entry.mode = size, modified, 0o644
    return entry


def _add(archive: tarfile.TarFile, name: str, path: Path, manifest: Manifest) -> None:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        return  # renamed or removed since the folder was read
    except OSError:
        manifest.left_out.append(name)
        return
    with open(descriptor, "rb") as file:
        about = os.fstat(file.fileno())
        if not stat.S_ISREG(about.st_mode):
            manifest.left_out.append(name)
            return
        hashing = _Hashing(file)
        archive.addfile(_entry(name, about.st_size, about.st_mtime), hashing)
        manifest.files[name] = hashing.sha256.hexdigest()


def _add_gradebook(archive: tarfile.TarFile, course: Course, manifest: Manifest) -> None:
    path = gradebook_file.gradebook_file(course)
    if path is None or not path.is_file():
        return
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / GRADEBOOK
        try:
            gradebook_file.copy(path, copy)
        except sqlite3.DatabaseError as problem:
            raise UserError(
                f"The gradebook {path} cannot be read ({problem}): make it again (autograder rebuild)."
            ) from None
        _add(archive, GRADEBOOK, copy, manifest)
    manifest.gradebook = True


def take_gradebook(source: Path, target: Path) -> Manifest:
    """Copy the gradebook in a backup to ``target``.

    Raises:
        UserError: the file is no backup, is damaged, or has no gradebook in it.
    """
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        manifest = _unpack(source, Path(folder))
        if not manifest.gradebook:
            raise UserError(f"There is no gradebook in {source}: give a backup that has one.")
        shutil.move(Path(folder) / GRADEBOOK, target)
    return manifest


def sha256(path: Path) -> str:
    """The hash of a file, as a manifest has it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def restore(course: Course, source: Path) -> tuple[Manifest, list[Path]]:
    """Put a backup back. What it replaces is kept beside it; nothing is changed unless the whole backup can be read.

    Args:
        course: where; no grading may run there.
        source: the backup.

    Returns:
        What was in it, and where that lies which was there before.

    Raises:
        UserError: the file is no backup, is damaged or from a later version, or the course's gradebook is another kind
            of database.
    """
    staging = Path(tempfile.mkdtemp(prefix=".restore-", dir=course.root))
    try:
        with lock(course.root):
            manifest = _unpack(source, staging)
            gradebook = gradebook_file.gradebook_file(course)
            if manifest.gradebook and gradebook is None:
                raise UserError(
                    f"The gradebook of {course.root} is no SQLite file: restore it with its database's own tools."
                )
            targets = {staging / name: folder for name, folder in _folders(course).items()}
            if gradebook is not None and manifest.gradebook:
                targets[staging / GRADEBOOK] = gradebook
                # The journal of the database that goes would be played into the one that comes.
                journals = [gradebook.with_name(f"{gradebook.name}-{kind}") for kind in ("journal", "wal", "shm")]
                targets |= {staging / one.name: one for one in journals if one.exists()}
            return manifest, _exchange(targets)
    except OSError as problem:
        raise UserError(f"{source} cannot be restored ({problem.strerror or problem}).") from None
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _unpack(source: Path, staging: Path) -> Manifest:
    """Every file of a backup, held against its hash.

    Raises:
        UserError: it is damaged, or not one of ours.
    """
    found: dict[str, str] = {}
    body = b""
    try:
        with tarfile.open(source, "r:gz") as archive:
            for entry in archive:
                file = archive.extractfile(entry) if entry.isreg() else None
                if file is None:
                    raise UserError(f"{source} is no backup of ours: {entry.name!r} in it is no plain file.")
                if entry.name == MANIFEST:
                    body = file.read()
                    continue
                place = PurePosixPath(entry.name)
                if place.is_absolute() or ".." in place.parts:
                    raise UserError(f"{source} is no backup of ours: {entry.name!r} leads out of it.")
                path = staging.joinpath(*place.parts)
                path.parent.mkdir(parents=True, exist_ok=True)
                hashing = _Hashing(file)
                with path.open("xb") as into:
                    shutil.copyfileobj(hashing, into)
                os.utime(path, (entry.mtime, entry.mtime))
                found[entry.name] = hashing.sha256.hexdigest()
    except FileNotFoundError:
        raise UserError(f"There is no {source}.") from None
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile, FileExistsError) as problem:
        raise UserError(f"{source} is cut off, damaged or no backup ({problem}).") from None
    try:
        manifest = msgspec.json.decode(body, type=Manifest)
    except msgspec.DecodeError:
        raise UserError(f"{source} is cut off or no backup of ours: its {MANIFEST} is missing or damaged.") from None
    if manifest.format > FORMAT:
        raise UserError(f"{source} was made by a later autograder ({manifest.autograder}): restore it with that one.")
    if found != manifest.files:
        wrong = sorted(name for name in found.keys() | manifest.files if found.get(name) != manifest.files.get(name))
        raise UserError(f"{source} is damaged: {wrong[0]} in it is not what was put there.")
    return manifest


def _exchange(targets: dict[Path, Path]) -> list[Path]:
    """Put each new thing in the place of the old, which is kept beside it; all of them, or none."""
    mark = _free_mark(list(targets.values()))
    done: list[tuple[Path, Path | None]] = []
    try:
        for new, old in targets.items():
            kept = old.with_name(f"{old.name}.{mark}") if old.exists() else None
            if kept is not None:
                old.rename(kept)
            done.append((old, kept))
            if new.exists():
                old.parent.mkdir(parents=True, exist_ok=True)
                shutil.move(new, old)
    except BaseException:
        for old, kept in reversed(done):
            if kept is not None:
                shutil.rmtree(old, ignore_errors=True) if old.is_dir() else old.unlink(missing_ok=True)
                kept.rename(old)
        raise
    return [kept for _old, kept in done if kept is not None]


def _free_mark(places: list[Path]) -> str:
    """An ending under which nothing of these is kept yet: the moment, and a number where a clock has been put back."""
    moment = datetime.now(UTC).strftime("before-restore-%Y%m%dT%H%M%S")
    marks = (moment, *(f"{moment}-{number}" for number in range(2, 1000)))
    return next(mark for mark in marks if not any(os.path.lexists(f"{one}.{mark}") for one in places))
