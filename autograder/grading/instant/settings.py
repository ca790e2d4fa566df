"""What an instructor can set for grading at once, in ``nbgrader_config.py``."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from traitlets import Dict, Enum, Int, List, Unicode
from traitlets.config import Config, Configurable

from autograder.errors import UserError
from autograder.grading.instant.limits import Rule
from autograder.reporting.limited import Shows

# Among names of assignments: all that are not named.
OTHERS = "*"


class InstantGrading(Configurable):
    """What `autograder serve` does. In what goes by assignment, "*" stands for all that are not named."""

    assignments = List(Unicode(), help="What is graded at once; every assignment where none is named.").tag(config=True)
    first_seconds = Int(
        5,
        min=1,
        help="Processor time of a submission in the first lane, and a third of its wall time. What needs more goes to "
        "the slow lane, one at a time with all the time of c.GradingEngine, and keeps nobody else waiting.",
    ).tag(config=True)
    at_once = Int(
        0, min=0, help="Submissions at a time in the first lane; 0 for two more than the machine has processors."
    ).tag(config=True)
    attempts_per_day = Dict(
        Int(min=1),
        key_trait=Unicode(),
        help="How often a student's work on an assignment is graded within 24 hours; what arrives beyond that waits "
        "until there is an attempt again, or until the deadline. Without limit where nothing is said.",
    ).tag(config=True)
    cool_down_seconds = Dict(
        Int(min=0), key_trait=Unicode(), help="Between two gradings of a student's work on an assignment."
    ).tag(config=True)
    deadlines = Dict(
        Unicode(),
        key_trait=Unicode(),
        help="Until when work is graded at once, as in '2027-01-31 23:59 UTC'; nbgrader's due date where nothing is "
        "said. What arrives later is left to `autograder collect`.",
    ).tag(config=True)
    shows = Dict(
        Enum([one.value for one in Shows]),
        key_trait=Unicode(),
        help="What students see before the deadline: 'visible tests', 'points', or 'points and misconceptions', which "
        "is everything. `autograder feedback --release` hands back everything.",
    ).tag(config=True)

    def shown(self, assignment: str) -> Shows:
        """What a page on this assignment may say before the deadline."""
        return Shows(_of(self.shows, assignment, Shows.EVERYTHING))

    def rule(self, assignment: str, due: datetime.datetime | None) -> Rule:
        """When work on this assignment is graded.

        Args:
            assignment: its name.
            due: nbgrader's due date.

        Raises:
            UserError: a deadline is no moment.
        """
        text = _of(self.deadlines, assignment, None)
        return Rule(
            _of(self.attempts_per_day, assignment, None),
            datetime.timedelta(seconds=_of(self.cool_down_seconds, assignment, 0)),
            due if text is None else _moment(text, assignment),
        )


def from_config(config: Config) -> InstantGrading:
    """The settings of a course."""
    return InstantGrading(config=config)


def _of(setting: Mapping[str, Any], assignment: str, default: Any) -> Any:
    return setting.get(assignment, setting.get(OTHERS, default))


def _moment(text: str, assignment: str) -> datetime.datetime:
    try:
        read = datetime.datetime.fromisoformat(text.strip().removesuffix("UTC").strip())
    except ValueError:
        raise UserError(
            f"c.InstantGrading.deadlines: {text!r} for {assignment} is no moment: write it as 2027-01-31 23:59 UTC."
        ) from None
    return read.replace(tzinfo=read.tzinfo or datetime.UTC)
