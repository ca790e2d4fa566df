"""One submission from file to judged notebook. This runs in a process of its own, forked from the warm judge."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.engine import markdown, repair, sanitise, stages
from autograder.engine.judge import Judge, Judged, Mode, steps_to_run
from autograder.engine.notebooks import Plan, Unreadable, files_of, read_notebook, write_notebook
from autograder.engine.repair import Merged
from autograder.engine.sandbox import Sandbox
from autograder.engine.settings import GradingEngine
from autograder.engine.stages import Stage, StageTooLong, alarm
from autograder.engine.student import Student

LONGEST_MESSAGE = 600
MOST_REPAIRS = 200
# Processor time for the text cells of a notebook together.
TEXT_SECONDS = 20.0


@dataclass
class Graded:
    """What the judge found out about one notebook of a submission."""

    tests: list[dict[str, Any]] = field(default_factory=list)
    repairs: list[str] = field(default_factory=list)
    problem: str = ""
    answered: dict[str, bool] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)


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
    stage = _Stages(folder.parent.name, settings)
    budget = sanitise.Budget(settings.output_characters, settings.outputs_mib << 20)
    try:
        path = folder / f"{plan.name}.ipynb"
        submitted = stage("reading", lambda: read_notebook(path, settings.notebook_mib << 20))
        files = stage("reading", lambda: files_of(folder, settings.disk_mib << 20)) | plan.files
        merged = stage("repair", lambda: repair.merge(plan.source, plan.release, submitted))
        clock.lap("read")
        judged = judge(
            plan, merged, files, sandbox, settings, mode, every_cell, clock, on_test, skip, stage=stage, budget=budget
        )
        clock.lap("judge")
        graded = Graded(repairs=[sanitise.text(one)[:LONGEST_MESSAGE] for one in merged.repairs[:MOST_REPAIRS]])
        stage("sanitising", lambda: _finish(merged, judged, plan, budget))
        graded.tests = [_plain(result) for result in judged.tests]
        graded.answered = _answered(merged, plan)
        if target is not None:
            reasons = {one["grade_id"]: one["reason"] for one in graded.tests if one["reason"]}
            all_of_it = {**stamp, "tests": mode, "reasons": reasons, "repairs": graded.repairs}
            stage("writing", lambda: write_notebook(target, merged, plan, all_of_it))
    except StageTooLong as late:
        raise Unreadable(f"{late}: ask for it again") from None
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
    stage: Callable[[Stage, Callable[[], Any]], Any] = lambda _stage, work: work(),
    budget: sanitise.Budget | None = None,
) -> Judged:
    """Run a merged notebook; see :class:`Judge`."""
    deadline = time.monotonic() + settings.submission_seconds
    seed = int.from_bytes(hashlib.sha256(plan.name.encode()).digest()[:4], "big")

    def new_student(given: dict[str, Any]) -> Student:
        with clock.apart("fork"):
            # What its own shell keeps of a cell, as it is encoded, and no more.
            largest = min(8 * settings.output_characters + (1 << 20), settings.reply_bytes)
            return Student(sandbox, files, seed, settings.cell_seconds, deadline, given, largest)

    run = stage("analysis", lambda: steps_to_run(merged, every_cell))
    judging = Judge(
        merged,
        new_student,
        settings.cell_seconds,
        mode,
        on_test,
        skip,
        running=lambda: clock.apart("run"),
        budget=budget,
        stage=stage,
    )
    with alarm(2 * settings.submission_seconds + settings.stage_seconds, "judging"):
        return judging.judge(run)


class _Stages:
    """Does the work of the stages of one submission, each within its time."""

    def __init__(self, student: str, settings: GradingEngine) -> None:
        self._student = student
        self._settings = settings

    def __call__(self, stage: Stage, work: Callable[[], Any]) -> Any:
        # Students' code and tests have limits of their own.
        seconds = None if stage in ("run", "judge") else self._settings.stage_seconds
        return stages.run(stage, self._student, work, seconds)


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


def _finish(merged: Merged, judged: Judged, plan: Plan, budget: sanitise.Budget) -> None:
    """Put the outputs into the cells, made harmless, and the metadata that nbgrader expects."""
    released = {(cell["cell_type"], cell["source"]) for cell in plan.release}
    texts = _Texts()
    for position, step in enumerate(merged.steps):
        cell = step.cell
        # A lone surrogate is legal in JSON and in no other text.
        cell["source"] = cell["source"].encode("utf-8", "replace").decode("utf-8")
        if cell["cell_type"] == "code":
            if step.kind == "test":
                cell["outputs"] = budget.of_test(judged.outputs.get(position, []))
            elif position in judged.outputs:
                # What ran has been counted.
                cell["outputs"] = judged.outputs[position]
            else:
                cell["outputs"] = budget.of_student(cell["outputs"])
        elif repair.role(cell).get("solution") or not repair.is_known(cell):
            if "attachments" in cell:
                cell["attachments"] = sanitise.attachments(cell["attachments"])
            if (cell["cell_type"], cell["source"]) not in released:
                cell["source"] = texts.harmless(cell)
                cell["metadata"]["autograder"] = {"by_student": True}
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


class _Texts:
    """The text cells that students wrote: reading them all has one budget of time."""

    def __init__(self) -> None:
        self._ends = time.process_time() + TEXT_SECONDS

    def harmless(self, cell: repair.Cell) -> str:
        if cell["cell_type"] == "raw":
            return markdown.raw(cell["source"])
        left = min(self._ends - time.process_time(), markdown.PARSE_SECONDS)
        if left <= 0:
            return markdown.plain(cell["source"][: markdown.LONGEST])
        return markdown.harmless(cell["source"], cell.get("attachments", {}), left)


def _plain(result: Any) -> dict[str, Any]:
    # The score is read off these by nbgrader's own rule.
    shown = [
        {**one, "data": {"text/plain": one["data"].get("text/plain", "")[:200]}}
        for one in result.outputs
        if one["output_type"] == "execute_result"
    ]
    message = sanitise.text(result.message)[:LONGEST_MESSAGE]
    return {"grade_id": result.grade_id, "reason": result.reason, "message": message, "result": shown[:1]}


def _answered(merged: Merged, plan: Plan) -> dict[str, bool]:
    """For each cell that students answer in: whether it differs from the stub."""
    stubs = {repair.role(cell)["grade_id"]: cell["source"] for cell in plan.release if repair.is_known(cell)}
    return {
        step.grade_id: step.cell["source"] != stubs.get(step.grade_id)
        for step in merged.steps
        if repair.role(step.cell).get("solution") or repair.role(step.cell).get("task")
    }
