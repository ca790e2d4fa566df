"""Who is graded next: the newest of each, in the order of arrival, and nobody twice at a time. No clock, no files."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from autograder.grading.exchange import Arrival
from autograder.grading.submissions import Submission


class Lane(StrEnum):
    """Where a submission is judged: with a short limit first, and with the full one if that was too short."""

    FIRST = "first"
    SLOW = "slow"


@dataclass
class Lanes:
    """Work that waits, and work that is being judged.

    Args:
        first, slow: how many submissions at a time are judged in each lane.
    """

    first: int
    slow: int = 1
    _waiting: dict[Submission, tuple[Arrival, datetime.datetime | None]] = field(default_factory=dict)
    _running: dict[Submission, Lane] = field(default_factory=dict)
    _slow: list[Submission] = field(default_factory=list)

    def offer(self, arrival: Arrival, until: datetime.datetime | None = None) -> Arrival | None:
        """Let work wait, until a moment if need be; returns what need not be graded because of it, or None."""
        key = Submission(arrival.assignment, arrival.student)
        waiting, _ = self._waiting.get(key, (None, None))
        if waiting is not None and waiting.received > arrival.received:
            return arrival
        self._waiting.pop(key, None)
        self._waiting[key] = arrival, until
        return waiting

    def take(self, now: datetime.datetime) -> Arrival | None:
        """The next for the first lane: the oldest whose time has come and whose student is not being judged."""
        busy = {one.student for one in self._running} | {one.student for one in self._slow}
        if self.count(Lane.FIRST) >= self.first:
            return None
        ready = [
            arrival
            for arrival, until in self._waiting.values()
            if arrival.student not in busy and (until is None or until <= now)
        ]
        if not ready:
            return None
        arrival = min(ready, key=lambda one: one.received)
        del self._waiting[Submission(arrival.assignment, arrival.student)]
        return arrival

    def begin(self, submission: Submission, lane: Lane) -> None:
        """It is being judged from now on."""
        self._running[submission] = lane

    def end(self, submission: Submission) -> None:
        """It is no longer being judged."""
        self._running.pop(submission, None)

    def slow_down(self, submission: Submission) -> None:
        """Its time in the first lane was too short."""
        self._running.pop(submission, None)
        self._slow.append(submission)

    def take_slow(self) -> Submission | None:
        """The next for the slow lane."""
        if not self._slow or self.count(Lane.SLOW) >= self.slow:
            return None
        return self._slow.pop(0)

    def count(self, lane: Lane) -> int:
        """How many are being judged there."""
        return sum(one is lane for one in self._running.values())

    @property
    def waiting(self) -> int:
        """How many wait for a lane."""
        return len(self._waiting) + len(self._slow)

    def moments(self) -> Iterator[datetime.datetime]:
        """The moments at which something that waits may be graded."""
        return (until for _, until in self._waiting.values() if until is not None)

    def waits_behind(self, student: str) -> bool:
        """Whether other work of a student's is in the slow lane, or waits for it."""
        slow = {one.student for one, lane in self._running.items() if lane is Lane.SLOW}
        return student in slow | {one.student for one in self._slow}
