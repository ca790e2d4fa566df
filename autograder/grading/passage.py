"""Submissions on their way: read, given to whoever judges, recorded."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.course import Course
from autograder.engine import protocol
from autograder.engine.protocol import Mode
from autograder.grading.dispatch import Dispatcher, Done, GradeJob
from autograder.grading.opened import AGAIN, Opened, Places
from autograder.grading.reader import Reader
from autograder.grading.results import Graded
from autograder.grading.submissions import Submission
from autograder.grading.trials import Tried
from autograder.grading.writer import Writer
from autograder.stages import what_went_wrong

if TYPE_CHECKING:
    from traitlets.config import Config

    from autograder.grading.gradebook import Recorder


class Run:
    """The submissions of a run that one dispatcher has judged.

    Args:
        course: whose.
        settings: of nbgrader.
        dispatcher: who judges.
        recorder: of the gradebook.
        seed: of the hidden inputs.
        tests: where tests run, as asked for.
        tried: what the trials say of the assignments.
        python: the Python that students' code runs in, as fingerprints know it.

    Attributes:
        tried_alone: what ran out of time or memory while others ran.
    """

    def __init__(
        self,
        course: Course,
        settings: Config,
        dispatcher: Dispatcher,
        recorder: Recorder,
        seed: int,
        tests: Mode,
        tried: dict[str, Tried],
        python: str,
    ) -> None:
        self.dispatcher = dispatcher
        self.tried = tried
        self.tried_alone: list[Submission] = []
        self._places = Places(course)
        self.reader = Reader(course, self._places, tests, python)
        self.writer = Writer(course, self._places, settings, recorder)
        self._seed = seed

    def all(self, todo: list[Submission]) -> Iterator[Graded]:
        """Have them judged, and record the results; yields each one when its scores are in the gradebook."""
        try:
            yield from self._all(todo)
        finally:
            # What is judged when a run is ended is kept as well.
            for _ in self.writer.flush():
                pass

    def _all(self, todo: list[Submission]) -> Iterator[Graded]:
        waiting = deque(todo)
        queue: deque[tuple[Opened, Path]] = deque()
        running: dict[int, tuple[Opened, Path]] = {}
        # What ended early while others ran: no result until it has been tried again with a machine to itself.
        slow: deque[tuple[Opened, Path]] = deque()
        crowded: set[int] = set()
        alone: set[int] = set()
        number = 0
        while waiting or queue or running or slow:
            while (waiting or queue) and self.dispatcher.has_room(len(running)):
                if not queue:
                    opened = self.reader.open(waiting.popleft())
                    if isinstance(opened, Graded):
                        yield opened
                        continue
                    queue.extend((opened, source) for source in opened.sources)
                one, source = queue.popleft()
                number += 1
                try:
                    self.dispatcher.send(self.job(number, one, source))
                except (NotImplementedError, TypeError, ValueError) as error:
                    # What is known of it is nothing that can be told to the judge.
                    queue = deque(job for job in queue if job[0] is not one)
                    yield Graded(one.submission, f"it cannot be read ({what_went_wrong(error)}): {AGAIN}")
                    continue
                running[number] = one, source
            if len(running) > 1:
                crowded |= set(running) - alone
            while slow and len(alone) == len(running) < self.dispatcher.places():
                number += 1
                one, source = running[number] = slow.popleft()
                alone.add(number)
                self.dispatcher.send(self.job(number, one, source), alone=True)
            if running and (done := self.dispatcher.receive(self.writer.seconds_left())) is not None:
                one, source = running.pop(done.number)
                crowded_in = done.number in crowded
                crowded.discard(done.number)
                alone.discard(done.number)
                if crowded_in and ended_early(done.reply):
                    self.tried_alone.append(one.submission)
                    slow.append((one, source))
                elif (graded := self.take(one, source, done)) is not None:
                    yield graded
            if not running or self.writer.seconds_left() == 0:
                yield from self.writer.flush()

    def job(self, number: int, one: Opened, source: Path, seed: int | None = None) -> GradeJob:
        """What is asked; with a seed of its own, if it has one."""
        tried = self.tried[one.submission.assignment]
        return GradeJob(
            number=number,
            assignment=one.submission.assignment,
            notebook=source.stem,
            student=one.submission.student,
            seed=self._seed if seed is None else seed,
            mode=tried.mode,
            every_cell=tried.every_cell[source],
            fingerprint=one.fingerprint,
            operations=tried.operations[source],
        )

    def take(self, one: Opened, source: Path, done: Done) -> Graded | None:
        """Take what is known of one notebook; returns why there is nothing to record of its submission.

        None where more of it is to come, or where the writer has it.
        """
        one.replies[source.stem] = done.reply
        if done.notebook is not None:
            try:
                part = self._places.unfinished(one.submission, source.stem)
                part.parent.mkdir(parents=True, exist_ok=True)
                part.write_bytes(done.notebook)
            except OSError as error:
                why = f"its graded notebook could not be written ({what_went_wrong(error)}): grade it again"
                one.replies[source.stem] = protocol.Unjudged(job=done.number, problem=why)
        return self.writer.take(one) if len(one.replies) == len(one.sources) else None


def ended_early(reply: protocol.Reply) -> bool:
    """Whether a neighbour may be to blame: it ran out of time or memory, or was ended."""
    match reply:
        case protocol.Verdict(ended_early=early):
            return early
        case _:
            # A judge that was ended, that is. What cannot be read can be read no better alone.
            return isinstance(reply, protocol.Died)
