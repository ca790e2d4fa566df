"""The warm judge's own side: a process that has imported what tests need and forks a judge for each submission."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import json
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
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from autograder.engine.sandbox import Sandbox
from autograder.engine.settings import GradingEngine
from autograder.errors import NoSandbox

LARGEST_MESSAGE = 1 << 20
_JUDGE_MEMORY = 4 << 30

_LONGEST_NAME = 4096

MOST_SKIPPED = 5

_PR_SET_PDEATHSIG = 1


def serve(connection: socket.socket, settings: GradingEngine, unsafe: bool) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0) if sys.platform == "linux" else None
    sandbox = Sandbox(settings, unsafe)
    try:
        sandbox.start()
        import_for_tests(settings)
        sandbox.wait()
    except NoSandbox as problem:
        connection.send(json.dumps({"no sandbox": str(problem)}).encode())
        return
    try:
        connection.send(json.dumps({"ready": sandbox.remarks}).encode())
        _Loop(connection, settings, sandbox).run()
    finally:
        sandbox.stop()


def import_for_tests(settings: GradingEngine) -> None:
    """Import once what every judge would import again."""
    import matplotlib

    for name in ("OMP", "OPENBLAS", "MKL"):
        os.environ.setdefault(f"{name}_NUM_THREADS", "1")
    matplotlib.use("Agg")
    with warnings.catch_warnings(action="ignore"):
        for name in (
            *settings.imports,
            "autograder.hidden",
            "autograder.hidden.misconceptions",
            "autograder.engine.submission",
        ):
            with contextlib.suppress(ImportError):
                importlib.import_module(name)
        with contextlib.suppress(ImportError):
            importlib.import_module("gancourse.check.calling").advisers()


def _read_ahead(plan: Any) -> None:
    """Parse the author's cells once, here, and not again in each of the judges that are forked from this process."""
    from autograder.engine import names, repair, test_cells

    for cell in (*plan.source, *plan.release):
        if cell["cell_type"] != "code":
            continue
        text = cell["source"]
        names.bound(text)
        names.needed(text)
        names.imported(text)
        if repair.kind_of(cell) in ("test", "locked"):
            with contextlib.suppress(SyntaxError):
                test_cells.compiled(text, f"<{repair.role(cell)['grade_id']}>")


