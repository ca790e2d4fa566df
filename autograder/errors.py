"""What ends a command with one sentence: mistakes that a user, or an author, can mend."""

from __future__ import annotations


class UserError(Exception):
    """Something the user can mend: one clear sentence, and the exit status that the command ends with."""

    exit_status = 2


class BadSource(UserError):
    """A source breaks a rule; every problem is listed with file, line and what to do."""


class NoSandbox(UserError):
    """Students' code cannot be shut in on this machine."""
