"""Tables for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

from rich.console import Console
from rich.progress import track
from rich.table import Table

if TYPE_CHECKING:
    from autograder.audit import ExerciseAudit

T = TypeVar("T")


def with_progress(items: Iterable[T], what: str, console: Console) -> Iterator[T]:
    """The items, with a progress line on a terminal."""
    return iter(track(items, description=what, console=console, transient=True, disable=not console.is_terminal))


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
