"""An engine that stays: submissions are judged as they come, and what a class finds out first is found out once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder.engine.protocol import Mode
from autograder.grading.dispatch import Local
from autograder.grading.gradebook import Recorder
from autograder.grading.opened import AGAIN, Opened
from autograder.grading.passage import Run, ended_early
from autograder.grading.results import Graded
from autograder.grading.run import Engine
from autograder.grading.submissions import Submission
from autograder.stages import what_went_wrong


@dataclass(frozen=True)
class TooShort:
    """A submission ran out of time or memory, or was ended: it may be right with more of them."""

    submission: Submission


class Standing:
    """Judges that are ready, with their assignments tried.

    Args:
        engine: that has been waited for; it stays its owner's.
        names: the assignments.
        recorder: of the gradebook.
        tests: where tests run.
        jobs: how many trials at a time.
        last_word: whether what runs out of time is recorded as it is.
    """

    def __init__(
        self, engine: Engine, names: Iterable[str], recorder: Recorder, tests: Mode, jobs: int, last_word: bool
    ) -> None:
        self.problems: dict[str, str] = {}
        self._last_word = last_word
        self._runs: dict[str, Run] = {}
        self._judges: dict[int, Local] = {}
        self._running: dict[int, tuple[Opened, Path, Run]] = {}
        self._number = 0
        for problems, run in engine.runs(list(names), recorder, 0, tests, jobs):
            self.problems |= problems
            if run is not None:
                assert isinstance(run.dispatcher, Local)
                self._runs |= dict.fromkeys(set(run.tried) - set(problems), run)
                self._judges[run.dispatcher.fileno()] = run.dispatcher

    @property
    def descriptors(self) -> list[int]:
        """Where there is something to read when :meth:`receive` has something to say."""
        return list(self._judges)

    def start(self, submission: Submission, seed: int) -> Graded | None:
        """Give a submission to its judge; returns why there is nothing to judge, or None.

        Raises:
            RuntimeError: the judge has died.
        """
        if submission.assignment not in self._runs:
            return Graded(submission, self.problems.get(submission.assignment, "its assignment is not graded here"))
        run = self._runs[submission.assignment]
        opened = run.reader.open(submission)
        if isinstance(opened, Graded):
            return opened
        try:
            for source in opened.sources:
                self._number += 1
                run.dispatcher.send(run.job(self._number, opened, source, seed))
                self._running[self._number] = opened, source, run
        except (NotImplementedError, TypeError, ValueError) as error:
            return Graded(submission, f"it cannot be read ({what_went_wrong(error)}): {AGAIN}")
        return None

    def receive(self, descriptor: int) -> Graded | TooShort | None:
        """What the judge that can be read there says: a result, or None where more of a submission is to come.

        Raises:
            RuntimeError: the judge has died.
        """
        done = self._judges[descriptor].receive()
        known = self._running.pop(done.number, None) if done is not None else None
        if done is None or known is None:
            # The rest of a submission that could not be given to its judge as a whole.
            return None
        opened, source, run = known
        replies = {**opened.replies, source.stem: done.reply}
        whole = len(replies) == len(opened.sources)
        if whole and not self._last_word and any(ended_early(one) for one in replies.values()):
            run.writer.discard(opened)
            return TooShort(opened.submission)
        if (refused := run.take(opened, source, done)) is not None or not whole:
            return refused
        (graded,) = run.writer.flush()
        return graded
