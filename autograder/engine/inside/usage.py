"""What a submission uses, all its processes together: told by its control group, or added up from /proc."""

from __future__ import annotations

import contextlib
import os
import time
from dataclasses import dataclass, field

_SECONDS_BETWEEN_LOOKS_AT_MEMORY = 0.5
_PAGE = os.sysconf("SC_PAGE_SIZE")
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class GroupUsage:
    """Reads the open files of a control group.

    Args:
        files: descriptors by name: ``memory.events`` or ``memory.oom_control``, ``cpu.stat`` or ``cpuacct.usage``.
    """

    files: dict[str, int]
    _killed_before: int = field(init=False)

    def __post_init__(self) -> None:
        self._killed_before = self._kills()

    @property
    def counts_processor_time(self) -> bool:
        return any(name in self.files for name in ("cpu.stat", "cpuacct.usage"))

    def ran_out_of_memory(self) -> bool:
        """Whether the kernel has ended one of its processes, since this was made, for want of memory."""
        return self._kills() > self._killed_before

    def processor_seconds(self) -> float:
        """Of all processes that are or were in the group."""
        if "cpu.stat" in self.files:
            return _number_after(self._text("cpu.stat"), "usage_usec") / 1e6
        return int(self._text("cpuacct.usage") or 0) / 1e9

    def close(self) -> None:
        for descriptor in self.files.values():
            os.close(descriptor)

    def _kills(self) -> int:
        names = ("memory.events", "memory.oom_control")
        return sum(_number_after(self._text(name), "oom_kill") for name in names if name in self.files)

    def _text(self, name: str) -> str:
        try:
            return os.pread(self.files[name], 4096, 0).decode()
        except OSError:
            # Removed already.
            return ""


def _number_after(text: str, key: str) -> int:
    """The number in the line ``key number``; 0 where there is none."""
    for line in text.splitlines():
        name, _, number = line.partition(" ")
        if name == key and number.strip().isdecimal():
            return int(number)
    return 0


class ProcUsage:
    """Adds up what /proc says of a process and of all below it.

    Args:
        processes: a descriptor of /proc.
        root: the submission's first process.
        folders: its temporary folders: files there are memory.
    """

    def __init__(self, processes: int, root: int, folders: list[str]) -> None:
        self._processes = processes
        self._root = root
        self._folders = folders
        self._memory = 0
        self._next_look = 0.0

    def descendants(self) -> list[int]:
        """The process and all below it. Whoever loses its parent in a namespace becomes a child of its process 1."""
        children: dict[int, list[int]] = {}
        for name in os.listdir(self._processes):
            if name.isdecimal():
                with contextlib.suppress(OSError, ValueError, IndexError):
                    children.setdefault(int(self._stat(int(name))[1]), []).append(int(name))
        found = [self._root]
        for pid in found:
            found += children.get(pid, [])
        return found

    def processor_seconds(self, pids: list[int]) -> float:
        """Of these processes, and of those children of theirs that have ended and been waited for."""
        ticks = 0
        for pid in pids:
            with contextlib.suppress(OSError, ValueError, IndexError):
                ticks += sum(map(int, self._stat(pid)[11:15]))
        return ticks / _TICKS

    def memory(self, pids: list[int]) -> int:
        """Bytes, as they were at most half a second ago: each page counts once, whoever shares it.

        The files of temporary folders are added, so far as no process has them in its memory already.
        """
        now = time.monotonic()
        if now >= self._next_look:
            self._next_look = now + _SECONDS_BETWEEN_LOOKS_AT_MEMORY
            shares = [self._share(pid) for pid in pids]
            mapped_files = sum(files for _all, files in shares)
            self._memory = sum(every for every, _files in shares) + max(self._in_folders() - mapped_files, 0)
        return self._memory

    def _share(self, pid: int) -> tuple[int, int]:
        """Bytes of a process's memory, shared pages divided by their owners, and those that are files in memory."""
        try:
            text = _read(self._processes, f"{pid}/smaps_rollup").replace(":", "")
            kibibytes = {name: _number_after(_tidy(text), name) for name in ("Pss", "Pss_Shmem")}
            return kibibytes["Pss"] << 10, kibibytes["Pss_Shmem"] << 10
        except OSError:
            # Ended, or not to be looked at: then by what it has in memory, shared or not.
            with contextlib.suppress(OSError, ValueError, IndexError):
                return int(_read(self._processes, f"{pid}/statm").split()[1]) * _PAGE, 0
            return 0, 0

    def _in_folders(self) -> int:
        used = 0
        for folder in self._folders:
            with contextlib.suppress(OSError):
                seen = os.open(f"{self._root}/root{folder}", os.O_PATH | os.O_DIRECTORY, dir_fd=self._processes)
                try:
                    tells = os.fstatvfs(seen)
                finally:
                    os.close(seen)
                used += (tells.f_blocks - tells.f_bfree) * tells.f_frsize
        return used

    def _stat(self, pid: int) -> list[str]:
        """The numbers of /proc/PID/stat behind the name: state, parent, …"""
        return _read(self._processes, f"{pid}/stat").rpartition(")")[2].split()


def memory_of(processes: int, pid: int) -> int:
    """Bytes that a process has in memory, shared or not."""
    return int(_read(processes, f"{pid}/statm").split()[1]) * _PAGE


def _tidy(text: str) -> str:
    """``Pss:   12 kB`` as ``Pss 12``."""
    return "\n".join(" ".join(line.split()[:2]) for line in text.splitlines())


def _read(folder: int, name: str) -> str:
    descriptor = os.open(name, os.O_RDONLY, dir_fd=folder)
    try:
        return os.read(descriptor, 4096).decode("utf-8", "replace")
    finally:
        os.close(descriptor)
