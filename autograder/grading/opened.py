"""A submission on its way through grading: what is judged of it, where its results lie meanwhile."""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from autograder.course import Course
from autograder.engine import protocol
from autograder.grading.submissions import Submission

AGAIN = "ask for it again"


@dataclass
class Opened:
    """A submission whose notebooks are being judged.

    Attributes:
        submission: which one.
        fingerprint: of what decides its grade.
        sources: the instructor's notebooks that it is judged by.
        missing: the names of those that were not handed in.
        started: when (``time.monotonic``).
        replies: what the judge found out, by name of the notebook.
    """

    submission: Submission
    fingerprint: str
    sources: list[Path]
    missing: list[str]
    started: float
    replies: dict[str, protocol.Reply] = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """What is to be recorded of a submission.

    Attributes:
        assignment, student: which.
        timestamp: when it was handed in (UTC), or None.
        notebooks: what the judge found out, by name of the notebook; None for one that was not handed in.
    """

    assignment: str
    student: str
    timestamp: datetime.datetime | None
    notebooks: Mapping[str, protocol.Verdict | None]


# Places of so many folders are kept: each is asked for several times while its submission is on its way.
_MOST_KEPT = 4096


class Places:
    """Where the notebooks of submissions lie in a course folder.

    Args:
        course: whose.
    """

    def __init__(self, course: Course) -> None:
        self._course = course
        self._kept: dict[tuple[bool, Submission], Path] = {}

    def handed_in(self, submission: Submission) -> Path:
        """The folder of what was handed in."""
        return self._place(False, submission)

    def graded(self, submission: Submission) -> Path:
        """The folder of the graded notebooks."""
        return self._place(True, submission)

    def unfinished(self, submission: Submission, notebook: str) -> Path:
        """A graded notebook of which the gradebook knows nothing yet."""
        return self.graded(submission) / f".{notebook}.{os.getpid()}.part"

    def _place(self, graded: bool, submission: Submission) -> Path:
        if (found := self._kept.get((graded, submission))) is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            step = self._course.autograded if graded else self._course.submitted
            found = self._course.place(step, submission.student, submission.assignment)
            self._kept[graded, submission] = found
        return found


def problem(reply: protocol.Reply) -> str:
    """Why a notebook could not be judged."""
    match reply:
        case protocol.Unjudged(problem=problem):
            return problem
        case protocol.Died(status=status):
            return f"the process that judged it ended unexpectedly (exit status {status}): grade it again"
        case _:
            return "the judge answered another question than it was asked: please report this"
