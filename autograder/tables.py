"""Tables for the terminal."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

import rich.progress
from rich.console import Console
from rich.markup import escape
from rich.progress import track
from rich.table import Table

from autograder.engine import sanitise

if TYPE_CHECKING:
    from autograder.attacks.run import Column
    from autograder.authoring.audit import ExerciseAudit
    from autograder.grading.gradebook import ClassScores
    from autograder.grading.regrade import Change

T = TypeVar("T")
MOST_CHARACTERS = 160
# How often work on a cluster says how far it is, where there is no terminal.
SAID_SECONDS = 60.0


def with_progress(items: Iterable[T], what: str, console: Console, total: int | None = None) -> Iterator[T]:
    """The items, with a progress bar and the time left on a terminal."""
    return iter(track(items, what, total=total, console=console, transient=True, disable=not console.is_terminal))


class Progress:
    """A progress bar on a terminal, for work whose size is known only when it has begun.

    Elsewhere there is nothing, but that work on a cluster, which may take hours, says now and then in a line how far it
    is.
    """

    def __init__(self, what: str, console: Console) -> None:
        self._console = console
        self._bar = rich.progress.Progress(
            *rich.progress.Progress.get_default_columns(),
            rich.progress.TextColumn("{task.fields[more]}"),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._bar.add_task(what, total=None, more="")
        self._started: float | None = None
        self._said = 0.0
        self._done = self._begun_with = self._workers = self._total = 0

    def __enter__(self) -> Progress:
        self._bar.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._bar.stop()

    def expect(self, total: int) -> None:
        self._total = total
        self._bar.update(self._task, total=total)

    def advance(self) -> None:
        self._done += 1
        self._bar.advance(self._task)
        if self._started is not None:
            self._tell(time.monotonic())

    def workers(self, number: int) -> None:
        """So many of a cluster's workers are at it from now on."""
        self._workers = number
        now = time.monotonic()
        if self._started is None:
            self._started = self._said = now
            self._begun_with = self._done
        self._tell(now)

    def _tell(self, now: float) -> None:
        assert self._started is not None
        done = self._done - self._begun_with
        rate = done / max(now - self._started, 1e-3)
        self._bar.update(self._task, more=f"{rate:.1f}/s, {self._workers} workers")
        if not self._console.is_terminal and now - self._said > SAID_SECONDS:
            self._said = now
            left = f", {(self._total - self._done) / rate / 60:.0f} min left" if rate else ""
            said = f"{self._done} of {self._total} graded, {rate:.1f} a second, {self._workers} workers{left}."
            self._console.print(said, soft_wrap=True)


def audit_table(assignment: str, audits: list[ExerciseAudit]) -> Table:
    """One row an exercise: right answers accepted n/n, wrong ones rejected n/n, which slipped."""
    table = Table(title=assignment, title_justify="left")
    table.add_column("exercise")
    table.add_column("right accepted", justify="right")
    table.add_column("wrong rejected", justify="right")
    table.add_column("slipped")
    for audit in audits:
        right, wrong = audit.count(right=True), audit.count(right=False)
        slipped = ", ".join(verdict.answer.name for verdict in audit.verdicts if verdict.slipped)
        table.add_row(audit.exercise.name, f"{right[0]}/{right[1]}", f"{wrong[0]}/{wrong[1]}", slipped or "–")
    return table


def counted(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], names: int) -> Table:
    """A table whose first columns, so many, are names, and all others counts."""
    table = Table(title=title, title_justify="left")
    for position, name in enumerate(columns):
        table.add_column(name, justify="left" if position < names else "right")
    for row in rows:
        table.add_row(*row)
    return table


def shown(name: str) -> str:
    """A name that nobody vouches for, harmless on a terminal: no escape codes, no markup."""
    return escape(sanitise.text(name))


def class_table(assignment: str, scores: ClassScores, problems: dict[str, str]) -> Table:
    """Students × exercises with totals. Exercises are numbered; the caption names them."""
    caption = "  ".join(f"{number}\u00a0{name}" for number, name in enumerate(scores.exercises, start=1))
    table = Table(title=f"{assignment}: points", title_justify="left", caption=caption, caption_justify="left")
    table.add_column("student", no_wrap=True)
    for number in range(1, len(scores.exercises) + 1):
        table.add_column(str(number), justify="right")
    table.add_column("total", justify="right")
    for student, row in scores.students.items():
        if row is None or student in problems:
            table.add_row(shown(student), *["–"] * len(scores.exercises), "not graded")
        else:
            cells = [
                "?" if (student, name) in scores.unjudged else f"{points:g}"
                for name, points in zip(scores.exercises, row, strict=True)
            ]
            table.add_row(shown(student), *cells, f"{sum(row):g}")
    if scores.unjudged:
        table.caption = f"{caption}\n? could not be judged: give these points by hand"
    table.add_section()
    table.add_row("possible", *(f"{points:g}" for points in scores.maximum), f"{sum(scores.maximum):g}")
    return table


def changes_table(changes: Iterable[Change]) -> Table:
    """One row a score that changes."""
    table = Table(title="what changes", title_justify="left")
    for name in ("assignment", "student", "test"):
        table.add_column(name)
    for name in ("before", "after", "difference"):
        table.add_column(name, justify="right")
    for one in changes:
        cell = shown(one.cell) if one.cell else "penalty for being late"
        before, after = ("–" if score is None else f"{score:g}" for score in (one.before, one.after))
        difference = f"{(one.after or 0) - (one.before or 0):+g}"
        table.add_row(shown(one.assignment), shown(one.student), cell, before, after, difference)
    return table


def attack_table(ours: Column, theirs: Column) -> Table:
    """One row an attack: what it tries to gain, and what it got out of this grader and of stock nbgrader."""
    table = Table(title="attacks", title_justify="left")
    for name in ("attack", "row", "tries to gain", "autograder", "nbgrader autograde"):
        table.add_column(name)
    for attack in ours.attacks:
        table.add_row(attack.name, attack.row, escape(attack.prize), _got(ours, attack.name), _got(theirs, attack.name))
    return table


def _got(column: Column, attack: str) -> str:
    if attack in column.not_run:
        return f"not run: {column.not_run[attack]}"
    text = "; ".join(column.gains.get(attack, [])) or "nothing"
    return escape(text if len(text) <= MOST_CHARACTERS else f"{text[:MOST_CHARACTERS]}…")
