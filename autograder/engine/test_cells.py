"""Where test cells run: their own names, those of locked cells and imports; every other name is the student's."""

from __future__ import annotations

import ast
import asyncio
import contextlib
import functools
import inspect
import signal
import sys
import time
import traceback
import types
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from autograder.engine import evaluating, judge_shell, names, references
from autograder.engine.inside.shell import Stream
from autograder.engine.test_names import TYPE_OF, TrustedNames


class Part(Enum):
    """A part of a test cell: all, what stands before its first hidden line, or the rest."""

    WHOLE = "whole"
    VISIBLE = "visible"
    REST = "rest"


NOT_PASSED = "a hidden test did not pass"


# What a cell inside a cell goes by.
_INNER = "<cell>"


class JudgeIsLate(BaseException):
    """A test cell took too long in the judge itself."""


@dataclass
class Result:
    """What a trusted cell did: its outputs, and the exception that ended it, if any."""

    outputs: list[dict[str, Any]] = field(default_factory=list)
    error: BaseException | None = None


def run(
    source: str, names: TrustedNames, label: str, seconds: float, wall_seconds: float, part: Part = Part.WHOLE
) -> Result:
    """Run a trusted cell in ``names``, as a notebook would: the value of a last expression is an output.

    Args:
        source: the cell; IPython's magics run their body here, those that cannot end it with ``NotJudgeable``.
        names: its globals.
        label: stands in tracebacks as the file name.
        seconds: processor time of this process after which it ends with :class:`JudgeIsLate`.
        wall_seconds: the same by the clock, what it waits for included.
        part: which part of the cell.
    """
    shown = judge_shell.outputs()
    result = Result(shown.shown)
    streams = [Stream(name, shown) for name in ("stdout", "stderr")]
    shell = _shell_for(source, names, shown)
    shown_to = contextlib.redirect_stdout(streams[0]), contextlib.redirect_stderr(streams[1])
    with (
        shown_to[0],
        shown_to[1],
        _main_is(names),
        _alarm(seconds, wall_seconds),
        evaluating.watched(f"<{label}>", _INNER),
    ):
        try:
            value = _execute(source, names, f"<{label}>", part)
            if value is not None:
                data = {"text/plain": repr(value)}
                result.outputs.append(
                    {"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": None}
                )
        except BaseException as error:  # noqa: BLE001 - a test cell may end in any way; the caller judges
            result.error = error
    # What was refused has not been judged, whatever the cell has made of it.
    result.error = evaluating.refused() or result.error or shell.error
    return result


class _Main(types.ModuleType):
    """What ``unittest.main()`` and ``doctest.testmod()`` look at: the names of the tests."""

    def __init__(self, names: TrustedNames) -> None:
        super().__init__("__main__")
        self._own_names = names

    def __getattr__(self, name: str) -> Any:
        try:
            return self._own_names[name]
        except (KeyError, NameError):
            raise AttributeError(name) from None

    def __setattr__(self, name: str, value: Any) -> None:
        # `patch("__main__.f")` means the name that the student's code uses.
        if name == "_own_names":
            super().__setattr__(name, value)
        else:
            self._own_names.share(name, value)

    def __delattr__(self, name: str) -> None:
        del self._own_names[name]

    def __dir__(self) -> list[str]:
        return list(dict.keys(self._own_names))


@contextlib.contextmanager
def _main_is(names: TrustedNames) -> Iterator[None]:
    before = sys.modules["__main__"]
    sys.modules["__main__"] = _Main(names)
    try:
        yield
    finally:
        sys.modules["__main__"] = before


def _shell_for(source: str, names: TrustedNames, shown: Any) -> judge_shell.JudgeShell:
    """IPython, looking at these names and showing what it shows in these outputs."""
    shell = judge_shell.shell()
    shell.user_ns, shell.error, shell.source = names, None, source
    shell.display_pub.outputs = shell.displayhook.outputs = shown
    shell.execute = lambda cell: _execute(cell, names, _INNER)
    names.setdefault("get_ipython", lambda: shell)
    names.setdefault("display", _display)
    return shell


def _display(*objects: Any, **options: Any) -> Any:
    from IPython.display import display

    return display(*objects, **options)


def _execute(source: str, names: TrustedNames, filename: str, part: Part = Part.WHOLE) -> Any:
    with evaluating.aside():
        body, last = compiled(source, filename, part)
    _run(body, names)
    return None if last is None else _run(last, names)


def _run(code: types.CodeType, names: TrustedNames) -> Any:
    value = eval(code, names)
    # `await` at the top level makes a coroutine of a cell.
    return asyncio.run(value) if code.co_flags & inspect.CO_COROUTINE else value


