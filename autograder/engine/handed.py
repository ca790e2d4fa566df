"""The tests' own objects in the hands of the student's code: what it may ask of them, and the answers.

A test that hands over a double (an instance of a class of its own, a mock, an open file, a generator) keeps it here. In
the student's process something stands for it, and asks for each attribute and operation, one at a time. Only what a
test has handed over can be asked, names with an underscore never, and what tests have made is changed only where the
instructor's own solution changes it as well.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from autograder.engine.inside import codec, objects
from autograder.engine.inside.plain import NotPlain

_STREAMS = (io.StringIO, io.BytesIO, io.TextIOWrapper)
# These change what a test has made.
_CHANGES = ("setattr", "delattr", "setitem", "delitem")
_ALWAYS = ("str", "repr", "bool", "hash", "isinstance", "format", "dir")


def is_handed(value: Any) -> bool:
    """Whether something stays here when a test hands it over, and is asked from over there."""
    kind = type(value)
    if isinstance(value, type):
        return _is_tests(value.__module__)
    if _is_tests(kind.__module__) or isinstance(value, _STREAMS):
        return True
    if kind.__module__ == "unittest.mock":
        return True
    return isinstance(value, Iterator) and not callable(value)


def _is_tests(module: str) -> bool:
    """Whether a class was made in a test, or in a file that goes with the assignment."""
    if module == "__main__":
        return True
    path = getattr(sys.modules.get(module), "__file__", None)
    return isinstance(path, str) and Path(path).is_relative_to(Path.cwd())


def described(value: Any) -> list[Any]:
    """What the student's process is told of it: the name of its class, and the special methods that this has."""
    if isinstance(value, type):
        return ["class", value.__name__[: objects.LONGEST_NAME], ["call"]]
    kind = type(value)
    return ["object", kind.__name__[: objects.LONGEST_NAME], objects.specials(kind)]


def answer(value: Any, operation: Any, args: list[Any], may: Callable[[str], bool]) -> Any:
    """The answer to what the student's code asks of it.

    Args:
        value: what was handed over.
        operation: one of ``inside.objects.OPERATIONS``.
        args: of the operation.
        may: whether the instructor's own solution changes it so.

    Raises:
        AttributeError, TypeError: it has nothing like that.
        Exception: whatever the test's own code raises.
    """
    if type(operation) is not str or operation not in objects.OPERATIONS:
        raise TypeError("not an operation")
    if operation.endswith("attr"):
        name = args[0]
        if type(name) is not str or name.startswith("_"):
            raise AttributeError(f"{type(value).__name__!r} object has no attribute {str(name)!r}")
    if operation in _CHANGES and not (_may_change(value, operation, args) and may(f"test's {operation}")):
        raise TypeError("what a test has made is not changed")
    if operation == "isinstance":
        return isinstance(value, type) and isinstance(args[0], value)
    known = objects.specials(type(value))
    if operation not in ("getattr", "call", *_ALWAYS, *_CHANGES) and operation not in known:
        raise TypeError(f"{type(value).__name__!r} object has no __{operation}__")
    if operation == "call" and not callable(value):
        raise TypeError(f"{type(value).__name__!r} object is not callable")
    found = objects.OPERATIONS[operation](value, *args)
    if operation == "getattr" and not _may_be_told(found):
        raise AttributeError(f"{args[0]!r} cannot be handed over")
    return found


def _may_change(value: Any, operation: str, args: list[Any]) -> bool:
    """Whether data of a test's own instance is exchanged: never one of its functions, never anything of a mock."""
    if isinstance(value, type) or not _is_tests(type(value).__module__):
        return False
    if operation == "setattr":
        return not callable(getattr(value, args[0], None)) and not callable(args[1])
    return operation != "delattr" or not callable(getattr(value, args[0], None))


def _may_be_told(value: Any) -> bool:
    if callable(value) or is_handed(value):
        return True
    try:
        codec.encode(value, other=lambda _value: [])
    except NotPlain:
        return False
    return not (type(value).__module__ == "types" or isinstance(value, type(sys)))
