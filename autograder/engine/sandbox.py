"""Start the student side in bubblewrap, and ask it for a process for each submission."""

from __future__ import annotations

import array
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from autograder.engine import bubblewrap, cgroups, interpreters
from autograder.engine.inside.boot import NOBODY
from autograder.engine.inside.wire import Wire
from autograder.engine.inside.zygote import ASKS, EXIT_NO_GROUP, TOLD
from autograder.engine.interpreters import Interpreter
from autograder.engine.private_places import Bound, cover
from autograder.engine.settings import OWN_IMPORTS, GradingEngine
from autograder.errors import NoSandbox

_INSIDE = Path(__file__).parent / "inside"
_PACKAGES = "/sandbox/packages"
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc/ld.so.cache", "/etc/ld.so.conf")
_SYSTEM_MORE = ("/etc/ld.so.conf.d", "/etc/alternatives", "/etc/fonts", "/etc/localtime")
_SYSTEM_NETWORK = ("/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf", "/etc/ssl", "/etc/pki")
_START_SECONDS = 180.0
_SYS_ADMIN, _SETUID = 1 << 21, 1 << 7


@dataclass
class StudentProcess:
    """The judge's ends of a new student's process; closing the lifeline kills everything in it."""

    wire: Wire
    lifeline: socket.socket | None
    # Where it has a sandbox of its own: that lives as long.
    own: _Zygote | None = None
    _ending: str = ""

    def ending(self) -> str:
        """How the process ended: an :class:`Excess`, "signal 11", "exit 3", or "" when nobody knows."""
        return self._ending or self._heard()

    def processor_seconds(self) -> float | None:
        """What all its processes have used so far, ended ones included; None when it has ended."""
        assert self.lifeline is not None
        with contextlib.suppress(OSError, ValueError):
            self.lifeline.send(ASKS)
            said = self._heard()
            if said.startswith(TOLD):
                return float(said.removeprefix(TOLD))
            self._ending = said
        return None

    def _heard(self) -> str:
        assert self.lifeline is not None
        self.lifeline.settimeout(2.0)
        try:
            return self.lifeline.recv(100).decode("ascii", "replace")
        except OSError:
            return ""

    def kill(self) -> None:
        self.wire.close()
        assert self.lifeline is not None
        with contextlib.suppress(OSError):
            # Copies of this process may hold the other ends of their own.
            self.lifeline.shutdown(socket.SHUT_RDWR)
        self.lifeline.close()
        if self.own is not None:
            self.own.stop()
            self.own = None


class ForkedProcess(StudentProcess):
    """The judge's end of a copy of a student's process. It ends with the process that it is a copy of."""

    def __init__(self, wire: Wire) -> None:
        super().__init__(wire, None)

    def ending(self) -> str:
        return ""

    def processor_seconds(self) -> float | None:
        return None

    def kill(self) -> None:
        self.wire.close()


