"""Checks that say what was found, what was expected, for which input, and which convention they recognise.

A check passes silently to the grader (one ✓ line for the reader) or raises :class:`CheckFailed`, which renders its
message and no traceback.
"""

from gancourse.check.calling import Call, call
from gancourse.check.comparing import close, dtype, equal, keys, raises, silent, true
from gancourse.check.failure import CheckFailed
from gancourse.check.gradient import central_difference, gradient
from gancourse.check.statistical import frequencies, mean_near

__all__ = [
    "Call",
    "CheckFailed",
    "call",
    "central_difference",
    "close",
    "dtype",
    "equal",
    "frequencies",
    "gradient",
    "keys",
    "mean_near",
    "raises",
    "silent",
    "true",
]
