"""Call a student's function with plain data and keep what is needed to talk about the result."""

from __future__ import annotations

import ast
import contextlib
import copy
import functools
import io
import re
import signal
import sys
import threading
import traceback
import types
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from typing import Any

import executing
import numpy as np

from gancourse.check import describe
from gancourse.check.failure import CheckFailed

# Where a function runs that gets a student's function as an argument. Under the judge, which keeps students' code in
# another process, that is beside it; here and under nbgrader everything runs in one place.
_HERE: Callable[[Callable, tuple, dict], Callable] = lambda f, *_: f  # noqa: E731 - compared by identity
beside: ContextVar[Callable[[Callable, tuple, dict], Callable]] = ContextVar("beside", default=_HERE)

# Whether known answers are looked for where a check fails; whoever only wants its verdict has it sooner.
advised: ContextVar[bool] = ContextVar("advised", default=True)

# Whether hidden checks run: what a function says then, the words of its exceptions among it, is not passed on.
quiet: ContextVar[bool] = ContextVar("quiet", default=False)

# Processor time of one call; the slowest right answer needs a tenth of it on a laptop.
MOST_SECONDS = 60.0

# The last calls, so that a failing check can compare all that a function did with what known wrong answers do.
recent_calls: deque[Call] = deque(maxlen=256)


@dataclass
class Call:
    """A call that has been made: ``value`` is what came back, ``label`` how the call reads in a message.

    For a part of a result, ``path`` has the keys that lead to it, and ``whole`` is what the last of them was a key of.
    ``compared`` has the comparisons that checks have made of the result and of its parts.
    """

    function: Callable
    args: tuple
    kwargs: dict
    value: Any
    label: str
    warnings: list[str] = field(default_factory=list)
    path: tuple = ()
    whole: Any = None
    compared: list = field(default_factory=list)

    def __getitem__(self, key: Any) -> Call:
        """The part ``value[key]`` of the result, labelled ``f(x)[key]``."""
        try:
            part = self.value[key]
        except (TypeError, IndexError, KeyError) as error:
            raise CheckFailed(
                "type", f"{self.label} has no part [{key!r}]: it returned {describe.value(self.value)}."
            ) from error
        label, path = f"{self.label}[{key!r}]", (*self.path, key)
        return Call(self.function, self.args, self.kwargs, part, label, self.warnings, path, self.value, self.compared)


def call(function: Callable, /, *args: Any, **kwargs: Any) -> Call:
    """Call ``function`` on copies of the arguments and return a :class:`Call`.

    Warnings are kept in ``Call.warnings`` and text for stderr goes to stdout: neither is an error.

    Raises:
        CheckFailed: the function is missing, still a stub, raised an exception, or changed an argument in place.
    """
    try:
        return attempt(function, args, kwargs, _names(sys._getframe(1), args))
    except CheckFailed as failure:
        if failure.reason != "exception" or failure.__cause__ is None:
            raise
        advice = advice_on(last_call(function))
        if not quiet.get():
            advice = advice or _about_exception(str(failure.__cause__), args)
        why = _why(sys._getframe(1))
        message = f"{failure.message}\n  here: {why}" if why else failure.message
        raise CheckFailed("exception", message, advice) from failure.__cause__


