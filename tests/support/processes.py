"""Descendants that outlive their parents: adopted, named, ended."""

from __future__ import annotations

import ctypes
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psutil

PR_SET_CHILD_SUBREAPER = 36


@contextmanager
def adopting_orphans() -> Iterator[None]:
    """Processes whose parents end become children of this one, so that none can get lost."""
    libc = ctypes.CDLL(None, use_errno=True)
    assert libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0
    try:
        yield
    finally:
        libc.prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)


def descendants() -> set[int]:
    """The process ids of all descendants of this process."""
    return {p.pid for p in psutil.Process().children(recursive=True)}


def left_over(before: set[int]) -> list[str]:
    """The command lines of descendants that still run a moment after the command has ended; they are ended now."""
    deadline = time.monotonic() + 5
    while True:
        # A browser that other tests go on using has children of its own, now these and now those.
        known = before | {p.pid for one in before for p in _children(one)}
        found = [p for p in psutil.Process().children(recursive=True) if p.pid not in known]
        lines = {p: line for p in found if (line := _command_line(p))}
        if not lines or time.monotonic() > deadline:
            break
        time.sleep(0.1)
    for one in lines:
        with suppress(psutil.NoSuchProcess):
            one.kill()
    psutil.wait_procs(found, timeout=5)
    return list(lines.values())


def _children(pid: int) -> list[psutil.Process]:
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def _command_line(process: psutil.Process) -> str:
    """What runs there; "" for a process that has ended, waited for or not."""
    try:
        if process.status() == psutil.STATUS_ZOMBIE:
            return ""
        return " ".join(process.cmdline()) or process.name()
    except psutil.NoSuchProcess:
        return ""
