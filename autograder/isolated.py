"""Run a function on many inputs, each in a forked process of its own with a time limit."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any


@dataclass(frozen=True)
class Failure:
    """Why there is no result: the process took too long or ended early."""

    reason: str


@dataclass
class _Running:
    position: int
    child: Any
    receiver: Connection
    deadline: float


def run_each(
    function: Callable[..., Any], inputs: Sequence[tuple], *, seconds: float, jobs: int
) -> Iterator[tuple[int, Any]]:
    """Yield (position, ``function(*inputs[position])``) as the results come; a :class:`Failure` where there is none.

    Only for the course's own code: what comes back is unpickled. The caller must be single-threaded, and whatever
    it has imported is there in the children.
    """
    context = multiprocessing.get_context("fork")
    waiting = list(enumerate(inputs))[::-1]
    running: list[_Running] = []
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                position, args = waiting.pop()
                receiver, sender = context.Pipe(duplex=False)
                child = context.Process(target=_answer, args=(sender, function, args), daemon=True)
                child.start()
                sender.close()
                running.append(_Running(position, child, receiver, time.monotonic() + seconds))
            patience = max(0.0, min(one.deadline for one in running) - time.monotonic())
            ready = wait([one.receiver for one in running], timeout=patience)
            for one in [one for one in running if one.receiver in ready or time.monotonic() > one.deadline]:
                running.remove(one)
                yield one.position, _collect(one, one.receiver in ready, seconds)
    finally:
        for one in running:
            one.child.kill()


def _collect(one: _Running, ready: bool, seconds: float) -> Any:
    try:
        return one.receiver.recv() if ready else Failure(f"no answer within {seconds:g} s")
    except EOFError:
        one.child.join()
        return Failure(f"the process ended without an answer (exit code {one.child.exitcode})")
    finally:
        one.child.kill()
        one.child.join()
        one.receiver.close()


def _answer(sender: Connection, function: Callable[..., Any], args: tuple) -> None:
    sender.send(function(*args))
    sender.close()
