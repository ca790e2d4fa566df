"""When work that has arrived is graded: attempts in 24 hours, cool-down, deadline. Plain data in, plain data out."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Rule:
    """When work on an assignment is graded.

    Attributes:
        attempts: how often within 24 hours; None for no limit.
        cool_down: between two gradings.
        deadline: until when, with its zone; None for ever.
    """

    attempts: int | None = None
    cool_down: datetime.timedelta = datetime.timedelta()
    deadline: datetime.datetime | None = None

    def is_over(self, moment: datetime.datetime) -> bool:
        """Whether a moment is after the deadline."""
        return self.deadline is not None and moment > self.deadline


class Because(StrEnum):
    """Why work is not graded yet."""

    NOTHING = ""
    COOL_DOWN = "cool-down"
    ATTEMPTS = "attempts"
    DEADLINE = "deadline"


@dataclass(frozen=True)
class Decision:
    """Whether work is graded now.

    Attributes:
        because: of what it is not, or NOTHING.
        until: when it will be; None where it is graded now, or not at all.
    """

    because: Because = Because.NOTHING
    until: datetime.datetime | None = None


NOW = Decision()


def decide(
    rule: Rule, attempts: Sequence[datetime.datetime], received: datetime.datetime, now: datetime.datetime
) -> Decision:
    """Whether a student's work on an assignment is graded now.

    Who has handed in before the deadline is graded at the deadline at the latest, whatever the other limits say.

    Args:
        rule: for this assignment.
        attempts: when earlier work of this student on it was graded, in any order.
        received: when this work arrived.
        now: the moment.
    """
    if rule.is_over(received):
        return Decision(Because.DEADLINE)
    if rule.deadline is not None and now >= rule.deadline:
        return NOW
    waits = []
    recent = sorted(one for one in attempts if one > now - DAY)
    if rule.attempts is not None and len(recent) >= rule.attempts:
        waits.append((recent[-rule.attempts] + DAY, Because.ATTEMPTS))
    if attempts and rule.cool_down and (rested := max(attempts) + rule.cool_down) > now:
        waits.append((rested, Because.COOL_DOWN))
    if not waits:
        return NOW
    until, because = max(waits)
    return Decision(because, until if rule.deadline is None else min(until, rule.deadline))
