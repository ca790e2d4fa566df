"""Messages between the judge and a student's process: four bytes of length, then that many bytes."""

from __future__ import annotations

import select
import socket
import struct
import time

_HEADER = struct.Struct(">I")
_CHUNK = 1 << 20


class Closed(Exception):
    """The other side has gone."""


class Late(Exception):
    """No complete message came in time."""


class Oversized(Exception):
    """The other side announces a message longer than is accepted."""


def framed(body: bytes) -> bytes:
    """A message with its length in front."""
    return _HEADER.pack(len(body)) + body


class Wire:
    """One end of a connection.

    Args:
        connection: a connected stream socket; the wire owns it.
        largest: messages longer than this many bytes are refused.
    """

    def __init__(self, connection: socket.socket, largest: int) -> None:
        self._connection = connection
        self.largest = largest

    def send(self, body: bytes, seconds: float | None = None) -> None:
        """Send one message.

        Raises:
            Closed: the other side has gone.
            Late: it did not take the message within ``seconds``.
        """
        self._connection.settimeout(seconds)
        try:
            self._connection.sendall(framed(body))
        except TimeoutError:
            raise Late from None
        except OSError:
            raise Closed from None

    def receive(self, seconds: float | None = None, largest: int | None = None) -> bytes:
        """The next message, of at most ``largest`` bytes where that is less than the wire takes.

        Raises:
            Closed, Late, Oversized: there is none. After Late or Oversized the wire must not be used any more.
        """
        deadline = None if seconds is None else time.monotonic() + seconds
        (length,) = _HEADER.unpack(self._exactly(_HEADER.size, deadline))
        if length > min(self.largest, largest or self.largest):
            raise Oversized
        return self._exactly(length, deadline)

    def fileno(self) -> int:
        """The connection's descriptor, for select."""
        return self._connection.fileno()

    def wait(self, seconds: float) -> bool:
        """Whether something arrives, or the other side goes, within this time."""
        ready, _, _ = select.select([self._connection], [], [], max(seconds, 0.0))
        return bool(ready)

    def send_descriptor(self, descriptor: int) -> None:
        """Hand over a file descriptor, which the other side takes with :meth:`receive_descriptor`.

        Raises:
            Closed: the other side has gone.
        """
        try:
            socket.send_fds(self._connection, [b"\0"], [descriptor])
        except OSError:
            raise Closed from None

    def receive_descriptor(self) -> int:
        """The file descriptor that the other side hands over.

        Raises:
            Closed: the other side has gone, or has sent none.
        """
        try:
            _, descriptors, _, _ = socket.recv_fds(self._connection, 1, 1)
        except OSError:
            raise Closed from None
        if len(descriptors) != 1:
            raise Closed
        return descriptors[0]

    def close(self) -> None:
        self._connection.close()

    def _exactly(self, count: int, deadline: float | None) -> bytes:
        parts = bytearray()
        while len(parts) < count:
            if deadline is not None:
                left = deadline - time.monotonic()
                if left <= 0:
                    raise Late
                self._connection.settimeout(left)
            else:
                self._connection.settimeout(None)
            try:
                part = self._connection.recv(min(count - len(parts), _CHUNK))
            except TimeoutError:
                raise Late from None
            except OSError:
                raise Closed from None
            if not part:
                raise Closed
            parts += part
        return bytes(parts)
