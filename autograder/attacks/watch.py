"""Run a command and watch what it does beside its work: who it calls, and what it leaves behind.

``python -m autograder.attacks.watch PLAN REPORT COMMAND…`` listens on the sockets of the plan, runs the command, waits
for processes that outlive it, and writes what it saw as JSON. It is a program of its own so that it can run in the
sandbox in which ``autograder attack`` lets stock nbgrader be attacked.
"""

from __future__ import annotations

import ctypes
import json
import os
import platform
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

# Places outside the course folder in which a submission could leave something for a later one.
SHARED_FOLDERS = ("/tmp", "/var/tmp", "/dev/shm")
# A process that outlives the grading is given this long to do its harm.
SECONDS_FOR_DAEMONS = 3.0
_PR_SET_CHILD_SUBREAPER = 36
_KEYCTL, _KEYCTL_JOIN_SESSION_KEYRING = {"x86_64": 250, "aarch64": 219}.get(platform.machine()), 1


@dataclass
class Plan:
    """What to watch.

    Attributes:
        tcp, udp: ports on 127.0.0.1, 0 to choose free ones.
        path, abstract: names of Unix sockets.
        tokens: the words that attacks leave where they write.
        seconds: the limit for the command.
    """

    tcp: int
    udp: int
    path: str
    abstract: str
    tokens: list[str]
    seconds: float


@dataclass
class Report:
    """What was seen."""

    status: int | None = None
    output: str = ""
    seconds: float = 0.0
    heard: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    processes: list[str] = field(default_factory=list)


class Listeners:
    """Four sockets that nobody has any business with."""

    def __init__(self, plan: Plan) -> None:
        self.heard: list[str] = []
        self._stop, self._wake = os.pipe()
        self._sockets = {
            "TCP": _bound(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", plan.tcp)),
            "UDP": _bound(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", plan.udp)),
            "Unix socket": _bound(socket.AF_UNIX, socket.SOCK_STREAM, plan.path),
            "abstract socket": _bound(socket.AF_UNIX, socket.SOCK_STREAM, "\0" + plan.abstract),
        }
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        names = {one.fileno(): name for name, one in self._sockets.items()}
        while True:
            ready, _, _ = select.select([self._stop, *names], [], [])
            if self._stop in ready:
                return
            for number in ready:
                self.heard.append(f"{names[number]}: {_receive(self._sockets[names[number]])}")

    def close(self) -> list[str]:
        """Stop; returns what was received, one entry a message."""
        os.write(self._wake, b"x")
        self._thread.join()
        for one in self._sockets.values():
            one.close()
        return self.heard


def _bound(family: int, kind: int, address: object) -> socket.socket:
    made = socket.socket(family, kind)
    if family == socket.AF_INET:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind(address)
    if kind == socket.SOCK_STREAM:
        made.listen(64)
    return made


def _receive(one: socket.socket) -> str:
    try:
        if one.type == socket.SOCK_DGRAM:
            return repr(one.recv(4096))
        connection, _ = one.accept()
        with connection:
            connection.settimeout(0.5)
            return repr(connection.recv(4096))
    except OSError as error:
        return repr(error)


def watch(plan: Plan, command: list[str]) -> Report:
    """Run ``command`` in the working directory and the environment of this process."""
    report = Report()
    libc = ctypes.CDLL(None)
    # Whatever the command leaves running becomes our child, and is found.
    libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    if _KEYCTL is not None:
        # As after a login: the kernel's keys of the session pass to whatever is started.
        libc.syscall(_KEYCTL, _KEYCTL_JOIN_SESSION_KEYRING, None)
    listeners = Listeners(plan)
    start = time.monotonic()
    child = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    )
    reader = threading.Thread(target=_read_all, args=(child, report), daemon=True)
    reader.start()
    try:
        report.status = child.wait(plan.seconds)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
    report.seconds = time.monotonic() - start
    deadline = time.monotonic() + SECONDS_FOR_DAEMONS
    while _children() and time.monotonic() < deadline:
        time.sleep(0.1)
    report.processes = [_command_line(pid) for pid in _children()]
    _kill_children()
    reader.join(timeout=1)
    report.heard = listeners.close()
    report.left = [path for folder in SHARED_FOLDERS for path in _named_after(folder, plan.tokens)]
    return report


def _read_all(child: subprocess.Popen, report: Report) -> None:
    while piece := child.stdout.read1(65536):
        if len(report.output) < 1_000_000:
            report.output += piece.decode(errors="replace")


def _children() -> list[int]:
    text = Path(f"/proc/self/task/{os.getpid()}/children").read_text()
    alive = []
    for pid in map(int, text.split()):
        finished, _ = os.waitpid(pid, os.WNOHANG)
        if not finished:
            alive.append(pid)
    return alive


def _kill_children() -> None:
    for _ in range(50):
        if not (alive := _children()):
            return
        for pid in alive:
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.05)


def _command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")[:2000]
    except OSError:
        return "?"


def _named_after(folder: str, tokens: list[str]) -> list[str]:
    try:
        return [f"{folder}/{name}" for name in os.listdir(folder) if any(token in name for token in tokens)]
    except OSError:
        return []


if __name__ == "__main__":
    plan_file, report_file, *rest = sys.argv[1:]
    seen = watch(Plan(**json.loads(Path(plan_file).read_text(encoding="utf-8"))), rest)
    Path(report_file).write_text(json.dumps(asdict(seen)), encoding="utf-8")
