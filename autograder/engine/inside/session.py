"""A student's process: it runs cells and answers calls. It never holds a test or an expected value."""

from __future__ import annotations

import importlib
import os
import socket
import sys
import threading
import traceback
import warnings
from collections.abc import Callable
from typing import Any

from . import changes, codec, files, objects, stand_ins
from .around import Around
from .shell import Runner, TooLong, limited
from .wire import Closed, Wire

LONGEST_TEXT = 20_000
LONGEST_NAME = 200
MOST_NAMES = 10_000
LARGEST_LENT = 1 << 20
MOST_LENT = 200
MOST_WARNINGS = 50
# Values that a function cannot change in place need not be looked at again after a call.
_UNCHANGEABLE = (type(None), bool, int, float, complex, str, bytes)


class Callback:
    """A function of the judge: a call travels there and its result comes back."""

    def __init__(self, session: Session, number: int, name: str, documentation: str | None) -> None:
        self._session = session
        self.number = number
        self.__name__ = self.__qualname__ = name
        self.__doc__ = documentation

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._session.ask_back(["callback", self.number], list(args), kwargs)


class Session:
    """One student's notebook, cell by cell.

    Args:
        wire: the connection to the judge.
        runner: where the cells run.
        largest: replies of more bytes are not sent.
    """

    def __init__(self, wire: Wire, runner: Runner, largest: int) -> None:
        self._wire = wire
        self._runner = runner
        self._largest = largest
        self._objects: list[Any] = []
        self._numbers: dict[int, int] = {}
        self._given: dict[str, Any] = {}
        # What the judge has a copy of and the student's code still holds: by name, with what was last told of it.
        self._lent: dict[str, tuple[Any, bytes]] = {}
        self._lent_as: dict[int, str] = {}
        self._callbacks: dict[int, Any] = {}
        # What names stood for when the judge asked for them.
        self._told: dict[str, Any] = {}
        # How many of the tests' functions are being called.
        self._depth = 0
        self._around = Around()
        self._started_in = os.getcwd()
        self._answers: dict[str, Callable[..., list[Any] | None]] = {
            "run": self._run,
            "name": self._name,
            "call": self._call,
            "set": self._set,
            "delete": self._delete,
            "names": self._names,
            "file": self._file,
            "put": self._put,
            "files": self._files,
            "around": self._change_around,
            "where": self._where,
            "fork": self._fork,
        }

    def serve(self) -> None:
        """Answer until the judge hangs up."""
        while True:
            try:
                kind, *parts = self._decode(self._wire.receive())
                reply = self._answers[kind](*parts)
                if reply is not None:
                    self._send(reply)
            except Closed:
                return
            except TooLong:
                # The alarm went off between the work and the reply.
                self._send(["late"])

    def ask_back(self, what: list[Any], args: list[Any], kwargs: dict[str, Any]) -> Any:
        """Let the judge call one of its own functions, or ask one of its own objects; it may call back meanwhile."""
        self._send([*what, self._encode(args), self._encode(kwargs)])
        self._depth += 1
        try:
            return self._answered()
        finally:
            self._depth -= 1

    def _answered(self) -> Any:
        """The judge's answer; what it asks before it answers is done meanwhile."""
        while True:
            kind, *rest = self._decode(self._wire.receive())
            if kind == "value":
                return rest[0]
            if kind == "end":
                raise StopIteration
            if kind == "raised":
                raise stand_ins.error(*rest)
            reply = self._answers[kind](*rest)
            if reply is not None:
                self._send(reply)

    def _send(self, reply: list[Any]) -> None:
        body = codec.encode(reply)
        if len(body) > self._largest:
            body = codec.encode(["not plain", f"a result of {len(body):,} bytes is too large to hand over"])
        self._wire.send(body)

    def _fork(self) -> list[Any] | None:
        """A copy of this process serves another connection, which the judge hands over, from what is here now."""
        descriptor = self._wire.receive_descriptor()
        if threads() > 1:
            # They would not be there in the copy, and what they hold would stay locked.
            os.close(descriptor)
            return ["no copy"]
        try:
            child = os.fork()
        except OSError:
            os.close(descriptor)
            return ["no copy"]
        if child:
            os.close(descriptor)
            return ["forked"]
        self._wire.close()
        self._wire = Wire(socket.socket(fileno=descriptor), self._largest)
        return None

    def _run(self, source: str, limits: list[float], given: list[str], number: int) -> list[Any]:
        self._runner.count_to(number)
        ok, outputs = self._runner.run(source, *limits)
        for name in given:
            if name in self._runner.shell.user_ns:
                self._given[name] = self._runner.shell.user_ns[name]
        return ["ran", ok, outputs]

    def _name(self, name: str) -> list[Any]:
        if name not in self._runner.shell.user_ns:
            return ["missing"]
        value = self._runner.shell.user_ns[name]
        try:
            wholes = [(lent, one) for lent, (one, _) in self._lent.items() if codec.is_whole(one)]
            body = codec.encode(value, self._other, self._largest, lazy=True, wholes=wholes)
            self._told[name] = value
            return ["value", body, self._lend(value, body)]
        except codec.NotPlain as error:
            return ["not plain", str(error)]

    def _set(self, name: str, body: bytes) -> list[Any]:
        self._runner.shell.user_ns[name] = self._decode(body)
        return ["done"]

    def _delete(self, name: str) -> list[Any]:
        self._runner.shell.user_ns.pop(name, None)
        return ["done"]

    def _names(self) -> list[Any]:
        return ["names", [str(name)[:LONGEST_NAME] for name in list(self._runner.shell.user_ns)[:MOST_NAMES]]]

    def _file(self, name: str) -> list[Any]:
        return ["file", files.read(name, self._largest // 2)]

    def _put(self, name: str, body: bytes | None) -> list[Any]:
        files.write(name, body)
        return ["done"]

    def _files(self, folder: str) -> list[Any]:
        return ["files", files.below(folder)]

    def _where(self) -> list[Any]:
        return ["where", os.path.relpath(os.getcwd(), self._started_in)]

    def _change_around(self, body: bytes) -> list[Any]:
        self._around.change(self._decode(body))
        return ["done"]

    def _lend(self, value: Any, body: bytes) -> str | None:
        """Remember what the judge has been given a copy of, if it can change and is not too large."""
        if not isinstance(value, codec.CHANGEABLE) or len(body) > LARGEST_LENT:
            return None
        name = self._lent_as.setdefault(id(value), f"o{len(self._lent)}")
        if name not in self._lent and len(self._lent) >= MOST_LENT:
            return None
        self._lent[name] = value, body
        return name

    def _call(
        self, function: Any, args: bytes, kwargs: bytes, limits: list[float], random: bytes | None, updates: list[Any]
    ) -> list[Any]:
        before_this = self._runner.outputs
        outputs = self._runner.capture()
        caught: list[warnings.WarningMessage] = []
        for name, body in updates:
            value, _old = self._lent[name]
            changes.change(value, self._decode(body))
            self._lent[name] = value, self._encode(value)
        positional, named = self._decode(args), self._decode(kwargs)
        before = self._changeable(positional, named)
        own = codec.changeable([*positional, *named.values()])
        keys = {id(one): f"a{number}" for number, one in enumerate(own)}
        wholes = [(keys[id(one)], one) for one in own if codec.is_whole(one)]
        lent = None
        if random is not None:
            _set_random(self._decode(random))
        try:
            with limited(*limits), warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                value = function(*positional, **named)
                body = codec.encode(value, self._other, self._largest, keys, lazy=True, wholes=wholes)
            # One reference is the name above, one the argument of this call: more, and somebody keeps it.
            if sys.getrefcount(value) > 2 and id(value) not in keys:
                lent = self._lend(value, body)
            what: list[Any] = ["returned", [body, lent]]
        except TooLong:
            what = ["late"]
        except codec.NotPlain as error:
            what = ["not plain", str(error)]
        except BaseException as error:  # noqa: BLE001 - whatever a student's function raises is an answer
            what = ["raised", describe_error(error, self._number)]
        finally:
            if self._depth:
                # The call that this one came in between goes on.
                self._runner.capture(before_this)
        said = {
            "stdout": outputs.text("stdout"),
            "stderr": outputs.text("stderr"),
            "warnings": [[type(one.message).__name__, _cut(one.message)] for one in caught[:MOST_WARNINGS]],
        }
        return [*what, said, [*self._changes(before), *self._changed()], self._moved()]

    def _moved(self) -> list[str]:
        """The names that the judge has asked for and that stand for something else now."""
        names = self._runner.shell.user_ns
        moved = [name for name, value in self._told.items() if names.get(name, self) is not value]
        for name in moved:
            del self._told[name]
        return moved

    def _changed(self) -> list[list[Any]]:
        """What the judge has copies of and is not any more what it was."""
        found = []
        for name, (value, old) in list(self._lent.items()):
            try:
                new = self._encode(value)
            except codec.NotPlain:
                continue
            if new != old:
                self._lent[name] = value, new
                found.append([name, new])
        return found

    def _changeable(self, positional: list[Any], named: dict[Any, Any]) -> list[tuple[Any, Any, bytes]]:
        pairs = [*enumerate(positional), *named.items()]
        return [(key, value, self._encode(value)) for key, value in pairs if type(value) not in _UNCHANGEABLE]

    def _changes(self, before: list[tuple[Any, Any, bytes]]) -> list[list[Any]]:
        """The arguments that the call has changed in place: [position or name, what they are now or None]."""
        changes = []
        for key, value, old in before:
            try:
                new = self._encode(value)
            except codec.NotPlain:
                new = None
            except Exception:  # noqa: BLE001 - what a student has put into an argument may fail in any way
                new = None
            if new != old:
                changes.append([key, new])
        return changes

    def _encode(self, value: Any) -> bytes:
        return codec.encode(value, self._other, self._largest, lazy=True)

    def _decode(self, body: bytes) -> Any:
        return codec.decode(body, self._found)

    def _other(self, value: Any) -> list[Any]:
        if (number := stand_ins.number_of(value)) is not None or isinstance(value, Callback):
            return ["callback", value.number if number is None else number]
        if isinstance(value, BaseException):
            return ["exception", describe_error(value, self._number)]
        return objects.described(value, self._number)

    def _number(self, value: Any) -> int:
        number = self._numbers.get(id(value))
        if number is None:
            number = self._numbers[id(value)] = len(self._objects)
            self._objects.append(value)
        return number

    def _found(self, payload: list[Any]) -> Any:
        kind, *parts = payload
        if kind == "object":
            return self._objects[parts[0]]
        if kind == "operation":
            return objects.OPERATIONS[parts[0]]
        if kind == "library":
            found: Any = importlib.import_module(parts[0])
            for name in parts[1].split("."):
                found = getattr(found, name)
            return found
        if kind == "given":
            return self._given[parts[0]]
        if kind == "handed":
            number, about = parts
            if number not in self._callbacks:
                self._callbacks[number] = stand_ins.stand_in(self.ask_back, number, *about)
            return self._callbacks[number]
        number, name, documentation = parts
        return self._callbacks.setdefault(number, Callback(self, number, name, documentation))


def threads() -> int:
    """How many threads this process has: forking is safe with one only."""
    try:
        return len(os.listdir("/proc/self/task"))
    except OSError:
        return threading.active_count()


def describe_error(error: BaseException, number: Callable[[Any], int]) -> dict[str, Any]:
    """An exception as data: its type and those above, its message, its number, and the student's line."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename.startswith("<ipython-input") and frame.line]
    return {
        "types": [kind.__name__ for kind in type(error).__mro__[:20]],
        "class": objects.described(type(error), number),
        "number": number(error),
        "message": _cut(error),
        "args": _plain_args(error, number),
        "attributes": {name: value for name in _ATTRIBUTES if _is_simple(value := _attribute(error, name))},
        "of_test": told if type(told := _attribute(error, "_of_the_tests")) is int else None,
        "function": frames[-1].name if frames else "",
        "line": own[-1].lineno if own else None,
        "text": own[-1].line if own else "",
    }


# What Python's own exceptions have besides their arguments.
_ATTRIBUTES = (
    *("errno", "strerror", "filename", "code", "name", "path", "value", "lineno", "offset", "text", "msg"),
    *("encoding", "reason", "start", "end"),
)


def _attribute(error: BaseException, name: str) -> Any:
    """An attribute of an exception; the exception itself where there is none."""
    try:
        return getattr(error, name)
    except Exception:  # noqa: BLE001 - a student's property may raise anything
        return error


def _is_simple(value: Any) -> bool:
    return value is None or type(value) in (bool, int, float) or (type(value) is str and len(value) <= LONGEST_NAME)


def _plain_args(error: BaseException, number: Callable[[Any], int]) -> bytes | None:
    """The arguments of an exception, if they are no more than they can be told in."""
    try:
        body = codec.encode(list(error.args), lambda value: objects.described(value, number), LONGEST_TEXT, lazy=True)
    except Exception:  # noqa: BLE001 - whatever a student has put there
        return None
    return body if len(body) <= LONGEST_TEXT else None


def _cut(value: Any) -> str:
    try:
        return str(value)[:LONGEST_TEXT]
    except Exception as broken:  # noqa: BLE001 - a student's __str__ may raise anything
        return f"(its text cannot be had: {type(broken).__name__})"


def _set_random(states: list[Any]) -> None:
    import random

    import numpy as np

    np.random.set_state(states[0])
    random.setstate(states[1])
