"""Grade what lies in ``submitted/``: sealed, judged outside students' processes, in parallel; no file stops a class."""

from __future__ import annotations

import datetime
import os
import sys
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder import config
from autograder.course import Course
from autograder.engine import stages
from autograder.engine.host import Host
from autograder.engine.settings import GradingEngine, from_config
from autograder.engine.stages import what_went_wrong
from autograder.files import lock
from autograder.grading.exchange import received
from autograder.grading.submissions import JUDGE, Submission, bad_name, fingerprint, is_linked

AGAIN = "ask for it again"
# Other grading runs may hold the gradebook for a while.
GRADEBOOK_SECONDS = 300.0
LONGEST_TIMESTAMP = 100


@dataclass(frozen=True)
class Graded:
    """What happened to a submission.

    Attributes:
        submission: which one.
        problem: "" or one sentence on why it could not be graded.
        points, most, needs_manual_grade: as nbgrader's gradebook has them.
        tests: for each test cell: grade_id, reason ("" when it passed), message.
        repairs: a sentence for each cell that had to be put right.
        seconds: wall time by phase.
    """

    submission: Submission
    problem: str = ""
    points: float = 0.0
    most: float = 0.0
    needs_manual_grade: bool = False
    tests: list[dict[str, Any]] = field(default_factory=list)
    repairs: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)


class Engine:
    """One grading run. Start it first: what it imports in its own processes takes the longest.

    Args:
        course: whose.
        unsafe: run students' code without a sandbox.
    """

    def __init__(self, course: Course, unsafe: bool = False) -> None:
        self._course = course
        self._config = config.load(course.root)
        self.settings: GradingEngine = from_config(self._config)
        self._host = Host(self.settings, unsafe)
        self._ready = False
        self.remarks: list[str] = []

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_error: object) -> None:
        self._host.close()

    def grade(self, todo: list[Submission], seed: int, tests: str = JUDGE, jobs: int | None = None) -> Iterator[Graded]:
        """Grade submissions and record the results; yields each one when its scores are in the gradebook.

        Raises:
            NoSandbox: students' code cannot be shut in.
        """
        from autograder.grading.gradebook import Recorder

        jobs = jobs or len(os.sched_getaffinity(0)) if sys.platform == "linux" else jobs or os.cpu_count() or 1
        recorder = Recorder(self._course.gradebook_url, self._course.course_id, self._config)
        try:
            every_cell: dict[tuple[str, str], bool] = {}
            problems: dict[str, str] = {}
            for assignment in sorted({one.assignment for one in todo}):
                problems[assignment] = self._plan(assignment, recorder, seed, tests, every_cell)
            yield from (Graded(one, problems[one.assignment]) for one in todo if problems[one.assignment])
            judged = [one for one in todo if not problems[one.assignment]]
            yield from _Run(self._course, self._host, recorder, seed, tests, every_cell, self.settings).all(
                judged, jobs
            )
        finally:
            recorder.close()

    def wait(self) -> None:
        """Until students' code can be run."""
        if not self._ready:
            self.remarks += self._host.wait()
            self._ready = True

    def _plan(
        self, assignment: str, recorder: Any, seed: int, tests: str, every_cell: dict[tuple[str, str], bool]
    ) -> str:
        """Tell the judge about an assignment and try it on its own solution.

        Returns "", or why the assignment cannot be graded.
        """
        self.wait()
        checksums = recorder.checksums(assignment)
        for path in self._course.notebooks(assignment):
            release = self._course.release / assignment / path.name
            self._host.plan(assignment, path, release, checksums.get(path.stem, {}))
            self._host.send({**_job(assignment, path, path.parent, seed, tests), "job": -1, "task": "try"})
            tried = self._host.receive()
            if problem := self._look_at(assignment, path, tried, tests):
                return problem
            # Demonstrations are known to be apart from what is graded only where our own rules for sources hold.
            every_cell[assignment, path.stem] = (
                tried["every_cell"] or self.settings.every_cell or not self._course.is_ours
            )
        return ""

    def _look_at(self, assignment: str, path: Path, tried: dict[str, Any], tests: str) -> str:
        if problem := tried.get("problem") or ("it ended unexpectedly" if "died" in tried else ""):
            return f"the instructor's own solution in {path.name} cannot be run: {problem}"
        failures = tried["failures"]
        if tests == JUDGE and (live := tried["only_in_student"]):
            does = "do" if len(live) > 1 else "does"
            return (
                f"{', '.join(live)} {does} not accept the instructor's own solution when judged outside the student's "
                f"process ({_first_line(failures[live[0]])}): grade {assignment} with --tests in-student, or let the "
                "test exchange plain data only"
            )
        for grade_id, message in failures.items():
            self.remarks.append(
                f"{assignment}: the instructor's own solution does not pass {grade_id} ({_first_line(message)})."
            )
        return ""


