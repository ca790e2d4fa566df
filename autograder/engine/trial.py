"""Try an assignment on its own solution before a class is graded: can its tests be judged, and with which cells?"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.engine import merging
from autograder.engine.merging import Merged, Step
from autograder.engine.sandbox import Sandbox
from autograder.engine.settings import GradingEngine
from autograder.engine.submission import Clock, Plan, judge


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
    mode = message["mode"]
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
    judged = judge(plan, Merged(steps), plan.files, sandbox, settings, mode, every_cell, Clock())
    return {result.grade_id: result.message for result in judged.tests if result.reason}


def _step(cell: merging.Cell) -> Step:
    kind = merging.kind_of(cell)
    return Step(kind, copy.deepcopy(cell), cell["source"] if kind == "answer" else "")
