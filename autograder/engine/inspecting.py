"""``inspect``, ``dataclasses``, ``pickle`` in the judge: the first two understand references, the last is not used."""

from __future__ import annotations

import dataclasses
import functools
import inspect
import pickle
from collections.abc import Callable
from typing import Any

from autograder.engine import references
from autograder.engine.errors import NotJudgeable

_ASKED = (
    *("getsource", "getsourcelines", "getdoc", "getfile", "isgeneratorfunction", "iscoroutinefunction"),
    *("isasyncgenfunction", "isabstract", "isbuiltin"),
)


_OF_DATACLASSES = ("asdict", "astuple", "fields", "replace")


def install() -> None:
    """Once in a judge's process."""
    for name in _OF_DATACLASSES:
        setattr(dataclasses, name, _of_dataclass(name, getattr(dataclasses, name)))
    dataclasses.is_dataclass = _is_dataclass(dataclasses.is_dataclass)
    inspect.signature = _signature(inspect.signature)
    for name in _ASKED:
        setattr(inspect, name, _asked(name, getattr(inspect, name)))
    for name in ("load", "loads"):
        setattr(pickle, name, _refused)
    pickle.Unpickler = _NoUnpickler  # type: ignore[misc]


def _signature(own: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(own)
    def signature(function: Any, **more: Any) -> Any:
        return references.signature(function) if references.handle(function) is not None else own(function, **more)

    return signature


def _asked(name: str, own: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(own)
    def ask(value: Any) -> Any:
        where = references.handle(value)
        return own(value) if where is None else where.student.operate("inspect", value, name)

    return ask


def _of_dataclass(name: str, own: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(own)
    def ask(value: Any, **more: Any) -> Any:
        where = references.handle(value)
        return own(value, **more) if where is None else where.student.operate("dataclass", value, name, more)

    return ask


def _is_dataclass(own: Callable[..., Any]) -> Any:
    @functools.wraps(own)
    def ask(value: Any) -> Any:
        where = references.handle(value)
        return own(value) if where is None else bool(where.student.operate("is dataclass", value))

    return ask


class _NoUnpickler(pickle.Unpickler):
    """Libraries derive classes from it while they are imported; using one is refused."""

    def __init__(self, *_args: Any, **_more: Any) -> None:
        _refused()


def _refused(*_args: Any, **_more: Any) -> Any:
    raise NotJudgeable("it unpickles something, which would run whatever a student has put there")
