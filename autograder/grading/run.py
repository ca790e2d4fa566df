"""Grade what lies in ``submitted/``: sealed, judged outside students' processes, in parallel; no file stops a class."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
import sys
import time
from collections import deque
from collections.abc import Collection, Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from autograder import config, stages
from autograder.course import Course
from autograder.engine import interpreters, protocol, sanitise
from autograder.engine.host import Host
from autograder.engine.protocol import Mode
from autograder.engine.settings import GradingEngine, from_config
from autograder.files import lock
from autograder.grading import kernels, own_steps
from autograder.grading.nbgrader_settings import not_honoured
from autograder.grading.own_steps import Rewriter
from autograder.grading.results import Graded, GradedTest, Results
from autograder.grading.submissions import (
    Submission,
    bad_name,
    fingerprint,
    is_linked,
    is_up_to_date,
    remove_leftovers,
    submissions,
)
from autograder.grading.timestamps import handed_in
from autograder.stages import what_went_wrong

if TYPE_CHECKING:
    from traitlets.config import Config

    from autograder.grading.gradebook import Recorder

AGAIN = "ask for it again"
# Of a submission, when what students import is looked for.
LARGEST_LOOKED_AT = 1 << 20
# Other grading runs may hold the gradebook for a while.
GRADEBOOK_SECONDS = 300.0


@dataclass(frozen=True)
class Options:
    """How to grade a class.

    Attributes:
        assignments: which.
        student: only this one; None for all.
        seed: of the hidden inputs; None to draw one.
        tests: where tests run.
        jobs: how many submissions at a time; None for one for each processor.
        again: whether to grade again what is graded and unchanged.
        anyway: whether to grade also where the instructor's own solution does not pass.
        unsafe: whether to run students' code without a sandbox.
        python: the Python that students' code runs in; "" for the one that is configured, or that of the kernel.
    """

    assignments: tuple[str, ...]
    student: str | None = None
    seed: int | None = None
    tests: Mode = Mode.AUTO
    jobs: int | None = None
    again: bool = False
    anyway: bool = False
    unsafe: bool = False
    python: str = ""


@dataclass(frozen=True)
class Planned:
    """What was found, before any of it is graded."""

    found: tuple[Submission, ...]
    todo: tuple[Submission, ...]


@dataclass(frozen=True)
class Remark:
    """Something that an instructor has to know, in one sentence."""

    text: str


Event = Planned | Remark | Graded | Results


def grade_class(course: Course, options: Options) -> Generator[Event, None, None]:
    """Grade what lies in ``submitted/``.

    Yields :class:`Planned` first; then, as they come, remarks and the submissions, each when its scores are in the
    gradebook; the :class:`Results` last. Closing the iterator ends the run; what is graded by then is kept.

    Args:
        course: whose.
        options: what, and how.

    Raises:
        UserError: the course cannot be graded: one sentence with what to do.
    """
    from autograder.grading import registration

    started = time.monotonic()
    seed = secrets.randbits(32) if options.seed is None else options.seed
    found = submissions(course, list(options.assignments), options.student)
    if found:
        remove_leftovers(course)
    pythons = kernels.pythons(course, {one.assignment for one in found}, options.python)
    todo = [
        one for one in found if options.again or not is_up_to_date(course, one, options.tests, pythons[one.assignment])
    ]
    yield Planned(tuple(found), tuple(todo))
    graded: list[Graded] = []
    if todo:
        # Its processes start first: what they import takes longer than anything done here.
        names = sorted({one.assignment for one in todo})
        with Engine(course, names, options.unsafe, options.anyway, options.python, todo=todo) as engine:
            engine.remarks += registration.prepare(course, names)
            engine.wait()
            yield from engine.new_remarks()
            for one in engine.grade(todo, seed, options.tests, options.jobs):
                graded.append(one)
                yield one
            yield from engine.new_remarks()
    yield Results(tuple(graded), seed, options.tests, time.monotonic() - started)


@dataclass
class _Tried:
    """What the trial on the instructor's own solution says of an assignment.

    Attributes:
        problem: "", or why it cannot be graded.
        mode: where its tests run.
        every_cell: whether demonstrations run as well, by the instructor's notebook.
        operations: what its tests ask of the solution's live objects, by the instructor's notebook.
    """

    problem: str = ""
    mode: Mode = Mode.JUDGE
    every_cell: dict[Path, bool] = field(default_factory=dict)
    operations: dict[Path, dict[str, tuple[str, ...]]] = field(default_factory=dict)


# The name that every Jupyter gives to its own Python's kernel, whatever it is.
_USUAL_KERNELS = ("python", "python3")


class Engine:
    """One grading run. Start it first: what it imports in its own processes takes the longest.

    Args:
        course: whose.
        assignments: which will be graded.
        unsafe: run students' code without a sandbox.
        anyway: grade also where the instructor's own solution does not pass.
        python: the Python that students' code runs in; "" for the one that is configured, or that of the kernel.
        most_seconds: no submission has more processor time, whatever the settings say; None for theirs.
        stays: whether it is there for long: whatever students may import is in memory then, and not only what their
            notebooks did when they got them.
        niceness: what its judges' processes add to their nice value.
        todo: what will be graded, where that is known: what it imports is imported once for all.

    Raises:
        UserError: students' code cannot run in the Python that is named; a step of the course's own cannot be had.
    """

    def __init__(
        self,
        course: Course,
        assignments: Collection[str],
        unsafe: bool = False,
        anyway: bool = False,
        python: str = "",
        most_seconds: int | None = None,
        stays: bool = False,
        niceness: int = 0,
        todo: Collection[Submission] = (),
    ) -> None:
        self._course = course
        self._config = config.load(course.root)
        self.settings: GradingEngine = from_config(self._config)
        if most_seconds is not None:
            self.settings.shorten(most_seconds)
        self.settings.niceness = niceness
        self.settings.private = [*self.settings.private, *map(str, _private_places(course, self._config))]
        texts = _texts(course, assignments, todo)
        self._imports = self.settings.imports if stays else self.settings.imports_for(texts)
        self._unsafe = unsafe
        self._anyway = anyway
        # Our own configuration sets these for nbgrader's commands only.
        self.remarks: list[str] = [] if course.is_ours else not_honoured(self._config)
        self._rewrite: Rewriter | None = None
        if not course.is_ours:
            if own := own_steps.before_running(self._config):
                self._rewrite = own_steps.Rewriter(course, self._config, own)
            self._allow_for(assignments)
        self._python = python or self.settings.python
        kernel = kernels.configured(self._config)
        self._chosen = {name: kernels.chosen(course, name, self._python, kernel) for name in sorted(set(assignments))}
        for kernel in sorted({one.missing for one in self._chosen.values() if one.missing}):
            if kernel not in _USUAL_KERNELS:
                self.remarks.append(f"The kernel {kernel} is not installed here: its notebooks run in this Python.")
        self._hosts: dict[str, Host] = {}
        self._waited: set[str] = set()
        first = next((one.python for one in self._chosen.values() if not one.problem), "")
        try:
            self._host(first)
        except interpreters.NoInterpreter:
            # Whoever has named it has to mend it; one that only a kernel names concerns its assignments.
            if self._python:
                raise

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_error: object) -> None:
        # The last first: it was forked with the others' connections open, and they wait for these to close.
        for host in reversed(self._hosts.values()):
            host.close()

    def _host(self, python: str) -> Host:
        """The judge whose students' code runs in this Python."""
        if python not in self._hosts:
            other = interpreters.look_at(python, self.settings.imports) if python else None
            self._hosts[python] = Host(self.settings, self._unsafe, other, self._rewrite, self._imports)
        return self._hosts[python]

    def _allow_for(self, assignments: Collection[str]) -> None:
        """Where cells have limits of their own, a submission has time for all of them."""
        if self.settings.timeout_func is None:
            return
        from autograder.engine.cell_limits import allow_for
        from autograder.engine.notebooks import Unreadable, read_notebook

        for name in assignments:
            for path in self._course.notebooks(name):
                with contextlib.suppress(Unreadable, OSError, ValueError):
                    allow_for(self.settings, read_notebook(path))

    def grade(self, todo: list[Submission], seed: int, tests: Mode, jobs: int | None = None) -> Iterator[Graded]:
        """Grade submissions and record the results; yields each one when its scores are in the gradebook.

        Raises:
            NoSandbox: students' code cannot be shut in.
        """
        from autograder.grading import forgiven
        from autograder.grading.gradebook import Recorder

        jobs = jobs or len(os.sched_getaffinity(0)) if sys.platform == "linux" else jobs or os.cpu_count() or 1
        kept = forgiven.read(self._course)
        recorder = Recorder(self._course.gradebook_url, self._course.course_id, self._config, kept)
        again = 0
        try:
            for problems, run in self.runs({one.assignment for one in todo}, recorder, seed, tests, jobs):
                for one in todo:
                    if one.assignment in problems:
                        yield Graded(one, problems[one.assignment], of_assignment=True)
                if run is not None:
                    judged = [one for one in todo if one.assignment in run.tried and one.assignment not in problems]
                    yield from run.all(judged, jobs)
                    again += len(set(run.tried_alone))
            if again:
                self.remarks.append(
                    f"{again} of {len(todo)} submissions ran out of time or memory, or were ended, while others ran: "
                    "they were tried again alone, and that result counts."
                )
        finally:
            recorder.close()

    def runs(
        self, assignments: Collection[str], recorder: Recorder, seed: int, tests: Mode, jobs: int
    ) -> Iterator[tuple[dict[str, str], Run | None]]:
        """What judges submissions, for each Python of theirs, with the assignments tried on their own solutions.

        Yields:
            Why assignments of that Python cannot be graded, by name, and the run; None where it has nothing to judge.
        """
        for python in sorted({self._chosen[name].python for name in assignments}):
            own = sorted(name for name in assignments if self._chosen[name].python == python)
            tried = self._try_all(python, own, recorder, seed, tests, jobs)
            problems = {name: one.problem for name, one in tried.items() if one.problem}
            if len(problems) == len(tried):
                yield problems, None
            else:
                host = self._host(python)
                yield problems, Run(self._course, self._config, host, recorder, seed, tests, tried, python)

    def new_remarks(self) -> list[Remark]:
        """What has been remarked on since this was asked last."""
        told, self.remarks = self.remarks, []
        return [Remark(text) for text in told]

    def wait(self) -> None:
        """Until students' code can be run."""
        for python in self._hosts:
            self._wait(python)

    def _wait(self, python: str) -> Host:
        host = self._host(python)
        if python not in self._waited:
            self.remarks += [one for one in host.wait() if one not in self.remarks]
            self._waited.add(python)
        return host

    def _try_all(
        self, python: str, names: list[str], recorder: Recorder, seed: int, tests: Mode, jobs: int
    ) -> dict[str, _Tried]:
        """Try assignments on their own solutions, as many at a time as there are jobs."""
        try:
            host = self._wait(python)
        except interpreters.NoInterpreter as problem:
            return {name: _Tried(str(problem)) for name in names}
        found: dict[str, _Tried] = {}
        waiting: deque[tuple[str, Path]] = deque()
        for name in names:
            found[name] = _Tried(self._chosen[name].problem or self._other_language(name), mode=self._mode(name, tests))
            waiting += [(name, path) for path in ([] if found[name].problem else self._course.notebooks(name))]
        running: dict[int, tuple[str, Path]] = {}
        trials: dict[str, list[protocol.Trial]] = {name: [] for name in names}
        number = 0
        while waiting or running:
            while waiting and len(running) < jobs:
                number += 1
                name, path = running[number] = waiting.popleft()
                self._plan(host, name, path, recorder)
                host.send(protocol.TryJob(job=number, source=path, seed=seed, mode=found[name].mode))
            reply = host.receive()
            name, path = running.pop(reply.job)
            match reply:
                case protocol.Trial() as trial:
                    trials[name].append(trial)
                    found[name].operations[path] = trial.operations
                    # Only by our own rules are demonstrations known to be apart from what is graded.
                    every = trial.every_cell or self.settings.every_cell or not self._course.is_ours
                    found[name].every_cell[path] = every
                case other:
                    why = f"the instructor's own solution in {path.name} cannot be run: {_problem(other)}"
                    found[name].problem = found[name].problem or why
        for name, one in found.items():
            if not one.problem:
                self._decide(name, one, trials[name])
        return found

    def _other_language(self, assignment: str) -> str:
        from autograder.grading import registration

        for path in self._course.notebooks(assignment):
            if (language := registration.language(path)) != "python":
                return f"{path.name} is a notebook in {language.capitalize()}: only Python is graded here"
        return ""

    def _mode(self, assignment: str, tests: Mode) -> Mode:
        return Mode(self.settings.tests.get(assignment, Mode.AUTO)) if tests is Mode.AUTO else tests

    def _plan(self, host: Host, assignment: str, path: Path, recorder: Recorder) -> None:
        """Tell the judge about a notebook of an assignment."""
        from autograder.grading import registration

        kept = recorder.cells(assignment).get(path.stem, {})
        texts = {name: cell.source for name, cell in kept.items()}
        places = registration.notebooks(self._course, assignment, path, texts)
        excluded = self._config.Autograde.get("exclude_overwriting", {}).get(assignment, [])
        checksums = {name: cell.checksum for name, cell in kept.items()}
        host.plan(path, places.release, checksums, places.instructors, excluded)

    def _decide(self, assignment: str, tried: _Tried, trials: list[protocol.Trial]) -> None:
        """What the trials mean for an assignment: where its tests run, or why it cannot be graded."""
        tests = tried.mode
        failures = {name: text for trial in trials for name, text in trial.failures.items()}
        live = [name for trial in trials for name in trial.only_in_student]
        inside = tests is Mode.IN_STUDENT or (tests is Mode.AUTO and bool(live))
        tried.mode = Mode.IN_STUDENT if inside else Mode.JUDGE
        tried.problem = self._look_at(assignment, failures, live, tests)

    def _look_at(self, assignment: str, failures: dict[str, str], live: list[str], tests: Mode) -> str:
        """Why an assignment cannot be graded, or "". What an instructor has to know of one that can is remarked on."""
        does = "do" if len(live) > 1 else "does"
        refused = f"{', '.join(live)} {does} not accept the instructor's own solution when judged outside the student's"
        if live and tests is Mode.JUDGE:
            return (
                f"{refused} process ({_first_line(failures[live[0]])}): grade {assignment} with --tests in-student, "
                "or let the test exchange plain data only"
            )
        if live and tests is Mode.AUTO:
            self.remarks.append(
                f"{assignment}: {refused} process ({_first_line(failures[live[0]])}), so its tests run inside, as "
                "under nbgrader: trust these scores less. To keep this: c.GradingEngine.tests = "
                f'{{"{assignment}": "{Mode.IN_STUDENT}"}}'
            )
        broken = {name: text for name, text in failures.items() if name not in live}
        if broken and not self._anyway:
            told = "; ".join(f"{name} ({_first_line(text)})" for name, text in broken.items())
            return (
                f"the instructor's own solution does not pass its own tests here: {told}. "
                "Correct them, or grade with --anyway"
            )
        for name, text in broken.items():
            self.remarks.append(
                f"{assignment}: the instructor's own solution does not pass {name} ({_first_line(text)})."
            )
        return ""


