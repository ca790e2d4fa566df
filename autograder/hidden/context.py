"""What a hidden test imports: ``with hidden("…") as rng``, the reference answers, and random inputs.

Inside ``hidden`` a failing check says what kind of thing is wrong and which convention or misconception it
recognises, but no number and no input of the test.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from contextvars import Token
from types import TracebackType

import numpy as np
from gancourse.check import CheckFailed
from gancourse.check.calling import quiet

from autograder.hidden import seed
from autograder.hidden.reference_answers import Reference

reference = Reference()

DID_NOT_PASS = "A hidden check did not pass"
WHAT_IS_WRONG = {
    "exception": "Your code raises an error for some of the inputs.",
    "not raised": "Some inputs have to be refused with an error, and none is raised.",
    "type": "The result has the wrong type.",
    "shape": "The result has the wrong shape.",
    "dtype": "The result has the wrong dtype.",
    "value": "The values are not right.",
    "convention": "The values are not right.",
    "argument changed": "An argument is changed in place.",
    "warning": "A warning is emitted on the way to the result.",
}


class hidden(AbstractContextManager):  # noqa: N801 - reads as a statement in a test cell
    """``with hidden("random labels and probabilities") as rng:`` draws inputs from ``rng`` and checks quietly.

    Args:
        topic: what is checked, in words that students may read; it also selects the stream of random numbers.
    """

    def __init__(self, topic: str) -> None:
        self.topic = topic
        self._token: Token[bool]

    def __enter__(self) -> np.random.Generator:
        self._token = quiet.set(True)
        return seed.generator(self.topic)

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        quiet.reset(self._token)
        if isinstance(error, CheckFailed):
            if error.reason == "not written":
                return
            text = f"{DID_NOT_PASS}: {self.topic}. {WHAT_IS_WRONG[error.reason]}"
            raise _hidden(CheckFailed(error.reason, text, error.advice)) from None
        if isinstance(error, NameError) and error.name and not hasattr(error, "remote_frame"):
            text = f"`{error.name}` is not defined: did its cell run without an error?"
            raise _hidden(CheckFailed("not written", text)) from None
        if isinstance(error, Exception):
            # Not even the name of the exception: it may be the student's own, and tell the inputs.
            text = f"The hidden check “{self.topic}” itself broke. Please tell your instructor."
            raise _hidden(CheckFailed("broken", text)) from error


def _hidden(failure: CheckFailed) -> CheckFailed:
    """A failure whose words are all the author's: pages may show it."""
    failure.from_hidden = True
    return failure
