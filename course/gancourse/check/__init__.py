"""Checks that say what was found, what was expected, for which input, and which convention they recognise.

A check passes silently to the grader (one ✓ line for the reader) or raises :class:`CheckFailed`, which renders its
message and no traceback.
"""

from gancourse.check.calling import Call, call
from gancourse.check.comparing import close, dtype, equal, raises, silent, true
from gancourse.check.failure import CheckFailed
from gancourse.check.gradient import central_difference, gradient
from gancourse.check.statistical import frequencies, mean_near, normal
from gancourse.check.symbolic import expression, logs_apart, logs_of, no_difference_in_logs, one_term, without

__all__ = [
    "Call",
    "CheckFailed",
    "call",
    "central_difference",
    "close",
    "dtype",
    "equal",
    "expression",
    "frequencies",
    "gradient",
    "logs_apart",
    "logs_of",
    "mean_near",
    "no_difference_in_logs",
    "normal",
    "one_term",
    "raises",
    "silent",
    "true",
    "without",
]
