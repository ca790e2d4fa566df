"""What went wrong in a function, said in one sentence with the line of the function in it."""

from __future__ import annotations

import inspect
import linecache
import sysconfig
import traceback
from collections.abc import Callable
from pathlib import Path
from types import CodeType, FrameType, TracebackType
from typing import NamedTuple

_LIBRARIES = tuple(sysconfig.get_paths()[name] for name in ("purelib", "platlib", "stdlib"))
_COURSE = str(Path(__file__).parents[1])
LONGEST = 300


class Diverged(ArithmeticError):
    """What G makes are no numbers any more; its text is a sentence for the student."""


class Place(NamedTuple):
    """A line of a function: its name, the line counted from its first one (1 is `def …`), and what is written there."""

    function: str
    line: int
    text: str


def is_students(code: CodeType) -> bool:
    """Whether a code object was written in a notebook, and not in the course or in a library."""
    name = code.co_filename
    return not name.startswith(("<frozen", _COURSE, *_LIBRARIES))


def place_of(code: CodeType, line: int | None) -> Place:
    """Where in its function a line of code is."""
    at = line or code.co_firstlineno
    text = linecache.getline(code.co_filename, at).strip()
    return Place(code.co_name, at - code.co_firstlineno + 1, text)


def running_place(frame: FrameType | None) -> Place | None:
    """The innermost line of a notebook's that is running in a stack of frames, or None."""
    while frame is not None:
        if is_students(frame.f_code):
            return place_of(frame.f_code, frame.f_lineno)
        frame = frame.f_back
    return None


def failed_place(trace: TracebackType | None) -> Place | None:
    """The innermost line of a notebook's in a traceback, or None."""
    found = [(frame.f_code, line) for frame, line in traceback.walk_tb(trace) if is_students(frame.f_code)]
    return place_of(*found[-1]) if found else None


def sentence(error: BaseException) -> str:
    """An error of a student's function in one sentence: which function, which line, what happened."""
    if isinstance(error, Diverged):
        return str(error)
    place = failed_place(error.__traceback__)
    what = " ".join(f"{type(error).__name__}: {error}".split())
    if len(what) > LONGEST:
        what = what[: LONGEST - 1] + "…"
    if place is None:
        return f"The playground stopped: {what.rstrip('.')}."
    return f"{place.function} stopped in its line {place.line}, “{place.text}”: {what.rstrip('.')}."


def source_of(function: Callable) -> str | None:
    """The text of a student's function; None for the course's, or where there is none."""
    code = getattr(inspect.unwrap(function), "__code__", None)
    if code is None or not is_students(code):
        return None
    try:
        return inspect.getsource(code)
    except (OSError, TypeError):
        return None
