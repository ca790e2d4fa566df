"""Try an assignment on its own solution before a class is graded: can its tests be judged, and with which cells?"""

from __future__ import annotations

import copy
import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.engine import repair
from autograder.engine.notebooks import Plan
from autograder.engine.repair import Merged, Step
from autograder.engine.sandbox import Sandbox
from autograder.engine.settings import GradingEngine
from autograder.engine.submission import Clock, judge
from autograder.hidden.seed import SEED_VARIABLE


@dataclass
class Trial:
    """What the tests say of the course's own solution.

    Attributes:
        every_cell: whether the demonstrations have to run as well.
        failures: message of each test that the solution does not pass, by grade id.
        only_in_student: the tests among them that it passes where they share a process with the solution.
    """

    every_cell: bool = False
    failures: dict[str, str] = field(default_factory=dict)
    only_in_student: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)


def run(plan: Plan, folder: Path, message: dict[str, Any], sandbox: Sandbox, settings: GradingEngine) -> Trial:
    """Run the solution's notebook with the fewest cells; where a test fails, with all; then in one process."""
    mode = "judge" if message["mode"] == "auto" else message["mode"]
    failures = _failures(plan, sandbox, settings, mode, every_cell=False)
    if not failures:
        return Trial(every_cell=False)
    failures = _failures(plan, sandbox, settings, mode, every_cell=True)
    if not failures or mode == "in-student":
        return Trial(every_cell=True, failures=failures)
    rest = _failures(plan, sandbox, settings, "in-student", every_cell=True)
    return Trial(every_cell=True, failures=failures, only_in_student=sorted(set(failures) - set(rest)))


def _failures(plan: Plan, sandbox: Sandbox, settings: GradingEngine, mode: str, every_cell: bool) -> dict[str, str]:
    steps = [_step(cell) for cell in plan.source]
    judged = judge(
        plan,
        Merged(steps, demonstrations=repair.demonstrations(plan.source)),
        plan.replaceable | plan.files,
        sandbox,
        settings,
        mode,
        every_cell,
        Clock(),
    )
    return {result.grade_id: result.message for result in judged.tests if result.reason}


def _step(cell: repair.Cell) -> Step:
    kind = repair.kind_of(cell)
    return Step(kind, copy.deepcopy(cell), cell["source"] if kind == "answer" else "")


@dataclass
class AnswerTried:
    """What the tests of an exercise say of one answer: for each seed, the first complaint or ""."""

    messages: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)


def answer(plan: Plan, folder: Path, message: dict[str, Any], sandbox: Sandbox, settings: GradingEngine) -> AnswerTried:
    """Run the solution's notebook with one answer exchanged, and its tests once with each seed.

    The other exercises are solved as in the source; demonstrations do not run.
    """
    tests, seeds = message["tests"], message["seeds"]
    steps = []
    for cell in plan.source:
        step = _step(cell)
        if step.grade_id == message["exercise"]:
            step.cell["source"] = message["code"]
        if step.kind in ("locked", "answer"):
            steps.append(step)
        elif step.kind == "test" and step.grade_id in tests:
            steps += [step] * len(seeds)
            if step.grade_id == tests[-1]:
                break
    rounds: Counter[str] = Counter()

    def next_seed(grade_id: str) -> None:
        os.environ[SEED_VARIABLE] = str(seeds[rounds[grade_id]])
        rounds[grade_id] += 1

    merged = Merged(steps)
    judged = judge(plan, merged, plan.replaceable | plan.files, sandbox, settings, "judge", False, Clock(), next_seed)
    complaints = [""] * len(seeds)
    seen: Counter[str] = Counter()
    for result in judged.tests:
        number = seen[result.grade_id]
        seen[result.grade_id] += 1
        if result.reason and not complaints[number]:
            complaints[number] = f"{result.grade_id}: {result.message}"
    return AnswerTried([one[:2000] for one in complaints])
