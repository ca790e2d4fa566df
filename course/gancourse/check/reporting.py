"""Say which visible checks passed; hidden ones pass without a word."""

from __future__ import annotations

import sys
from typing import Any

from gancourse.check import outcomes
from gancourse.check.calling import quiet

LONGEST = 60
# A grey that can be read on white and on black: "bright black" is a different thing in each theme.
GREEN, GREY, PLAIN = "\x1b[32m", "\x1b[38;2;118;118;118m", "\x1b[0m"

_in_this_cell = 0
_only_the_form = False
_source = ""


def passed(label: str, why: str) -> None:
    """Print one line ``✓ why · label`` unless the checks are hidden ones or there is nothing to say.

    What it means comes first, and of a long call only the beginning follows.
    """
    global _in_this_cell
    if quiet.get():
        return
    _in_this_cell += 1
    short = label if len(label) <= LONGEST else label[: LONGEST - 1] + "…"
    if why or short:
        print(f"{_green('✓')} {why}{_grey(f' · {short}')}" if why and short else f"{_green('✓')} {why or short}")


def only_the_form() -> None:
    """The visible checks of this cell see the form of an answer alone: its last line then promises no points."""
    global _only_the_form
    _only_the_form = True


def count_in_cells(shell: Any) -> None:
    """Let IPython end each cell whose checks all passed with their number and its points: ``✓ 3 of 3 · 2 points``."""
    # A module that is loaded again must not count twice.
    for event, callback in (("pre_run_cell", _begin), ("post_run_cell", _end)):
        if callback not in shell.events.callbacks[event]:
            shell.events.register(event, callback)


def _begin(info: Any) -> None:
    global _in_this_cell, _only_the_form, _source
    _in_this_cell, _only_the_form, _source = 0, False, str(info.raw_cell)


def _end(result: Any) -> None:
    if _in_this_cell and result.success:
        points = outcomes.points_of(_source)
        worth = f" · {points:g} point{'' if points == 1 else 's'}" if points else ""
        if worth and _only_the_form:
            worth = " · the form only: whether it is right, and the points, come with grading"
        print(_green(f"✓ {_in_this_cell} of {_in_this_cell}{worth}"))


def _green(text: str) -> str:
    return f"{GREEN}{text}{PLAIN}" if _colours() else text


def _grey(text: str) -> str:
    return f"{GREY}{text}{PLAIN}" if _colours() else text


def _colours() -> bool:
    """Whether whoever shows the output knows colours: a notebook or a terminal, not a file."""
    return "ipykernel" in type(sys.stdout).__module__ or sys.stdout.isatty()
