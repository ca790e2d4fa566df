"""Notebooks that nobody vouches for, read; graded ones, written; and what grading needs to know of an assignment's."""

from __future__ import annotations

import copy
import hashlib
import json
import os
import stat
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

from autograder.engine import repair, sanitise
from autograder.engine.repair import Cell, Merged

AGAIN = "ask for it again"

# Larger files are told apart by size and date only; none is read for grading.
LARGEST_READ = 1 << 30
MOST_FILES = 10_000
# Smaller files may lie on the disk in whatever way it likes, compressed or inside its own tables.
SMALL_HOLE = 1 << 20

_MOST_NOTED = 20
_KEPT = ("deletable", "editable", "autograder")


class Unreadable(Exception):
    """A submitted file is no notebook: one sentence with what to do."""


@dataclass(frozen=True)
class Plan:
    """What grading needs to know of one notebook of an assignment.

    Attributes:
        name: of the notebook, without the ending.
        source, release: the instructor's cells, and those that students got.
        checksums: nbgrader's checksum of each known cell, by grade id.
        metadata: of the instructor's notebook (kernel and language).
        files: the instructor's data files, by relative path: they replace the student's.
        replaceable: more of them, which students may replace.
        formerly: grade ids by what they were in earlier releases.
    """

    name: str
    source: list[Cell]
    release: list[Cell]
    checksums: dict[str, str]
    metadata: dict[str, Any]
    files: dict[str, bytes]
    replaceable: dict[str, bytes] = field(default_factory=dict)
    formerly: dict[str, str] = field(default_factory=dict)


def load_plan(
    source: Path,
    release: Path,
    checksums: dict[str, str],
    folder: Path | None = None,
    keep_theirs: Collection[str] = (),
) -> Plan:
    """Read the instructor's and the released notebook, and the data files in the instructor's folder.

    ``keep_theirs`` names those that students may hand in changed.

    Raises:
        OSError, Unreadable: one of them cannot be read.
    """
    body = json.loads(source.read_text(encoding="utf-8-sig"))
    keep = {key: body["metadata"][key] for key in ("kernelspec", "language_info") if key in body.get("metadata", {})}
    cells = normalised(body)
    files = files_of(folder or source.parent, most=1 << 30)
    theirs = {name: files.pop(name) for name in list(files) if name in keep_theirs}
    formerly = body.get("metadata", {}).get("formerly", {})
    return Plan(source.stem, cells, read_notebook(release), checksums, keep, files, theirs, formerly)


def read_notebook(path: Path, largest: int = 1 << 30) -> list[Cell]:
    """The cells of a notebook file that nobody vouches for.

    Raises:
        Unreadable: it cannot be read as a notebook.
    """
    name = path.name
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode) or path.is_symlink():
            raise Unreadable(f"{name} is not an ordinary file (a link, perhaps): {AGAIN}")
        if status.st_size > largest:
            raise Unreadable(f"{name} has {status.st_size >> 20} MiB; at most {largest >> 20} are read: {AGAIN}")
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise Unreadable(_missing(path)) from None
    except UnicodeDecodeError:
        raise Unreadable(f"{name} is not UTF-8 text: {AGAIN}") from None
    except OSError as error:
        raise Unreadable(f"{name} cannot be read ({error.strerror}): check its permissions") from None
    if not text.strip():
        raise Unreadable(f"{name} is empty: {AGAIN}")
    try:
        body = json.loads(text)
    except ValueError:
        raise Unreadable(f"{name} is not complete JSON, probably cut off while it was copied: {AGAIN}") from None
    except RecursionError:
        raise Unreadable(f"{name} is nested too deeply to be a notebook: {AGAIN}") from None
    return normalised(body, name)


def _missing(path: Path) -> str:
    try:
        others = sorted(
            one.name
            for one in path.parent.iterdir()
            if one.suffix.lower() == ".ipynb" and one.is_file() and one.name != path.name
        )
    except OSError:
        others = []
    there = f" (there is {sanitise.text(others[0])}: rename it)" if others else ""
    return f"{path.name} is missing from the submission{there}: {AGAIN}"


def normalised(body: Any, name: str = "the notebook") -> list[Cell]:
    """The cells of parsed notebook JSON with what grading relies on: type, text, metadata, outputs.

    Raises:
        Unreadable: it is no notebook, or of a format that cannot be read.
    """
    if not isinstance(body, dict) or not isinstance(body.get("nbformat"), int):
        raise Unreadable(f"{name} is JSON, but not a notebook: {AGAIN}")
    if body["nbformat"] > 4:
        raise Unreadable(
            f"{name} has notebook format {body['nbformat']}, which is newer than format 4: have it saved by JupyterLab"
        )
    if body["nbformat"] < 4:
        try:
            body = nbformat.convert(nbformat.from_dict(body), 4)
        except Exception as error:  # noqa: BLE001 - nbformat's converters fail in many ways on broken input
            raise Unreadable(
                f"{name} is an old notebook that cannot be converted ({type(error).__name__}): {AGAIN}"
            ) from None
    cells = body.get("cells")
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        raise Unreadable(f"{name} is JSON, but not a notebook: {AGAIN}")
    return [_normalised_cell(cell) for cell in cells]


def _normalised_cell(cell: dict[str, Any]) -> Cell:
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    kind = cell.get("cell_type")
    metadata = cell.get("metadata")
    made: Cell = {
        "cell_type": kind if kind in ("code", "markdown", "raw") else "raw",
        "metadata": dict(metadata) if isinstance(metadata, dict) else {},
        "source": source if isinstance(source, str) else "",
    }
    if isinstance(cell.get("id"), str):
        made["id"] = cell["id"]
    if made["cell_type"] == "code":
        made["outputs"] = cell.get("outputs", [])
    if isinstance(cell.get("attachments"), dict):
        made["attachments"] = cell["attachments"]
    return made


