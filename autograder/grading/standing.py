"""An engine that stays: submissions are judged as they come, and what a class finds out first is found out once."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass

from autograder.engine.host import Host
from autograder.engine.protocol import Mode
from autograder.grading.gradebook import Recorder
from autograder.grading.results import Graded
from autograder.grading.run import AGAIN, Engine, Opened, Run, ended_early
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
        self._hosts: dict[int, Host] = {}
        self._running: dict[int, tuple[Opened, str, Run]] = {}
        self._number = 0
        for problems, run in engine.runs(list(names), recorder, 0, tests, jobs):
            self.problems |= problems
            if run is not None:
                self._runs |= dict.fromkeys(set(run.tried) - set(problems), run)
                self._hosts[run.host.fileno()] = run.host

    @property
    def descriptors(self) -> list[int]:
        """Where there is something to read when :meth:`receive` has something to say."""
        return list(self._hosts)

    def start(self, submission: Submission, seed: int) -> Graded | None:
        """Give a submission to its judge; returns why there is nothing to judge, or None.

        Raises:
            RuntimeError: the judge has died.
        """
        if submission.assignment not in self._runs:
            return Graded(submission, self.problems.get(submission.assignment, "its assignment is not graded here"))
        run = self._runs[submission.assignment]
        opened = run.open(submission)
        if isinstance(opened, Graded):
            return opened
        try:
            for source in opened.sources:
                self._number += 1
                run.host.send(run.job(self._number, opened, source, seed))
                self._running[self._number] = opened, source.stem, run
        except (NotImplementedError, TypeError, ValueError) as error:
            return Graded(submission, f"it cannot be read ({what_went_wrong(error)}): {AGAIN}")
        return None

    def receive(self, descriptor: int) -> Graded | TooShort | None:
        """What the judge that can be read there says: a result, or None where more of a submission is to come.

        Raises:
            RuntimeError: the judge has died.
        """
        reply = self._hosts[descriptor].receive()
        known = self._running.pop(reply.job, None)
        if known is None:
            # The rest of a submission that could not be given to its judge as a whole.
            return None
        opened, name, run = known
        opened.replies[name] = reply
        if len(opened.replies) < len(opened.sources):
            return None
        if not self._last_word and any(ended_early(one) for one in opened.replies.values()):
            run.discard(opened)
            return TooShort(opened.submission)
        try:
            return run.close(opened)
        except Exception as error:  # noqa: BLE001 - a full disk, say: whoever comes next may be luckier
            with contextlib.suppress(OSError):
                run.discard(opened)
            why = what_went_wrong(error)
            return Graded(opened.submission, f"its results could not be written ({why}): grade it again")
