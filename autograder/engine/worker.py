"""The warm judge's own side: a process that has imported what tests need and forks a judge for each submission."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import mmap
import os
import resource
import select
import shutil
import signal
import socket
import sys
import tempfile
import time
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.engine import (
    evaluating,
    inspecting,
    judge_shell,
    names,
    protocol,
    repair,
    seeding,
    submission,
    surroundings,
    test_cells,
    test_names,
    trial,
)
from autograder.engine.inside import huge_pages
from autograder.engine.inside.wire import Closed, Wire, framed
from autograder.engine.interpreters import Interpreter
from autograder.engine.judging import Judging
from autograder.engine.notebooks import Plan, Unreadable, load_plan
from autograder.engine.protocol import LONGEST_MESSAGE, Mode, short
from autograder.engine.rewriting import Rewrite
from autograder.engine.sandbox import Sandbox
from autograder.engine.settings import GradingEngine
from autograder.errors import refusal

_LONGEST_NAME = 4096

MOST_SKIPPED = 5
# How often running judges are looked after.
_TICK_SECONDS = 0.05


def serve(
    connection: socket.socket,
    sandbox: Sandbox,
    settings: GradingEngine,
    rewrite: Rewrite | None = None,
    imports: Sequence[str] | None = None,
) -> None:
    """Be the warm judge until the controller closes the connection.

    Args:
        connection: to the controller, a stream.
        sandbox: it has begun to start.
        settings: limits and imports.
        rewrite: what the course does to a notebook's cells before they run.
        imports: what to import beforehand; the settings' own where this is not given.

    Raises:
        NoSandbox: students' code cannot be shut in.
    """
    _find_packages_of(sandbox.interpreter)
    test_cells.use_delimiters(*settings.hidden_tests)
    import_for_tests(settings.imports if imports is None else imports)
    sandbox.wait()
    connection.sendall(framed(protocol.encode(protocol.Ready(remarks=tuple(sandbox.remarks)))))
    _Loop(connection, sandbox, settings, rewrite).run()


def _find_packages_of(interpreter: Interpreter) -> None:
    """Tests may import what students' code has there; what is here as well is that of this environment."""
    if interpreter.version == sys.version_info[:2]:
        known = {Path(folder).resolve() for folder in sys.path}
        sys.path += [str(folder) for folder in interpreter.search if folder.resolve() not in known]


# Every judge tells it where probes run, whatever the tests import.
_EVERY_JUDGES = "gancourse.check.calling"
# Hidden inputs, sentences and counterexamples: the course's checks ask for them, and no other course has such checks.
_ASKING = ("gancourse.check", "gancourse.check.spies")
_BEHIND_CHECKS = tuple(
    f"autograder.hidden{part}" for part in ("", ".context", ".inputs", ".misconceptions", ".counterexamples")
)


def import_for_tests(imports: Iterable[str]) -> None:
    """Import once what every judge would import again."""
    imports = list(imports)
    asks = bool(set(imports) & set(_ASKING))
    for name in ("OMP", "OPENBLAS", "MKL"):
        os.environ.setdefault(f"{name}_NUM_THREADS", "1")
    os.environ["MPLBACKEND"] = "Agg"
    if matplotlib := sys.modules.get("matplotlib"):
        matplotlib.use("Agg")
    # What is imported stays: looking for garbage in it again and again takes as long as importing it.
    gc.disable()
    with warnings.catch_warnings(action="ignore"):
        for name in (*imports, _EVERY_JUDGES, *(_BEHIND_CHECKS if asks else ())):
            with contextlib.suppress(ImportError):
                importlib.import_module(name)
        if asks and _EVERY_JUDGES in sys.modules:
            sys.modules[_EVERY_JUDGES].advisers()
    judge_shell.shell()
    # Nor is it looked through later: what a plan needs is all that comes.
    gc.freeze()
    gc.enable()


