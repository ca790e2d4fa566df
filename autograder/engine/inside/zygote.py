"""The warm parent: it imports what notebooks import, never computes, holds no secret, and forks students' processes.

Each submission's process is number 1 of namespaces of its own: when it ends, all that it started ends.
"""

from __future__ import annotations

import array
import contextlib
import errno
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

from . import codec, huge_pages, namespaces, seccomp
from .limits import Excess, Limits
from .session import Session, threads
from .shell import Runner, Shell, make_shell
from .usage import GroupUsage, ProcUsage, memory_of
from .wire import Wire

LARGEST_SETUP = 1 << 30
# What a submission may write to: gone when it ends.
PRIVATE = ["/student", "/dev/shm", *([] if os.environ.get("SANDBOX_TMP") == "covered" else ["/tmp"])]
_TICK = 0.1
_MOST_DESCRIPTORS = 16
# On the lifeline, a judge's question and the word before the answer.
ASKS, TOLD = b"?", "used "
_LONGEST_CHAIN = 20
# How a student's process ends that could not be shut in, or that ran out of memory in our own code.
EXIT_NO_MEMORY, EXIT_NO_GROUP, EXIT_BROKEN = 71, 72, 70


def main() -> None:
    """``python -m inside.zygote FD``: serve on the control socket with this descriptor."""
    control = socket.socket(fileno=int(sys.argv[1]))
    settings = json.loads(control.recv(1 << 16))
    # What is imported stays: looking for garbage in it again and again takes as long as importing it.
    gc.disable()
    missing = import_all(settings["imports"])
    shell = make_shell()
    if "matplotlib" in sys.modules:
        shell.run_line_magic("matplotlib", "inline")
    else:
        os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
    # IPython sets much up at its first cell.
    shell.run_cell("pass", store_history=False)
    gc.freeze()
    gc.enable()
    limits = Limits(**settings["limits"])
    zygote = Zygote(control, shell, limits, settings["namespaces"], settings["network"])
    unfiltered = zygote.use_filter() if settings["filter"] else ""
    ready = {"threads": threads(), "missing": missing, "nested": zygote.try_namespaces(), "unfiltered": unfiltered}
    control.send(json.dumps(ready).encode())
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


@dataclass
class _Student:
    """A student's process: how to wait for it, the lifeline whose closing ends it, and what counts what it uses.

    ``limits`` names the controllers of its control group; what they do not limit is counted here.
    """

    pid: int
    ended: int
    lifeline: int
    namespace: str
    group: GroupUsage
    limits: frozenset[str]
    counted: ProcUsage


