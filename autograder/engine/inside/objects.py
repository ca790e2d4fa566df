"""The objects of a student's process that the judge refers to by number, and what it is told of them."""

from __future__ import annotations

import asyncio
import builtins
import copy
import dataclasses
import importlib
import inspect
import math
import operator
import selectors
import sys
import types
from collections.abc import Callable
from typing import Any

from . import codec

LONGEST_NAME = 200
# What an object of a class can be asked for by Python itself. Which of them there are is told with each object.
SPECIAL = (
    *("add", "sub", "mul", "truediv", "floordiv", "mod", "divmod", "pow", "matmul", "and", "or", "xor"),
    *("lshift", "rshift", "radd", "rsub", "rmul", "rtruediv", "rfloordiv", "rmod", "rdivmod", "rpow", "rmatmul"),
    *("rand", "ror", "rxor", "iadd", "isub", "imul", "itruediv", "imatmul", "ior", "iand", "neg", "pos", "abs"),
    *("invert", "round", "trunc", "floor", "ceil", "int", "float", "complex", "index", "bool", "len", "iter"),
    *("next", "reversed", "contains", "getitem", "setitem", "delitem", "call", "enter", "exit", "await", "array"),
    *("bytes", "fspath", "hash", "lt", "le", "gt", "ge", "eq", "aiter", "anext", "aenter", "aexit"),
)
_OF_CLASSES = ("iter", "len", "getitem", "contains", "reversed")
_told: dict[type, list[str]] = {}


def specials(kind: type) -> list[str]:
    """Which of SPECIAL a class has of its own."""
    if kind not in _told:
        found = []
        for name in SPECIAL:
            method = getattr(kind, f"__{name}__", None)
            if method is not None and method is not getattr(object, f"__{name}__", None):
                found.append(name)
        _told[kind] = found
    return _told[kind]


def described(value: Any, number: Callable[[Any], int]) -> list[Any]:
    """What the judge is told of an object: its kind, its number, its name, and what else it needs to stand for it."""
    if isinstance(value, types.ModuleType):
        return ["module", number(value), _name(value)]
    if isinstance(value, type):
        above = [_class(kind, number) for kind in value.__mro__[1:30]]
        # What its own class lets it do: the members of an enumeration can be counted.
        own = [one for one in specials(type(value)) if one in _OF_CLASSES] if type(value) is not type else []
        return ["class", number(value), _name(value), str(value.__module__)[:LONGEST_NAME], above, own]
    kind = type(value)
    if callable(value) and kind in _FUNCTIONS:
        return ["function", number(value), _name(value), kind.__name__]
    return ["object", number(value), _class(kind, number), specials(kind), *_data_in(value)]


_DATA: tuple[type, ...] = (bool, int, float, str, bytes, complex, tuple, frozenset)
# Of a class that is made from one of these, this much may be its own, and it still compares as its data does.
_NOT_OF_DATA = frozenset(f"__{name}__" for name in (*SPECIAL, "ne", "getattribute", "instancecheck"))


def _data_in(value: Any) -> list[bytes]:
    """The data that an object of a class of the notebook's own is, where it is one that cannot be changed."""
    kind = type(value)
    base = next((one for one in kind.__mro__ if one in _DATA), None)
    if base is None:
        return []
    for one in kind.__mro__[: kind.__mro__.index(base)]:
        if one.__module__ != "enum" and not _NOT_OF_DATA.isdisjoint(vars(one)):
            return []
    try:
        return [codec.encode(_PLAIN[base](value))]
    except codec.NotPlain:
        return []


_PLAIN: dict[type, Callable[[Any], Any]] = {
    bool: bool,
    int: int.__int__,
    float: float.__float__,
    str: str.__str__,
    bytes: bytes.__bytes__,
    complex: lambda value: complex(value.real, value.imag),
    tuple: lambda value: tuple(tuple.__iter__(value)),
    frozenset: lambda value: frozenset(frozenset.__iter__(value)),
}


_FUNCTIONS = (
    *(types.FunctionType, types.MethodType, types.BuiltinFunctionType, types.BuiltinMethodType),
    *(
        types.MethodWrapperType,
        types.WrapperDescriptorType,
        types.MethodDescriptorType,
        types.ClassMethodDescriptorType,
    ),
)


def _class(kind: type, number: Callable[[Any], int]) -> list[Any]:
    """A class as such: by number, with the place where the judge may find it as well, if it is a library's."""
    return [number(kind), str(kind.__module__)[:LONGEST_NAME], str(kind.__qualname__)[:LONGEST_NAME]]


def _name(value: Any) -> str:
    try:
        return str(getattr(value, "__name__", type(value).__name__))[:LONGEST_NAME]
    except Exception:  # noqa: BLE001 - a student's attribute may raise anything
        return type(value).__name__[:LONGEST_NAME]


def signature(function: Any) -> list[list[Any]]:
    """The parameters of a function: [name, kind, whether there is a default, the default, the same for a type hint].

    What it returns comes last, under no name.
    """
    found = inspect.signature(function)
    parameters = found.parameters.values()
    of_all = [[one.name, int(one.kind), *_if_any(one.default), *_if_any(one.annotation)] for one in parameters]
    return [*of_all, ["", 0, *_if_any(inspect.Parameter.empty), *_if_any(found.return_annotation)]]