class Sandbox:
    """The student side of one grading run.

    Args:
        settings: limits and imports.
        unsafe: run without any sandbox, with the rights of whoever grades.
        interpreter: the Python that students' code runs in; that of this process where there is none.
        imports: what is imported before students' processes are forked; the settings' own where this is not given.
    """

    def __init__(
        self,
        settings: GradingEngine,
        unsafe: bool = False,
        interpreter: Interpreter | None = None,
        imports: Sequence[str] | None = None,
    ) -> None:
        self._settings = settings
        self.interpreter = interpreter or interpreters.own(settings.imports)
        self._imports = list(settings.imports if imports is None else imports)
        self._unsafe = unsafe
        self._one_each = False
        self._identity = _OWN
        self._zygote: _Zygote | None = None
        self._groups: cgroups.Groups | None = None
        self._begun: StudentProcess | None = None
        self.remarks: list[str] = []

    def start(self) -> None:
        """Begin to start; :meth:`wait` ends it.

        Raises:
            NoSandbox: bubblewrap is missing.
        """
        if self._unsafe:
            self.remarks.append(
                "There is no sandbox: students' code runs with your rights. Do this on a machine that may be lost."
            )
        elif sys.platform != "linux" or bubblewrap.find() is None:
            raise NoSandbox(
                "Students' code is run in a sandbox that needs Linux and bubblewrap (Debian: apt install bubblewrap). "
                "Grade on such a machine, or in a container or virtual machine of its own with --unsafe-no-sandbox."
            )
        else:
            self._find_groups()
            self._identity = _identities()[0]
        self._zygote = self._new()

    def _find_groups(self) -> None:
        limits = cgroups.GroupLimits(
            memory=(self._settings.memory_mib + self._settings.disk_mib) << 20, processes=self._settings.processes
        )
        try:
            self._groups = cgroups.find(limits)
            self.remarks += self._groups.remarks
        except cgroups.Unavailable as why:
            self._go_without_groups(str(why))

    def _go_without_groups(self, why: str) -> None:
        self._groups = None
        self.remarks.append(
            f"There is no control group for each submission ({why}): its memory and processor time are added up ten "
            "times a second instead, and what orphaned processes and the queues of sockets take is not in the sum."
        )

    def wait(self) -> None:
        """Until the student side is ready; falls back to what the system allows, and says so in ``remarks``.

        Raises:
            NoSandbox: bubblewrap cannot start at all.
        """
        assert self._zygote is not None
        ready = self._zygote.ready()
        if ready is None and self._identity is not _OWN:
            self._zygote.stop()
            self._identity = _OWN
            self._zygote = self._new()
            ready = self._zygote.ready()
        if ready is None:
            problem = self._zygote.problem()
            self._zygote.stop()
            raise NoSandbox(
                f"The sandbox for students' code does not start ({problem}). Allow bubblewrap to make user namespaces, "
                "or grade in a container or virtual machine of its own with --unsafe-no-sandbox."
            )
        if self._identity is _OWN and not self._unsafe:
            self.remarks.append(
                "Students' code has the user id of whoever grades, in a namespace of its own: no other is to be had "
                "(for that: newuidmap, in Debian's package uidmap, and a line in /etc/subuid and /etc/subgid)."
            )
        if unknown := [name for name in ready["missing"] if name not in OWN_IMPORTS]:
            self.remarks.append(
                f"c.GradingEngine.imports names {', '.join(unknown)}, which cannot be imported here: install it, or "
                "correct the name."
            )
        if ready["unfiltered"]:
            self.remarks.append(
                f"Students' code may make every system call of this machine: it has no filter ({ready['unfiltered']})."
            )
        if self._groups is not None and self._cannot_join():
            self._groups.close()
            self._go_without_groups("a process in a sandbox may not join one")
        if ready["nested"]:
            self._go_one_each(f"This system allows no namespaces inside bubblewrap ({ready['nested']})")
        elif ready["threads"] != 1:
            self._go_one_each(f"One of the imported modules has started threads ({ready['threads']} run)")

    def _cannot_join(self) -> bool:
        """Whether a student's process may not go into a group: tried with one that gets nothing to do."""
        if self._zygote is None or self._groups is None:
            return False
        student = self._ask(self._zygote, "trial")
        student.wire.close()
        ending = student.ending()
        student.kill()
        self._groups.remove("trial")
        return ending == f"exit {EXIT_NO_GROUP}"

    def _go_one_each(self, why: str) -> None:
        self.remarks.append(f"{why}: every submission gets a sandbox of its own, which takes seconds longer each.")
        self._one_each = True
        if self._zygote is not None:
            self._zygote.stop()
            self._zygote = None

    def _new(self, own_namespaces: bool = True) -> _Zygote:
        return _Zygote(self._settings, self._imports, self._unsafe, self._identity, own_namespaces, self.interpreter)

    def begin(self) -> None:
        """Let the next student's process be made already.

        To go into a control group it waits for the kernel, and whoever will want it can read meanwhile.
        """
        if not self._one_each and self._zygote is not None:
            self._begun = self._ask(self._zygote, str(os.getpid()))

    def new_student(self) -> StudentProcess:
        """A fresh process for one submission.

        Raises:
            NoSandbox: the student side has died.
        """
        if self._begun is not None:
            begun, self._begun = self._begun, None
            return begun
        zygote = self._zygote
        if self._one_each:
            zygote = self._new(own_namespaces=False)
            if zygote.ready() is None:
                raise NoSandbox(f"The sandbox of a submission does not start ({zygote.problem()}).")
        if zygote is None:
            raise NoSandbox("The sandbox for students' code has not been started: please report this.")
        made = self._ask(zygote, str(os.getpid()))
        made.own = zygote if self._one_each else None
        return made

    def give_up(self) -> None:
        """End what :meth:`begin` has had made, where nobody has taken it in this process."""
        begun, self._begun = self._begun, None
        if begun is not None:
            begun.kill()

    def _ask(self, zygote: _Zygote, group: str) -> StudentProcess:
        ours, theirs = socket.socketpair()
        lifeline, watched = socket.socketpair()
        try:
            zygote.request(theirs, watched, self._groups, group)
        finally:
            theirs.close()
            watched.close()
        return StudentProcess(Wire(ours, self._settings.reply_bytes + (1 << 16)), lifeline)

    def clean_up(self, judge: int) -> None:
        """Remove what a judge that has ended needed for its students' processes.

        Args:
            judge: the process that has called :meth:`new_student`.
        """
        if self._groups is not None:
            self._groups.remove(str(judge))

    def stop(self) -> None:
        if self._zygote is not None:
            self._zygote.stop()
            self._zygote = None
        if self._groups is not None:
            self._groups.close()


