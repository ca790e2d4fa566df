"""Control groups: the kernel itself limits and counts what a submission uses, all its processes together.

Version 2 where its controllers may be had (root, or a subtree that systemd delegates to a user), version 1 where the
memory controller is there and may be written to, else none: :mod:`autograder.engine.inside.usage` counts then.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

WANTED = ("memory", "pids", "cpu")
_PERIOD_MICROSECONDS = 100_000
_IN_SCOPE = "AUTOGRADER_SCOPE"
_PREFIX = "autograder-"
_SECONDS_TO_EMPTY = 2.0
_TRIES_TO_MOVE = 5


class Unavailable(Exception):
    """Why there are no control groups, as half a sentence."""


@dataclass(frozen=True)
class GroupLimits:
    """What one submission may use.

    Attributes:
        memory: bytes, files in its temporary folders included; there is no swap.
        processes: processes and threads.
        processors: how many it may keep busy.
    """

    memory: int
    processes: int
    processors: int = 1


@dataclass(frozen=True)
class Mount:
    """A mounted hierarchy.

    Attributes:
        version: 1 or 2.
        controllers: of version 1; empty for version 2, where each group has its own.
        root: the group that is mounted at ``point``.
    """

    version: int
    controllers: frozenset[str]
    root: str
    point: Path


def parse_mounts(mountinfo: str) -> list[Mount]:
    """The hierarchies in the text of ``/proc/self/mountinfo``."""
    mounts = []
    for line in mountinfo.splitlines():
        before, separator, after = line.partition(" - ")
        fields, kind = before.split(), after.split()
        if not separator or len(fields) < 5 or len(kind) < 3 or kind[0] not in ("cgroup", "cgroup2"):
            continue
        options = frozenset(kind[2].split(",")) if kind[0] == "cgroup" else frozenset()
        mounts.append(Mount(1 if options else 2, options, _plain(fields[3]), Path(_plain(fields[4]))))
    return mounts


def _plain(escaped: str) -> str:
    """Blanks and backslashes are written as octal numbers there."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), escaped)


def parse_own(cgroup: str) -> dict[str, str]:
    """The group that a process is in, by controller, from the text of ``/proc/self/cgroup``; "" is version 2."""
    own = {}
    for line in cgroup.splitlines():
        number, _, rest = line.partition(":")
        controllers, separator, path = rest.partition(":")
        if separator and number.isdecimal():
            for controller in controllers.split(","):
                own[controller] = path
    return own


def place(mount: Mount, path: str) -> Path | None:
    """The folder of a group; None where it lies outside of what is mounted (as in some containers)."""
    if ".." in PurePosixPath(path).parts:
        return None
    try:
        return mount.point / PurePosixPath(path).relative_to(mount.root)
    except ValueError:
        return None


@dataclass(frozen=True)
class Hierarchy:
    """Where groups are made.

    Attributes:
        folder: the group below which each submission gets one.
        version: 1 or 2.
        controllers: what it limits.
    """

    folder: Path
    version: int
    controllers: frozenset[str]

    def files(self, limits: GroupLimits) -> list[tuple[str, str, bool]]:
        """What is written into a new group: file, text, and whether the group is of no use without."""
        most, share = str(limits.memory), f"{limits.processors * _PERIOD_MICROSECONDS}"
        if self.version == 2:
            by_controller = {
                "memory": [
                    ("memory.max", most, True),
                    ("memory.swap.max", "0", False),
                    ("memory.oom.group", "1", False),
                ],
                "pids": [("pids.max", str(limits.processes), True)],
                "cpu": [("cpu.max", f"{share} {_PERIOD_MICROSECONDS}", False), ("cpu.weight", "100", False)],
            }
        else:
            by_controller = {
                "memory": [
                    ("memory.limit_in_bytes", most, True),
                    # Memory and swap together: none of it is swap.
                    ("memory.memsw.limit_in_bytes", most, False),
                ],
                "pids": [("pids.max", str(limits.processes), True)],
                "cpu": [("cpu.cfs_quota_us", share, False), ("cpu.shares", "1024", False)],
            }
        return [one for name, files in by_controller.items() if name in self.controllers for one in files]

    def watched(self) -> list[str]:
        """The files that tell how a group fares; :mod:`autograder.engine.inside.usage` reads them."""
        if self.version == 2:
            return ["memory.events", "cpu.stat"]
        names = {"memory": "memory.oom_control", "cpuacct": "cpuacct.usage"}
        return [file for controller, file in names.items() if controller in self.controllers]


