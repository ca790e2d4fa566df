"""The warm parent: it imports what notebooks import, never computes, holds no secret, and forks students' processes.

Each submission's process is number 1 of namespaces of its own: when it ends, all that it started ends.
"""

from __future__ import annotations

import array
import contextlib
import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
import time
import warnings
from dataclasses import dataclass
from pathlib import Path

from . import codec, namespaces
from .limits import Excess, Limits
from .session import Session
from .shell import Runner, Shell, make_shell
from .wire import Wire

LARGEST_SETUP = 1 << 30
# What a submission may write to: gone when it ends.
PRIVATE = ["/student", "/dev/shm", *([] if os.environ.get("SANDBOX_TMP") == "covered" else ["/tmp"])]
_TICK = 0.1


def main() -> None:
    """``python -m inside.zygote FD``: serve on the control socket with this descriptor."""
    control = socket.socket(fileno=int(sys.argv[1]))
    settings = json.loads(control.recv(1 << 16))
    missing = import_all(settings["imports"])
    shell = make_shell()
    shell.run_line_magic("matplotlib", "inline") if "matplotlib" in sys.modules else None
    # IPython sets much up at its first cell.
    shell.run_cell("pass", store_history=False)
    gc.collect()
    gc.freeze()
    zygote = Zygote(control, shell, Limits(**settings["limits"]), settings["namespaces"])
    control.send(json.dumps({"threads": threads(), "missing": missing, "nested": zygote.try_namespaces()}).encode())
    zygote.serve()


def import_all(names: list[str]) -> list[str]:
    """Import what there is; returns the names of what there is not."""
    missing = []
    with warnings.catch_warnings(action="ignore"):
        for name in names:
            try:
                importlib.import_module(name)
            except ImportError:
                missing.append(name)
    return missing


def threads() -> int:
    """How many threads this process has: forking is safe with one only."""
    try:
        return len(os.listdir("/proc/self/task"))
    except OSError:
        import threading

        return threading.active_count()


@dataclass
class _Student:
    """A student's process: how to wait for it, and the lifeline whose closing ends it."""

    pid: int
    ended: int
    lifeline: int
    namespace: str


class Zygote:
    """Forks a student's process for each request on the control socket, and watches them all.

    A request is one message, a list of processors to run on, with two descriptors: the student's end of the wire, and
    a lifeline. When the lifeline closes, or memory or processor time exceed the limits, everything in the student's
    namespaces is killed.
    """

    def __init__(self, control: socket.socket, shell: Shell, limits: Limits, use_namespaces: bool) -> None:
        self._control = control
        self._shell = shell
        self._limits = limits
        self._namespaces = use_namespaces
        self._students: dict[int, _Student] = {}
        self._poll = select.poll()
        self._processes = os.open("/proc", os.O_RDONLY | os.O_DIRECTORY)

    def try_namespaces(self) -> str:
        """ "" when a child may have namespaces of its own, or the reason why not."""
        if not self._namespaces:
            return ""
        try:
            child = namespaces.fork_into_namespaces()
        except OSError as error:
            return str(error)
        if child == 0:
            try:
                namespaces.mount_private(PRIVATE, 1)
                os._exit(0)
            finally:
                os._exit(1)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        return "" if status == 0 else "mapping users or mounting inside a namespace is refused"

    def serve(self) -> None:
        """Fork on request until the control socket closes."""
        self._poll.register(self._control, select.POLLIN)
        looked = time.monotonic()
        while True:
            ready = self._poll.poll(_TICK * 1000 if self._students else None)
            for descriptor, _event in ready:
                if descriptor == self._control.fileno():
                    if not self._accept():
                        return
                elif student := self._students.get(descriptor):
                    self._end(student, "closed" if descriptor == student.lifeline else "")
            if time.monotonic() - looked >= _TICK:
                looked = time.monotonic()
                for student in {one.pid: one for one in self._students.values()}.values():
                    if reason := _excess(self._processes, student.pid, self._limits):
                        self._end(student, reason)

    def _accept(self) -> bool:
        message, received, _flags, _address = self._control.recvmsg(1 << 16, socket.CMSG_SPACE(2 * 4))
        if not message:
            return False
        descriptors = array.array("i")
        for level, kind, data in received:
            if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
                descriptors.frombytes(data[: len(data) - len(data) % 4])
        wire, lifeline = descriptors
        pid = namespaces.fork_into_namespaces() if self._namespaces else os.fork()
        if pid == 0:
            try:
                if processors := json.loads(message):
                    os.sched_setaffinity(0, processors)
                be_student(wire, self._shell, self._limits, self._namespaces)
            finally:
                os._exit(70)
        os.close(wire)
        student = _Student(pid, os.pidfd_open(pid), lifeline, _namespace_of(self._processes, pid))
        for descriptor in (student.ended, student.lifeline):
            self._students[descriptor] = student
            self._poll.register(descriptor, select.POLLIN | select.POLLHUP)
        return True

    def _end(self, student: _Student, reason: str) -> None:
        """Kill all that is left of a student's processes, and tell the lifeline how the first one ended."""
        with contextlib.suppress(ProcessLookupError):
            # As process 1 it takes its whole namespace along.
            os.kill(student.pid, signal.SIGKILL)
        if not student.namespace:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(student.pid, signal.SIGKILL)
        status = os.waitstatus_to_exitcode(os.waitpid(student.pid, 0)[1])
        with contextlib.suppress(OSError):
            os.write(student.lifeline, (reason or (f"signal {-status}" if status < 0 else f"exit {status}")).encode())
        for descriptor in (student.ended, student.lifeline):
            del self._students[descriptor]
            self._poll.unregister(descriptor)
            os.close(descriptor)


