"""What a check raises: an exception that shows a message and nothing else."""

from __future__ import annotations

from typing import Literal

Reason = Literal[
    "not written",
    "exception",
    "type",
    "shape",
    "dtype",
    "value",
    "convention",
    "argument changed",
    "warning",
    "broken",
    "not raised",
]


CALL = "\n  call      "
BOLD, PLAIN = "\x1b[1m", "\x1b[0m"


class CheckFailed(AssertionError):
    """A check did not pass.

    IPython asks an exception for ``_render_traceback_`` before it prints one. Returning only the message keeps
    the lines of the test cell, the hidden ones among them, out of the notebook and out of everything made from it.

    Sentence first, then found and expected, then the call: the recognised cause comes before the numbers, and stands
    after the message only where that is a sentence itself.

    Args:
        reason: the kind of the failure, for reports.
        message: what was found and what was expected, or one sentence.
        advice: see below.
        call: the call that ``message`` gives the numbers of, or "" if ``message`` is a sentence.

    Attributes:
        reason: the kind of the failure, for reports.
        message: what a student reads: what was found, what was expected, what was called.
        advice: the convention or misconception that was recognised, without any number, or "".
        from_hidden: whether all its words are the author's, as for a hidden test: pages may show them.
    """

    def __init__(self, reason: Reason, message: str, advice: str = "", *, call: str = "") -> None:
        if call:
            message = f"{message}{CALL}{call}"
            # ✗ is never followed by bare numbers.
            message = message if advice or not message.startswith(" ") else f"Something else was expected:\n{message}"
        parts = [advice, message] if call else [message, advice]
        super().__init__("\n".join(part for part in parts if part))
        self.reason = reason
        self.message = message
        self.advice = advice
        self.from_hidden = False

    def _render_traceback_(self) -> list[str]:
        return [coloured(f"✗ {self}")]


def coloured(text: str) -> str:
    """The same text for people who see: its first line bold.

    An error has a red ground in notebooks already, on which no grey can be read in the light and in the dark
    theme alike. Where colours cannot be seen, ✗ and the words remain.
    """
    first, *rest = text.split("\n")
    return "\n".join([f"{BOLD}{first}{PLAIN}", *rest])