class _Zygote:
    def __init__(
        self,
        settings: GradingEngine,
        imports: list[str],
        unsafe: bool,
        identity: _Identity,
        own_namespaces: bool,
        interpreter: Interpreter,
    ) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        packages = _packages(interpreter)
        module = "inside.boot" if identity.is_another else "inside.zygote"
        python = [str(interpreter.executable), "-s", "-B", "-m", module, str(theirs.fileno())]
        environment = {**_environment(interpreter), **settings.environment}
        self._home = tempfile.mkdtemp(prefix="grading-") if unsafe else None
        if self._home:
            environment |= dict.fromkeys(("HOME", "MPLCONFIGDIR", "IPYTHONDIR"), self._home)
            more = map(str, interpreter.outside())
            environment["PYTHONPATH"] = os.pathsep.join([str(_INSIDE.parent), *_parents(packages), *more])
            command = python
        else:
            private = map(Path, settings.private)
            shut_in = _bubblewrap(interpreter, packages, identity, settings.network, settings.readable_folders, private)
            command = [*identity.command, *shut_in, "--", *python]
        self._process = subprocess.Popen(
            command,
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=environment,
            start_new_session=True,
        )
        theirs.close()
        told = {
            "imports": imports,
            "limits": asdict(settings.limits()),
            "namespaces": own_namespaces and not unsafe,
            "filter": not unsafe,
            "network": settings.network,
        }
        self._control.send(json.dumps(told).encode())

    def ready(self) -> dict[Any, Any] | None:
        """What the zygote says of itself when it is ready, or None when it has not come up."""
        self._control.settimeout(_START_SECONDS)
        try:
            body = self._control.recv(1 << 16)
        except OSError:
            return None
        self._control.settimeout(None)
        return json.loads(body) if body else None

    def problem(self) -> str:
        """The last line that the process that did not come up has written."""
        self._process.kill()
        assert self._process.stderr is not None
        lines = self._process.stderr.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else "it gave no reason"

    def request(self, wire: socket.socket, lifeline: socket.socket, groups: cgroups.Groups | None, group: str) -> None:
        """Ask for a student's process, which is to stay on the processors of this one and in a control group."""
        try:
            opened = groups.open(group) if groups is not None else cgroups.Opened([], {})
        except OSError as error:
            raise NoSandbox(f"No control group can be made for a submission ({error}).") from None
        message = {
            "processors": sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_setaffinity") else [],
            "joins": len(opened.joins),
            "watched": list(opened.watched),
            "limits": sorted(groups.controllers) if groups is not None else [],
        }
        files = [wire.fileno(), lifeline.fileno(), *opened.joins, *opened.watched.values()]
        try:
            self._control.sendmsg(
                [json.dumps(message).encode()], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", files))]
            )
        except OSError:
            raise NoSandbox("The sandbox for students' code has ended unexpectedly: run the command again.") from None
        finally:
            opened.close()

    def stop(self) -> None:
        self._control.close()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        if self._process.stderr is not None:
            self._process.stderr.close()
        if self._home:
            shutil.rmtree(self._home, ignore_errors=True)


@dataclass(frozen=True)
class _Identity:
    """Whose files students' code could call its own.

    Attributes:
        is_another: it is "nobody", who owns none, and becomes so inside: what starts it is root, somewhere.
        is_of_machine: whether that root is the machine's, and not one of a namespace or a container.
        command: stands before the command that starts it.
    """

    is_another: bool
    is_of_machine: bool = False
    command: tuple[str, ...] = ()


_OWN = _Identity(is_another=False)


