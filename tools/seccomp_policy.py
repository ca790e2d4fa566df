"""Which system calls students' code may make: write the filters in ``autograder/engine/inside/filters/``.

``python tools/seccomp_policy.py`` after a change here; it needs libseccomp (Debian: libseccomp2) and pyseccomp
(``pip install '.[test]'``). The filters are committed, so that grading needs neither.

A call is either allowed, allowed for certain arguments, refused with "operation not permitted" where a program should
hear that it asked for what it may not have, or not there at all (ENOSYS). The last is the rule: what a kernel adds
tomorrow is refused today, and libraries have another way for a call that older kernels lack.
"""

from __future__ import annotations

import errno
import hashlib
import socket
import stat
import tempfile
from pathlib import Path

import pyseccomp

FILTERS = Path(__file__).resolve().parent.parent / "autograder" / "engine" / "inside" / "filters"
MACHINES = {"x86_64": pyseccomp.Arch.X86_64, "aarch64": pyseccomp.Arch.AARCH64}

ALLOWED = {
    # No call here names a file system object other than by path or descriptor, and none of them blocks for another.
    "descriptors": """read write readv writev pread64 pwrite64 preadv pwritev preadv2 pwritev2 lseek close close_range
        dup dup2 dup3 pipe pipe2 sendfile copy_file_range fadvise64 readahead flock""",
    "files": """open openat openat2 creat access faccessat faccessat2 stat lstat fstat newfstatat statx statfs fstatfs
        readlink readlinkat getdents getdents64 truncate ftruncate fallocate fsync fdatasync sync_file_range umask""",
    "names of files": """getcwd chdir fchdir mkdir mkdirat rmdir link linkat symlink symlinkat unlink unlinkat rename
        renameat renameat2 chmod fchmod fchmodat fchmodat2 chown fchown lchown fchownat utime utimes utimensat
        futimesat getxattr lgetxattr fgetxattr listxattr llistxattr flistxattr""",
    "memory of one's own": """brk mmap munmap mremap mprotect madvise msync mincore mlock mlock2 munlock munlockall
        membarrier pkey_alloc pkey_free pkey_mprotect get_mempolicy""",
    "processes of one's own": """fork vfork execve execveat exit exit_group wait4 waitid kill tkill tgkill
        pidfd_open pidfd_send_signal getpid getppid gettid getpgid getpgrp setpgid getsid setsid set_tid_address
        set_robust_list get_robust_list rseq arch_prctl prlimit64 getrlimit setrlimit getrusage times getpriority
        setpriority restart_syscall""",
    "who one is": """getuid geteuid getgid getegid getresuid getresgid getgroups setuid setgid setreuid setregid
        setresuid setresgid setfsuid setfsgid capget uname sysinfo getcpu getrandom""",
    "being scheduled": """sched_yield sched_getaffinity sched_getparam sched_getscheduler sched_getattr
        sched_get_priority_max sched_get_priority_min sched_rr_get_interval ioprio_get""",
    "signals": """rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigsuspend rt_sigtimedwait rt_sigqueueinfo
        rt_tgsigqueueinfo sigaltstack signalfd signalfd4 pause""",
    "time": """time gettimeofday clock_gettime clock_getres nanosleep clock_nanosleep alarm getitimer setitimer
        timer_create timer_settime timer_gettime timer_getoverrun timer_delete timerfd_create timerfd_settime
        timerfd_gettime""",
    "waiting": """select pselect6 poll ppoll epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2
        eventfd eventfd2 futex futex_waitv""",
    "sockets that are open": """bind listen accept accept4 connect getsockname getpeername sendto recvfrom sendmsg
        recvmsg sendmmsg recvmmsg shutdown getsockopt""",
}

FORBIDDEN = {
    "other processes": "ptrace process_vm_readv process_vm_writev process_madvise process_mrelease kcmp pidfd_getfd",
    "the kernel": """bpf perf_event_open syslog init_module finit_module delete_module kexec_load kexec_file_load
        reboot swapon swapoff acct quotactl quotactl_fd lookup_dcookie nfsservctl vhangup""",
    "keys": "add_key request_key keyctl",
    "namespaces and mounts": """unshare setns chroot pivot_root mount umount2 move_mount open_tree fsopen fsconfig
        fsmount fspick mount_setattr""",
    "files without a path": "open_by_handle_at name_to_handle_at",
    "clocks and names of the machine": """settimeofday clock_settime adjtimex clock_adjtime stime sethostname
        setdomainname""",
    # Processors are handed out when the process starts: what it got is a limit, not a suggestion.
    "the scheduler and where memory lies": """sched_setaffinity sched_setscheduler sched_setparam sched_setattr
        ioprio_set mbind set_mempolicy set_mempolicy_home_node migrate_pages move_pages""",
    "old doors of the processor": "iopl ioperm modify_ldt personality",
    "rights": "capset seccomp setgroups",
}

