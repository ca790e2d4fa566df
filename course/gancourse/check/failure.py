"""What a check raises: an exception that shows a message and nothing else."""

from __future__ import annotations

from typing import Literal

Reason = Literal[
    "not written", "exception", "type", "shape", "dtype", "value", "convention", "argument changed", "warning", "broken"
]


class CheckFailed(AssertionError):
    """A check did not pass.

    IPython asks an exception for ``_render_traceback_`` before it prints one. Returning only the message keeps
    the lines of the test cell, the hidden ones among them, out of the notebook and out of everything made from it.

    Attributes:
        reason: the kind of the failure, for reports.
        message: what a student reads: what was called, what was found, what was expected.
        advice: the convention or misconception that was recognised, without any number, or "".
        from_hidden: whether all its words are the author's, as for a hidden test: pages may show them.
    """

    def __init__(self, reason: Reason, message: str, advice: str = "") -> None:
        super().__init__(f"{message}\n{advice}" if advice else message)
        self.reason = reason
        self.message = message
        self.advice = advice
        self.from_hidden = False

    def _render_traceback_(self) -> list[str]:
        return [f"✗ {self}"]
