"""How a test can end without a verdict on the answer."""

from __future__ import annotations


class NotJudgeable(BaseException):
    """A test needs what the judge cannot see or do. Not an Exception: tests must not catch it."""


class NotPlainData(NotJudgeable):
    """A value of the student's, or one of the test's, that cannot be handed over."""