CLONE_NEW = {
    "NEWNS": 0x00020000,
    "NEWCGROUP": 0x02000000,
    "NEWUTS": 0x04000000,
    "NEWIPC": 0x08000000,
    "NEWUSER": 0x10000000,
    "NEWPID": 0x20000000,
    "NEWNET": 0x40000000,
}

# No leases (who opens a leased file waits), no notifications about folders, no larger pipes.
FCNTL = {
    "DUPFD": 0,
    "GETFD": 1,
    "SETFD": 2,
    "GETFL": 3,
    "SETFL": 4,
    "GETLK": 5,
    "SETLK": 6,
    "SETLKW": 7,
    "OFD_GETLK": 36,
    "OFD_SETLK": 37,
    "OFD_SETLKW": 38,
    "GETLEASE": 1025,
    "DUPFD_CLOEXEC": 1030,
    "GETPIPE_SZ": 1032,
    "GETOWN": 9,
    "GETSIG": 11,
}
# To ask whether something is a terminal, and to run a program in one of one's own. Not TIOCSTI, which types into it.
IOCTL = {
    "TCGETS": 0x5401,
    "TCSETS": 0x5402,
    "TCSETSW": 0x5403,
    "TCSETSF": 0x5404,
    "TCSBRK": 0x5409,
    "TCFLSH": 0x540B,
    "TIOCSCTTY": 0x540E,
    "TIOCGPGRP": 0x540F,
    "TIOCSPGRP": 0x5410,
    "TIOCOUTQ": 0x5411,
    "TIOCGWINSZ": 0x5413,
    "TIOCSWINSZ": 0x5414,
    "FIONREAD": 0x541B,
    "FIONBIO": 0x5421,
    "TIOCNOTTY": 0x5422,
    "TIOCGSID": 0x5429,
    "TIOCGPTN": 0x80045430,
    "TIOCSPTLCK": 0x40045431,
    "TIOCGPTPEER": 0x5441,
    "FIONCLEX": 0x5450,
    "FIOCLEX": 0x5451,
    "FICLONE": 0x40049409,
}
# A process cannot hide from whoever counts its memory (SET_DUMPABLE) nor outlive its parent's wish.
PRCTL = {
    "GET_PDEATHSIG": 2,
    "SET_PDEATHSIG": 1,
    "GET_DUMPABLE": 3,
    "SET_NAME": 15,
    "GET_NAME": 16,
    "GET_SECCOMP": 21,
    "CAPBSET_READ": 23,
    "SET_TIMERSLACK": 29,
    "GET_TIMERSLACK": 30,
    "GET_CHILD_SUBREAPER": 37,
    "SET_NO_NEW_PRIVS": 38,
    "GET_NO_NEW_PRIVS": 39,
    "SET_THP_DISABLE": 41,
    "GET_THP_DISABLE": 42,
    "SVE_SET_VL": 50,
    "SVE_GET_VL": 51,
    "SET_VMA": 0x53564D41,
}
# Kernel memory: the buffers of a socket stay as they are; and nobody attaches a program to one.
SOCKET_OPTIONS = {
    "REUSEADDR": 2,
    "DONTROUTE": 5,
    "BROADCAST": 6,
    "KEEPALIVE": 9,
    "OOBINLINE": 10,
    "LINGER": 13,
    "REUSEPORT": 15,
    "PASSCRED": 16,
    "RCVLOWAT": 18,
    "RCVTIMEO_OLD": 20,
    "SNDTIMEO_OLD": 21,
    "TIMESTAMP": 29,
    "RCVTIMEO": 66,
    "SNDTIMEO": 67,
}
_SOL_SOCKET, _TCP, _IP, _IP6 = 1, 6, 0, 41
LOW = 0xFFFFFFFF