def attempt(function: Callable, args: tuple, kwargs: dict, names: Sequence[str] = ()) -> Call:
    """As :func:`call`, but without advice on an exception: it may be the one that is expected."""
    label = describe.call(function, args, kwargs, names)
    if not callable(function):
        raise CheckFailed("type", f"A function was expected here, but it is {describe.value(function)}.")
    given, given_kwargs = _copy(args), _copy(kwargs)
    kept = replayable(args)
    stderr = io.StringIO()
    with warnings.catch_warnings(record=True) as caught, contextlib.redirect_stderr(stderr):
        warnings.simplefilter("always")
        try:
            with _watch_for_no_end(label):
                value = beside.get()(function, args, kwargs)(*given, **given_kwargs)
                if isinstance(value, Iterator):
                    value = list(value)
        except CheckFailed:
            raise
        except (Exception, SystemExit) as error:
            # Not what is derived from it: IPython's word for input() that nobody answers, say.
            if type(error).__name__ == NotImplementedError.__name__:
                raise CheckFailed("not written", _not_written(function, label, error)) from error
            recent_calls.append(Call(function, kept, kwargs, error, label))
            what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
            message = f"{label} raised {what}{_where(error)}"
            raise CheckFailed("exception", message) from error
    if stderr.getvalue():
        print(stderr.getvalue(), end="")
    if not (_same(given, args) and _same(given_kwargs, kwargs)):
        raise CheckFailed(
            "argument changed",
            f"{label} changed one of its arguments in place.",
            "Whoever calls a function goes on using its arguments: compute with new arrays instead of `x -= …`, "
            "`x[…] = …` or `np.…(…, out=x)`.",
        )
    done = Call(function, kept, kwargs, value, label, [str(w.message) for w in caught])
    recent_calls.append(done)
    return done


class _NoEnd(BaseException):
    """Not an Exception: a student's `except Exception` inside the loop must not catch it."""


@contextlib.contextmanager
def _watch_for_no_end(label: str) -> Iterator[None]:
    """Interrupt a call that has used :data:`MOST_SECONDS` of processor time.

    Only where functions run in this thread and signals can be had: the judge watches over its processes itself, and on
    Windows the kernel's own Interrupt remains.
    """
    armed = (
        hasattr(signal, "setitimer")
        and threading.current_thread() is threading.main_thread()
        and beside.get() is _HERE
        and signal.getitimer(signal.ITIMER_PROF)[0] == 0
    )
    if not armed:
        yield
        return

    def stop(*_: Any) -> None:
        raise _NoEnd

    old = signal.signal(signal.SIGPROF, stop)
    # Again and again: what is raised inside a destructor or a callback of the garbage collector is lost.
    signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS, 1)
    try:
        yield
    except _NoEnd:
        raise CheckFailed(
            "exception",
            f"{label} did not come to an end in {MOST_SECONDS:g} seconds of processor time and was interrupted.",
            "Is there a loop whose condition never becomes false? Floating-point numbers rarely meet exactly.",
        ) from None
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, old)


def calls_of(function: Callable) -> list[Call]:
    """The recent calls of exactly this function object (a cell that is run again makes a new one)."""
    return [made for made in recent_calls if made.function is function]


def known_answers(made: Call | None) -> dict[str, frozenset[str]]:
    """The sentence of every known wrong answer that does what the function of ``made`` did in all its recent calls.

    Each comes with the kinds of conventions that say the same of all inputs. Advisers know the answers: the table of
    outcomes that the course brings along, and what instructors' installations register as entry points of the group
    ``gancourse.advisers``: functions from a list of calls to such a dictionary, or to None where they know nothing of
    the function. The first that knows it is believed: the table has seen fewer calls than a bank.
    """
    if made is None or not advised.get():
        return {}
    from gancourse.check import outcomes

    calls = calls_of(made.function)
    calls = [*calls, *outcomes.more_calls(calls)]
    for advise in advisers():
        with contextlib.suppress(Exception):  # a check needs no adviser
            if isinstance(found := advise(calls), dict):
                return found
    return {}


def advice_on(made: Call | None) -> str:
    """The sentence of the one known wrong answer that does the same, or ""."""
    known = known_answers(made)
    return next(iter(known)) if len(known) == 1 else ""


@functools.cache
def advisers() -> list[Callable[[list[Call]], dict[str, frozenset[str]] | None]]:
    """The advisers that are installed and can be imported. The first call looks through all installed distributions.

    A check needs no adviser: one that is left over from an older installation, or that this user may not read, or that
    fails while it is imported, is as good as none.
    """
    from gancourse.check import outcomes

    found: list[Callable[[list[Call]], dict[str, frozenset[str]] | None]] = []
    with contextlib.suppress(Exception):  # also where the list of some other distribution cannot be read
        for entry_point in entry_points(group="gancourse.advisers"):
            with contextlib.suppress(Exception):
                found.append(entry_point.load())
    return [*found, outcomes.advise]


