"""Record what was judged: several submissions in one transaction, then their graded notebooks get their names.

The order makes a killed run harmless. Notebooks are written under temporary names first, which the next run removes;
then the transaction; then the renames. Killed before the transaction, nothing is recorded, and what waited is judged
again; killed after it, a submission has its scores and no graded notebook, so it is graded again as well, and its rows,
which are there once, are updated.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from autograder import stages
from autograder.course import Course
from autograder.engine import protocol, sanitise
from autograder.engine.settings import from_config
from autograder.files import lock
from autograder.grading import served_files
from autograder.grading.opened import Entry, Opened, Places, problem
from autograder.grading.results import Graded, GradedTest
from autograder.grading.submissions import Submission
from autograder.grading.timestamps import handed_in
from autograder.stages import what_went_wrong

if TYPE_CHECKING:
    from traitlets.config import Config

    from autograder.grading.gradebook import Batch, Recorder, Score, Scored

# Other grading runs may hold the gradebook for a while.
GRADEBOOK_SECONDS = 300.0
# So many results are recorded together at most, and none waits longer than that for others.
MOST_TOGETHER, LONGEST_WAIT = 64, 1.0


@dataclass(frozen=True)
class _Waiting:
    """A judged submission whose results are not recorded yet, since a moment (``time.monotonic``)."""

    opened: Opened
    verdicts: dict[str, protocol.Verdict]
    entry: Entry
    since: float


class Writer:
    """Records results in the gradebook of a course, a few at a time.

    Args:
        course: whose.
        places: where submissions and graded notebooks lie there.
        settings: of nbgrader.
        recorder: of the gradebook.
    """

    def __init__(self, course: Course, places: Places, settings: Config, recorder: Recorder) -> None:
        self._course = course
        self._places = places
        self._config = settings
        self._settings = from_config(settings)
        self._recorder = recorder
        self._waiting: list[_Waiting] = []

    def take(self, one: Opened) -> Graded | None:
        """Take a judged submission; returns why there is nothing to record, or None: it will come with the others."""
        submission = one.submission
        verdicts = {name: reply for name, reply in one.replies.items() if isinstance(reply, protocol.Verdict)}
        if problems := [problem(reply) for name, reply in one.replies.items() if name not in verdicts]:
            return self._refused(one, problems[0])
        try:
            when = handed_in(
                self._course, submission.assignment, submission.student, self._places.handed_in(submission)
            )
        except ValueError:
            return self._refused(one, "its timestamp.txt holds no date and time: correct it or remove it")
        except Exception as error:  # noqa: BLE001 - one submission must never stop a class
            return self._refused(one, _not_written(error))
        notebooks = {**verdicts, **dict.fromkeys(one.missing)}
        entry = Entry(submission.assignment, submission.student, when, notebooks)
        self._waiting.append(_Waiting(one, verdicts, entry, time.monotonic()))
        return None

    def seconds_left(self) -> float | None:
        """How long the results that wait may go on doing so; None where there are none."""
        if not self._waiting:
            return None
        if len(self._waiting) >= MOST_TOGETHER:
            return 0.0
        return max(self._waiting[0].since + LONGEST_WAIT - time.monotonic(), 0.0)

    def flush(self) -> Iterator[Graded]:
        """Record all that waits; yields each of them when its scores are in the gradebook."""
        todo, self._waiting = self._waiting, []
        if not todo:
            return
        started = time.monotonic()
        try:
            with lock(self._course.root):
                done = self._record(todo)
        except OSError as error:
            done = [_not_written(error)] * len(todo)
        each = (time.monotonic() - started) / len(todo)
        for one, scored in zip(todo, done, strict=True):
            if isinstance(scored, str):
                yield self._refused(one.opened, scored)
                continue
            try:
                graded = self._finish(one, *scored, each)
            except Exception as error:  # noqa: BLE001 - a full disk, say: whoever comes next may be luckier
                graded = self._refused(one.opened, _not_written(error))
            yield graded

    def _record(self, todo: list[_Waiting]) -> list[Scored | str]:
        """What was recorded of each, or why it was not; new ones together, the others one by one."""
        done: dict[int, Scored | str] = {}
        batch = self._begin(todo)
        added = [place for place, one in enumerate(todo) if batch is not None and batch.takes(one.entry)]
        for place in added:
            assert batch is not None
            done[place] = self._scored(todo[place].entry, batch.add)
        added = [place for place in added if not isinstance(done[place], str)]
        if added and batch is not None:
            try:
                with stages.alarm(GRADEBOOK_SECONDS, "gradebook"):
                    batch.write()
            except Exception:  # noqa: BLE001 - whichever of them it is about: the others are recorded below
                for place in added:
                    del done[place]
        for place, one in enumerate(todo):
            if place not in done:
                done[place] = self._scored(one.entry, self._alone)
        return [done[place] for place in range(len(todo))]

    def _begin(self, todo: list[_Waiting]) -> Batch | None:
        """A batch for those that are new; None where the gradebook says why each of them cannot be recorded."""
        with contextlib.suppress(Exception):
            return self._recorder.batch([(one.entry.assignment, one.entry.student) for one in todo])
        return None

    def _alone(self, entry: Entry) -> Scored:
        return self._recorder.record(entry.assignment, entry.student, entry.timestamp, entry.notebooks)

    def _scored(self, entry: Entry, work: Any) -> Scored | str:
        try:
            score, points = stages.run(
                "gradebook", entry.student, lambda: work(entry), GRADEBOOK_SECONDS, stages.MEMORY
            )
        except Exception as error:  # noqa: BLE001 - one submission must never stop a class
            return _not_written(error)
        return score, points

    def _finish(
        self,
        one: _Waiting,
        score: Score,
        points: dict[tuple[str, str], tuple[float | None, float]],
        recording: float,
    ) -> Graded:
        """Its scores are recorded: give its graded notebooks their names."""
        started, submission = time.monotonic(), one.opened.submission
        for name in one.verdicts:
            part = self._places.unfinished(submission, name)
            part.replace(part.with_name(f"{name}.ipynb"))
        repairs = [sentence for verdict in one.verdicts.values() for sentence in verdict.repairs]
        try:
            repairs += self._copy_files(submission)
        except Exception as error:  # noqa: BLE001 - its points are recorded, and what is beside them counts for nothing
            why = what_went_wrong(error)
            repairs.append(f"Its other files could not be copied beside the graded notebook ({why}).")
        seconds: dict[str, float] = {}
        for verdict in one.verdicts.values():
            for phase, spent in verdict.seconds.items():
                seconds[phase] = seconds.get(phase, 0.0) + spent
        seconds["queue"] = max(started - recording - one.opened.started - sum(seconds.values()), 0.0)
        seconds["write"] = seconds.get("write", 0.0) + recording + time.monotonic() - started
        return Graded(
            submission,
            missing=[self._missing(submission, name) for name in one.opened.missing],
            points=score.points,
            most=score.most,
            needs_manual_grade=score.needs_manual_grade,
            tests=[
                GradedTest(test, *points[name, test.grade_id])
                for name, verdict in one.verdicts.items()
                for test in verdict.tests
                if (name, test.grade_id) in points
            ],
            repairs=repairs,
            seconds=seconds,
        )

    def _missing(self, submission: Submission, name: str) -> str:
        known = {path.name for path in self._course.notebooks(submission.assignment)}
        folder = self._places.handed_in(submission)
        others = sorted(path.name for path in folder.glob("*.ipynb") if path.name not in known)
        there = f" (there is {sanitise.text(others[0])}: should it be renamed?)" if others else ""
        return f"{name}.ipynb is missing from the submission{there}: it has 0 points"

    def _copy_files(self, submission: Submission) -> list[str]:
        """The other files of a submission beside the graded notebook, as nbgrader does."""
        theirs = self._config.Autograde.get("exclude_overwriting", {}).get(submission.assignment, [])
        return stages.run(
            "writing",
            submission.student,
            lambda: served_files.copy(
                self._places.handed_in(submission),
                self._course.source_folder(submission.assignment),
                self._places.graded(submission),
                self._settings.disk_mib << 20,
                theirs,
            ),
            self._settings.stage_seconds,
            stages.MEMORY,
        )

    def _refused(self, one: Opened, why: str) -> Graded:
        with contextlib.suppress(OSError):
            self.discard(one)
        return Graded(one.submission, why)

    def discard(self, one: Opened) -> None:
        """Remove what a judge has written that is not to count."""
        for source in one.sources:
            self._places.unfinished(one.submission, source.stem).unlink(missing_ok=True)


def _not_written(error: Exception) -> str:
    return f"its results could not be written ({what_went_wrong(error)}): grade it again"