def read_plan(message: protocol.LoadPlan) -> Plan:
    """An assignment's notebook, with all that its judges would else each find out for themselves.

    Raises:
        Unreadable, OSError, ValueError, KeyError: it is no notebook, or not to be read.
    """
    plan = load_plan(
        message.instructors, message.release, message.checksums, message.source.parent, message.keep_theirs
    )
    _read_ahead(plan)
    evaluating.read_ahead(names.packages_of(plan.source))
    for package, read in surroundings.read_ahead.items():
        if any(package in cell["source"] for cell in plan.source):
            with contextlib.suppress(Exception):
                # What fails here shows as a failing trial, with its message.
                read(message.source)
    for package, search in surroundings.searches.items():
        if any(package in cell["source"] for cell in plan.source):
            with contextlib.suppress(Exception):
                search.wanted(message.source)
    return plan


def _read_ahead(plan: Plan) -> None:
    """Parse the author's cells once, here, and not again in each of the judges that are forked from this process."""
    for cell in (*plan.source, *plan.release):
        if cell["cell_type"] != "code":
            continue
        text = cell["source"]
        names.bound(text)
        names.needed(text)
        names.imported(text)
        names.packages(text)
        names.read_in_functions(text)
        names.changed_in_functions(text)
        names.only_defines(text)
        if repair.kind_of(cell) in ("test", "locked"):
            with contextlib.suppress(SyntaxError):
                test_names.texts_in(text)
                test_cells.read_ahead(text, f"<{repair.role(cell)['grade_id']}>")