def _first_line(message: str) -> str:
    return (message.splitlines() or ["no reason given"])[0]


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


class Run:
    """Submissions on their way through one judge.

    Attributes:
        host: the judge.
        tried: what the trials say of the assignments that it knows.
        tried_alone: what ran out of time or memory while others ran.
    """

    def __init__(
        self,
        course: Course,
        settings: Config,
        host: Host,
        recorder: Recorder,
        seed: int,
        tests: Mode,
        tried: dict[str, _Tried],
        python: str,
    ) -> None:
        self._python = python
        self._settings = from_config(settings)
        self._course = course
        self._config = settings
        self.host = host
        self._recorder = recorder
        self._seed = seed
        self._tests = tests
        self.tried = tried
        self.tried_alone: list[Submission] = []

    def all(self, todo: list[Submission], jobs: int) -> Iterator[Graded]:
        waiting = deque(todo)
        queue: deque[tuple[Opened, Path]] = deque()
        running: dict[int, tuple[Opened, Path]] = {}
        # What ended early while others ran: no result until it has been tried again with the machine to itself.
        slow: deque[tuple[Opened, Path]] = deque()
        crowded: set[int] = set()
        number = 0
        while waiting or queue or running or slow:
            # One job more than there are processors waits at the judge, so that none is idle while we write.
            while (waiting or queue) and len(running) <= jobs:
                if not queue:
                    opened = self.open(waiting.popleft())
                    if isinstance(opened, Graded):
                        yield opened
                        continue
                    queue.extend((opened, source) for source in opened.sources)
                one, source = queue.popleft()
                number += 1
                try:
                    self.host.send(self.job(number, one, source))
                except (NotImplementedError, TypeError, ValueError) as error:
                    # What is known of it is nothing that can be told to the judge.
                    queue = deque(job for job in queue if job[0] is not one)
                    yield Graded(one.submission, f"it cannot be read ({what_went_wrong(error)}): {AGAIN}")
                    continue
                running[number] = one, source
            if len(running) > 1:
                crowded |= set(running)
            if not running and slow:
                number += 1
                one, source = running[number] = slow.popleft()
                self.host.send(self.job(number, one, source))
            if not running:
                continue
            reply = self.host.receive()
            one, source = running.pop(reply.job)
            if reply.job in crowded and ended_early(reply):
                self.tried_alone.append(one.submission)
                slow.append((one, source))
                continue
            one.replies[source.stem] = reply
            if len(one.replies) == len(one.sources):
                try:
                    closed = self.close(one)
                except Exception as error:  # noqa: BLE001 - a full disk, say: whoever comes next may be luckier
                    with contextlib.suppress(OSError):
                        self.discard(one)
                    why = what_went_wrong(error)
                    closed = Graded(one.submission, f"its results could not be written ({why}): grade it again")
                yield closed

    def _folder(self, submission: Submission) -> Path:
        return self._course.place(self._course.submitted, submission.student, submission.assignment)

    def open(self, submission: Submission) -> Graded | Opened:
        """What is to be judged of a submission, or why nothing is; raises nothing, whatever was handed in."""
        try:
            return self._open(submission)
        except Exception as error:  # noqa: BLE001 - one submission must never stop a class
            return Graded(submission, f"it cannot be read ({what_went_wrong(error)}): {AGAIN}")

    def _open(self, submission: Submission) -> Graded | Opened:
        from autograder.engine.notebooks import Unreadable

        if problem := bad_name(submission.student):
            return Graded(submission, problem)
        folder = self._folder(submission)
        try:
            there = folder.resolve(strict=True)
            if not there.is_relative_to(_top(self._course).resolve()) or is_linked(self._course, submission):
                return Graded(submission, "its folder is a link to another place: ask for the notebook itself")
            sources = self._course.notebooks(submission.assignment)
            present = [source for source in sources if os.path.lexists(folder / source.name)]
            mark = fingerprint(self._course, submission, self._tests, self._python)
        except OSError as error:
            return Graded(submission, f"its folder cannot be read ({error.strerror}): check its permissions")
        except Unreadable as problem:
            return Graded(submission, str(problem))
        # With several notebooks, nbgrader gives nothing for a missing one; with none at all there is nothing to grade.
        graded = present or sources
        missing = [source.stem for source in sources if source not in graded]
        return Opened(submission, mark, graded, missing, time.monotonic())

    def job(self, number: int, one: Opened, source: Path, seed: int | None = None) -> protocol.GradeJob:
        """What the judge is asked to do; with a seed of its own, if it has one."""
        return protocol.GradeJob(
            job=number,
            source=source,
            seed=self._seed if seed is None else seed,
            folder=self._folder(one.submission),
            target=self._unfinished(one.submission, source.stem),
            mode=self.tried[one.submission.assignment].mode,
            every_cell=self.tried[one.submission.assignment].every_cell[source],
            fingerprint=one.fingerprint,
            operations=self.tried[one.submission.assignment].operations[source],
        )

    def _unfinished(self, submission: Submission, notebook: str) -> Path:
        return self._graded_folder(submission) / f".{notebook}.{os.getpid()}.part"

    def _graded_folder(self, submission: Submission) -> Path:
        return self._course.place(self._course.autograded, submission.student, submission.assignment)

    def close(self, one: Opened) -> Graded:
        """Record a judged submission; then, and only then, its graded notebooks get their names."""
        submission = one.submission
        verdicts = {name: reply for name, reply in one.replies.items() if isinstance(reply, protocol.Verdict)}
        if problems := [_problem(reply) for name, reply in one.replies.items() if name not in verdicts]:
            self.discard(one)
            return Graded(submission, problems[0])
        started = time.monotonic()
        try:
            timestamp = handed_in(self._course, submission.assignment, submission.student, self._folder(submission))
        except ValueError:
            self.discard(one)
            return Graded(submission, "its timestamp.txt holds no date and time: correct it or remove it")
        notebooks: dict[str, protocol.Verdict | None] = {**verdicts, **dict.fromkeys(one.missing)}
        with lock(self._course.root):
            score, points = stages.run(
                "gradebook",
                submission.student,
                lambda: self._recorder.record(submission.assignment, submission.student, timestamp, notebooks),
                GRADEBOOK_SECONDS,
                stages.MEMORY,
            )
        for name in verdicts:
            part = self._unfinished(submission, name)
            part.replace(part.with_name(f"{name}.ipynb"))
        repairs = [sentence for verdict in verdicts.values() for sentence in verdict.repairs]
        try:
            repairs += self._copy_files(submission)
        except Exception as error:  # noqa: BLE001 - its points are recorded, and what is beside them counts for nothing
            why = what_went_wrong(error)
            repairs.append(f"Its other files could not be copied beside the graded notebook ({why}).")
        seconds: dict[str, float] = {}
        for verdict in verdicts.values():
            for phase, spent in verdict.seconds.items():
                seconds[phase] = seconds.get(phase, 0.0) + spent
        seconds["queue"] = max(started - one.started - sum(seconds.values()), 0.0)
        seconds["write"] = seconds.get("write", 0.0) + time.monotonic() - started
        return Graded(
            submission,
            missing=[self._missing(submission, name) for name in one.missing],
            points=score.points,
            most=score.most,
            needs_manual_grade=score.needs_manual_grade,
            tests=[
                GradedTest(test, *points[name, test.grade_id])
                for name, verdict in verdicts.items()
                for test in verdict.tests
                if (name, test.grade_id) in points
            ],
            repairs=repairs,
            seconds=seconds,
        )

    def _missing(self, submission: Submission, name: str) -> str:
        known = {path.name for path in self._course.notebooks(submission.assignment)}
        others = sorted(path.name for path in self._folder(submission).glob("*.ipynb") if path.name not in known)
        there = f" (there is {sanitise.text(others[0])}: should it be renamed?)" if others else ""
        return f"{name}.ipynb is missing from the submission{there}: it has 0 points"

    def _copy_files(self, submission: Submission) -> list[str]:
        """The other files of a submission beside the graded notebook, as nbgrader does."""
        from autograder.grading import served_files

        theirs = self._config.Autograde.get("exclude_overwriting", {}).get(submission.assignment, [])
        return stages.run(
            "writing",
            submission.student,
            lambda: served_files.copy(
                self._folder(submission),
                self._course.source_folder(submission.assignment),
                self._graded_folder(submission),
                self._settings.disk_mib << 20,
                theirs,
            ),
            self._settings.stage_seconds,
            stages.MEMORY,
        )

    def discard(self, one: Opened) -> None:
        """Remove what a judge has written that is not to count."""
        for source in one.sources:
            self._unfinished(one.submission, source.stem).unlink(missing_ok=True)


