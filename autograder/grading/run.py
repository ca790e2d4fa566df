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
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from autograder import config
from autograder.course import Course
from autograder.engine import interpreters, protocol
from autograder.engine.host import Host
from autograder.engine.protocol import Mode
from autograder.engine.settings import GradingEngine, from_config
from autograder.errors import UserError
from autograder.grading import kernels, own_steps
from autograder.grading.dispatch import Dispatcher, Local, TryJob
from autograder.grading.nbgrader_settings import not_honoured
from autograder.grading.opened import problem as problem_of
from autograder.grading.own_steps import Rewriter
from autograder.grading.passage import Run
from autograder.grading.results import Graded, Results
from autograder.grading.submissions import Submission, is_up_to_date, remove_leftovers, submissions
from autograder.grading.trials import Tried, decide

if TYPE_CHECKING:
    from traitlets.config import Config

    from autograder.grading.cluster.connecting import Cluster
    from autograder.grading.gradebook import Recorder

# Of a submission, when what students import is looked for.
LARGEST_LOOKED_AT = 1 << 20


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
        cluster: "local:N" or the address of a Dask scheduler; "" to judge in this machine's own processes.
        details: whether the results at the end say again what each test said.
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
    cluster: str = ""
    details: bool = True


@dataclass(frozen=True)
class Planned:
    """What was found, before any of it is graded."""

    found: tuple[Submission, ...]
    todo: tuple[Submission, ...]


@dataclass(frozen=True)
class Remark:
    """Something that an instructor has to know, in one sentence."""

    text: str


@dataclass(frozen=True)
class Workers:
    """How many workers of a cluster judge from now on."""

    number: int


