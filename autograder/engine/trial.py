"""Try an assignment on its own solution before a class is graded: can its tests be judged, and with which cells?"""

from __future__ import annotations

import copy
import dataclasses
import json
import os
from collections import Counter
from collections.abc import Sequence

from autograder.engine import repair, rewriting
from autograder.engine.judge import telling_checks
from autograder.engine.judging import Judging
from autograder.engine.protocol import AnswerJob, AnswerTried, Mode, Trial, TryJob, short
from autograder.engine.repair import Merged, Step
from autograder.engine.submission import judge
from autograder.engine.surroundings import SEED_VARIABLE

_LONGEST_COMPLAINT = 2000


def run(judging: Judging, job: TryJob) -> Trial:
    """Run the solution's notebook with the fewest cells; where a test fails, with all; then in one process."""
    if judging.mode is Mode.AUTO:
        judging = dataclasses.replace(judging, mode=Mode.JUDGE)
    failures, operations = _failures(judging)
    if not failures:
        return Trial(job=job.job, every_cell=False, failures={}, operations=operations)
    judging = dataclasses.replace(judging, every_cell=True)
    failures, operations = _failures(judging)
    if not failures or judging.mode is Mode.IN_STUDENT:
        return Trial(job=job.job, every_cell=True, failures=failures, operations=operations)
    rest, _operations = _failures(dataclasses.replace(judging, mode=Mode.IN_STUDENT))
    only_in_student = tuple(sorted(set(failures) - set(rest)))
    return Trial(
        job=job.job, every_cell=True, failures=failures, only_in_student=only_in_student, operations=operations
    )


def _failures(judging: Judging) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """The tests that the solution does not pass, with their messages; what is asked of its live objects."""
    source = judging.plan.source
    merged = Merged(
        [_step(cell, judging.settings.solution_delimiters) for cell in source],
        demonstrations=repair.demonstrations(source),
    )
    merged = rewriting.apply(judging.rewrite, merged, judging.plan)
    plan = judging.plan
    beside = {f"{plan.name}.ipynb": json.dumps({"cells": plan.release, "nbformat": 4, "nbformat_minor": 5}).encode()}
    judged = judge(judging, merged, plan.replaceable | plan.files | beside)
    failures = {result.grade_id: short(result.message, _LONGEST_COMPLAINT) for result in judged.tests if result.reason}
    return failures, judged.operations


def _step(cell: repair.Cell, delimiters: Sequence[str] = ()) -> Step:
    kind = repair.kind_of(cell)
    own = copy.deepcopy(cell)
    if kind == "answer":
        # A student's answer has no such lines, and a test may look at its text.
        kept = [line for line in own["source"].split("\n") if not any(word in line for word in delimiters)]
        own["source"] = "\n".join(kept)
    return Step(kind, own, cell["source"] if kind == "answer" else "")


def answer(judging: Judging, job: AnswerJob) -> AnswerTried:
    """Run the solution's notebook with one answer exchanged, and its tests once with each seed.

    The other exercises are solved as in the source; demonstrations do not run.
    """
    steps = []
    for cell in judging.plan.source:
        step = _step(cell)
        if step.grade_id == job.exercise:
            step.cell["source"] = job.code
        if step.kind in ("locked", "answer"):
            steps.append(step)
        elif step.kind == "test" and step.grade_id in job.tests:
            steps += [step] * len(job.seeds)
            if step.grade_id == job.tests[-1]:
                break
    rounds: Counter[str] = Counter()

    def next_seed(grade_id: str) -> None:
        os.environ[SEED_VARIABLE] = str(job.seeds[rounds[grade_id]])
        rounds[grade_id] += 1

    # Only verdicts are asked for: no known answers are looked for.
    with telling_checks("advised", False):
        judged = judge(
            dataclasses.replace(judging, on_test=next_seed),
            Merged(steps),
            judging.plan.replaceable | judging.plan.files,
        )
    complaints = [""] * len(job.seeds)
    seen: Counter[str] = Counter()
    for result in judged.tests:
        number = seen[result.grade_id]
        seen[result.grade_id] += 1
        if result.reason and not complaints[number]:
            complaints[number] = f"{result.grade_id}: {result.message}"
    return AnswerTried(job=job.job, messages=tuple(short(one, _LONGEST_COMPLAINT) for one in complaints))