def _if_any(value: Any) -> list[Any]:
    is_there = value is not inspect.Parameter.empty
    return [is_there, value if is_there else None]


_loop: asyncio.AbstractEventLoop | None = None


def _await(value: Any) -> Any:
    """What is awaited one after the other shares a loop, as in a notebook; no copy of this process shares its files."""
    global _loop
    if _loop is None or _loop.is_closed():
        _loop = asyncio.SelectorEventLoop(selectors.SelectSelector())

    async def wait() -> Any:
        return await value

    return _loop.run_until_complete(wait())


def _leave(value: Any, kind: str | None, message: str) -> Any:
    error = None if kind is None else _error(kind, message)
    return _await(value.__aexit__(None if error is None else type(error), error, None))


def _exit(value: Any, kind: str | None, message: str) -> Any:
    if kind is None:
        return value.__exit__(None, None, None)
    error = _error(kind, message)
    return value.__exit__(type(error), error, None)


def _error(kind: str, message: str) -> Exception:
    found = getattr(builtins, kind, RuntimeError)
    return found(message) if isinstance(found, type) and issubclass(found, Exception) else RuntimeError(message)


def _names() -> dict[str, Any]:
    return sys.modules["__main__"].__dict__


def _run_text(text: str) -> None:
    exec(compile(text, "<string>", "exec", dont_inherit=True), _names())


def _value_of_text(text: str) -> Any:
    return eval(text, _names())


_INSPECTED = {
    name: getattr(inspect, name)
    for name in (
        *("getsource", "getsourcelines", "getdoc", "getfile", "isgeneratorfunction", "iscoroutinefunction"),
        *("isasyncgenfunction", "isabstract", "isbuiltin"),
    )
}


def _inspect(value: Any, name: str) -> Any:
    return _INSPECTED[name](value)


_OF_DATACLASSES = {name: getattr(dataclasses, name) for name in ("asdict", "astuple", "fields", "replace")}


def _dataclass(value: Any, name: str, more: dict[str, Any]) -> Any:
    return _OF_DATACLASSES[name](value, **more)


_is_dataclass = dataclasses.is_dataclass


def _directory(value: Any) -> list[str]:
    return [str(name) for name in dir(value)]


def _array(value: Any, dtype: Any = None) -> Any:
    import numpy as np

    return np.asarray(value, dtype=dtype)


def _yes_or_no(compare: Callable[[Any, Any], Any]) -> Callable[[Any, Any], bool]:
    return lambda a, b: bool(compare(a, b))


def _reflected(forward: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda a, b: forward(b, a)


_BOTH_WAYS = (
    "add",
    "sub",
    "mul",
    "truediv",
    "floordiv",
    "mod",
    "pow",
    "matmul",
    "and_",
    "or_",
    "xor",
    "lshift",
    "rshift",
)
_ONE_WAY = (
    *("iadd", "isub", "imul", "itruediv", "imatmul", "ior", "iand", "neg", "pos", "invert", "index"),
    *("getitem", "setitem", "delitem"),
)
# Taken before any of the student's code has run, so that it is these that answer.
OPERATIONS: dict[str, Callable[..., Any]] = {
    **{name.rstrip("_"): getattr(operator, name) for name in (*_BOTH_WAYS, *_ONE_WAY)},
    **{f"r{name.rstrip('_')}": _reflected(getattr(operator, name)) for name in _BOTH_WAYS},
    "divmod": divmod,
    "rdivmod": _reflected(divmod),
    "getattr": getattr,
    "setattr": setattr,
    "delattr": delattr,
    "call": lambda function, /, *args, **kwargs: function(*args, **kwargs),
    "isinstance": lambda value, kind: bool(isinstance(value, kind)),
    "issubclass": lambda value, kind: bool(issubclass(value, kind)),
    **{name: _yes_or_no(getattr(operator, name)) for name in ("eq", "lt", "le", "gt", "ge")},
    "contains": lambda box, item: bool(item in box),
    **{one.__name__: one for one in (bool, len, hash, iter, next, reversed, str, repr, format, int, float, complex)},
    **{one.__name__: one for one in (round, abs, bytes, math.trunc, math.floor, math.ceil, copy.copy, copy.deepcopy)},
    "dir": _directory,
    "enter": lambda value: value.__enter__(),
    "exit": _exit,
    "await": _await,
    "aiter": lambda value: value.__aiter__(),
    "anext": lambda value: _await(value.__anext__()),
    "aenter": lambda value: _await(value.__aenter__()),
    "aexit": _leave,
    "array": _array,
    "fspath": lambda value: str(value.__fspath__()),
    "signature": signature,
    "inspect": _inspect,
    "dataclass": _dataclass,
    "is dataclass": _is_dataclass,
    "import": importlib.import_module,
    "exec": _run_text,
    "eval": _value_of_text,
}
