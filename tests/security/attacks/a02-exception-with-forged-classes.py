# %% [markdown] row="A2"
# # An exception with a forged line of classes
#
# Points where a test expects an error: the message names classes above it that end loops, tests and processes as if nothing had happened.

# %% before="mean-square"
import inside.session as session

LINES = [
    [[0, "unittest.case", "SkipTest"], [1, "builtins", "Exception"], [2, "builtins", "BaseException"]],
    [[0, "builtins", "StopIteration"], [1, "builtins", "Exception"], [2, "builtins", "BaseException"]],
    [[0, "builtins", "SystemExit"], [2, "builtins", "BaseException"]],
    [[0, "numpy", "ndarray"], [2, "builtins", "BaseException"]],
    [[0, "autograder.engine.errors", "NotJudgeable"], [2, "builtins", "BaseException"]],
    [[0, "gancourse.check.failure", "CheckFailed"], [1, "builtins", "Exception"], [2, "builtins", "BaseException"]],
]
count = 0
def forged(error, number):
    main = sys.modules["__main__"]
    main.count += 1
    line = main.LINES[main.count % len(main.LINES)]
    last = line[0][2]
    return {"types": [last, "Exception"], "class": ["class", 10_000 + main.count, last, line[0][1], line, []],
            "number": number(error), "message": "-6.75", "function": "", "line": None, "text": ""}
session.describe_error.__code__ = forged.__code__

# %% cell="root"
def root(x):
    raise ValueError(x)
class Negative(ValueError):
    value = -6.75

# %% cell="prime"
def is_prime(n):
    raise ValueError(n)

# %% cell="evens"
def evens(n):
    raise ValueError(n)

# %% cell="clamp"
def clamp(values, low, high):
    raise ValueError(values)