Event = Planned | Remark | Workers | Graded | Results


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
    unjudged = 0
    if todo:
        # Its processes start first: what they import takes longer than anything done here.
        names = sorted({one.assignment for one in todo})
        where = options.cluster
        with Engine(course, names, options.unsafe, options.anyway, options.python, todo=todo, cluster=where) as engine:
            engine.remarks += registration.prepare(course, names)
            engine.wait()
            yield from engine.news()
            for one in engine.grade(todo, seed, options.tests, options.jobs):
                yield from engine.news()
                graded.append(one if options.details else one.brief())
                unjudged += one.unjudged
                yield one
            yield from engine.news()
    yield Results(tuple(graded), seed, options.tests, time.monotonic() - started, unjudged)


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
        cluster: as in :class:`Options`.

    Raises:
        UserError: students' code cannot run in the Python that is named; a step of the course's own cannot be had; the
            cluster cannot be used.
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
        cluster: str = "",
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
        self._dispatchers: dict[str, Dispatcher] = {}
        self._waited: set[str] = set()
        self._cluster: Cluster | None = None
        self._workers = 0
        if cluster:
            self._cluster = self._connected(cluster)
            return
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
        if self._cluster is not None:
            self._cluster.close()
        # The last first: it was forked with the others' connections open, and they wait for these to close.
        for host in reversed(self._hosts.values()):
            host.close()

    def _host(self, python: str) -> Host:
        """The judge whose students' code runs in this Python."""
        if python not in self._hosts:
            other = interpreters.look_at(python, self.settings.imports) if python else None
            self._hosts[python] = Host(self.settings, self._unsafe, other, self._rewrite, self._imports)
        return self._hosts[python]

    def _connected(self, cluster: str) -> Cluster:
        """A connection to the cluster that is asked for.

        Raises:
            UserError: it cannot be used, or cannot do what this course needs.
        """
        if self._unsafe:
            raise UserError("On a cluster students' code always runs in a sandbox: leave --unsafe-no-sandbox away.")
        if self._rewrite is not None or self.settings.timeout_func is not None:
            raise UserError(
                "The configuration names functions of its own that every submission needs (c.Autograde's steps, or "
                "timeout_func), and these are not sent to a cluster: grade on this machine, without --cluster."
            )
        from autograder.grading.cluster.connecting import Cluster

        return Cluster(cluster)

    def _dispatcher(self, python: str, jobs: int) -> Dispatcher:
        """Who judges the submissions whose code runs in this Python.

        Raises:
            NoInterpreter: it cannot.
        """
        if self._cluster is not None and python not in self._dispatchers:
            remark = self.remarks.append
            remote = self._cluster.remote(self._course, self.settings, self._imports, python, remark)
            self._dispatchers[python] = remote
        if python not in self._dispatchers:
            self._dispatchers[python] = Local(self._course, self._host(python), jobs)
        return self._dispatchers[python]

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

        kept = forgiven.read(self._course)
        recorder = Recorder(self._course.gradebook_url, self._course.course_id, self._config, kept)
        again = 0
        try:
            for problems, run in self.runs(
                {one.assignment for one in todo}, recorder, seed, tests, jobs or processors()
            ):
                for one in todo:
                    if one.assignment in problems:
                        yield Graded(one, problems[one.assignment], of_assignment=True)
                if run is not None:
                    judged = [one for one in todo if one.assignment in run.tried and one.assignment not in problems]
                    yield from run.all(judged)
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
                dispatcher = self._dispatcher(python, jobs)
                yield problems, Run(self._course, self._config, dispatcher, recorder, seed, tests, tried, python)

    def news(self) -> Iterator[Remark | Workers]:
        """What an instructor has to know, since this was asked last."""
        yield from self.new_remarks()
        if self._cluster is not None and self._cluster.workers != self._workers:
            self._workers = self._cluster.workers
            yield Workers(self._workers)

    def new_remarks(self) -> list[Remark]:
        """What has been remarked on since this was asked last."""
        told = [Remark(text) for text in self.remarks]
        self.remarks.clear()
        return told

    def wait(self) -> None:
        """Until students' code can be run."""
        for python, host in self._hosts.items():
            self._wait(python, host)

    def _wait(self, python: str, judge: Host | Dispatcher) -> None:
        if python not in self._waited:
            self.remarks += [one for one in judge.wait() if one not in self.remarks]
            self._waited.add(python)

    def _try_all(
        self, python: str, names: list[str], recorder: Recorder, seed: int, tests: Mode, jobs: int
    ) -> dict[str, Tried]:
        """Try assignments on their own solutions, as many at a time as there are jobs."""
        try:
            dispatcher = self._dispatcher(python, jobs)
        except interpreters.NoInterpreter as problem:
            return {name: Tried(str(problem)) for name in names}
        found: dict[str, Tried] = {}
        waiting: deque[tuple[str, Path]] = deque()
        for name in names:
            found[name] = Tried(self._chosen[name].problem or self._other_language(name), mode=self._mode(name, tests))
            waiting += [(name, path) for path in ([] if found[name].problem else self._course.notebooks(name))]
        for name, path in waiting:
            dispatcher.plan(name, self._plan(name, path, recorder))
        self._wait(python, dispatcher)
        running: dict[int, tuple[str, Path]] = {}
        trials: dict[str, list[protocol.Trial]] = {name: [] for name in names}
        number = 0
        while waiting or running:
            while waiting and len(running) < jobs:
                number += 1
                name, path = running[number] = waiting.popleft()
                mode = found[name].mode
                dispatcher.send(TryJob(number=number, assignment=name, notebook=path.stem, seed=seed, mode=mode))
            if (done := dispatcher.receive()) is None:
                continue
            name, path = running.pop(done.number)
            match done.reply:
                case protocol.Trial() as trial:
                    trials[name].append(trial)
                    found[name].operations[path] = trial.operations
                    # Only by our own rules are demonstrations known to be apart from what is graded.
                    every = trial.every_cell or self.settings.every_cell or not self._course.is_ours
                    found[name].every_cell[path] = every
                case other:
                    why = f"the instructor's own solution in {path.name} cannot be run: {problem_of(other)}"
                    found[name].problem = found[name].problem or why
        for name, one in found.items():
            if not one.problem:
                decide(name, one, trials[name], self._anyway, self.remarks.append)
        return found

    def _other_language(self, assignment: str) -> str:
        from autograder.grading import registration

        for path in self._course.notebooks(assignment):
            if (language := registration.language(path)) != "python":
                return f"{path.name} is a notebook in {language.capitalize()}: only Python is graded here"
        return ""

    def _mode(self, assignment: str, tests: Mode) -> Mode:
        return Mode(self.settings.tests.get(assignment, Mode.AUTO)) if tests is Mode.AUTO else tests

    def _plan(self, assignment: str, path: Path, recorder: Recorder) -> protocol.LoadPlan:
        """What a judge has to know of a notebook of an assignment."""
        from autograder.grading import registration

        kept = recorder.cells(assignment).get(path.stem, {})
        texts = {name: cell.source for name, cell in kept.items()}
        places = registration.notebooks(self._course, assignment, path, texts)
        return protocol.LoadPlan(
            source=path,
            instructors=places.instructors,
            release=places.release,
            checksums={name: cell.checksum for name, cell in kept.items()},
            keep_theirs=tuple(self._config.Autograde.get("exclude_overwriting", {}).get(assignment, [])),
        )


def processors() -> int:
    """How many of them this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


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
