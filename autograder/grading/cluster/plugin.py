"""In a Dask worker: the connection to the service that judges, and the function that a task calls.

Workers and the scheduler import this module, so it imports nothing heavy and holds nothing in the clear.
"""

from __future__ import annotations

import contextlib
import itertools
import logging
import os
import shutil
import socket
import subprocess
import sys
import threading
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import msgspec
from distributed import Worker, WorkerPlugin, get_worker

from autograder.engine.inside.wire import Closed, Oversized, Wire
from autograder.grading.cluster.service_protocol import LARGEST, Answer, Ask, FromService, Open, Ready, Refused

log = logging.getLogger(__name__)
# A service that ends so often without a single answer is not started again.
MOST_FAILURES = 3
# One that does not end when its worker has gone is ended after that time.
ENDING_SECONDS = 5.0


class ServiceEnded(Exception):
    """The service ended while it did this task, by whatever's fault."""


class WorkerRefuses(Exception):
    """This worker does not judge; in one sentence, why."""


class Judges(WorkerPlugin):
    """What makes a Dask worker judge: one service process.

    A worker that is ready has a resource of the plugin's name, one for each thread: tasks that ask for it go nowhere
    else.

    Args:
        run: which run it belongs to.
        bundle: what to judge by, sealed.
        command: how the service is started; a connection's descriptor and a folder follow.
    """

    def __init__(self, run: str, bundle: bytes, command: tuple[str, ...] = ()) -> None:
        self.name = name_of(run)
        self._given = run, bundle, command
        self._bundle = bundle
        self._command = command or (sys.executable, "-m", "autograder.grading.cluster.service")
        self._lock, self._sending = threading.Lock(), threading.Lock()
        self._numbers = itertools.count(1)
        self._asked: dict[int, Future[bytes]] = {}
        self._opened = threading.Event()
        self._refused = ""
        self._failures = 0
        self._stopped = False
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: socket.socket | None = None
        self._wire: Wire | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), self._given

    # ---- called by Dask, in the worker's event loop

    def setup(self, worker: Worker) -> None:
        """Start the service; the worker goes on meanwhile."""
        self._worker = worker
        self._slots = worker.state.nthreads
        keys = (getattr(worker.security, f"tls_{role}_key") for role in ("client", "scheduler", "worker"))
        # A key may be given as text instead of a file.
        self._private = (worker.local_directory, *(one for one in keys if one and "\n" not in one))
        self._start()

    def teardown(self, worker: Worker) -> None:
        """End the service."""
        self._stopped = True
        self._end()

    # ---- the service

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        folder = Path(self._worker.local_directory) / f"{self.name}-{next(self._numbers)}"
        self._process = subprocess.Popen(
            [*self._command, str(theirs.fileno()), str(folder)],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            # Its signals are its own: whoever interrupts a worker in a terminal has the worker end it.
            start_new_session=True,
        )
        theirs.close()
        with self._lock:
            self._connection, self._wire = ours, Wire(ours, LARGEST)
        for work in (self._hear, self._watch):
            threading.Thread(target=work, args=(self._process, ours, folder), daemon=True).start()
        # It takes it when it has started.
        opening = Open(self._bundle, self._slots, self._private)
        threading.Thread(target=self._tell, args=(self._wire, opening), daemon=True).start()

    def _end(self) -> None:
        """Close the connection: the service sees that, and ends; one that does not is ended."""
        if self._connection is not None:
            with contextlib.suppress(OSError):
                self._connection.shutdown(socket.SHUT_RDWR)
        if self._process is not None:
            ending = threading.Timer(ENDING_SECONDS, self._process.kill)
            ending.daemon = True
            ending.start()

    def _tell(self, wire: Wire, message: Open | Ask) -> None:
        # One that has ended is noticed by whoever watches it.
        with self._sending, contextlib.suppress(Closed):
            wire.send(msgspec.msgpack.encode(message))

    def _watch(self, process: subprocess.Popen[bytes], ours: socket.socket, folder: Path) -> None:
        """Notice that the service has ended: a judge of its that lives on may hold its end of the connection open."""
        process.wait()
        with contextlib.suppress(OSError):
            ours.shutdown(socket.SHUT_RDWR)
        # Killed, it cannot do so itself.
        shutil.rmtree(folder, ignore_errors=True)

    def _hear(self, process: subprocess.Popen[bytes], ours: socket.socket, folder: Path) -> None:
        """Take what the service says, until it ends."""
        wire = Wire(ours, LARGEST)
        with contextlib.suppress(Closed, Oversized, msgspec.DecodeError):
            while True:
                self._on(msgspec.msgpack.decode(wire.receive(), type=FromService))
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
        if not self._stopped and not self._refused:
            log.warning("The service that judges has ended, exit status %s.", process.returncode)
            self._failures += 1
            if self._failures >= MOST_FAILURES:
                self._refuse(
                    f"its service ended {self._failures} times (exit status {process.returncode}), see its log"
                )
        self._give_up()
        if not self._stopped and not self._refused:
            self._start()

    def _give_up(self) -> None:
        """Nobody answers what has been asked so far; what comes waits for the next service."""
        with self._lock:
            if not self._refused:
                self._opened.clear()
            lost, self._asked = self._asked, {}
        for future in lost.values():
            future.set_exception(WorkerRefuses(self._refused) if self._refused else ServiceEnded())

    def _on(self, message: FromService) -> None:
        match message:
            case Ready(remarks=remarks):
                self._opened.set()
                self._offer(self._slots, state="ready", slots=self._slots, remarks=list(remarks))
            case Refused(why=why):
                self._refuse(why)
            case Answer(number=number, outcomes=outcomes):
                self._failures = 0
                with self._lock:
                    future = self._asked.pop(number, None)
                if future is not None:
                    future.set_result(outcomes)

    def _refuse(self, why: str) -> None:
        self._refused = why
        self._opened.set()
        self._offer(0, state="refused", why=why)

    def _offer(self, tasks: int, **told: Any) -> None:
        """Let the scheduler give this worker so many tasks of ours at a time, and then tell the controller."""
        address = self._worker.address
        said = {"worker": address, "host": address.split("://")[-1].rpartition(":")[0], **told}

        async def offer() -> None:
            await self._worker.set_resources(**{self.name: tasks})
            self._worker.log_event(self.name, said)

        self._worker.loop.add_callback(offer)

    # ---- called by a task, in one of the worker's threads

    def ask(self, task: bytes) -> bytes:
        """Have a sealed task done; returns its sealed outcomes.

        Raises:
            ServiceEnded: the service ended meanwhile.
            WorkerRefuses: there is none.
        """
        future: Future[bytes] = Future()
        number = next(self._numbers)
        while True:
            self._opened.wait()
            with self._lock:
                if self._refused:
                    raise WorkerRefuses(self._refused)
                if self._opened.is_set() and self._wire is not None:
                    self._asked[number], wire = future, self._wire
                    break
        self._tell(wire, Ask(number, task))
        return future.result()


def name_of(run: str) -> str:
    """What the plugin of a run is called, and the resource that it gives to workers."""
    return f"autograder-{run}"


def judge(run: str, task: bytes) -> bytes:
    """The function that Dask runs: have a sealed task done by this worker's service."""
    plugin = get_worker().plugins.get(name_of(run))
    if not isinstance(plugin, Judges):
        raise WorkerRefuses("it has just been started")
    return plugin.ask(task)


def processes(run: str, dask_worker: Worker) -> tuple[int, int | None]:
    """For ``Client.run``: the process ids of a worker and of its service."""
    plugin = dask_worker.plugins.get(name_of(run))
    process = plugin._process if isinstance(plugin, Judges) else None
    return os.getpid(), process.pid if process is not None else None