@dataclass(frozen=True)
class Opened:
    """A submission's group, as open files; close them when they have been handed over.

    Attributes:
        joins: a process that writes ``0`` to each of these is in the group, and so are all that it starts.
        watched: descriptors of the files that tell how it fares, by name.
    """

    joins: list[int]
    watched: dict[str, int]

    def close(self) -> None:
        for descriptor in (*self.joins, *self.watched.values()):
            os.close(descriptor)


@dataclass
class Groups:
    """The groups of one grading run."""

    hierarchies: list[Hierarchy]
    limits: GroupLimits
    remarks: list[str] = field(default_factory=list)
    _retired: set[str] = field(default_factory=set)

    @property
    def controllers(self) -> frozenset[str]:
        """What they limit or count."""
        return frozenset().union(*(one.controllers for one in self.hierarchies))

    def open(self, name: str) -> Opened:
        """The group with this name, made where it is new.

        Raises:
            OSError: it cannot be made.
        """
        joins: list[int] = []
        watched: dict[str, int] = {}
        try:
            for one in self.hierarchies:
                folder = one.folder / name
                try:
                    folder.mkdir()
                except FileExistsError:
                    pass
                else:
                    for file, text, needed in one.files(self.limits):
                        try:
                            _write(folder / file, text)
                        except OSError:
                            if needed:
                                raise
                joins.append(os.open(folder / "cgroup.procs", os.O_WRONLY | os.O_CLOEXEC))
                for file in one.watched():
                    watched[file] = os.open(folder / file, os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            Opened(joins, watched).close()
            raise
        return Opened(joins, watched)

    def remove(self, name: str) -> None:
        """Remove a group that nobody needs any more; where its processes have not all ended yet, a little later."""
        self._retired.add(name)
        self.sweep()

    def sweep(self) -> None:
        """Remove those that could not be removed before."""
        for name in list(self._retired):
            gone = [_removed(one.folder / name) for one in self.hierarchies]
            if all(gone):
                self._retired.discard(name)

    def close(self) -> None:
        """Remove all, and end what still runs in them."""
        deadline = time.monotonic() + _SECONDS_TO_EMPTY
        for one in self.hierarchies:
            with contextlib.suppress(OSError):
                self._retired.update(path.name for path in one.folder.iterdir() if path.is_dir())
        self.sweep()
        while self._retired and time.monotonic() < deadline:
            for one in self.hierarchies:
                for name in self._retired:
                    kill_all(one.folder / name, one.version)
            time.sleep(0.01)
            self.sweep()
        for one in self.hierarchies:
            _removed(one.folder)


def kill_all(group: Path, version: int) -> None:
    """End every process in a group."""
    if version == 2:
        with contextlib.suppress(OSError):
            _write(group / "cgroup.kill", "1")
            return
    # 0 stands for a process that this one cannot see, and to `kill` for a group of our own.
    for pid in filter(None, _processes(group)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def find(limits: GroupLimits, mountinfo: str | None = None, own: str | None = None) -> Groups:
    """The groups that this system offers to this process.

    Args:
        limits: of each submission.
        mountinfo: the text of ``/proc/self/mountinfo``; None reads it.
        own: the text of ``/proc/self/cgroup``; None reads it.

    Raises:
        Unavailable: there are none.
    """
    if sys.platform != "linux":
        raise Unavailable("this is not Linux")
    mounts = parse_mounts(Path("/proc/self/mountinfo").read_text() if mountinfo is None else mountinfo)
    paths = parse_own(Path("/proc/self/cgroup").read_text() if own is None else own)
    name = f"{_PREFIX}{os.getpid()}-{_namespace()}-{secrets.token_hex(4)}"
    whys = []
    for look in (_version_2, _version_1):
        try:
            hierarchies, remarks = look(mounts, paths, name)
        except Unavailable as why:
            whys.append(str(why))
            continue
        return Groups(hierarchies, limits, remarks)
    raise Unavailable("; ".join(dict.fromkeys(whys)))


def _version_2(mounts: list[Mount], own: dict[str, str], name: str) -> tuple[list[Hierarchy], list[str]]:
    mount = next((one for one in mounts if one.version == 2), None)
    if mount is None or "" not in own or (folder := place(mount, own[""])) is None:
        raise Unavailable("no control groups of version 2 are to be seen")
    controllers = available(folder)
    if "memory" not in controllers:
        raise Unavailable("control groups of version 2 come without their memory controller here")
    try:
        enable(folder, controllers)
        _sweep_dead(folder)
        made = folder / name
        made.mkdir()
        _write(made / "cgroup.subtree_control", _plus(controllers))
    except OSError as error:
        raise Unavailable(f"no control group can be made in {folder} ({error.strerror})") from None
    return [Hierarchy(made, 2, controllers)], _missing(controllers)


def available(folder: Path, wanted: Iterable[str] = WANTED) -> frozenset[str]:
    """Those of the controllers that a group of version 2 can pass on."""
    try:
        return frozenset((folder / "cgroup.controllers").read_text().split()) & frozenset(wanted)
    except OSError:
        return frozenset()


def enable(folder: Path, controllers: frozenset[str]) -> None:
    """Let groups below ``folder`` have these controllers (version 2).

    Only a group without processes of its own may pass controllers on, the root excepted: so what is in it, and is
    ours, moves into a leaf first. Whatever is started meanwhile moves at the next try.

    Raises:
        OSError: that is not to be had.
    """
    if controllers <= frozenset((folder / "cgroup.subtree_control").read_text().split()):
        return
    is_root = not (folder / "cgroup.type").exists()
    for last in [False] * (_TRIES_TO_MOVE - 1) + [True]:
        if not is_root:
            leaf = folder / f"{_PREFIX}main"
            leaf.mkdir(exist_ok=True)
            for pid in _ours(folder):
                with contextlib.suppress(ProcessLookupError):
                    _write(leaf / "cgroup.procs", str(pid))
        try:
            _write(folder / "cgroup.subtree_control", _plus(controllers))
            return
        except OSError as error:
            if last or error.errno != errno.EBUSY:
                raise


def _ours(folder: Path) -> list[int]:
    """The processes of a group, if it is ours alone.

    It is where systemd has made it for us, or where it is a container's outermost, or where nobody but this process,
    its parents and what they started is in it.
    """
    pids = _processes(folder)
    if os.environ.get(_IN_SCOPE) or parse_own(Path("/proc/self/cgroup").read_text()).get("") == "/":
        return pids
    family = {os.getpid(), os.getppid()}
    strangers = [pid for pid in pids if pid not in family and _parent(pid) not in family]
    if strangers:
        raise OSError(errno.EBUSY, "other processes share this control group")
    return pids


def _parent(pid: int) -> int:
    with contextlib.suppress(OSError, ValueError, IndexError):
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    return 0


def _version_1(mounts: list[Mount], own: dict[str, str], name: str) -> tuple[list[Hierarchy], list[str]]:
    found: dict[Path, set[str]] = {}
    for controller in (*WANTED, "cpuacct"):
        mount = next((one for one in mounts if controller in one.controllers), None)
        folder = place(mount, own[controller]) if mount is not None and controller in own else None
        if folder is not None:
            found.setdefault(folder, set()).add(controller)
    if not any("memory" in controllers for controllers in found.values()):
        raise Unavailable("no memory controller of version 1 is to be seen")
    hierarchies: list[Hierarchy] = []
    for folder, controllers in found.items():
        try:
            _sweep_dead(folder)
            (folder / name).mkdir()
            hierarchies.append(Hierarchy(folder / name, 1, frozenset(controllers)))
        except OSError as error:
            if "memory" in controllers:
                for made in hierarchies:
                    _removed(made.folder)
                raise Unavailable(f"no control group can be made in {folder} ({error.strerror})") from None
    has = frozenset().union(*(one.controllers for one in hierarchies))
    return hierarchies, _missing(has, accounts="cpuacct" in has)


def _missing(controllers: frozenset[str], accounts: bool = True) -> list[str]:
    says = {
        "pids": "This system's control groups come without their pids controller: processes are counted ten times a "
        "second instead.",
        "cpu": "This system's control groups come without their cpu controller: a submission with many processes "
        "gets more than its share of its processor.",
    }
    remarks = [sentence for name, sentence in says.items() if name not in controllers]
    if not accounts:
        remarks.append(
            "This system's control groups do not count processor time: it is added up ten times a second instead, "
            "and what orphaned processes have used is not in it."
        )
    return remarks


def _sweep_dead(folder: Path) -> None:
    """Remove what runs that were killed have left; those of containers have numbers that mean nothing here."""
    for path in folder.glob(f"{_PREFIX}[0-9]*-{_namespace()}-*"):
        pid = path.name.removeprefix(_PREFIX).partition("-")[0]
        if pid.isdecimal() and not os.path.exists(f"/proc/{pid}"):
            for below in path.iterdir():
                if below.is_dir():
                    _removed(below)
            _removed(path)


def _namespace() -> str:
    """The number of the namespace in which our process ids mean something."""
    try:
        return "".join(filter(str.isdecimal, os.readlink("/proc/self/ns/pid")))
    except OSError:
        return "0"


def _removed(group: Path) -> bool:
    try:
        group.rmdir()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def _processes(group: Path) -> list[int]:
    try:
        return [int(line) for line in (group / "cgroup.procs").read_text().split()]
    except OSError:
        return []


def _plus(controllers: Iterable[str]) -> str:
    return " ".join(f"+{name}" for name in sorted(controllers))


def _write(path: Path, text: str) -> None:
    # Without O_CREAT: a file that is not there is an error, also where the folder is none of the kernel's.
    descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.write(descriptor, text.encode())
    finally:
        os.close(descriptor)


def enter_scope(argv: Sequence[str]) -> None:
    """Begin this program again in a group of version 2 that systemd hands over to us; returns where that is no help.

    Args:
        argv: the whole command, the interpreter first.
    """
    command = scope_command(
        os.geteuid(),
        dict(os.environ),
        parse_mounts(_text("/proc/self/mountinfo")),
        booted=os.path.isdir("/run/systemd/system"),
    )
    if command is None or shutil.which(command[0]) is None:
        return
    try:
        # What is asked for may be refused, or nobody may be there to answer.
        tried = subprocess.run(
            [*command, "true"], stdin=subprocess.DEVNULL, capture_output=True, timeout=10, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return
    if tried.returncode == 0:
        sys.stdout.flush()
        sys.stderr.flush()
        os.execvpe(command[0], [*command, *argv], {**os.environ, _IN_SCOPE: "1"})


def scope_command(uid: int, environment: dict[str, str], mounts: list[Mount], booted: bool) -> list[str] | None:
    """What stands before a command that systemd is to run in a group of its own; None where it cannot.

    Args:
        uid: of the user.
        environment: of this process.
        mounts: the hierarchies.
        booted: whether systemd runs this machine.
    """
    if not booted or environment.get(_IN_SCOPE) or not any(one.version == 2 for one in mounts):
        return None
    if any("memory" in one.controllers for one in mounts):
        # Then version 2 is there without it.
        return None
    user = [] if uid == 0 else ["--user"]
    return ["systemd-run", *user, "--scope", "--quiet", "--collect", "-p", "Delegate=yes", "--"]


def _text(path: str) -> str:
    try:
        return Path(path).read_text()
    except OSError:
        return ""
