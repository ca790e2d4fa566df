"""One submission from file to judged notebook. This runs in a process of its own, forked from the warm judge."""

from __future__ import annotations

import copy
import hashlib
import json
import os
import stat
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

from autograder.engine import merging, sanitising
from autograder.engine.judge import Judge, Judged, Mode, steps_to_run
from autograder.engine.merging import Cell, Merged
from autograder.engine.sandbox import Sandbox
from autograder.engine.settings import GradingEngine
from autograder.engine.student import Student

AGAIN = "ask for it again"
# Larger files are told apart by size and date only; none is read for grading.
LARGEST_READ = 1 << 30
LONGEST_MESSAGE = 600


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
    """

    name: str
    source: list[Cell]
    release: list[Cell]
    checksums: dict[str, str]
    metadata: dict[str, Any]
    files: dict[str, bytes]


@dataclass
class Graded:
    """What the judge found out about one notebook of a submission."""

    tests: list[dict[str, Any]] = field(default_factory=list)
    repairs: list[str] = field(default_factory=list)
    problem: str = ""
    answered: dict[str, bool] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)


def load_plan(source: Path, release: Path, checksums: dict[str, str]) -> Plan:
    """Read the instructor's and the released notebook.

    Raises:
        OSError, Unreadable: one of them cannot be read.
    """
    body = json.loads(source.read_text(encoding="utf-8"))
    keep = {key: body["metadata"][key] for key in ("kernelspec", "language_info") if key in body.get("metadata", {})}
    cells = normalised(body)
    return Plan(source.stem, cells, read_notebook(release), checksums, keep, files_of(source.parent, most=1 << 30))


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
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise Unreadable(_missing(path)) from None
    except UnicodeDecodeError:
        raise Unreadable(f"{name} is not UTF-8 text: {AGAIN}") from None
    except OSError as error:
        raise Unreadable(f"{name} cannot be read ({error.strerror}): check its permissions") from None
    try:
        body = json.loads(text)
    except ValueError:
        raise Unreadable(f"{name} is not complete JSON, probably cut off while it was copied: {AGAIN}") from None
    except RecursionError:
        raise Unreadable(f"{name} is nested too deeply to be a notebook: {AGAIN}") from None
    return normalised(body, name)


def _missing(path: Path) -> str:
    try:
        others = sorted(one.name for one in path.parent.glob("*.ipynb") if one.is_file() and one.name != path.name)
    except OSError:
        others = []
    there = f" (there is {sanitising.text(others[0])}: rename it)" if others else ""
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
            if name.endswith(".ipynb") or path.is_symlink() or not path.is_file():
                continue
            total += path.stat().st_size
            if total > most:
                raise Unreadable(f"the submission has more than {most >> 20} MiB of files: {AGAIN}")
            try:
                found[str(path.relative_to(folder))] = path.read_bytes()
            except OSError as error:
                raise Unreadable(f"{name} cannot be read ({error.strerror}): check its permissions") from None
    return found


def fingerprint(folder: Path, settings: str) -> str:
    """A hash of everything in a submission's folder and of ``settings``: equal when nothing changed."""
    digest = hashlib.sha256(settings.encode())
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(place) / name
            digest.update(os.fsencode(str(path.relative_to(folder))))
            try:
                status = path.lstat()
                if stat.S_ISREG(status.st_mode) and status.st_size <= LARGEST_READ:
                    with path.open("rb") as stream:
                        digest.update(hashlib.file_digest(stream, "sha256").digest())
                else:
                    digest.update(f"{status.st_mode} {status.st_size} {status.st_mtime_ns}".encode())
            except OSError as error:
                digest.update(str(error.errno).encode())
    return digest.hexdigest()


def grade_notebook(
    plan: Plan,
    folder: Path,
    target: Path | None,
    sandbox: Sandbox,
    settings: GradingEngine,
    mode: Mode,
    every_cell: bool,
    stamp: dict[str, Any],
    on_test: Callable[[str], None],
    skip: frozenset[str],
) -> Graded:
    """Judge one notebook of a submission and write the graded notebook.

    Args:
        plan: of the notebook.
        folder: the submission.
        target: the file to write; None to write nothing.
        sandbox: where students' code runs.
        settings: limits.
        mode: how tests are run.
        every_cell: whether unchanged demonstrations run as well.
        stamp: what is recorded in the notebook's metadata: seed, fingerprint.
        on_test, skip: as in :class:`Judge`.

    Raises:
        Unreadable: the submission is no notebook.
    """
    clock = Clock()
    submitted = read_notebook(folder / f"{plan.name}.ipynb", settings.notebook_mib << 20)
    files = files_of(folder, settings.disk_mib << 20) | plan.files
    merged = merging.merge(plan.source, plan.release, submitted)
    clock.lap("read")
    judged = judge(plan, merged, files, sandbox, settings, mode, every_cell, clock, on_test, skip)
    clock.lap("judge")
    graded = Graded(repairs=[sanitising.text(one) for one in merged.repairs])
    _finish(merged, judged, plan)
    graded.tests = [_plain(result) for result in judged.tests]
    graded.answered = _answered(merged, plan)
    if target is not None:
        reasons = {one["grade_id"]: one["reason"] for one in graded.tests if one["reason"]}
        write_notebook(target, merged, plan, {**stamp, "tests": mode, "reasons": reasons, "repairs": graded.repairs})
    clock.lap("write")
    graded.seconds = clock.laps
    return graded