def whole_call() -> None:
    """Print the last call that a check has made with all its inputs in full: messages shorten them."""
    if not recent_calls:
        print("No check has called a function yet: run the cell with the checks first.")
        return
    made = recent_calls[-1]
    print(f"{getattr(made.function, '__name__', 'The function')} was called with")
    with np.printoptions(threshold=sys.maxsize, floatmode="unique"):
        for number, arg in enumerate(made.args, 1):
            print(f"argument {number}: {arg!r}")
        for name, arg in made.kwargs.items():
            print(f"{name} = {arg!r}")
        print(f"and {'raised' if isinstance(made.value, BaseException) else 'returned'} {made.value!r}")


def last_call(function: Callable) -> Call | None:
    """The most recent call of exactly this function object."""
    return next((made for made in reversed(recent_calls) if made.function is function), None)


def replayable(args: tuple) -> tuple:
    """Copies of data and of random generators in their present state: a call with them can be made again."""
    return tuple(copy.deepcopy(arg) if isinstance(arg, np.random.Generator) else _copy(arg) for arg in args)


def _copy(value: Any) -> Any:
    """Copies of data; functions, random generators and other live objects stay as they are."""
    if isinstance(value, np.ndarray):
        return value.copy()
    if isinstance(value, list | tuple):
        return type(value)(_copy(item) for item in value)
    if isinstance(value, dict):
        return {key: _copy(item) for key, item in value.items()}
    return value.clone() if _is_tensor(value) else value


def _same(a: Any, b: Any) -> bool:
    if isinstance(a, np.ndarray):
        return a.shape == b.shape and a.dtype == b.dtype and a.tobytes() == b.tobytes()
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(_same(x, y) for x, y in zip(a, b, strict=True))
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(_same(a[key], b[key]) for key in a)
    if _is_tensor(a):
        return a.shape == b.shape and bool(((a == b) | ((a != a) & (b != b))).all())
    return True


def _is_tensor(value: Any) -> bool:
    return type(value).__module__.split(".")[0] == "torch" and hasattr(value, "clone") and hasattr(value, "shape")


def _not_written(function: Callable, label: str, error: BaseException) -> str:
    name = getattr(function, "__name__", "the function")
    innermost = _raised_at(error)[0]
    if innermost not in (name, "call"):
        return f"{label} calls `{innermost}`, which is not written yet. Write `{innermost}` first."
    return (
        f"`{name}` is not written yet: put your code in place of `raise NotImplementedError()` and run its cell again."
    )