def _first_line(message: str) -> str:
    return (message.splitlines() or ["no reason given"])[0]


def _job(assignment: str, source: Path, folder: Path, seed: int, tests: str) -> dict[str, Any]:
    return {
        "do": "job",
        "assignment": assignment,
        "notebook": source.stem,
        "source": str(source),
        "folder": str(folder),
        "mode": tests,
        "seed": seed,
    }


@dataclass
class _Open:
    """A submission whose notebooks are being judged."""

    submission: Submission
    mark: str
    missing: list[str]
    started: float
    results: dict[str, dict[str, Any]] = field(default_factory=dict)
    waiting: int = 0


class _Run:
    def __init__(
        self,
        course: Course,
        host: Host,
        recorder: Any,
        seed: int,
        tests: str,
        every_cell: dict[tuple[str, str], bool],
        settings: GradingEngine,
    ) -> None:
        self._settings = settings
        self._course = course
        self._host = host
        self._recorder = recorder
        self._seed = seed
        self._tests = tests
        self._every_cell = every_cell

    def all(self, todo: list[Submission], jobs: int) -> Iterator[Graded]:
        waiting = deque(todo)
        queue: deque[tuple[_Open, dict[str, Any]]] = deque()
        running: dict[int, _Open] = {}
        number = 0
        while waiting or queue or running:
            # One job more than there are processors waits at the judge, so that none is idle while we write.
            while (waiting or queue) and len(running) <= jobs:
                if not queue:
                    submission = waiting.popleft()
                    try:
                        opened = self._open(submission)
                    except Exception as error:  # noqa: BLE001 - one submission must never stop a class
                        opened = Graded(submission, f"it cannot be read ({what_went_wrong(error)}): {AGAIN}")
                    if isinstance(opened, Graded):
                        yield opened
                        continue
                    queue.extend(opened)
                one, job = queue.popleft()
                number += 1
                running[number] = one
                self._host.send({**job, "job": number})
            if not running:
                continue
            report = self._host.receive()
            one = running.pop(report["job"], None)
            if one is None:
                continue
            name = one_name(report, one)
            one.results[name] = report
            one.waiting -= 1
            if not one.waiting:
                try:
                    closed = self._close(one)
                except Exception as error:  # noqa: BLE001 - a full disk, say: whoever comes next may be luckier
                    self._discard(one)
                    why = what_went_wrong(error)
                    closed = Graded(one.submission, f"its results could not be written ({why}): grade it again")
                yield closed

    def _folder(self, submission: Submission) -> Path:
        return self._course.submitted / submission.student / submission.assignment

    def _open(self, submission: Submission) -> Graded | list[tuple[_Open, dict[str, Any]]]:
        """The jobs of a submission, or why there are none."""
        from autograder.engine.notebooks import Unreadable

        if problem := bad_name(submission.student):
            return Graded(submission, problem)
        folder = self._folder(submission)
        try:
            there = folder.resolve(strict=True)
            if not there.is_relative_to(self._course.submitted.resolve()) or is_linked(self._course, submission):
                return Graded(submission, "its folder is a link to another place: ask for the notebook itself")
            sources = self._course.notebooks(submission.assignment)
            present = [source for source in sources if os.path.lexists(folder / source.name)]
            mark = fingerprint(self._course, submission, self._tests)
        except OSError as error:
            return Graded(submission, f"its folder cannot be read ({error.strerror}): check its permissions")
        except Unreadable as problem:
            return Graded(submission, str(problem))
        # With several notebooks, nbgrader gives nothing for a missing one; with none at all there is nothing to grade.
        graded = present or sources
        missing = [source.stem for source in sources if source not in graded]
        one = _Open(submission, mark, missing, time.monotonic(), waiting=len(graded))
        jobs = []
        for source in graded:
            job = _job(submission.assignment, source, folder, self._seed, self._tests)
            job["task"] = "grade"
            job["every_cell"] = self._every_cell[submission.assignment, source.stem]
            job["target"] = str(self._unfinished(submission, source.stem))
            job["stamp"] = {"seed": self._seed, "fingerprint": mark}
            jobs.append((one, job))
        return jobs

    def _unfinished(self, submission: Submission, notebook: str) -> Path:
        return self._course.autograded / submission.student / submission.assignment / f".{notebook}.{os.getpid()}.part"

    def _close(self, one: _Open) -> Graded:
        """Record a judged submission; then, and only then, its graded notebooks get their names."""
        submission = one.submission
        problems = [problem for report in one.results.values() if (problem := _problem(report))]
        if problems:
            self._discard(one)
            return Graded(submission, problems[0])
        started = time.monotonic()
        try:
            timestamp = self._timestamp(submission)
        except ValueError:
            self._discard(one)
            return Graded(submission, "its timestamp.txt holds no date and time: correct it or remove it")
        notebooks: dict[str, Any] = {**one.results, **dict.fromkeys(one.missing)}
        with lock(self._course.root):
            score, points = stages.run(
                "gradebook",
                submission.student,
                lambda: self._recorder.record(submission.assignment, submission.student, timestamp, notebooks),
                GRADEBOOK_SECONDS,
                stages.MEMORY,
            )
        for name in one.results:
            part = self._unfinished(submission, name)
            part.replace(part.with_name(f"{name}.ipynb"))
        repairs = [sentence for report in one.results.values() for sentence in report["repairs"]]
        try:
            repairs += self._copy_files(submission)
        except Exception as error:  # noqa: BLE001 - its points are recorded, and what is beside them counts for nothing
            why = what_went_wrong(error)
            repairs.append(f"Its other files could not be copied beside the graded notebook ({why}).")
        seconds: dict[str, float] = {}
        for report in one.results.values():
            for phase, spent in report["seconds"].items():
                seconds[phase] = seconds.get(phase, 0.0) + spent
        seconds["queue"] = max(started - one.started - sum(seconds.values()), 0.0)
        seconds["write"] = seconds.get("write", 0.0) + time.monotonic() - started
        return Graded(
            submission,
            points=score.points,
            most=score.most,
            needs_manual_grade=score.needs_manual_grade,
            tests=[
                {**test, "score": points[name, test["grade_id"]][0], "max_score": points[name, test["grade_id"]][1]}
                for name, report in one.results.items()
                for test in report["tests"]
                if (name, test["grade_id"]) in points
            ],
            repairs=repairs,
            seconds=seconds,
        )

    def _timestamp(self, submission: Submission) -> datetime.datetime | None:
        from autograder.grading.gradebook import read_timestamp

        path = self._folder(submission) / "timestamp.txt"
        if path.is_symlink() or not path.is_file():
            return None
        with path.open("rb") as stream:
            claimed = stream.read(LONGEST_TIMESTAMP).decode("utf-8", "replace")
        ours = received(self._course, submission.assignment, submission.student, claimed)
        return ours or read_timestamp(claimed)

    def _copy_files(self, submission: Submission) -> list[str]:
        """The other files of a submission beside the graded notebook, as nbgrader does."""
        from autograder.grading import served_files

        target = self._course.autograded / submission.student / submission.assignment
        given = self._course.source / submission.assignment
        most = self._settings.disk_mib << 20
        return stages.run(
            "writing",
            submission.student,
            lambda: served_files.copy(self._folder(submission), given, target, most),
            self._settings.stage_seconds,
            stages.MEMORY,
        )

    def _discard(self, one: _Open) -> None:
        for name in one.results:
            self._unfinished(one.submission, name).unlink(missing_ok=True)


def one_name(report: dict[str, Any], one: _Open) -> str:
    """The notebook that a report is about; a judge that died could not say."""
    return report.get("notebook") or f"?{len(one.results)}"


def _problem(report: dict[str, Any]) -> str:
    if "died" in report:
        return f"the process that judged it ended unexpectedly (exit status {report['died']}): grade it again"
    return report.get("problem", "")