class _Loop:
    """Takes jobs from the controller and forks a judge for each."""

    def __init__(
        self, connection: socket.socket, sandbox: Sandbox, settings: GradingEngine, rewrite: Rewrite | None
    ) -> None:
        self._rewrite = rewrite
        self._connection = connection
        self._wire = Wire(connection, protocol.LARGEST_REQUEST)
        self._settings = settings
        self._limits = settings.limits()
        self._sandbox = sandbox
        # By the instructor's notebook: its plan, or why there is none.
        self._plans: dict[Path, Plan | str] = {}
        self._running: dict[int, _Running] = {}
        self._forked = 0
        self._folder = tempfile.mkdtemp(prefix="judge-")
        self._processors = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_setaffinity") else []
        # What the controller, which may be busy sending to us, has not taken yet.
        self._outbox = bytearray()

    def run(self) -> None:
        try:
            while self._turn():
                pass
        finally:
            for pid in self._running:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            shutil.rmtree(self._folder, ignore_errors=True)

    def _turn(self) -> bool:
        """Wait until something happens and see to it; False when the controller has gone."""
        open_reports = [one.report for one in self._running.values() if not one.report.closed]
        reports = {report.fileno(): report for report in open_reports}
        controller = self._connection.fileno()
        waiting_to_send = [controller] if self._outbox else []
        tick = _TICK_SECONDS if self._running else None
        ready, free, _ = select.select([controller, *reports], waiting_to_send, [], tick)
        for descriptor in ready:
            if descriptor != controller:
                reports[descriptor].read()
        self._reap()
        if free:
            self._flush()
        if controller in ready:
            try:
                self._on(protocol.request(self._wire.receive()))
            except Closed:
                return False
        return True

    def _on(self, message: protocol.Request) -> None:
        match message:
            case protocol.LoadPlan():
                self._load(message)
            case protocol.GradeJob() | protocol.TryJob() | protocol.AnswerJob():
                self._start(message)

    def _send(self, reply: protocol.Reply) -> None:
        self._outbox += framed(protocol.encode(reply))
        self._flush()

    def _flush(self) -> None:
        with contextlib.suppress(BlockingIOError, BrokenPipeError, ConnectionResetError):
            while self._outbox:
                del self._outbox[: self._connection.send(self._outbox, socket.MSG_DONTWAIT)]

    def _load(self, message: protocol.LoadPlan) -> None:
        """Read an assignment's notebook, and the reference answers that its hidden tests compare with."""
        try:
            self._plans[message.source] = read_plan(message)
        except (Unreadable, OSError, ValueError, KeyError) as error:
            self._plans[message.source] = f"{message.source} cannot be read ({error})"

    def _start(self, job: protocol.Job, skip: frozenset[str] = frozenset(), deadline: float | None = None) -> None:
        """Fork a judge; ``deadline`` is that of the judge which this one replaces."""
        started = time.monotonic()
        plan = self._plans.get(job.source, f"{job.source} has not been read")
        if isinstance(plan, str):
            self._send(protocol.Unjudged(job=job.job, problem=short(plan, LONGEST_MESSAGE)))
            return
        if not self._running:
            # What is here now stays as it is: no collector of a judge's need touch, and so copy, its pages.
            gc.collect()
            gc.freeze()
        self._forked += 1
        huge_pages.before_fork(self._forked)
        folder = Path(self._folder) / str(self._forked)
        at_hand = _TestAtHand()
        report = _Report()
        processor = self._idlest()
        try:
            pid = os.fork()
        except OSError as error:
            report.close_writing()
            report.all()
            problem = f"no process could be started to judge it ({error.strerror}): grade it again"
            self._send(protocol.Unjudged(job=job.job, problem=problem))
            return
        if pid == 0:
            try:
                self._connection.close()
                if processor is not None:
                    os.sched_setaffinity(0, {processor})
                _limit_memory(self._limits.judge_mib << 20)
                judging = Judging(
                    plan=plan,
                    sandbox=self._sandbox,
                    settings=self._settings,
                    mode=job.mode if isinstance(job, protocol.GradeJob | protocol.TryJob) else Mode.JUDGE,
                    every_cell=isinstance(job, protocol.GradeJob) and job.every_cell,
                    on_test=at_hand.write,
                    skip=skip,
                    rewrite=self._rewrite,
                    operations=job.operations if isinstance(job, protocol.GradeJob) else None,
                )
                enter(folder, plan, job)
                inspecting.install()
                evaluating.install()
                seeding.install()
                forked = time.monotonic() - started
                report.write(_judged(judging, job, forked))
                os._exit(0)
            finally:
                os._exit(1)
        report.close_writing()
        # A submission has its time once, however many judges it takes.
        deadline = deadline or started + self._limits.judge_seconds
        self._running[pid] = _Running(job, folder, at_hand, report, processor, skip, deadline)

    def _idlest(self) -> int | None:
        """The processor with the fewest judges: each stays on one, and its student's process with it.

        The two take turns, never run at once, and a message to another processor costs many times as much. Of several
        that are equally good, it is the one on which the system has just let us run: others may work on this machine.
        """
        busy = [one.processor for one in self._running.values()]
        here = _processor()
        return min(self._processors, key=lambda one: (busy.count(one), one != here), default=None)

    def _reap(self) -> None:
        for pid, one in self._running.items():
            if time.monotonic() > one.deadline or one.report.is_too_large:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            while True:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if pid == 0:
                    return
                self._sandbox.clean_up(pid)
                if (ended := self._running.pop(pid, None)) is not None:
                    self._ended(ended, os.waitstatus_to_exitcode(status))
                    shutil.rmtree(ended.folder, ignore_errors=True)

    def _ended(self, one: _Running, status: int) -> None:
        """Pass on what a judge has reported. Where it came to grief over a test, another one goes on without it."""
        body = one.report.all()
        test = one.at_hand.read()
        if one.report.is_too_large:
            problem = "the judge's report on it is larger than can be taken: please report this"
            self._send(protocol.Unjudged(job=one.job.job, problem=problem))
        elif status == 0:
            try:
                reply = protocol.reply(body, one.job.job)
            except protocol.Malformed:
                problem = "the judge's report on it cannot be read: please report this"
                reply = protocol.Unjudged(job=one.job.job, problem=problem)
            self._send(reply)
        elif test and test not in one.skip and len(one.skip) < MOST_SKIPPED:
            self._start(one.job, one.skip | {test}, one.deadline)
        else:
            self._send(protocol.Died(job=one.job.job, status=status))


def _processor() -> int:
    """The processor that this process runs on at the moment; -1 where nobody says."""
    try:
        return int(ctypes.CDLL(None).sched_getcpu())
    except AttributeError:
        return -1


