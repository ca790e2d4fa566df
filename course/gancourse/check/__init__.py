"""Checks that say what was found, what was expected, for which input, and which convention they recognise.

A check passes silently to the grader (one ✓ line for the reader) or raises :class:`CheckFailed`, which renders its
message and no traceback. What a message says, from its first line to its last, and where each kind of sentence lives:

| what is said                              | lives in               | wins over what stands below it       |
|-------------------------------------------|------------------------|--------------------------------------|
| not written, raised, no end, arg. changed | calling                | yes: nothing came back to compare    |
| not a number, not an array, None          | numbers, comparing     | yes: shapes are not looked at        |
| another shape                             | diagnosis (about_shape)| yes: values are not looked at        |
| the cause of a wrong value                | diagnosis (explain)    | its own table says which cause wins  |
| what an exception of NumPy or torch means | calling                | only where no known answer does this |
| why this is checked                       | the test cell          | said after a cause, never instead    |
| found, expected                           | comparing, symbolic    | always said                          |
| the call, short (in full: ``whole_call``) | describe, calling      | always said, last                    |
| hidden checks: topic and kind, no number  | autograder.hidden      | replaces all but the cause           |
| colours, the order of all this            | failure, reporting     | the text is the same without colour  |
"""

import sys

from gancourse.check import reporting
from gancourse.check.calling import Call, call, whole_call
from gancourse.check.comparing import between, close, dtype, equal, raises, silent, true
from gancourse.check.failure import CheckFailed
from gancourse.check.gradient import central_difference, gradient
from gancourse.check.statistical import frequencies, mean_near, normal
from gancourse.check.symbolic import expression, logs_apart, logs_of, no_difference_in_logs, one_term, without

if (_ipython := sys.modules.get("IPython")) and (_shell := _ipython.get_ipython()):
    reporting.count_in_cells(_shell)

__all__ = [
    "Call",
    "CheckFailed",
    "between",
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
    "whole_call",
    "without",
]
