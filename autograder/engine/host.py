"""The warm judge: a process that has imported what tests need and forks a judge for each submission."""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import json
import os
import resource
import select
import signal
import socket
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from autograder.engine.sandbox import NoSandbox, Sandbox
from autograder.engine.settings import GradingEngine

LARGEST_MESSAGE = 1 << 20
_JUDGE_MEMORY = 4 << 30
_PR_SET_PDEATHSIG = 1


class Host:
    """The controller's handle of the warm judge.

    Args:
        settings: limits and imports.
        unsafe: no sandbox for students' code.
    """

    def __init__(self, settings: GradingEngine, unsafe: bool) -> None:
        self._connection, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        for end in (self._connection, theirs):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2 * LARGEST_MESSAGE)
        self.pid = os.fork()
        if self.pid == 0:
            status = 1
            try:
                self._connection.close()
                _serve(theirs, settings, unsafe)
                status = 0
            finally:
                os._exit(status)
        theirs.close()

    def fileno(self) -> int:
        return self._connection.fileno()

    def send(self, message: dict[str, Any]) -> None:
        self._connection.send(json.dumps(message).encode())

    def receive(self) -> dict[str, Any]:
        """The next message.

        Raises:
            NoSandbox: students' code cannot be shut in.
            RuntimeError: the warm judge has died.
        """
        body = self._connection.recv(LARGEST_MESSAGE)
        if not body:
            raise RuntimeError("the judge process has ended unexpectedly: run the command again")
        message = json.loads(body)
        if "no sandbox" in message:
            raise NoSandbox(message["no sandbox"])
        return message

    def close(self) -> None:
        """End the warm judge and, with it, everything that it has started."""
        self._connection.close()
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, 0)


def _serve(connection: socket.socket, settings: GradingEngine, unsafe: bool) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0) if sys.platform == "linux" else None
    sandbox = Sandbox(settings, unsafe)
    try:
        sandbox.start()
        _import_for_tests(settings)
        sandbox.wait()
    except NoSandbox as problem:
        connection.send(json.dumps({"no sandbox": str(problem)}).encode())
        return
    try:
        connection.send(json.dumps({"ready": sandbox.remarks}).encode())
        _Loop(connection, settings, sandbox).run()
    finally:
        sandbox.stop()


def _import_for_tests(settings: GradingEngine) -> None:
    """Import once what every judge would import again."""
    import matplotlib

    for name in ("OMP", "OPENBLAS", "MKL"):
        os.environ.setdefault(f"{name}_NUM_THREADS", "1")
    matplotlib.use("Agg")
    with warnings.catch_warnings(action="ignore"):
        for name in (
            *settings.imports,
            "autograder.hidden",
            "autograder.misconceptions",
            "autograder.engine.submission",
        ):
            with contextlib.suppress(ImportError):
                importlib.import_module(name)


class _Loop:
    """Takes jobs from the controller and forks a judge for each."""

    def __init__(self, connection: socket.socket, settings: GradingEngine, sandbox: Sandbox) -> None:
        self._connection = connection
        self._settings = settings
        self._sandbox = sandbox
        self._plans: dict[tuple[str, str], Any] = {}
        self._running: dict[int, tuple[int, float]] = {}
        self._folder = tempfile.mkdtemp(prefix="judge-")

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
            with contextlib.suppress(OSError):
                os.rmdir(self._folder)

    def _on_plan(self, message: dict[str, Any]) -> None:
        """Read an assignment's notebook, and the reference answers that its hidden tests compare with."""
        from autograder import reference
        from autograder.engine.submission import load_plan

        source = Path(message["source"])
        plan = load_plan(source, Path(message["release"]), message["checksums"])
        self._plans[message["assignment"], plan.name] = plan
        if any("autograder.hidden" in cell["source"] for cell in plan.source):
            with contextlib.suppress(Exception):
                # A reference that fails shows as a failing trial, with its message.
                reference.namespace(source)

    def _on_job(self, message: dict[str, Any]) -> None:
        started = time.monotonic()
        pid = os.fork()
        if pid == 0:
            try:
                self._judge(message, started)
            finally:
                os._exit(1)
        self._running[pid] = (message["job"], started + self._settings.submission_seconds * 2 + 60)

    def _reap(self) -> None:
        for pid, (_job, deadline) in self._running.items():
            if time.monotonic() > deadline:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            while True:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if pid == 0:
                    return
                job, _deadline = self._running.pop(pid, (None, 0.0))
                code = os.waitstatus_to_exitcode(status)
                if job is not None and code != 0:
                    self._connection.send(json.dumps({"job": job, "died": code}).encode())

    def _judge(self, message: dict[str, Any], started: float) -> None:
        """In the forked process: judge one notebook and report."""
        from autograder import reference
        from autograder.engine import submission
        from autograder.seed import SEED_VARIABLE

        _limit_memory()
        os.environ[SEED_VARIABLE] = str(message["seed"])
        os.environ["NBGRADER_EXECUTION"] = "autograde"
        os.chdir(self._folder)
        plan = self._plans[message["assignment"], message["notebook"]]
        reference.current_notebook.set(Path(message["source"]))
        forked = time.monotonic() - started
        report: dict[str, Any]
        try:
            graded = _task(message)(plan, Path(message["folder"]), message, self._sandbox, self._settings)
            report = asdict(graded)
            report["seconds"]["fork"] = report["seconds"].get("fork", 0.0) + forked
        except submission.Unreadable as problem:
            report = {"problem": str(problem)}
        except MemoryError:
            report = {"problem": "it takes more memory than the judge may use"}
        except Exception as error:  # noqa: BLE001 - one submission must never stop a class
            report = {
                "problem": f"the judge broke on it ({type(error).__name__}: {str(error)[:300]}): please report this"
            }
        report = {"job": message["job"], "notebook": message["notebook"], **report}
        self._connection.send(json.dumps(report).encode())
        os._exit(0)


def _task(message: dict[str, Any]) -> Callable[..., Any]:
    from autograder.engine import submission, trial

    def grade(plan: Any, folder: Path, message: dict, sandbox: Sandbox, settings: GradingEngine) -> Any:
        target = Path(message["target"])
        return submission.grade_notebook(
            plan, folder, target, sandbox, settings, message["mode"], message["every_cell"], message["stamp"]
        )

    return {"grade": grade, "try": trial.run}[message["task"]]


def _limit_memory() -> None:
    mapped = (
        int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize() if os.path.exists("/proc") else 0
    )
    if mapped:
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        most = mapped + _JUDGE_MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
