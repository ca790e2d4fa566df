# %% [markdown] row="A14"
# # Exceptions that fight back
#
# Silence taken for success, or a crash of the grader: exceptions whose str raises, hangs or is no string, with names and causes to match.

# %% before="mean-square"
class Meta(type):
    @property
    def __name__(cls): raise RuntimeError("no name")
    def __instancecheck__(cls, one): return True
    def __str__(cls): return 3
class Fights(Exception, metaclass=Meta):
    def __str__(self): raise SystemExit(0)
    def __repr__(self): return 3
    @property
    def args(self): raise KeyboardInterrupt
    @property
    def __traceback__(self): raise MemoryError
    def with_traceback(self, tb): raise self
    def __getattr__(self, name): raise self

# %% cell="mean-square"
def mean_square(x):
    raise Fights

# %% cell="clamp"
def clamp(values, low, high):
    error = ValueError("a")
    error.__cause__ = error
    error.__context__ = error
    raise error

# %% cell="divisors"
class NoText(AssertionError):
    def __str__(self): return None
def divisors(n):
    raise NoText

# %% cell="softplus"
def softplus(s):
    raise ExceptionGroup("a", [Fights()] * 3)

# %% cell="optimum"
class CheckFailed(Exception):
    reason, advice = "not written", ""
CheckFailed.__module__ = "gancourse.check.failure"
def optimum(p, q):
    raise CheckFailed("not written", "")