class Zygote:
    """Forks a student's process for each request on the control socket, and watches them all.

    A request is one message with descriptors: the student's end of the wire, a lifeline, and the files of a control
    group. The message says which processors to run on, how many of the files are there to join the group, the names of
    the others, and what the group limits. When the lifeline closes, or memory or processor time exceed the limits,
    everything in the student's namespaces is killed.
    """

    def __init__(
        self, control: socket.socket, shell: Shell, limits: Limits, use_namespaces: bool, network: bool
    ) -> None:
        self._control = control
        self._shell = shell
        self._limits = limits
        self._namespaces = use_namespaces
        self._network = network
        self._filter = b""
        self._forked = 0
        self._students: dict[int, _Student] = {}
        self._poll = select.poll()
        self._processes = os.open("/proc", os.O_RDONLY | os.O_DIRECTORY)
        # What was imported before the fork is shared: a submission does not pay for it.
        self._imported = memory_of(self._processes, os.getpid())

    def use_filter(self) -> str:
        """Filter the system calls of every student's process from now on; returns "", or why that cannot be."""
        program = seccomp.load(self._network)
        if not program:
            return f"there is none for a processor of type {os.uname().machine}"
        child = os.fork()
        if child == 0:
            try:
                namespaces.forbid_new_privileges()
                seccomp.install(program)
                os._exit(0)
            finally:
                os._exit(1)
        if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0:
            return "its kernel takes none"
        self._filter = program
        return ""

    def try_namespaces(self) -> str:
        """Nothing ("") when a child may have namespaces of its own, or the reason why not."""
        if not self._namespaces:
            return ""
        try:
            child = namespaces.fork_into_namespaces(self._network)
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
                    if descriptor == student.lifeline and self._is_asked(student):
                        continue
                    self._end(student, "closed" if descriptor == student.lifeline else "")
            if time.monotonic() - looked >= _TICK:
                looked = time.monotonic()
                for student in {one.pid: one for one in self._students.values()}.values():
                    if reason := self._excess(student):
                        self._end(student, reason)

    def _is_asked(self, student: _Student) -> bool:
        """Whether the judge asks how much processor time has been used, and does not hang up; answers it."""
        try:
            if not os.read(student.lifeline, 1):
                return False
            os.write(student.lifeline, f"{TOLD}{self._processor_seconds(student):.2f}".encode())
        except OSError:
            return False
        return True

    def _processor_seconds(self, student: _Student) -> float:
        if student.group.counts_processor_time:
            return student.group.processor_seconds()
        return student.counted.processor_seconds(student.counted.descendants())

    def _accept(self) -> bool:
        message, received, _flags, _address = self._control.recvmsg(1 << 16, socket.CMSG_SPACE(_MOST_DESCRIPTORS * 4))
        if not message:
            return False
        descriptors = array.array("i")
        for level, kind, data in received:
            if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
                descriptors.frombytes(data[: len(data) - len(data) % 4])
        request = json.loads(message)
        wire, lifeline, *files = descriptors
        joins, watched = files[: request["joins"]], files[request["joins"] :]
        self._forked += 1
        huge_pages.before_fork(self._forked)
        pid = namespaces.fork_into_namespaces(self._network) if self._namespaces else os.fork()
        if pid == 0:
            try:
                _join(joins)
                if request["processors"]:
                    os.sched_setaffinity(0, request["processors"])
                be_student(wire, self._shell, self._limits, self._namespaces, self._filter)
            except BaseException as error:  # noqa: BLE001 - whatever it is, how it ends is all that can be told
                os._exit(EXIT_NO_MEMORY if _is_of_memory(error) else EXIT_BROKEN)
            finally:
                os._exit(EXIT_BROKEN)
        for descriptor in (wire, *joins):
            os.close(descriptor)
        student = _Student(
            pid,
            os.pidfd_open(pid),
            lifeline,
            _namespace_of(self._processes, pid),
            GroupUsage(dict(zip(request["watched"], watched, strict=True))),
            frozenset(request["limits"]),
            ProcUsage(self._processes, pid, PRIVATE if self._namespaces else []),
        )
        for descriptor in (student.ended, student.lifeline):
            self._students[descriptor] = student
            self._poll.register(descriptor, select.POLLIN | select.POLLHUP)
        return True

    def _excess(self, student: _Student) -> Excess | None:
        """What all processes of a submission together have too much of, if anything."""
        if student.group.ran_out_of_memory():
            return Excess.MEMORY
        has_time = student.group.counts_processor_time
        pids = [] if has_time and student.limits >= {"memory", "pids"} else student.counted.descendants()
        # The system's own limit comes first, but it does not hold for root.
        if len(pids) > self._limits.processes and "pids" not in student.limits:
            return Excess.PROCESSES
        if "memory" not in student.limits:
            most = ((self._limits.memory_mib + self._limits.disk_mib) << 20) + self._imported
            if student.counted.memory(pids) > most:
                return Excess.MEMORY
        used = student.group.processor_seconds() if has_time else student.counted.processor_seconds(pids)
        return Excess.PROCESSOR_TIME if used > self._limits.cpu_seconds else None

    def _end(self, student: _Student, reason: str) -> None:
        """Kill all that is left of a student's processes, and tell the lifeline how the first one ended."""
        with contextlib.suppress(ProcessLookupError):
            # As process 1 it takes its whole namespace along.
            os.kill(student.pid, signal.SIGKILL)
        if not student.namespace:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(student.pid, signal.SIGKILL)
        status = os.waitstatus_to_exitcode(os.waitpid(student.pid, 0)[1])
        if not reason and (student.group.ran_out_of_memory() or status == EXIT_NO_MEMORY):
            reason = Excess.MEMORY
        with contextlib.suppress(OSError):
            os.write(student.lifeline, (reason or (f"signal {-status}" if status < 0 else f"exit {status}")).encode())
        for descriptor in (student.ended, student.lifeline):
            del self._students[descriptor]
            self._poll.unregister(descriptor)
            os.close(descriptor)
        student.group.close()


def _namespace_of(processes: int, pid: int) -> str:
    """The name of a process's own process namespace; "" when it is the same as ours."""
    try:
        theirs, ours = (os.readlink(f"{who}/ns/pid", dir_fd=processes) for who in (pid, os.getpid()))
    except OSError:
        return ""
    return theirs if theirs != ours else ""


def _is_of_memory(error: BaseException | None) -> bool:
    """Whether an exception, or one that it came from, says that there was no more memory."""
    for _ in range(_LONGEST_CHAIN):
        if error is None:
            return False
        if isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno == errno.ENOMEM):
            return True
        error = error.__cause__ or error.__context__
    return False


def _join(files: list[int]) -> None:
    """Be in the control group whose lists of processes these are, and all that is started from here."""
    try:
        for descriptor in files:
            os.write(descriptor, b"0")
    except OSError:
        os._exit(EXIT_NO_GROUP)


def be_student(wire: int, shell: Shell, limits: Limits, use_namespaces: bool, program: bytes) -> None:
    """Shut this process in, take the submission's files, and serve the judge."""
    namespaces.die_with_parent()
    namespaces.leave_keyring()
    os.setsid()
    most = namespaces.mapped() + (limits.memory_mib << 20)
    folder = Path(PRIVATE[0]) if use_namespaces else Path(os.environ["HOME"]) / f"submission-{os.getpid()}"
    if use_namespaces:
        namespaces.mount_private(PRIVATE, limits.disk_mib)
    _close_others(wire)
    namespaces.limit(most, _processes(limits, use_namespaces), limits.disk_mib << 20, limits.cpu_seconds)
    if use_namespaces:
        namespaces.drop_privileges()
    if program:
        namespaces.forbid_new_privileges()
        seccomp.install(program)
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
