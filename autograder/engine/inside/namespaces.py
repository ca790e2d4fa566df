"""Shut a process in: namespaces, a private temporary folder, limits, no privileges. System calls through ctypes."""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal
from pathlib import Path

_libc = ctypes.CDLL(None, use_errno=True)

_NEWNS, _NEWUTS, _NEWIPC, _NEWUSER, _NEWPID, _NEWNET = 0x20000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000
_MS_RDONLY, _MS_NOSUID, _MS_NODEV, _MS_NOEXEC, _MS_REC, _MS_PRIVATE = 1, 2, 4, 8, 0x4000, 0x40000
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS = 1, 4, 24, 38
_KEYCTL_JOIN_SESSION_KEYRING = 1
_LINUX_CAPABILITY_VERSION_3 = 0x20080522
_MOST_CAPABILITIES = 64
_STUDENT = 1000
# The number of the system call `clone` by machine.
_CLONE = {"x86_64": 56, "aarch64": 220, "riscv64": 220, "ppc64le": 120}
_KEYCTL = {"x86_64": 250, "aarch64": 219, "riscv64": 219, "ppc64le": 271}


class NotAllowed(OSError):
    """The system refuses a namespace."""


def _checked(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise NotAllowed(number, f"{what}: {os.strerror(number)}")


def fork_into_namespaces(network: bool = False) -> int:
    """As ``os.fork``, but the child has namespaces of its own: users, processes, mounts, IPC, network, host name.

    With ``network``, it shares the network of this process.

    A second fork, as ``unshare`` would need, costs as much as all the rest of a submission's process.

    Raises:
        NotAllowed: the system refuses.
    """
    uid, gid = os.getuid(), os.getgid()
    python = ctypes.PyDLL(None, use_errno=True)
    python.PyOS_BeforeFork()
    flags = _NEWUSER | _NEWPID | _NEWNS | _NEWIPC | (0 if network else _NEWNET) | _NEWUTS | signal.SIGCHLD
    arguments = [ctypes.c_long(number) for number in (_CLONE[platform.machine()], flags, 0, 0, 0, 0)]
    child = python.syscall(*arguments)
    if child == 0:
        python.PyOS_AfterFork_Child()
        _map_users(uid, gid)
        return 0
    error = ctypes.get_errno()
    python.PyOS_AfterFork_Parent()
    if child < 0:
        raise NotAllowed(error, f"clone: {os.strerror(error)}")
    return int(child)


def _map_users(uid: int, gid: int) -> None:
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{_STUDENT} {uid} 1")
    Path("/proc/self/gid_map").write_text(f"{_STUDENT} {gid} 1")


def mount_proc() -> None:
    """A /proc of the process namespace that this process is in.

    Raises:
        NotAllowed: the system refuses.
    """
    flags = _MS_NOSUID | _MS_NODEV | _MS_NOEXEC
    _checked(_libc.mount(b"proc", b"/proc", b"proc", flags, None), "mount /proc")


def mount_private(folders: list[str], mebibytes: int) -> None:
    """Put fresh, size-limited memory over ``folders``, and a /proc that shows our own processes only.

    Where the system refuses such a /proc, nothing of it is to be seen at all.

    Raises:
        NotAllowed: the system refuses to mount.
    """
    _checked(_libc.mount(b"none", b"/", None, _MS_REC | _MS_PRIVATE, None), "mount /")
    for target in folders:
        size = f"size={mebibytes}m,nr_inodes=20000,mode=0755".encode()
        _checked(_libc.mount(b"tmpfs", target.encode(), b"tmpfs", _MS_NOSUID | _MS_NODEV, size), f"mount {target}")
    flags = _MS_NOSUID | _MS_NODEV | _MS_NOEXEC
    if os.path.isdir("/dev/pts"):
        # Terminals are shared by all who see the same folder: a way from one submission to another.
        _checked(_libc.mount(b"tmpfs", b"/dev/pts", b"tmpfs", flags | _MS_RDONLY, b"size=4k"), "mount /dev/pts")
    try:
        mount_proc()
    except NotAllowed:
        _checked(_libc.mount(b"tmpfs", b"/proc", b"tmpfs", flags | _MS_RDONLY, b"size=4k"), "mount /proc")
    else:
        _set_to_nothing()


def _set_to_nothing() -> None:
    """No more namespaces, and no System V memory, queues or semaphores, which no limit of a process counts."""
    kinds = ("user", "mnt", "pid", "net", "ipc", "uts", "cgroup", "time")
    names = [*(f"user/max_{kind}_namespaces" for kind in kinds), "kernel/shmmni", "kernel/shmall", "kernel/msgmni"]
    for name in names:
        try:
            Path(f"/proc/sys/{name}").write_text("0")
        except OSError:
            # An extra bar where the kernel has it; without privileges a further namespace gains nothing.
            continue


def drop_privileges() -> None:
    """No capability, and no way to get one."""
    for capability in range(_MOST_CAPABILITIES):
        _libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)
    header = (ctypes.c_uint32 * 2)(_LINUX_CAPABILITY_VERSION_3, 0)
    _checked(_libc.capset(header, (ctypes.c_uint32 * 6)()), "capset")
    forbid_new_privileges()


def forbid_new_privileges() -> None:
    """No program that is started gives rights that this process has not."""
    _checked(_libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")


def leave_keyring() -> None:
    """A session keyring of our own: the kernel's keys of whoever grades, and of other submissions, are out of reach."""
    if (number := _KEYCTL.get(platform.machine())) is not None:
        # A kernel without keyrings refuses, and has none to leave.
        _libc.syscall(ctypes.c_long(number), ctypes.c_long(_KEYCTL_JOIN_SESSION_KEYRING), None, None, None, None)


def die_with_parent() -> None:
    """End when the parent process ends."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def be_dumpable() -> None:
    """Let this process write its own user mapping: one that gave up root may not until then."""
    _libc.prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0)


def mapped() -> int:
    """Bytes of address space that this process has now. Ask before :func:`mount_private`: /proc may be gone then."""
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


def limit(memory: int, processes: int, file_size: int, cpu_seconds: int) -> None:
    """Limits on this process and its children.

    Args:
        memory: bytes of address space.
        processes: how many processes and threads this user may have in the namespace.
        file_size: bytes of the largest file.
        cpu_seconds: of processor time of one process.
    """
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_NPROC, processes),
        (resource.RLIMIT_FSIZE, file_size),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_NOFILE, 256),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))