@functools.lru_cache(maxsize=4096)
def compiled(source: str, filename: str, part: Part = Part.WHOLE) -> tuple[types.CodeType, types.CodeType | None]:
    """A cell ready to run: its statements, and the expression at its end whose value is shown, if there is one."""
    text = names.without_magics(source)
    tree = _TypeOf().visit(ast.parse(text, filename))
    if part is not Part.WHOLE:
        # Where IPython has rewritten the cell, nobody knows which line was which: all of it counts as hidden.
        visible = _count_visible(tree, hidden_lines(source)) if text == source else 0
        tree.body = tree.body[:visible] if part is Part.VISIBLE else tree.body[visible:]
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) and not _silenced(source) else None
    # A cell has the future statements that stand in it, and not those of this module.
    body = compile(tree, filename, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    if last is None:
        return body, None
    shown = ast.Expression(last.value)
    return body, compile(shown, filename, "eval", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)


def read_ahead(source: str, filename: str) -> None:
    """Find out now what every judge of this cell will ask.

    Raises:
        SyntaxError: it is no Python.
    """
    parts = (Part.VISIBLE, Part.REST) if hidden_lines(source) else ()
    for part in (Part.WHOLE, *parts):
        compiled(source, filename, part)
    if parts:
        names.needed(hidden_rest(source))
    _words(source)


@functools.lru_cache(maxsize=256)
def hidden_rest(source: str) -> str:
    """What of a test cell is run as its hidden part: from the first statement on that has a hidden line."""
    try:
        tree = ast.parse(names.without_magics(source))
    except (SyntaxError, ValueError, RuntimeError, MemoryError):
        return source
    return ast.unparse(ast.Module(tree.body[_count_visible(tree, hidden_lines(source)) :], []))


def _count_visible(tree: ast.Module, hidden: frozenset[int]) -> int:
    """How many statements stand before the first that has a hidden line or stands behind one."""
    first = min(hidden, default=sys.maxsize)
    return sum(1 for statement in tree.body if (statement.end_lineno or statement.lineno) < first)


class _TypeOf(ast.NodeTransformer):
    """``type(x)`` becomes a question that references understand."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id == "type" and len(node.args) == 1 and not node.keywords:
            node.func = ast.copy_location(ast.Name(TYPE_OF, ast.Load()), node.func)
        return node


def _silenced(source: str) -> bool:
    return source.rstrip().endswith(";")


@contextlib.contextmanager
def _alarm(seconds: float, wall_seconds: float) -> Iterator[None]:
    def late(_number: int, _frame: types.FrameType | None) -> None:
        raise JudgeIsLate("the test took too long")

    # A loop inside a library hears no alarm of Python's: then the kernel ends this process, and another one goes on.
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, seconds + 5.0)
    alarms = {signal.SIGALRM: (signal.ITIMER_REAL, wall_seconds), signal.SIGVTALRM: (signal.ITIMER_VIRTUAL, seconds)}
    previous = {number: signal.signal(number, late) for number in alarms}
    left = {timer: signal.setitimer(timer, most)[0] for timer, most in alarms.values()}
    started = time.monotonic()
    try:
        yield
    finally:
        for timer in (signal.ITIMER_REAL, signal.ITIMER_VIRTUAL, signal.ITIMER_PROF):
            signal.setitimer(timer, 0)
        for number, handler in previous.items():
            signal.signal(number, handler)
        if left[signal.ITIMER_REAL]:
            # The alarm of all tests together goes on.
            signal.setitimer(signal.ITIMER_REAL, max(left[signal.ITIMER_REAL] - (time.monotonic() - started), 0.001))


def shown(error: BaseException, source: str, label: str) -> dict[str, Any]:
    """An exception as a notebook's error output: the lines of the test cell that led to it, and the message."""
    name, message = type(error).__name__, str(error)
    if not references.is_told(error) and hasattr(error, "_render_traceback_"):
        return {"output_type": "error", "ename": name, "evalue": message, "traceback": error._render_traceback_()}
    trace = _trace(error, source, label)
    return {"output_type": "error", "ename": name, "evalue": message, "traceback": [*trace, f"{name}: {message}"]}


_delimiters = ("BEGIN HIDDEN TESTS", "END HIDDEN TESTS")


def use_delimiters(begin: str, end: str) -> None:
    """What stands in the lines around hidden tests in this course."""
    global _delimiters
    _delimiters = begin, end
    hidden_lines.cache_clear()
    hidden_rest.cache_clear()


def shown_of_hidden(error: BaseException, source: str, label: str, why: str = "") -> dict[str, Any]:
    """The same for an error in the hidden part of a test cell: nothing in it depends on what a student's code has said.

    Args:
        error: that ended it.
        source: of the cell.
        label: of the cell.
        why: a fixed sentence where the kind of error has one.
    """
    message = why or NOT_PASSED
    of_hidden = not references.is_told(error) and getattr(error, "from_hidden", False) is True
    if of_hidden or (type(error) is AssertionError and str(error) in _words(source)):
        # What the author wrote to be read.
        message = str(error)
    trace = _trace(error, source, label)
    return {"output_type": "error", "ename": "CheckFailed", "evalue": message, "traceback": [*trace, f"✗ {message}"]}


def _trace(error: BaseException, source: str, label: str) -> list[str]:
    """The lines of a test cell that led to an error."""
    lines = source.splitlines()
    return [
        f"{label}, line {frame.lineno}:  {lines[frame.lineno - 1].strip()}"
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename == f"<{label}>" and frame.lineno and frame.lineno <= len(lines)
    ]


@functools.lru_cache(maxsize=256)
def _words(source: str) -> frozenset[str]:
    """The sentences that a test cell's own asserts say."""
    asserts = [node for node in ast.walk(ast.parse(names.without_magics(source))) if isinstance(node, ast.Assert)]
    said = [one.msg.value for one in asserts if isinstance(one.msg, ast.Constant)]
    return frozenset(one for one in said if isinstance(one, str))


@functools.lru_cache(maxsize=256)
def hidden_lines(source: str) -> frozenset[int]:
    """The numbers of the lines of hidden tests, delimiters and all."""
    begin, end = _delimiters
    found: set[int] = set()
    inside = False
    for number, line in enumerate(source.splitlines(), start=1):
        inside = (inside or begin in line) and end not in line
        if inside:
            found.add(number)
    return frozenset(found)
