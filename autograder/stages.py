"""The stages through which a submission passes, each with limits of its own; a test can disturb any of them.

Whatever goes wrong in a stage is an exception there, and whoever grades makes it that submission's problem.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, Literal, TypeVar, get_args

from autograder.errors import refusal

T = TypeVar("T")
Stage = Literal[
    "listing",
    "fingerprint",
    "reading",
    "repair",
    "analysis",
    "run",
    "judge",
    "sanitising",
    "writing",
    "gradebook",
    "feedback",
]
STAGES: tuple[Stage, ...] = get_args(Stage)
# Memory that a stage may take beyond what its process has when it begins.
MEMORY = 1 << 30

# For tests: told the stage, the student and the work; returns what the stage is to have returned.
disturb: Callable[[str, str, Callable[[], Any]], Any] | None = None


class StageTooLong(Exception):
    """A stage did not end within its time."""


def run(
    stage: Stage, student: str, work: Callable[[], T], seconds: float | None = None, memory: int | None = None
) -> T:
    """Do the work of one stage for one student's submission.

    Args:
        stage: which; stands in the error.
        student: whose.
        work: what is to be done.
        seconds: wall time; None where the stage has a limit of its own.
        memory: bytes that it may take beyond what this process has now; None where the process has a limit.

    Raises:
        StageTooLong: it did not end in time.
        MemoryError: it takes more memory.
        Exception: what the work raises.
    """
    with alarm(seconds, stage), _memory(memory):
        return work() if disturb is None else disturb(stage, student, work)


@contextlib.contextmanager
def alarm(seconds: float | None, what: str, processor: bool = False) -> Iterator[None]:
    """Raise :class:`StageTooLong` in the block after so many seconds; an alarm that was set before it is kept.

    Only the main thread of a process hears alarms: elsewhere this does nothing.

    Args:
        seconds: how long; None for ever.
        what: stands in the error.
        processor: whether seconds are processor time of this process, and not wall time.
    """
    if seconds is None or not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def late(_number: int, _frame: Any) -> None:
        raise StageTooLong(f"{what} took more than {seconds:g} seconds")

    timer, number = (signal.ITIMER_VIRTUAL, signal.SIGVTALRM) if processor else (signal.ITIMER_REAL, signal.SIGALRM)
    clock = time.process_time if processor else time.monotonic
    before = signal.signal(number, late)
    left, _ = signal.setitimer(timer, max(seconds, 0.001))
    started = clock()
    try:
        yield
    finally:
        signal.setitimer(timer, 0)
        signal.signal(number, before)
        if left:
            signal.setitimer(timer, max(left - (clock() - started), 0.001))


@contextlib.contextmanager
def _memory(more: int | None) -> Iterator[None]:
    # Several times for each submission of a class: without the ways round by Path.
    try:
        statm = os.open("/proc/self/statm", os.O_RDONLY) if more is not None else None
    except OSError:
        statm = None
    if more is None or statm is None:
        yield
        return
    import resource  # Only Unix has it.

    try:
        mapped = int(os.read(statm, 64).split()[0]) * resource.getpagesize()
    finally:
        os.close(statm)
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = min([mapped + more, *(one for one in (soft, hard) if one >= 0)])
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def what_went_wrong(error: Exception) -> str:
    """An exception of a stage in a few words."""
    if isinstance(error, MemoryError):
        return "it takes more memory than grading may use"
    if (refused := refusal(error)) is not None:
        return refused.why
    first = (str(error).splitlines() or [""])[0][:200]
    return first if isinstance(error, StageTooLong) else f"{type(error).__name__}: {first}"