def environment_of(cells: list[Cell]) -> dict[str, str]:
    """What the notebook's own cells have noted of where it ran: versions by name, in the metadata of an output.

    Nobody vouches for it.
    """
    for cell in cells:
        outputs = cell.get("outputs")
        for output in outputs if isinstance(outputs, list) else []:
            noted = output.get("metadata") if isinstance(output, dict) else None
            found = noted.get("environment") if isinstance(noted, dict) else None
            if isinstance(found, dict):
                pairs = [(key, value) for key, value in found.items() if isinstance(value, str)][:_MOST_NOTED]
                return {sanitise.text(key[:40]): sanitise.text(value[:40]) for key, value in pairs}
    return {}


def files_of(folder: Path, most: int) -> dict[str, bytes]:
    """The ordinary files below a folder, but notebooks; links are left out.

    Raises:
        Unreadable: they have more than ``most`` bytes, or one cannot be read.
    """
    found: dict[str, bytes] = {}
    total = 0
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in (".ipynb_checkpoints", "__pycache__", ".git")]
        for name in names:
            path = Path(place) / name
            if name.lower().endswith(".ipynb") or path.is_symlink() or not path.is_file():
                continue
            total += path.stat().st_size
            if total > most:
                raise Unreadable(f"the submission has more than {most >> 20} MiB of files: {AGAIN}")
            try:
                found[str(path.relative_to(folder))] = path.read_bytes()
            except OSError as error:
                raise Unreadable(f"{name} cannot be read ({error.strerror}): check its permissions") from None
    return found


def fingerprint(folder: Path, settings: str, most: int | None = None) -> str:
    """A hash of everything in a submission's folder and of ``settings``: equal when nothing changed.

    Args:
        folder: of the submission.
        settings: what else the result depends on.
        most: bytes that all files together may have; None for a folder of the instructor's.

    Raises:
        Unreadable: there is more, too many files, or a file with holes: nothing of it is read.
    """
    entries = list(_entries(folder, MOST_FILES if most is not None else None))
    if most is not None:
        _refuse_more_than(most, entries)
    digest = hashlib.sha256(settings.encode())
    for path, status in entries:
        digest.update(os.fsencode(str(path.relative_to(folder))))
        if isinstance(status, int):
            digest.update(str(status).encode())
        elif stat.S_ISREG(status.st_mode) and status.st_size <= LARGEST_READ:
            digest.update(_hash(path, status))
        else:
            digest.update(f"{status.st_mode} {status.st_size} {status.st_mtime_ns}".encode())
    return digest.hexdigest()


def _entries(folder: Path, most: int | None) -> Iterator[tuple[Path, os.stat_result | int]]:
    """Everything below a folder but folders, in order, with what lstat says or the number of its error."""
    number = 0
    for place, folders, names in os.walk(folder):
        folders.sort()
        number += len(names) + len(folders)
        if most is not None and number > most:
            raise Unreadable(f"the submission has more than {most} files: {AGAIN}")
        for name in sorted(names):
            path = Path(place) / name
            try:
                yield path, path.lstat()
            except OSError as error:
                yield path, error.errno or 0


def _refuse_more_than(most: int, entries: list[tuple[Path, os.stat_result | int]]) -> None:
    total = 0
    for path, status in entries:
        if isinstance(status, int) or not stat.S_ISREG(status.st_mode):
            continue
        total += status.st_size
        if _is_hollow(path, status):
            raise Unreadable(f"{sanitise.text(path.name)[:100]} is mostly empty space on the disk: {AGAIN}")
    if total > most:
        raise Unreadable(f"the submission has {total >> 20} MiB; at most {most >> 20} are read: {AGAIN}")


def _is_hollow(path: Path, status: os.stat_result) -> bool:
    """Whether a file is nearly all hole: terabytes of nothing take no space on a disk, and hours to read."""
    if status.st_size <= SMALL_HOLE or status.st_blocks * 512 > status.st_size // 16:
        return False
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        # A file system that compresses takes few blocks for what is there.
        return os.lseek(descriptor, 0, os.SEEK_HOLE) < status.st_size
    except OSError:
        return False
    finally:
        os.close(descriptor)


def _hash(path: Path, status: os.stat_result) -> bytes:
    """The hash of an ordinary file, as far as it went when it was looked at."""
    digest = hashlib.sha256()
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with open(descriptor, "rb") as stream:
            left = status.st_size
            while left and (piece := stream.read(min(left, 1 << 20))):
                digest.update(piece)
                left -= len(piece)
    except OSError as error:
        return str(error.errno).encode()
    return digest.digest()


def write_notebook(target: Path, merged: Merged, plan: Plan, stamp: dict[str, Any]) -> None:
    """Write the graded notebook. Nothing of the student's metadata is in it."""
    cells = []
    for number, step in enumerate(merged.steps):
        cell = copy.copy(step.cell)
        if repair.is_known(cell):
            cell["metadata"] = {
                "nbgrader": cell["metadata"]["nbgrader"],
                **{key: cell["metadata"][key] for key in _KEPT if key in cell["metadata"]},
            }
        cell["id"] = f"cell-{number}"
        cells.append(cell)
    rest = {"metadata": {**plan.metadata, "autograder": stamp}, "nbformat": 4, "nbformat_minor": 5}
    target.parent.mkdir(parents=True, exist_ok=True)
    # A cell a line: json indents many times slower than it writes.
    lines = ",\n".join(json.dumps(cell, ensure_ascii=False) for cell in cells)
    tail = json.dumps(rest, ensure_ascii=False).removeprefix("{")
    target.write_text(f'{{"cells": [\n{lines}\n],\n{tail}\n', encoding="utf-8")