def main() -> None:
    """Write a filter for each machine, without and with a network, and what they were made from."""
    FILTERS.mkdir(exist_ok=True)
    for machine in MACHINES:
        for network in (False, True):
            path = FILTERS / (machine + ("-network" if network else "") + ".bpf")
            path.write_bytes(program(machine, network))
            print(f"wrote {path.name}, {path.stat().st_size} bytes")
    (FILTERS / "policy.sha256").write_text(hashlib.sha256(Path(__file__).read_bytes()).hexdigest() + "\n")


def program(machine: str, network: bool) -> bytes:
    """The filter as an array of ``struct sock_filter``.

    Args:
        machine: as ``platform.machine()`` names it.
        network: whether sockets of the Internet may be made.
    """
    filters = pyseccomp.SyscallFilter(pyseccomp.ERRNO(errno.ENOSYS))
    if (own := pyseccomp.system_arch()) != MACHINES[machine]:
        filters.remove_arch(own)
        filters.add_arch(MACHINES[machine])
    filters.set_attr(pyseccomp.Attr.ACT_BADARCH, pyseccomp.KILL_PROCESS)
    filters.set_attr(pyseccomp.Attr.CTL_OPTIMIZE, 2)
    known = _Known(filters, MACHINES[machine])
    for names in ALLOWED.values():
        for name in names.split():
            known.add(pyseccomp.ALLOW, name)
    for names in FORBIDDEN.values():
        for name in names.split():
            known.add(pyseccomp.ERRNO(errno.EPERM), name)
    _by_argument(known, network)
    with tempfile.TemporaryFile() as file:
        filters.export_bpf(file)
        file.seek(0)
        return file.read()


class _Known:
    """Adds rules for the calls that a machine has."""

    def __init__(self, filters: pyseccomp.SyscallFilter, machine: int) -> None:
        self._filters = filters
        self._machine = machine

    def add(self, action: int, name: str, *arguments: pyseccomp.Arg) -> None:
        try:
            here = pyseccomp.resolve_syscall(self._machine, name) >= 0
        except ValueError:
            # This libseccomp has not heard of it.
            return
        if here:
            # Rules are written in this machine's numbers, whatever the filter is for.
            self._filters.add_rule_exactly(action, name, *arguments)


def _by_argument(known: _Known, network: bool) -> None:
    # Numbers of commands are 32 bits wide for the kernel: the upper half must not make a difference.
    new = sum(CLONE_NEW.values())
    known.add(pyseccomp.ALLOW, "clone", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, new, 0))
    for bit in CLONE_NEW.values():
        known.add(pyseccomp.ERRNO(errno.EPERM), "clone", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, bit, bit))
    for name, position, commands in (("fcntl", 1, FCNTL), ("ioctl", 1, IOCTL), ("prctl", 0, PRCTL)):
        for command in commands.values():
            known.add(pyseccomp.ALLOW, name, pyseccomp.Arg(position, pyseccomp.MASKED_EQ, LOW, command))
    families = [socket.AF_UNIX, *((socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK) if network else ())]
    for name in ("socket", "socketpair"):
        for family in families:
            known.add(pyseccomp.ALLOW, name, pyseccomp.Arg(0, pyseccomp.EQ, family))
        for below, above in zip([-1, *sorted(families)], [*sorted(families), 1 << 31], strict=True):
            for refused in range(below + 1, min(above, 64)):
                known.add(pyseccomp.ERRNO(errno.EAFNOSUPPORT), name, pyseccomp.Arg(0, pyseccomp.EQ, refused))
    for option in SOCKET_OPTIONS.values():
        level = pyseccomp.Arg(1, pyseccomp.MASKED_EQ, LOW, _SOL_SOCKET)
        known.add(pyseccomp.ALLOW, "setsockopt", level, pyseccomp.Arg(2, pyseccomp.MASKED_EQ, LOW, option))
    for level in (_TCP, _IP, _IP6) if network else ():
        known.add(pyseccomp.ALLOW, "setsockopt", pyseccomp.Arg(1, pyseccomp.MASKED_EQ, LOW, level))
    for name in ("mknod", "mknodat"):
        position = 1 if name == "mknod" else 2
        for kind in (0, stat.S_IFREG, stat.S_IFIFO):
            known.add(pyseccomp.ALLOW, name, pyseccomp.Arg(position, pyseccomp.MASKED_EQ, 0o170000, kind))


if __name__ == "__main__":
    main()
