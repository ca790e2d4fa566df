"""The controller's side of the warm judge: start it, send it work, hear what it found."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
import sys
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.engine import protocol
from autograder.engine.inside.wire import Closed, Oversized, Wire
from autograder.engine.interpreters import Interpreter
from autograder.engine.sandbox import Sandbox
from autograder.engine.settings import GradingEngine
from autograder.errors import NoSandbox

if TYPE_CHECKING:
    from autograder.engine.rewriting import Rewrite

_PR_SET_PDEATHSIG = 1
_ENDED = "the judge process has ended unexpectedly: run the command again"


class Host:
    """The controller's handle of the warm judge.

    Args:
        settings: limits and imports.
        unsafe: no sandbox for students' code.
        interpreter: the Python that students' code runs in; this one where there is none.
        rewrite: what the course does to a notebook's cells before they run.
        imports: what it imports beforehand; the settings' own where this is not given.
    """

    def __init__(
        self,
        settings: GradingEngine,
        unsafe: bool = False,
        interpreter: Interpreter | None = None,
        rewrite: Rewrite | None = None,
        imports: Sequence[str] | None = None,
    ) -> None:
        ours, theirs = socket.socketpair()
        self.pid = os.fork()
        if self.pid == 0:
            status = 1
            try:
                ours.close()
                _be_judge(theirs, Sandbox(settings, unsafe, interpreter, imports), settings, rewrite, imports)
                status = 0
            finally:
                os._exit(status)
        theirs.close()
        # Its largest message may be larger than a judge's reply: a sentence on why there is no sandbox, at most.
        self._wire = Wire(ours, protocol.LARGEST_REPLY + (1 << 16))

    def __enter__(self) -> Host:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def wait(self) -> list[str]:
        """Until students' code can be run; returns remarks on how.

        Raises:
            NoSandbox: students' code cannot be shut in.
        """
        match self._next():
            case protocol.Ready(remarks=remarks):
                return list(remarks)
            case protocol.NotReady(problem=problem):
                raise NoSandbox(problem)
            case _:
                raise RuntimeError("the judge process has answered before it was asked: please report this")

    def plan(
        self,
        source: Path,
        release: Path,
        checksums: dict[str, str],
        instructors: Path | None = None,
        keep_theirs: Collection[str] = (),
    ) -> None:
        """Let the judge read a notebook of an assignment; see :class:`autograder.engine.protocol.LoadPlan`."""
        self._send(
            protocol.LoadPlan(
                source=source,
                instructors=instructors or source,
                release=release,
                checksums=checksums,
                keep_theirs=tuple(keep_theirs),
            )
        )

    def fileno(self) -> int:
        """Where there is something to read when :meth:`receive` need not wait."""
        return self._wire.fileno()

    def send(self, job: protocol.Job) -> None:
        """Give the judge something to do; :meth:`receive` has the reply, in the order in which jobs end.

        Raises:
            RuntimeError: the warm judge has died.
        """
        self._send(job)

    def receive(self) -> protocol.Reply:
        """The next reply.

        Raises:
            RuntimeError: the warm judge has died.
        """
        reply = self._next()
        if isinstance(reply, protocol.Ready | protocol.NotReady):
            raise RuntimeError("the judge process has not been waited for: please report this")
        return reply

    def _send(self, message: protocol.Request) -> None:
        try:
            self._wire.send(protocol.encode(message))
        except Closed:
            raise RuntimeError(_ENDED) from None

    def _next(self) -> protocol.Answer:
        try:
            return protocol.answer(self._wire.receive())
        except (Closed, Oversized, protocol.Malformed):
            raise RuntimeError(_ENDED) from None

    def close(self) -> None:
        """End the warm judge and, with it, everything that it has started."""
        self._wire.close()
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, 0)


def _be_judge(
    connection: socket.socket,
    sandbox: Sandbox,
    settings: GradingEngine,
    rewrite: Rewrite | None,
    imports: Sequence[str] | None,
) -> None:
    """In the forked process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if settings.niceness:
        os.nice(settings.niceness)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    try:
        sandbox.start()
        # The sandbox starts while this imports what tests need; the controller needs none of it.
        from autograder.engine.worker import serve

        serve(connection, sandbox, settings, rewrite, imports)
    except NoSandbox as problem:
        Wire(connection, protocol.LARGEST_REQUEST).send(protocol.encode(protocol.NotReady(problem=str(problem))))
    finally:
        sandbox.stop()
