"""What the codecs say of values and bytes that they do not take."""

from __future__ import annotations


class NotPlain(Exception):
    """A value that is no plain data: the message names its type."""


class Malformed(ValueError):
    """Bytes that are no encoding of plain data."""
