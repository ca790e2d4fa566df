"""What judging one notebook takes, put together once in the process that judges it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from autograder.engine.notebooks import Plan
from autograder.engine.protocol import Mode
from autograder.engine.rewriting import Rewrite
from autograder.engine.sandbox import Sandbox
from autograder.engine.sanitise import Budget
from autograder.engine.settings import GradingEngine
from autograder.stages import Stage


class Clock:
    """Time by phase: by the clock on the wall, or by whatever else counts seconds."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self.laps: dict[str, float] = {}
        self._now = now
        self._last = now()

    def lap(self, phase: str) -> None:
        """What has passed since the last lap belongs to ``phase``."""
        now = self._now()
        self.laps[phase] = self.laps.get(phase, 0.0) + now - self._last
        self._last = now

    @contextmanager
    def apart(self, phase: str) -> Iterator[None]:
        """A context whose time counts for ``phase`` and not for the lap around it."""
        start = self._now()
        try:
            yield
        finally:
            seconds = self._now() - start
            self.laps[phase] = self.laps.get(phase, 0.0) + seconds
            self._last += seconds


def _nobody(_grade_id: str) -> None:
    """Nobody is told which test is at hand."""


def _at_once(_stage: Stage, work: Callable[[], Any]) -> Any:
    return work()


@dataclass(frozen=True)
class Judging:
    """How one notebook is judged.

    Attributes:
        plan: of the notebook.
        sandbox: where students' code runs.
        settings: limits.
        mode: where tests run.
        every_cell: whether the author's unchanged demonstrations run as well.
        on_test: told the grade id of each test before it runs.
        operations: what the instructor's own solution lets each cell of tests ask of live objects; None for anything.
        skip: tests that are known never to end, by grade id: they are not earned.
        clock: takes the time.
        stage: does the work of a stage, with whatever limits it has.
        rewrite: what the course does to a notebook's cells before they run.
        hidden_later: whether hidden parts of tests run when all that pages show has been recorded.
        budget: how much of the outputs of students' cells is kept; all of it where there is none.
    """

    plan: Plan
    sandbox: Sandbox
    settings: GradingEngine
    mode: Mode
    every_cell: bool = False
    on_test: Callable[[str], None] = _nobody
    skip: frozenset[str] = frozenset()
    operations: Mapping[str, tuple[str, ...]] | None = None
    rewrite: Rewrite | None = None
    clock: Clock = field(default_factory=Clock)
    stage: Callable[[Stage, Callable[[], Any]], Any] = _at_once
    budget: Budget | None = None
    hidden_later: bool = False
