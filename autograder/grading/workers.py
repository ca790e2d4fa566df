"""Work on many things in a few processes with limits: what hangs or breaks one process costs that one thing only."""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import os
import resource
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Failed:
    """There is no result: why, in a few words."""

    why: str


@dataclass
class _Worker:
    process: BaseProcess
    connection: Connection
    at: int = -1
    until: float = 0.0


def each(
    work: Callable[[T], R], todo: Sequence[T], jobs: int, seconds: float, memory: int
) -> Iterator[tuple[T, R | Failed]]:
    """Do the work on each thing, in processes that are forked from this one and live on from thing to thing.

    Args:
        work: what is to be done.
        todo: on what.
        jobs: how many at a time.
        seconds: wall time for one; a process that takes longer is killed.
        memory: bytes that a process may take beyond what this one has.

    Yields:
        Each thing with its result, as they come.
    """
    waiting = deque(range(len(todo)))
    running: list[_Worker] = []
    try:
        while waiting or any(one.at >= 0 for one in running):
            while waiting and len(running) < jobs:
                running.append(_start(work, todo, memory))
            for one in running:
                if one.at < 0 and waiting:
                    one.at, one.until = waiting.popleft(), time.monotonic() + seconds
                    with contextlib.suppress(OSError):
                        one.connection.send(one.at)
            ready = wait([one.connection for one in running if one.at >= 0], timeout=0.5)
            for one in list(running):
                if one.at < 0:
                    continue
                if one.connection in ready:
                    result = _result(one)
                elif time.monotonic() > one.until:
                    result = Failed(f"it took more than {seconds:g} seconds")
                else:
                    continue
                done, one.at = one.at, -1
                if isinstance(result, Failed):
                    running.remove(one)
                    _stop(one)
                yield todo[done], result
    finally:
        for one in running:
            _stop(one)


def _result(worker: _Worker) -> Any:
    try:
        return worker.connection.recv()
    except (EOFError, OSError):
        worker.process.join(5)
        return Failed(f"its process ended early, exit status {worker.process.exitcode}")


def _start(work: Callable[[T], Any], todo: Sequence[T], memory: int) -> _Worker:
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(work, todo, theirs, ours, memory, os.getpid()), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _stop(worker: _Worker) -> None:
    worker.connection.close()
    worker.process.kill()
    worker.process.join()


def _serve(
    work: Callable[[T], Any], todo: Sequence[T], connection: Connection, other: Connection, memory: int, parent: int
) -> None:
    other.close()
    _die_with(parent)
    _limit(memory)
    while True:
        try:
            number = connection.recv()
        except (EOFError, OSError):
            return
        try:
            result: Any = work(todo[number])
        except MemoryError:
            result = Failed("it takes more memory than a page may")
        except Exception as error:  # noqa: BLE001 - one thing must never stop the others
            first = (str(error).splitlines() or [""])[0]
            result = Failed(f"{type(error).__name__}: {first[:200]}")
        connection.send(result)


def _die_with(parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)


def _limit(memory: int) -> None:
    if not os.path.exists("/proc/self/statm"):
        return
    mapped = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    most = mapped + memory
    resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