def _identities() -> list[_Identity]:
    """The best first; a user who is not root may be so in a namespace of the user ids that are set aside for it."""
    if _is_privileged():
        every_user = Path("/proc/self/uid_map").read_text().split() == ["0", "0", str(2**32 - 1)]
        return [_Identity(is_another=True, is_of_machine=every_user), _OWN]
    if sys.platform == "linux" and all(shutil.which(name) for name in ("unshare", "newuidmap", "newgidmap")):
        as_root = ("unshare", "--user", "--map-root-user", "--map-auto", "--")
        # "nobody" has to be among them.
        tried = subprocess.run(
            [*as_root, "cat", "/proc/self/uid_map"], stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
        mapped = sum(int(line.split()[2]) for line in tried.stdout.decode().splitlines())
        if tried.returncode == 0 and mapped > NOBODY:
            return [_Identity(is_another=True, command=as_root), _OWN]
    return [_OWN]


def _is_privileged() -> bool:
    """Whether this process is root with the rights that setting up the sandbox as root takes."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return False
    status = Path("/proc/self/status").read_text()
    effective = next(line for line in status.splitlines() if line.startswith("CapEff"))
    return int(effective.split()[1], 16) & (_SYS_ADMIN | _SETUID) == _SYS_ADMIN | _SETUID


def _environment(interpreter: Interpreter) -> dict[str, str]:
    """What the student side may know of the environment: no variable of the instructor's is passed on."""
    environment = {
        "PATH": os.pathsep.join([str(interpreter.executable.parent), "/usr/local/bin", "/usr/bin", "/bin"]),
        "PYTHONPATH": os.pathsep.join([_PACKAGES, *map(str, interpreter.outside())]),
        "PYTHONHASHSEED": "0",
        "LANG": "C.UTF-8",
        "USER": "student",
        "HOME": "/student",
        "MPLCONFIGDIR": "/student/matplotlib",
        "IPYTHONDIR": "/student/ipython",
    }
    for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB_MAXIMUM"):
        environment[f"{name}_NUM_THREADS"] = "1"
    return environment


def _packages(interpreter: Interpreter) -> dict[str, Path]:
    """What is put into a folder of its own: our own inside, and packages that lie in no folder of installed ones."""
    packages = {"inside": _INSIDE, **interpreter.packages()}
    if interpreter.places[interpreters.MESSAGES] is None:
        ours = interpreters.own([]).places[interpreters.MESSAGES]
        assert ours
        packages[interpreters.MESSAGES] = Path(ours)
    return packages


def _parents(packages: dict[str, Path]) -> list[str]:
    return sorted({str(path.parent) for path in packages.values()} - {str(_INSIDE.parent)})


def _bubblewrap(
    interpreter: Interpreter,
    packages: dict[str, Path],
    identity: _Identity,
    network: bool,
    readable: list[str],
    private: Iterable[Path],
) -> list[str]:
    """The command line: a read-only system, no network, of the course only the packages that notebooks import.

    Raises:
        NoSandbox: a folder to read is none, or a private place cannot be kept apart from what has to be there.
    """
    command = [bubblewrap.find() or "bwrap", "--die-with-parent", "--unshare-pid", "--unshare-ipc", "--unshare-uts"]
    command += [*([] if network else ["--unshare-net"])]
    command += ["--unshare-cgroup-try", "--hostname", "sandbox", "--dev", "/dev"]
    for folder in ("/tmp", "/student"):
        command += ["--perms", "1777", "--tmpfs", folder]
    made: set[Path] = set()
    bound: list[Bound] = []

    def bind(source: Path, target: Path) -> None:
        bound.append(Bound(source, target))
        for parent in reversed(target.parents):
            # Made by hand, so that they can be passed through by a user who is not root.
            if parent not in made and parent not in (Path("/"), Path("/tmp")):
                command.extend(["--dir", str(parent)])
                made.add(parent)
        made.add(target)
        command.extend(["--ro-bind", str(source), str(target)])

    for text in (*_SYSTEM, *_SYSTEM_MORE, *(_SYSTEM_NETWORK if network else ())):
        path = Path(text)
        if path.is_symlink():
            command += ["--symlink", os.readlink(path), text]
        elif path.exists():
            bind(path, path)
    needed = list(dict.fromkeys([*reversed(interpreter.prefixes), *interpreter.outside()]))
    for path in needed:
        if not path.is_relative_to("/usr"):
            bind(path, path)
    for package, place in packages.items():
        bind(place, Path(_PACKAGES) / package)
    for text in readable:
        if not Path(text).is_dir():
            raise NoSandbox(f"{text}, which students' code is to read, is no folder: correct readable_folders.")
        bind(Path(text).resolve(), Path(text))
    command += cover(bound, private, needed)
    if identity.is_another:
        # Bubblewrap covers parts of the /proc of a machine's root, and below that no namespace could have its own.
        command += ["--dir" if identity.is_of_machine else "--proc", "/proc", "--cap-add", "ALL"]
    else:
        command += ["--unshare-user", "--proc", "/proc"]
    if any(place.is_relative_to("/tmp") for place in (*needed, *map(Path, readable))):
        # Submissions cannot have a /tmp of their own there, so nobody may write to it.
        command += ["--remount-ro", "/tmp", "--setenv", "SANDBOX_TMP", "covered"]
    return [*command, "--remount-ro", "/dev", "--chdir", "/student", "--remount-ro", "/"]
