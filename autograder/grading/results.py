"""What grading a class found out, and the same as JSON (``docs/results-schema.json``)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any

from autograder.engine.protocol import Mode, Reason, TestVerdict
from autograder.grading.submissions import Submission


@dataclass(frozen=True)
class GradedTest:
    """What a test cell said, and the points that it gave."""

    verdict: TestVerdict
    score: float | None
    most: float

    def as_data(self) -> dict[str, Any]:
        return {
            "grade_id": self.verdict.grade_id,
            "score": self.score,
            "max_score": self.most,
            "message": self.verdict.message,
            "reason": self.verdict.reason,
            "reported": self.verdict.reported,
        }


@dataclass(frozen=True)
class Graded:
    """What happened to a submission.

    Attributes:
        submission: which one.
        problem: "" or one sentence on why it could not be graded.
        points, most, needs_manual_grade: as nbgrader's gradebook has them.
        tests: for each test cell what it said, and its points.
        repairs: a sentence for each cell that had to be put right.
        missing: a sentence for each notebook of the assignment that was not handed in, when others were.
        seconds: wall time by phase.
        of_assignment: whether the problem is the assignment's, and so everybody's.
    """

    submission: Submission
    problem: str = ""
    points: float = 0.0
    most: float = 0.0
    needs_manual_grade: bool = False
    tests: list[GradedTest] = field(default_factory=list)
    repairs: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    of_assignment: bool = False

    @property
    def unjudged(self) -> int:
        """How many of its answers could not be judged."""
        return sum(test.verdict.reason is Reason.NOT_JUDGED for test in self.tests)

    def brief(self) -> Graded:
        """The same without what is said of each test: of ten thousand, that is most of the memory."""
        return replace(self, tests=[], repairs=[], seconds={})

    def as_data(self) -> dict[str, Any]:
        return {
            "student": self.submission.student,
            "graded": not self.problem,
            "reason": self.problem or None,
            "score": self.points,
            "max_score": self.most,
            "needs_manual_grade": self.needs_manual_grade,
            "messages": [*self.repairs, *self.missing],
            "tests": [test.as_data() for test in self.tests],
            "seconds": self.seconds,
        }


@dataclass(frozen=True)
class Results:
    """What a grading run found out.

    Attributes:
        graded: one for each submission that it has looked at, in the order in which they ended.
        seed: of the hidden inputs.
        tests: where the tests ran, as asked for.
        seconds: wall time.
        unjudged: how many answers could not be judged.
    """

    graded: tuple[Graded, ...]
    seed: int
    tests: Mode
    seconds: float
    unjudged: int = 0

    @property
    def problems(self) -> dict[Submission, str]:
        """Why submissions could not be graded."""
        return {one.submission: one.problem for one in self.graded if one.problem}

    def as_data(self) -> dict[str, Any]:
        """What ``autograder grade --json`` prints."""
        by_assignment: dict[str, list[dict[str, Any]]] = {}
        for one in self.graded:
            by_assignment.setdefault(one.submission.assignment, []).append(one.as_data())
        return {
            "assignments": [{"assignment": name, "submissions": rows} for name, rows in by_assignment.items()],
            "seconds": self.seconds,
        }

    def to_json(self) -> str:
        return json.dumps(self.as_data())
