"""Memory that is about to be shared with many copies of this process, in huge pages: forking copies fewer tables."""

from __future__ import annotations

import contextlib
import ctypes
from collections.abc import Iterable

_HUGE = 2 << 20
# Since Linux 6.1: at once, whatever the system does by itself. Elsewhere it is refused, and nothing changes.
_MADV_COLLAPSE = 25
# It pays from some ten forks on; whoever grades one submission need not wait for it.
_AT_FORK = 4


def before_fork(number: int) -> None:
    """Call it before each fork of a warm process, counted from 1."""
    if number == _AT_FORK:
        gather()


def gather() -> None:
    """Put what this process has of its own into huge pages, as far as the system can: about a tenth of a second."""
    with contextlib.suppress(OSError, AttributeError):
        with open("/proc/self/maps", encoding="utf-8", errors="replace") as lines:
            found = list(whole(lines))
        libc = ctypes.CDLL(None)
        for start, end in found:
            libc.madvise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), _MADV_COLLAPSE)


def whole(lines: Iterable[str]) -> Iterable[tuple[int, int]]:
    """The parts of a process's own memory that whole huge pages can cover, by first address and end.

    Args:
        lines: of ``/proc/PID/maps``.
    """
    for line in lines:
        place, access, _offset, _device, _inode, *name = line.split(maxsplit=5)
        if access != "rw-p" or (name and name[0].strip() != "[heap]"):
            continue
        start, end = (int(part, 16) for part in place.split("-"))
        start, end = -(-start // _HUGE) * _HUGE, end // _HUGE * _HUGE
        if start < end:
            yield start, end
