"""The controller's side of the warm judge: start it, send it work, hear what it found."""

from __future__ import annotations

import contextlib
import json
import os
import socket
from pathlib import Path
from typing import Any

from autograder.engine.settings import GradingEngine
from autograder.engine.worker import LARGEST_MESSAGE, serve
from autograder.errors import NoSandbox


class Host:
    """The controller's handle of the warm judge.

    Args:
        settings: limits and imports.
        unsafe: no sandbox for students' code.
    """

    def __init__(self, settings: GradingEngine, unsafe: bool = False) -> None:
        self._connection, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        for end in (self._connection, theirs):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2 * LARGEST_MESSAGE)
        self.pid = os.fork()
        if self.pid == 0:
            status = 1
            try:
                self._connection.close()
                serve(theirs, settings, unsafe)
                status = 0
            finally:
                os._exit(status)
        theirs.close()

    def __enter__(self) -> Host:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def wait(self) -> list[str]:
        """Until students' code can be run; returns remarks on how.

        Raises:
            NoSandbox: students' code cannot be shut in.
        """
        return self.receive()["ready"]

    def send(self, message: dict[str, Any]) -> None:
        self._connection.send(json.dumps(message).encode())

    def plan(
        self,
        assignment: str,
        source: Path,
        release: Path,
        checksums: dict[str, str],
        folder: Path | None = None,
        keep_theirs: list[str] | None = None,
    ) -> None:
        """Let the judge read a notebook of an assignment; see :class:`autograder.engine.submission.Plan`.

        The data files lie beside ``source``, or in ``folder``; those of ``keep_theirs`` students may replace.
        """
        paths = {"source": str(source), "release": str(release), "folder": str(folder or source.parent)}
        paths["keep_theirs"] = keep_theirs or []
        self.send({"do": "plan", "assignment": assignment, **paths, "checksums": checksums})

    def receive(self) -> dict[str, Any]:
        """The next message.

        Raises:
            NoSandbox: students' code cannot be shut in.
            RuntimeError: the warm judge has died.
        """
        body = self._connection.recv(LARGEST_MESSAGE)
        if not body:
            raise RuntimeError("the judge process has ended unexpectedly: run the command again")
        message = json.loads(body)
        if "no sandbox" in message:
            raise NoSandbox(message["no sandbox"])
        return message

    def close(self) -> None:
        """End the warm judge and, with it, everything that it has started."""
        self._connection.close()
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, 0)
