"""What stands in a student's process for objects of the tests: everything asked of it is asked in the judge."""

from __future__ import annotations

import builtins
import functools
from collections.abc import Callable
from typing import Any

# Asks the judge: [kind, number, …], what is handed over, and the same by name.
Ask = Callable[[list[Any], list[Any], dict[str, Any]], Any]
# These mean something that Python does not look up on an object, or that cannot be asked from here.
_NOT_ASKED = frozenset(("await", "aiter", "anext", "aenter", "aexit", "exit", "hash", "call"))


class _StandIn:
    """An object of the tests."""

    __slots__ = ("__weakref__", "_ask", "_at")
    _refers_to_the_other_side = True

    def __init__(self, ask: Ask, number: int) -> None:
        object.__setattr__(self, "_ask", ask)
        object.__setattr__(self, "_at", number)

    def __getattr__(self, name: str) -> Any:
        return _asked(self, "getattr", name)

    def __setattr__(self, name: str, value: Any) -> None:
        _asked(self, "setattr", name, value)

    def __delattr__(self, name: str) -> None:
        _asked(self, "delattr", name)

    def __repr__(self) -> str:
        return str(_asked(self, "repr"))

    def __str__(self) -> str:
        return str(_asked(self, "str"))

    def __format__(self, how: str) -> str:
        return str(_asked(self, "format", how))

    def __dir__(self) -> list[str]:
        return list(_asked(self, "dir"))

    def __instancecheck__(self, value: Any) -> bool:
        return number_of(value) is not None and bool(_asked(self, "isinstance", value))


def _asked(stands: Any, operation: str, *args: Any, **named: Any) -> Any:
    ask: Ask = object.__getattribute__(stands, "_ask")
    return ask(["ask", object.__getattribute__(stands, "_at"), operation], list(args), named)


def number_of(value: Any) -> int | None:
    """The number of the object that something stands for; None for anything else."""
    number: int | None = object.__getattribute__(value, "_at") if issubclass(type(value), _StandIn) else None
    return number


def stand_in(ask: Ask, number: int, _kind: str, name: str, own: list[str]) -> Any:
    """Something that stands for an object of the tests.

    Args:
        ask: asks the judge.
        number: of the object.
        name: of its class.
        own: the special methods that its class has.
    """
    return _class(name, frozenset(own))(ask, number)


@functools.lru_cache(maxsize=256)
def _class(name: str, own: frozenset[str]) -> Any:
    methods: dict[str, Any] = {f"__{one}__": _method(one) for one in own - _NOT_ASKED}
    if "call" in own:
        methods["__call__"] = _call
    if "exit" in own:
        methods["__exit__"] = _exit
    if "hash" in own:
        methods["__hash__"] = _method("hash")
    elif "eq" in own:
        methods["__hash__"] = None
    return type(name, (_StandIn,), {"__slots__": (), "__module__": "__main__", **methods})


def _method(name: str) -> Callable[..., Any]:
    def ask(self: Any, *args: Any) -> Any:
        return _asked(self, name, *args)

    return ask


def _call(self: Any, *args: Any, **named: Any) -> Any:
    return _asked(self, "call", *args, **named)


def _exit(self: Any, kind: Any, error: Any, _trace: Any) -> Any:
    return _asked(self, "exit", None if kind is None else kind.__name__, str(error or ""))


def error(name: str, args: list[Any], number: int | None) -> BaseException:
    """What the student's code gets for an exception of the tests: the nearest of Python's own.

    Args:
        name: of that one.
        args: of the exception.
        number: by which the judge knows it, should it come back.
    """
    kind = getattr(builtins, name)
    try:
        made: BaseException = kind(*args)
    except Exception:  # noqa: BLE001 - some of them want other arguments
        made = kind.__new__(kind)
        made.args = tuple(args)
    if number is not None:
        vars(made)["_of_the_tests"] = number
    return made
