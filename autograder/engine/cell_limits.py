"""How long each cell may take, where nbgrader's ``timeout_func`` says so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import nbformat

from autograder.engine.settings import GradingEngine


def seconds_of(settings: GradingEngine, cell: dict[str, Any]) -> int:
    """Processor time that a cell has.

    Raises:
        ValueError: nbgrader's ``timeout_func`` fails on it.
    """
    if settings.timeout_func is None:
        return settings.cell_seconds
    try:
        given = settings.timeout_func(nbformat.from_dict(cell))
        # nbgrader's words for "no limit": here a submission as a whole has one.
        return int(given) if given and given > 0 else settings.submission_seconds
    except Exception as error:  # noqa: BLE001 - the function is the course's own: it may fail in any way
        raise ValueError(f"timeout_func fails on a cell ({type(error).__name__}: {error}): correct it") from None


def allow_for(settings: GradingEngine, cells: Iterable[dict[str, Any]]) -> None:
    """Give a submission as a whole time for these cells, where each has its own.

    Raises:
        ValueError: as :func:`seconds_of`.
    """
    if settings.timeout_func is not None:
        longest = max((seconds_of(settings, cell) for cell in cells if cell["cell_type"] == "code"), default=0)
        settings.submission_seconds = max(settings.submission_seconds, 5 * longest)
        settings.cpu_seconds = max(settings.cpu_seconds, 5 * longest)