def _why(frame: types.FrameType) -> str:
    """The line for the student of the check around the call that this frame is making, or "".

    ``check.close(call(f, 1), 2.0, "why")`` never gets to see its own ``why`` where the call raises.
    """
    node: Any = executing.Source.executing(frame).node
    while node is not None and not (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr != "call"
    ):
        node = getattr(node, "parent", None)
    if node is None:
        return ""
    candidates = [*node.args[2:3], *(one.value for one in node.keywords if one.arg == "why")]
    texts = [one.value for one in candidates if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return texts[0] if texts else ""


def _names(frame: types.FrameType, args: tuple) -> list[str]:
    """How the check that makes this call names its arrays: ``FACES[0]``, ``400 * SIGNS``; "" for all else.

    Only constants (in capitals, perhaps with a fixed index or a factor): what a loop's variable holds is not
    seen from its name.
    """
    if not any(isinstance(arg, np.ndarray | list | tuple) or _is_tensor(arg) for arg in args):
        return []
    node: Any = executing.Source.executing(frame).node
    if not isinstance(node, ast.Call) or len(node.args) != len(args) + 1:
        return []
    return [
        ast.unparse(source) if _is_constant(source) and not np.isscalar(arg) else ""
        for source, arg in zip(node.args[1:], args, strict=True)
    ]


def _is_constant(node: ast.AST) -> bool:
    if isinstance(node, ast.Subscript):
        fixed = (ast.Constant, ast.Slice, ast.UnaryOp, ast.USub, ast.Load)
        return _is_constant(node.value) and all(isinstance(part, fixed) for part in ast.walk(node.slice))
    if isinstance(node, ast.BinOp):
        return isinstance(node.left, ast.Constant) and _is_constant(node.right)
    if isinstance(node, ast.UnaryOp):
        return _is_constant(node.operand)
    return isinstance(node, ast.Name) and node.id.isupper() and len(node.id) > 1


def _about_exception(text: str, args: tuple = ()) -> str:
    """Plainer words for the messages of NumPy and torch that beginners meet most, with the shapes of this call."""
    sentence = _about_shapes(text)
    if not sentence:
        return _about_other(text)
    shapes = [str(tuple(arg.shape)) for arg in args if isinstance(arg, np.ndarray) or _is_tensor(arg)]
    return f"{sentence} The arguments of this call have the shapes {' and '.join(shapes)}." if shapes else sentence


def _about_shapes(text: str) -> str:
    if "matmul" in text and (sizes := re.search(r"size (\d+) is different from (\d+)", text)):
        return (
            f"In `A @ B` a row of A has {sizes[2]} entries and a column of B has {sizes[1]}: they must be equally "
            "long. Is one of the two to be transposed?"
        )
    if "could not be broadcast" in text and len(shapes := re.findall(r"\([\d,]*\)", text)) >= 2:
        shown = " and ".join(shapes[:2]).replace(",", ", ").replace(", )", ",)")
        return f"The shapes {shown} do not fit together entry by entry. {_BROADCAST}"
    if sizes := re.search(r"tensor a \((\d+)\) must match the size of tensor b \((\d+)\).*dimension (\d+)", text):
        return (
            f"Along axis {sizes[3]} one tensor has {sizes[1]} entries and the other {sizes[2]}: they do not fit "
            f"together entry by entry. {_BROADCAST}"
        )
    if sizes := re.search(r"cannot be multiplied \((\d+)x(\d+) and (\d+)x(\d+)\)", text):
        return (
            f"Shape ({sizes[1]}, {sizes[2]}) meets a layer or matrix that wants {sizes[3]} numbers for each of the "
            f"{sizes[1]} rows, not {sizes[2]}."
        )
    return ""


_BROADCAST = "From the right, lengths must be equal or 1: `x[:, None]` puts an axis of length 1 at the end."


def _about_other(text: str) -> str:
    if "truth value of an array" in text:
        return (
            "`if` and `max` decide once for the whole array. To choose entry by entry, use `np.where` or `np.maximum`."
        )
    if ("matmul" in text and "mismatch" in text) or "cannot be multiplied" in text:
        return "In `A @ B` the rows of A are as long as the columns of B: print both shapes. Is one to be transposed?"
    if "could not be broadcast" in text or "must match the size of tensor" in text:
        return f"Two shapes do not fit together entry by entry. {_BROADCAST}"
    if name := re.search(r"of type (?:Symbol|Add|Mul|Pow) which has no callable (\w+) method", text):
        return f"NumPy computes with numbers, and this is a symbol: write `sp.{name[1]}`, not `np.{name[1]}`."
    if "bitwise_xor" in text or "for ^" in text:
        return "Powers are written `**` in Python; `^` is something else."
    return ""


def _where(error: BaseException) -> str:
    """The student's own line that raised, when there is one: the last frame that lies in a notebook cell."""
    _function, number, line = _raised_at(error)
    return f"\n  in your line {number}:  {line}" if number and line else ""


def _raised_at(error: BaseException) -> tuple[str, int | None, str]:
    """Where an exception was raised: the innermost function, and the last line of a notebook cell on the way.

    An exception from another process brings this along as ``remote_frame``.
    """
    if (remote := getattr(error, "remote_frame", None)) is not None:
        return remote
    frames = traceback.extract_tb(error.__traceback__)
    in_cells = [f for f in frames[1:] if "ipykernel_" in f.filename or f.filename.startswith("<ipython-input")]
    number, line = (in_cells[-1].lineno, in_cells[-1].line) if in_cells else (None, "")
    return frames[-1].name, number, line or ""