def judge(
    plan: Plan,
    merged: Merged,
    files: dict[str, bytes],
    sandbox: Sandbox,
    settings: GradingEngine,
    mode: Mode,
    every_cell: bool,
    clock: Clock,
    on_test: Callable[[str], None] = lambda _grade_id: None,
    skip: frozenset[str] = frozenset(),
) -> Judged:
    """Run a merged notebook; see :class:`Judge`."""
    deadline = time.monotonic() + settings.submission_seconds
    seed = int.from_bytes(hashlib.sha256(plan.name.encode()).digest()[:4], "big")

    def new_student(given: dict[str, Any]) -> Student:
        with clock.apart("fork"):
            return Student(sandbox, files, seed, settings.cell_seconds, deadline, given)

    run = steps_to_run(merged, every_cell)
    judging = Judge(merged, new_student, settings.cell_seconds, mode, on_test, skip, running=lambda: clock.apart("run"))
    return judging.judge(run)


class Clock:
    """Wall time by phase."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = time.monotonic()

    def lap(self, phase: str) -> None:
        """What has passed since the last lap belongs to ``phase``."""
        now = time.monotonic()
        self.laps[phase] = self.laps.get(phase, 0.0) + now - self._last
        self._last = now

    def apart(self, phase: str) -> _Apart:
        """A context whose time counts for ``phase`` and not for the lap around it."""
        return _Apart(self, phase)

    def move(self, phase: str, seconds: float) -> None:
        self.laps[phase] = self.laps.get(phase, 0.0) + seconds
        self._last += seconds


class _Apart:
    def __init__(self, clock: Clock, phase: str) -> None:
        self._clock, self._phase = clock, phase

    def __enter__(self) -> None:
        self._start = time.monotonic()

    def __exit__(self, *_error: object) -> None:
        self._clock.move(self._phase, time.monotonic() - self._start)


def _finish(merged: Merged, judged: Judged, plan: Plan) -> None:
    """Put the outputs into the cells, made harmless, and the metadata that nbgrader expects."""
    released = {(cell["cell_type"], cell["source"]) for cell in plan.release}
    for position, step in enumerate(merged.steps):
        cell = step.cell
        # A lone surrogate is legal in JSON and in no other text.
        cell["source"] = cell["source"].encode("utf-8", "replace").decode("utf-8")
        if cell["cell_type"] == "code":
            cell["outputs"] = sanitising.outputs(judged.outputs.get(position, cell["outputs"]))
        elif merging.role(cell).get("solution") or not merging.is_known(cell):
            if "attachments" in cell:
                cell["attachments"] = sanitising.attachments(cell["attachments"])
            if (cell["cell_type"], cell["source"]) not in released:
                cell["source"] = sanitising.markdown(cell["source"], cell.get("attachments", {}))
        if position in judged.after_hidden:
            # Its outputs may tell what hidden tests have handed in: they are for the instructor only.
            cell["metadata"]["autograder"] = {"after_hidden_tests": True}
        if name := step.grade_id:
            cell["metadata"]["nbgrader"]["checksum"] = plan.checksums.get(name, "")
        if step.kind == "test":
            for output in cell["outputs"]:
                if output["output_type"] == "stream" and output["name"] == "stderr":
                    # nbgrader would score it: kept for reading, as ordinary output.
                    output["name"] = "stdout"
    by_name = {step.grade_id: step.cell for step in merged.steps}
    for result in judged.tests:
        result.outputs = by_name[result.grade_id]["outputs"]


def _plain(result: Any) -> dict[str, Any]:
    # The score is read off these by nbgrader's own rule.
    shown = [
        {**one, "data": {"text/plain": one["data"].get("text/plain", "")[:200]}}
        for one in result.outputs
        if one["output_type"] == "execute_result"
    ]
    message = sanitising.text(result.message)[:LONGEST_MESSAGE]
    return {"grade_id": result.grade_id, "reason": result.reason, "message": message, "result": shown[:1]}


def _answered(merged: Merged, plan: Plan) -> dict[str, bool]:
    """For each cell that students answer in: whether it differs from the stub."""
    stubs = {merging.role(cell)["grade_id"]: cell["source"] for cell in plan.release if merging.is_known(cell)}
    return {
        step.grade_id: step.cell["source"] != stubs.get(step.grade_id)
        for step in merged.steps
        if merging.role(step.cell).get("solution") or merging.role(step.cell).get("task")
    }


def write_notebook(target: Path, merged: Merged, plan: Plan, stamp: dict[str, Any]) -> None:
    """Write the graded notebook. Nothing of the student's metadata is in it."""
    cells = []
    for number, step in enumerate(merged.steps):
        cell = copy.copy(step.cell)
        if merging.is_known(cell):
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
