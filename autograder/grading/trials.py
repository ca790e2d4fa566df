"""What the trial of an assignment on the instructor's own solution says of it, before a class is graded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.engine import protocol
from autograder.engine.protocol import Mode


@dataclass
class Tried:
    """What is known of an assignment.

    Attributes:
        problem: "", or why it cannot be graded.
        mode: where its tests run.
        every_cell: whether demonstrations run as well, by the instructor's notebook.
        operations: what its tests ask of the solution's live objects, by the instructor's notebook.
    """

    problem: str = ""
    mode: Mode = Mode.JUDGE
    every_cell: dict[Path, bool] = field(default_factory=dict)
    operations: dict[Path, dict[str, tuple[str, ...]]] = field(default_factory=dict)


def decide(
    assignment: str, tried: Tried, trials: Sequence[protocol.Trial], anyway: bool, remark: Callable[[str], None]
) -> None:
    """Complete what is known of an assignment: where its tests run, or why it cannot be graded.

    Args:
        assignment: its name.
        tried: what is known of it so far, with the mode that was asked for.
        trials: what the judge found out, for each of its notebooks.
        anyway: whether it is graded also where its own solution does not pass.
        remark: told what an instructor has to know of an assignment that can be graded.
    """
    tests = tried.mode
    failures = {name: text for trial in trials for name, text in trial.failures.items()}
    live = [name for trial in trials for name in trial.only_in_student]
    inside = tests is Mode.IN_STUDENT or (tests is Mode.AUTO and bool(live))
    tried.mode = Mode.IN_STUDENT if inside else Mode.JUDGE
    tried.problem = _look_at(assignment, failures, live, tests, anyway, remark)


def _look_at(
    assignment: str,
    failures: dict[str, str],
    live: list[str],
    tests: Mode,
    anyway: bool,
    remark: Callable[[str], None],
) -> str:
    does = "do" if len(live) > 1 else "does"
    refused = f"{', '.join(live)} {does} not accept the instructor's own solution when judged outside the student's"
    if live and tests is Mode.JUDGE:
        return (
            f"{refused} process ({_first_line(failures[live[0]])}): grade {assignment} with --tests in-student, "
            "or let the test exchange plain data only"
        )
    if live and tests is Mode.AUTO:
        remark(
            f"{assignment}: {refused} process ({_first_line(failures[live[0]])}), so its tests run inside, as "
            "under nbgrader: trust these scores less. To keep this: c.GradingEngine.tests = "
            f'{{"{assignment}": "{Mode.IN_STUDENT}"}}'
        )
    broken = {name: text for name, text in failures.items() if name not in live}
    if broken and not anyway:
        told = "; ".join(f"{name} ({_first_line(text)})" for name, text in broken.items())
        return (
            f"the instructor's own solution does not pass its own tests here: {told}. "
            "Correct them, or grade with --anyway"
        )
    for name, text in broken.items():
        remark(f"{assignment}: the instructor's own solution does not pass {name} ({_first_line(text)}).")
    return ""


def _first_line(message: str) -> str:
    return (message.splitlines() or ["no reason given"])[0]