def _namespace_of(processes: int, pid: int) -> str:
    """The name of a process's own process namespace; "" when it is the same as ours."""
    try:
        theirs, ours = (os.readlink(f"{who}/ns/pid", dir_fd=processes) for who in (pid, os.getpid()))
    except OSError:
        return ""
    return theirs if theirs != ours else ""


def _excess(processes: int, student: int, limits: Limits) -> Excess | None:
    """What all processes of a submission together have too much of, if anything."""
    pages = ticks = 0
    own = _descendants(processes, student)
    if len(own) > limits.processes:
        # The system's own limit comes first, but it does not hold for root.
        return Excess.PROCESSES
    for pid in own:
        with contextlib.suppress(OSError, ValueError, IndexError):
            pages += int(_read(processes, f"{pid}/statm").split()[1])
            fields = _fields(processes, pid)
            ticks += int(fields[11]) + int(fields[12])
    # What was imported before the fork is shared: it counts once, generously.
    if pages * os.sysconf("SC_PAGE_SIZE") > (limits.memory_mib + limits.imported_mib) << 20:
        return Excess.MEMORY
    return Excess.PROCESSOR_TIME if ticks / os.sysconf("SC_CLK_TCK") > limits.cpu_seconds else None


def _descendants(processes: int, root: int) -> list[int]:
    """A process and all below it. Whoever loses its parent in a namespace becomes a child of its process 1."""
    children: dict[int, list[int]] = {}
    for name in os.listdir(processes):
        if name.isdecimal():
            with contextlib.suppress(OSError, ValueError, IndexError):
                children.setdefault(int(_fields(processes, int(name))[1]), []).append(int(name))
    found = [root]
    for pid in found:
        found += children.get(pid, [])
    return found


def _fields(processes: int, pid: int) -> list[str]:
    """The numbers of /proc/PID/stat behind the name: state, parent, …"""
    return _read(processes, f"{pid}/stat").rpartition(")")[2].split()


def _read(folder: int, name: str) -> str:
    descriptor = os.open(name, os.O_RDONLY, dir_fd=folder)
    try:
        return os.read(descriptor, 4096).decode("utf-8", "replace")
    finally:
        os.close(descriptor)


def be_student(wire: int, shell: Shell, limits: Limits, use_namespaces: bool) -> None:
    """Shut this process in, take the submission's files, and serve the judge."""
    namespaces.die_with_parent()
    namespaces.leave_keyring()
    os.setsid()
    folder = Path(PRIVATE[0]) if use_namespaces else Path(os.environ["HOME"]) / f"submission-{os.getpid()}"
    if use_namespaces:
        namespaces.mount_private(PRIVATE, limits.disk_mib)
    _close_others(wire)
    namespaces.limit(
        limits.memory_mib << 20, _processes(limits, use_namespaces), limits.disk_mib << 20, limits.cpu_seconds
    )
    if use_namespaces:
        namespaces.drop_privileges()
    line = Wire(socket.socket(fileno=wire), LARGEST_SETUP)
    setup = codec.decode(line.receive())
    home = folder / "home"
    home.mkdir(parents=True)
    os.environ.update({"HOME": str(home), "TMPDIR": str(folder), "NBGRADER_EXECUTION": "autograde"})
    work = folder / "work"
    for name, body in setup["files"].items():
        path = work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    work.mkdir(exist_ok=True)
    os.chdir(work)
    sys.path.insert(0, str(work))
    _reseed(setup["seed"])
    Session(line, Runner(shell, limits.output_characters), limits.reply_bytes).serve()


def _processes(limits: Limits, use_namespaces: bool) -> int:
    # Without a user namespace, the limit would count all processes of this user.
    return limits.processes if use_namespaces else 1 << 20


def _close_others(keep: int) -> None:
    nothing = os.open("/dev/null", os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    os.closerange(3, keep)
    os.closerange(keep + 1, 4096)


def _reseed(seed: int) -> None:
    import random

    random.seed(seed)
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed(seed)
    if torch := sys.modules.get("torch"):
        torch.default_generator.manual_seed(seed)


if __name__ == "__main__":
    main()