def enter(folder: Path, plan: Plan, job: protocol.Job) -> None:
    """In the forked process: what tests find around them."""
    os.environ[surroundings.SEED_VARIABLE] = str(job.seed)
    os.environ["NBGRADER_EXECUTION"] = "autograde"
    # Tests find the instructor's data files and modules beside them, and never anything of the student's.
    work = folder / "work"
    work.mkdir(parents=True)
    for name, body in plan.files.items():
        (work / name).parent.mkdir(parents=True, exist_ok=True)
        (work / name).write_bytes(body)
    os.chdir(work)
    sys.path[:] = [str(work), *(path for path in sys.path if path not in ("", os.curdir))]
    surroundings.current_notebook.set(job.source)


def _judged(judging: Judging, job: protocol.Job, forked: float) -> bytes:
    """In the forked process: judge one notebook; the report, whatever happens."""
    judging.clock.laps["fork"] = forked
    problem = ""
    try:
        match job:
            case protocol.GradeJob():
                body = protocol.encode(submission.grade_notebook(judging, job))
            case protocol.TryJob():
                body = protocol.encode(trial.run(judging, job))
            case protocol.AnswerJob():
                body = protocol.encode(trial.answer(judging, job))
        if len(body) <= protocol.LARGEST_REPLY:
            return body
        problem = "the report on its tests is larger than can be taken"
    except Unreadable as error:
        problem = str(error)
    except MemoryError:
        problem = "it takes more memory than the judge may use"
    except Exception as error:  # noqa: BLE001 - one submission must never stop a class
        said = " ".join(str(error).split())[:300]
        problem = f"the judge broke on it ({type(error).__name__}: {said}): please report this"
        if (refused := refusal(error)) is not None:
            problem = f"{refused.why}: {refused.helps}, then grade it again"
    return protocol.encode(protocol.Unjudged(job=job.job, problem=short(problem, LONGEST_MESSAGE)))


@dataclass(frozen=True)
class _Running:
    """A judge at work.

    Attributes:
        job: what it judges.
        folder: where it works.
        at_hand: the test that it is at.
        report: what it says of the job when it is done.
        processor: the one that it stays on.
        skip: the tests that judges before it did not survive.
        deadline: the moment (``time.monotonic``) at which it has had its time.
    """

    job: protocol.Job
    folder: Path
    at_hand: _TestAtHand
    report: _Report
    processor: int | None
    skip: frozenset[str]
    deadline: float


class _Report:
    """A pipe from a judge to the warm judge, for one message. A judge may die in the middle of it, or say too much."""

    def __init__(self) -> None:
        self._reading, self._writing = os.pipe()
        self._body = bytearray()
        self.closed = False
        self.is_too_large = False

    def fileno(self) -> int:
        return self._reading

    def write(self, body: bytes) -> None:
        """In the judge: say it."""
        with open(self._writing, "wb", closefd=False) as stream:
            stream.write(body)

    def close_writing(self) -> None:
        os.close(self._writing)
        os.set_blocking(self._reading, False)

    def read(self) -> None:
        """Take what has been written so far."""
        with contextlib.suppress(BlockingIOError):
            while part := os.read(self._reading, 1 << 16):
                self._body += part
                if len(self._body) > protocol.LARGEST_REPLY:
                    self.is_too_large = True
                    break
            self._close()

    def all(self) -> bytes:
        """All that has been written, once its judge has ended."""
        if not self.closed:
            self.read()
            self._close()
        return bytes(self._body)

    def _close(self) -> None:
        if not self.closed:
            os.close(self._reading)
            self.closed = True


class _TestAtHand:
    """Memory in which a judge says which test it is at, should it not survive it."""

    def __init__(self) -> None:
        self._shared = mmap.mmap(-1, _LONGEST_NAME)

    def write(self, grade_id: str) -> None:
        name = grade_id.encode()[: _LONGEST_NAME - 1]
        self._shared[: len(name) + 1] = name + b"\0"

    def read(self) -> str:
        return self._shared[:].partition(b"\0")[0].decode("utf-8", "replace")


def _limit_memory(more: int) -> None:
    """In the forked process: so many bytes beyond what it has."""
    mapped = (
        int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize() if os.path.exists("/proc") else 0
    )
    if mapped:
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        most = mapped + more
        resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