class _Loop:
    """Takes jobs from the controller and forks a judge for each."""

    def __init__(self, connection: socket.socket, settings: GradingEngine, sandbox: Sandbox) -> None:
        self._connection = connection
        self._settings = settings
        self._sandbox = sandbox
        self._plans: dict[tuple[str, str], Any] = {}
        self._running: dict[int, _Running] = {}
        self._forked = 0
        self._folder = tempfile.mkdtemp(prefix="judge-")
        self._processors = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_setaffinity") else []

    def run(self) -> None:
        try:
            while True:
                ready, _, _ = select.select([self._connection], [], [], 0.05 if self._running else None)
                self._reap()
                if not ready:
                    continue
                body = self._connection.recv(LARGEST_MESSAGE)
                if not body:
                    return
                message = json.loads(body)
                getattr(self, f"_on_{message['do']}")(message)
        finally:
            for pid in self._running:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            shutil.rmtree(self._folder, ignore_errors=True)

    def _on_plan(self, message: dict[str, Any]) -> None:
        """Read an assignment's notebook, and the reference answers that its hidden tests compare with."""
        from autograder.engine.notebooks import load_plan
        from autograder.hidden import misconceptions, reference_answers
        from autograder.source import bank

        source = Path(message["source"])
        plan = load_plan(source, Path(message["release"]), message["checksums"])
        self._plans[message["assignment"], plan.name] = plan
        _read_ahead(plan)
        if any("autograder.hidden" in cell["source"] for cell in plan.source):
            with contextlib.suppress(Exception):
                # A reference that fails shows as a failing trial, with its message.
                reference_answers.namespace(source)
                for answer in misconceptions.bank_of(source):
                    bank.defined_names(answer.code)
                    misconceptions.compiled(answer.code)

    def _on_job(self, message: dict[str, Any], deadline: float | None = None) -> None:
        started = time.monotonic()
        if not self._running:
            # What is here now stays as it is: no collector of a judge's need touch, and so copy, its pages.
            gc.collect()
            gc.freeze()
        self._forked += 1
        folder = Path(self._folder) / str(self._forked)
        at_hand = _TestAtHand()
        processor = self._idlest()
        pid = os.fork()
        if pid == 0:
            try:
                if processor is not None:
                    os.sched_setaffinity(0, {processor})
                self._judge(message, folder, at_hand, started)
            finally:
                os._exit(1)
        # However often it has to be begun again, a submission has its time once.
        deadline = deadline or started + self._settings.submission_seconds * 2 + 60
        self._running[pid] = _Running(message, folder, at_hand, processor, deadline)

    def _idlest(self) -> int | None:
        """The processor with the fewest judges: each stays on one, and its student's process with it.

        The two take turns, never run at once, and a message to another processor costs many times as much.
        """
        busy = [one.processor for one in self._running.values()]
        return min(self._processors, key=busy.count, default=None)

    def _reap(self) -> None:
        for pid, one in self._running.items():
            if time.monotonic() > one.deadline:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            while True:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if pid == 0:
                    return
                one = self._running.pop(pid, None)
                self._sandbox.clean_up(pid)
                if one is not None and status != 0:
                    self._died(one, os.waitstatus_to_exitcode(status))
                if one is not None:
                    shutil.rmtree(one.folder, ignore_errors=True)

    def _died(self, one: _Running, status: int) -> None:
        """A judge came to grief over a test: another one goes on without it. Where that is no help, say so."""
        skip = one.message.get("skip", [])
        test = one.at_hand.read()
        if test and test not in skip and len(skip) < MOST_SKIPPED:
            self._on_job({**one.message, "skip": [*skip, test]}, one.deadline)
        else:
            self._connection.send(json.dumps({"job": one.message["job"], "died": status}).encode())

    def _judge(self, message: dict[str, Any], folder: Path, at_hand: _TestAtHand, started: float) -> None:
        """In the forked process: judge one notebook and report."""
        from autograder.engine import notebooks
        from autograder.hidden import reference_answers
        from autograder.hidden.seed import SEED_VARIABLE

        _limit_memory()
        os.environ[SEED_VARIABLE] = str(message["seed"])
        os.environ["NBGRADER_EXECUTION"] = "autograde"
        plan = self._plans[message["assignment"], message["notebook"]]
        # Tests find the instructor's data files and modules beside them, and never anything of the student's.
        work = folder / "work"
        work.mkdir(parents=True)
        for name, body in plan.files.items():
            (work / name).parent.mkdir(parents=True, exist_ok=True)
            (work / name).write_bytes(body)
        os.chdir(work)
        sys.path[:] = [str(work), *(path for path in sys.path if path not in ("", os.curdir))]
        reference_answers.current_notebook.set(Path(message["source"]))
        forked = time.monotonic() - started
        report: dict[str, Any]
        try:
            graded = _task(message, at_hand)(plan, Path(message["folder"]), message, self._sandbox, self._settings)
            report = asdict(graded)
            report["seconds"]["fork"] = report["seconds"].get("fork", 0.0) + forked
        except notebooks.Unreadable as problem:
            report = {"problem": str(problem)}
        except MemoryError:
            report = {"problem": "it takes more memory than the judge may use"}
        except Exception as error:  # noqa: BLE001 - one submission must never stop a class
            report = {
                "problem": f"the judge broke on it ({type(error).__name__}: {str(error)[:300]}): please report this"
            }
        report = {"job": message["job"], "notebook": message["notebook"], **report}
        self._connection.send(json.dumps(report, ensure_ascii=False).encode("utf-8", "replace"))
        os._exit(0)


@dataclass(frozen=True)
class _Running:
    """A judge at work: on what, in which folder, at which test, on which processor, and when it has had its time."""

    message: dict[str, Any]
    folder: Path
    at_hand: _TestAtHand
    processor: int | None
    deadline: float


class _TestAtHand:
    """Memory in which a judge says which test it is at, should it not survive it."""

    def __init__(self) -> None:
        self._shared = mmap.mmap(-1, _LONGEST_NAME)

    def write(self, grade_id: str) -> None:
        name = grade_id.encode()[: _LONGEST_NAME - 1]
        self._shared[: len(name) + 1] = name + b"\0"

    def read(self) -> str:
        return self._shared[:].partition(b"\0")[0].decode("utf-8", "replace")


def _task(message: dict[str, Any], at_hand: _TestAtHand) -> Callable[..., Any]:
    from autograder.engine import submission, trial

    def grade(plan: Any, folder: Path, message: dict, sandbox: Sandbox, settings: GradingEngine) -> Any:
        return submission.grade_notebook(
            plan,
            folder,
            Path(message["target"]),
            sandbox,
            settings,
            message["mode"],
            message["every_cell"],
            message["stamp"],
            at_hand.write,
            frozenset(message.get("skip", [])),
        )

    return {"grade": grade, "try": trial.run, "answer": trial.answer}[message["task"]]


def _limit_memory() -> None:
    mapped = (
        int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize() if os.path.exists("/proc") else 0
    )
    if mapped:
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        most = mapped + _JUDGE_MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
