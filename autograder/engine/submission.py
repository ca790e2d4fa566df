"""One submission from file to judged notebook. This runs in a process of its own, forked from the warm judge."""

from __future__ import annotations

import functools
import hashlib
import math
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from autograder import stages
from autograder.engine import counterexamples, markdown, repair, rewriting, sanitise
from autograder.engine.judge import Judge, Judged, TestResult, steps_to_run
from autograder.engine.judging import Judging
from autograder.engine.notebooks import (
    Plan,
    Unreadable,
    environment_of,
    files_of,
    read_notebook,
    write_notebook,
)
from autograder.engine.protocol import LONGEST_MESSAGE, GradeJob, TestVerdict, Verdict, few, short
from autograder.engine.repair import Merged
from autograder.engine.settings import GradingEngine
from autograder.engine.student import CellLimits, Student
from autograder.stages import Stage, StageTooLong, alarm

# nbgrader reads partial credit off it: a number.
_LONGEST_PRINTED = 200
# Processor time for the text cells of a notebook together.
TEXT_SECONDS = 20.0
# Bytes of the notebook that lie beside its own cells.
LARGEST_BESIDE = 1 << 22


def grade_notebook(judging: Judging, job: GradeJob) -> Verdict:
    """Judge one notebook of a submission and write the graded notebook.

    Raises:
        Unreadable: the submission is no notebook.
    """
    plan, settings, clock = judging.plan, judging.settings, judging.clock
    with clock.apart("fork"):
        judging.sandbox.begin()
    stage = _Stages(job.folder.parent.name, settings)
    budget = sanitise.Budget(settings.output_characters, settings.outputs_mib << 20)
    judging = replace(judging, stage=stage, budget=budget, hidden_later=True)
    path = job.folder / f"{plan.name}.ipynb"
    try:
        submitted = stage("reading", lambda: read_notebook(path, settings.notebook_mib << 20))
        files = stage("reading", lambda: files_of(job.folder, settings.disk_mib << 20)) | plan.files
        # Whoever lists the folder finds the notebook in it, as handed in.
        files[path.name] = stage("reading", lambda: _small(path))
        merged = stage("repair", lambda: repair.merge(plan.source, plan.release, submitted, plan.formerly))
        merged = stage("repair", lambda: rewriting.apply(judging.rewrite, merged, plan, job.folder.parent.name))
        clock.lap("read")
        with alarm(2 * settings.submission_seconds + settings.stage_seconds, "judging"):
            judged = judge(judging, merged, files)
        clock.lap("judge")
        cases = counterexamples.look(judging, merged, judged.tests, functools.partial(_student, judging, files))
        clock.lap("cases")
        repairs = few([sanitise.text(one) for one in merged.repairs])
        stage("sanitising", lambda: _finish(merged, judged, plan, budget))
        tests = tuple(_verdict(result) for result in judged.tests)
        stamp = {
            "seed": job.seed,
            "fingerprint": job.fingerprint,
            "tests": job.mode,
            "reasons": {one.grade_id: one.reason for one in tests if one.reason},
            "advice": {
                one.grade_id: short(sanitise.text(one.advice), LONGEST_MESSAGE) for one in judged.tests if one.advice
            },
            "of_hidden": [one.grade_id for one in judged.tests if one.reason and one.of_hidden],
            "cases": cases,
            "repairs": repairs,
            "changed": merged.changed,
            "of_another_release": merged.of_another_release,
            "environment": environment_of(submitted),
        }
        stage("writing", lambda: write_notebook(job.target, merged, plan, stamp))
    except StageTooLong as late:
        raise Unreadable(f"{late}: ask for it again") from None
    clock.lap("write")
    return Verdict(
        job=job.job,
        tests=tests,
        repairs=repairs,
        answered=_answered(merged, plan),
        seconds=clock.laps,
        ended_early=judged.ended_early,
    )


def _small(path: Path) -> bytes:
    """A file's content, or its beginning where it is large."""
    with path.open("rb") as stream:
        return stream.read(LARGEST_BESIDE)


def judge(judging: Judging, merged: Merged, files: dict[str, bytes]) -> Judged:
    """Run a merged notebook, with these files beside it; see :class:`Judge`."""
    deadline = time.monotonic() + judging.settings.submission_seconds
    new_student = functools.partial(_student, judging, files, deadline=deadline)
    run = judging.stage("analysis", lambda: steps_to_run(merged, judging.every_cell))
    return Judge(judging, merged, new_student).judge(run)


def _student(judging: Judging, files: dict[str, bytes], given: dict[str, Any], deadline: float = math.inf) -> Student:
    """A new process for a submission's code; ``deadline`` as in :class:`CellLimits`."""
    settings = judging.settings
    seed = int.from_bytes(hashlib.sha256(judging.plan.name.encode()).digest()[:4], "big")
    with judging.clock.apart("fork"):
        limits = CellLimits(settings.cell_seconds, settings.cell_wall_seconds, deadline)
        # What its own shell keeps of a cell, as it is encoded, and no more.
        largest = min(8 * settings.output_characters + (1 << 20), settings.reply_bytes)
        return Student(judging.sandbox, files, seed, limits, given, largest)


class _Stages:
    """Does the work of the stages of one submission, each within its time."""

    def __init__(self, student: str, settings: GradingEngine) -> None:
        self._student = student
        self._settings = settings

    def __call__(self, stage: Stage, work: Callable[[], Any]) -> Any:
        # Students' code and tests have limits of their own.
        seconds = None if stage in ("run", "judge") else self._settings.stage_seconds
        return stages.run(stage, self._student, work, seconds)


def _finish(merged: Merged, judged: Judged, plan: Plan, budget: sanitise.Budget) -> None:
    """Put the outputs into the cells, made harmless, and the metadata that nbgrader expects."""
    released = {(cell["cell_type"], cell["source"]) for cell in plan.release}
    texts = _Texts()
    for position, step in enumerate(merged.steps):
        cell = step.cell
        # A lone surrogate is legal in JSON and in no other text.
        cell["source"] = cell["source"].encode("utf-8", "replace").decode("utf-8")
        if cell["cell_type"] == "code":
            if step.kind not in ("test", "locked"):
                cell["source"] = sanitise.code(cell["source"])
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


def _verdict(result: TestResult) -> TestVerdict:
    printed = [one["data"].get("text/plain", "") for one in result.outputs if one["output_type"] == "execute_result"]
    return TestVerdict(
        grade_id=result.grade_id,
        reason=result.reason,
        message=short(sanitise.text(result.message), LONGEST_MESSAGE),
        reported=result.reported,
        printed=short(printed[0], _LONGEST_PRINTED) if printed else None,
    )


def _answered(merged: Merged, plan: Plan) -> dict[str, bool]:
    """For each cell that students answer in: whether it differs from the stub."""
    stubs = {repair.role(cell)["grade_id"]: cell["source"] for cell in plan.release if repair.is_known(cell)}
    return {
        step.grade_id: step.cell["source"] != stubs.get(step.grade_id)
        for step in merged.steps
        if repair.role(step.cell).get("solution") or repair.role(step.cell).get("task")
    }
