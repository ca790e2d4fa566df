"""What is no plain data, in either direction."""

from __future__ import annotations

LONGEST_INTEGER = 4096


class NotPlain(Exception):
    """A value that is no plain data: the message names its type."""


class Malformed(ValueError):
    """Bytes that are no encoding of plain data."""