def _texts(course: Course, assignments: Collection[str], todo: Collection[Submission]) -> Iterator[str]:
    """The files that say what notebooks of these assignments import, and what students import beside that."""
    for assignment in assignments:
        # Ours are built from their scripts.
        paths = [course.source_script(assignment)] if course.is_ours else course.notebooks(assignment)
        for path in paths:
            with contextlib.suppress(OSError):
                yield path.read_text(encoding="utf-8", errors="replace")
    for one in todo:
        folder = course.place(course.submitted, one.student, one.assignment)
        for path in course.notebooks(one.assignment):
            with contextlib.suppress(OSError):
                yield _beginning(folder / path.name)


def _beginning(path: Path) -> str:
    """As much of what a student has handed in as a notebook of ordinary size has; nothing of what is no plain file."""
    with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            return ""
        return file.read(LARGEST_LOOKED_AT).decode("utf-8", "replace")


def _private_places(course: Course, settings: Config) -> list[Path]:
    """What students' code must not see, wherever it lies."""
    from sqlalchemy.engine import make_url

    places = [course.root, Path.home()]
    places += [course.source, course.submitted, course.autograded, course.feedback, course.release]
    gradebook = make_url(course.gradebook_url)
    if gradebook.get_backend_name() == "sqlite" and gradebook.database:
        places.append(Path(gradebook.database))
    if exchange := settings.Exchange.get("root"):
        places.append(Path(str(exchange)))
    return places


def ended_early(reply: protocol.Reply) -> bool:
    """Whether a neighbour may be to blame: it ran out of time or memory, or was ended."""
    match reply:
        case protocol.Verdict(ended_early=early):
            return early
        case _:
            # A judge that was ended, that is. What cannot be read can be read no better alone.
            return isinstance(reply, protocol.Died)


def _top(course: Course) -> Path:
    """The folder below which every submission lies."""
    return course.submitted if course.submitted.is_dir() else course.root


def _problem(reply: protocol.Reply) -> str:
    """Why a notebook could not be judged."""
    match reply:
        case protocol.Unjudged(problem=problem):
            return problem
        case protocol.Died(status=status):
            return f"the process that judged it ended unexpectedly (exit status {status}): grade it again"
        case _:
            return "the judge answered another question than it was asked: please report this"
