"""A filter for the system calls of a student's process; ``tools/seccomp_policy.py`` says what is in it and makes it."""

from __future__ import annotations

import ctypes
import os
import platform
from pathlib import Path

_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 22, 2
_INSTRUCTION_BYTES = 8
_FILTERS = Path(__file__).parent / "filters"
_libc = ctypes.CDLL(None, use_errno=True)


class _Program(ctypes.Structure):
    """``struct sock_fprog``."""

    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


def load(network: bool, machine: str | None = None) -> bytes:
    """The filter for a machine; b"" where there is none for its processor.

    Args:
        network: whether sockets of the Internet are allowed.
        machine: as ``platform.machine()`` names it; this one if not given.
    """
    path = _FILTERS / f"{machine or platform.machine()}{'-network' if network else ''}.bpf"
    return path.read_bytes() if path.exists() else b""


def install(program: bytes) -> None:
    """From now on, this process and all that it starts make only the calls that the filter allows, for good.

    Privileges are dropped before, with "no new privileges" set.

    Raises:
        OSError: the kernel refuses the filter.
    """
    given = _Program(len(program) // _INSTRUCTION_BYTES, program)
    if _libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(given), 0, 0) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"seccomp: {os.strerror(number)}")
