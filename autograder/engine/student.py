"""The judge's side of a student's process: run a cell, look up a name, call a function. All that comes back is data."""

from __future__ import annotations

import builtins
import contextlib
import math
import random
import re
import signal
import socket
import sys
import time
import types
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.engine.errors import NotPlainData
from autograder.engine.inside import codec
from autograder.engine.inside.limits import Excess
from autograder.engine.inside.wire import Closed, Late, Oversized, Wire
from autograder.engine.protocol import Reason
from autograder.engine.sandbox import ForkedProcess, Sandbox, StudentProcess

# The student's own alarm comes first; only a process that does not heed it is killed.
GRACE_SECONDS = 2.0
FORK_SECONDS = 10.0
_SECONDS_BETWEEN_QUESTIONS = 0.25
# By which the kernel ends a process that has had its processor time.
_TIME_SIGNALS = {f"signal {int(one)}" for one in (signal.SIGXCPU, signal.SIGPROF, signal.SIGVTALRM, signal.SIGALRM)}
MOST_CALLBACKS = 1_000_000
_WORD = re.compile(r"\W+")


class Gone(BaseException):
    """The student's process has ended, or answers no longer. Not an Exception: tests must not catch it.

    Attributes:
        reason: TIME, MEMORY, KILLED or MALFORMED_REPLY.
    """

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class TimeIsUp(BaseException):
    """A call took too long; the student's process goes on. Not an Exception: tests must not catch it."""


class RemoteFunction:
    """A function (or class) of the student's: a call runs in the student's process, on copies of the arguments."""

    __slots__ = ("__name__", "__weakref__", "_number", "_student")

    def __init__(self, student: Student, number: int, name: str) -> None:
        self._student = student
        self._number = number
        self.__name__ = name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._student.call(self, args, kwargs)

    def __repr__(self) -> str:
        return f"<function {self.__name__}>"


@dataclass(frozen=True)
class CellLimits:
    """How long a cell or a call may take.

    Attributes:
        seconds: processor time.
        wall_seconds: time by the clock, whatever it waits for.
        deadline: the moment (``time.monotonic``) after which the submission as a whole has had its time.
    """

    seconds: float
    wall_seconds: float
    deadline: float = math.inf


class Student:
    """One process of a student. After :class:`Gone` a new one is needed.

    Args:
        sandbox: where it runs.
        files: what lies in its working folder, by relative path.
        seed: of its random generators; no secret.
        limits: of each cell and call.
        given: the trusted names that locked cells have defined, by which functions are handed over.
        largest_run: bytes of the largest reply to a cell, its outputs; None for whatever the wire takes.
    """

    def __init__(
        self,
        sandbox: Sandbox,
        files: dict[str, bytes],
        seed: int,
        limits: CellLimits,
        given: dict[str, Any],
        largest_run: int | None = None,
    ) -> None:
        self._limits = limits
        self._largest_run = largest_run
        # Of the reply that is waited for; None for whatever the wire takes.
        self._largest: int | None = None
        # How long it has been waited for so far: it cannot have used more processor time before the cell at hand.
        self._waited = 0.0
        self._given = given
        self._functions: dict[int, RemoteFunction] = {}
        self._callbacks: list[Callable[..., Any]] = []
        self._process: StudentProcess = sandbox.new_student()
        self.gone: Gone | None = None
        # Tests that seed the global random generators expect the student's code to draw from them.
        self.share_random = False
        self._random_sent = b""
        # The moment at which the test cell at hand has had its time.
        self.test_deadline = math.inf
        # Whether what a function prints may be shown: in hidden tests it could be the hidden inputs.
        self.may_show = True
        self._send(codec.encode({"files": files, "seed": seed}))

    def run(self, source: str, given: list[str]) -> tuple[bool, list[dict[str, Any]]]:
        """Run a cell.

        Args:
            source: the code.
            given: names that the cell defines and that tests may hand over as functions.

        Returns:
            Whether it ended without an error, and its outputs: unchecked data.

        Raises:
            Gone: the process is lost.
        """
        limits = self._now()
        self._largest = self._largest_run
        try:
            reply = self._ask(["run", source, [limits.seconds, limits.wall_seconds], given], limits)
        finally:
            self._largest = None
        if reply[:1] == ["late"]:
            return False, []
        if len(reply) != 3 or reply[0] != "ran" or type(reply[1]) is not bool or type(reply[2]) is not list:
            raise self._lost(Reason.MALFORMED_REPLY, "its process sent something that is no reply")
        return reply[1], reply[2]

    def name(self, name: str) -> Any:
        """The student's value of a global name.

        Raises:
            NameError: there is none.
            NotPlainData: it is neither plain data nor a function.
            Gone: the process is lost.
        """
        reply = self._ask(["name", name], self._limits)
        if reply == ["missing"]:
            raise NameError(f"name {name!r} is not defined", name=name)
        if len(reply) == 2 and reply[0] == "not plain":
            raise NotPlainData(f"{name} is {_line(reply[1])}, which cannot be handed to a test")
        if len(reply) != 2 or reply[0] != "value":
            raise self._lost(Reason.MALFORMED_REPLY, "its process sent something that is no reply")
        return self._decode(reply[1])

    def call(self, function: Any, args: tuple, kwargs: dict) -> Any:
        """Call a function in the student's process; arguments that it changes in place are changed here too.

        Args:
            function: a :class:`RemoteFunction`, or a function that the student's process has as well (a probe).

        Raises:
            TimeIsUp: the call took too long.
            Gone: the process is lost.
            NotPlainData: what came back is not plain data.
            Exception: what the function raised, as a built-in type of the same or the nearest name.
        """
        if self.gone is not None:
            raise self.gone
        limits = self._now()
        told = [limits.seconds, limits.wall_seconds]
        sent = ["call", self._reference(function), self._encode(list(args)), self._encode(kwargs), told, None]
        if self.share_random:
            # One way only: a state that came back would let a student choose the test's random numbers.
            state = codec.encode([np.random.get_state(), random.getstate()])
            sent[5], self._random_sent = (state if state != self._random_sent else None), state
        # The reference travels as such, not as its payload.
        sent[1] = _Payload(sent[1])
        reply = self._ask(sent, limits)
        try:
            return self._result(reply, args, kwargs)
        except codec.Malformed as error:
            raise self._lost(Reason.MALFORMED_REPLY, f"its process sent something that is no reply ({error})") from None

    def fork(self) -> StudentProcess | None:
        """A copy of the process as it is now, that waits; None where it has threads, which no copy would have.

        Raises:
            Gone: the process is lost.
        """
        if self.gone is not None:
            raise self.gone
        ours, theirs = socket.socketpair()
        try:
            self._send(codec.encode(["fork"]))
            self._process.wire.send_descriptor(theirs.fileno())
            reply = self._reply(time.monotonic(), CellLimits(FORK_SECONDS, FORK_SECONDS))
        except Closed:
            ours.close()
            raise self._lost(*self._ending()) from None
        except BaseException:
            ours.close()
            if self.gone is None:
                self._lost(Reason.TIME, "the time limit was reached")
            raise
        finally:
            theirs.close()
        if reply == ["forked"]:
            return ForkedProcess(Wire(ours, self._process.wire.largest))
        ours.close()
        return None

    def is_alive(self) -> bool:
        """Whether the process is still there."""
        if self.gone is None:
            with contextlib.suppress(Gone):
                self.name("__name__")
        return self.gone is None

    def move_to(self, process: StudentProcess) -> None:
        """From now on, ask this copy of the process."""
        self._process = process

    def close(self) -> None:
        """Kill the process and everything that it has started."""
        self._process.kill()

    def _result(self, reply: list, args: tuple, kwargs: dict) -> Any:
        kind = reply[0] if reply else None
        wanted = {"returned": 4, "raised": 4, "not plain": 4, "late": 3}.get(kind)
        if kind in ("late", "not plain") and len(reply) < 3:
            # Sent in place of a reply that came too late or was too large.
            reply = [*reply, {}, []]
        if wanted is None or len(reply) != wanted:
            raise codec.Malformed("not a reply")
        *what, said, changes = reply
        self._repeat(said)
        self._apply(changes, args, kwargs)
        if kind == "late":
            raise TimeIsUp("the call took too long")
        if kind == "not plain":
            raise NotPlainData(f"what came back is {_line(what[1])}, which cannot be handed to a test")
        if kind == "raised":
            raise _exception(what[1])
        return self._decode(what[1])

    def _repeat(self, said: Any) -> None:
        """What the function wrote and the warnings that it gave, here once more."""
        if type(said) is not dict:
            raise codec.Malformed("not a reply")
        for name, stream in (("stdout", sys.stdout), ("stderr", sys.stderr)):
            if (text := said.get(name)) and self.may_show:
                stream.write(str(text))
        for pair in said.get("warnings") or []:
            if type(pair) is not list or [type(part) for part in pair] != [str, str]:
                raise codec.Malformed("not a warning")
            category = getattr(builtins, pair[0], None)
            if not (isinstance(category, type) and issubclass(category, Warning)):
                category = UserWarning
            # A test may count warnings; their words could carry the hidden inputs out.
            warnings.warn(pair[1] if self.may_show else "a warning", category, stacklevel=4)

    def _apply(self, changes: Any, args: tuple, kwargs: dict) -> None:
        """Do to the arguments here what the function did to their copies."""
        for change in changes:
            if type(change) is not list or len(change) != 2:
                raise codec.Malformed("not a change of an argument")
            key, body = change
            old = args[key] if type(key) is int and 0 <= key < len(args) else kwargs.get(key)
            new = codec.decode(body, self._found) if body is not None else None
            if not _change(old, new):
                raise NotPlainData("an argument was changed in place in a way that cannot be repeated here")

    def _now(self) -> CellLimits:
        """What is left for the next cell or call."""
        left = self._limits.deadline - time.monotonic()
        if left <= 0:
            raise self._lost(Reason.TIME, "the time for the whole submission is over")
        if self.test_deadline - time.monotonic() <= 0:
            raise TimeIsUp("the calls of this test together took too long")
        wall = min(self._limits.wall_seconds, left, self.test_deadline - time.monotonic())
        return CellLimits(min(self._limits.seconds, wall), wall)

    def _ask(self, message: list, limits: CellLimits) -> list:
        """Send a message and wait for the reply, answering calls of the test's own functions on the way."""
        answered = False
        try:
            reply = self._exchange(message, limits)
            answered = True
            return reply
        finally:
            if not answered and self.gone is None:
                # Interrupted: the answer may still come, and must not be taken for the next one.
                self._lost(Reason.TIME, "the time limit was reached")

    def _exchange(self, message: list, limits: CellLimits) -> list:
        started = time.monotonic()
        try:
            self._send(codec.encode(message, self._other))
            return self._reply(started, limits)
        finally:
            self._waited += time.monotonic() - started

    def _reply(self, started: float, limits: CellLimits) -> list:
        deadline = started + limits.wall_seconds + GRACE_SECONDS
        for _ in range(MOST_CALLBACKS):
            try:
                self._outwait(started + limits.seconds + GRACE_SECONDS, deadline, limits.seconds + GRACE_SECONDS)
                reply = codec.decode(self._process.wire.receive(max(deadline - time.monotonic(), 0.0), self._largest))
            except Late:
                raise self._lost(Reason.TIME, "the time limit was reached") from None
            except Oversized:
                raise self._lost(Reason.MALFORMED_REPLY, "its process sent more than can be taken") from None
            except codec.Malformed as error:
                said = f"its process sent something that is no reply ({error})"
                raise self._lost(Reason.MALFORMED_REPLY, said) from None
            except Closed:
                raise self._lost(*self._ending()) from None
            if type(reply) is not list:
                raise self._lost(Reason.MALFORMED_REPLY, "its process sent something that is no reply")
            if reply[:1] != ["callback"]:
                return reply
            self._answer(reply)
        raise self._lost(Reason.TIME, "it called a function of the test too often")

    def _outwait(self, look: float, deadline: float, seconds: float) -> None:
        """Wait until something arrives, while the process may still work.

        A loop inside a library hears no alarm. Whether it has had its processor time, or only its turn has not come,
        nobody in its process can be asked.

        Args:
            look: the moment at which it may have used up its processor time, had it been alone.
            deadline: the moment at which its time by the clock is over.
            seconds: its processor time.

        Raises:
            Late: its time is over.
        """
        while not self._process.wire.wait(min(look, deadline) - time.monotonic()):
            if time.monotonic() >= deadline:
                raise Late
            used = self._process.processor_seconds()
            if used is None:
                return
            left = seconds - (used - self._waited)
            if left <= 0:
                raise Late
            look = time.monotonic() + max(left, _SECONDS_BETWEEN_QUESTIONS)

    def _answer(self, request: list) -> None:
        try:
            _, number, args, kwargs = request
            function = self._callbacks[number]
            positional, named = self._decode(args), self._decode(kwargs)
        except (ValueError, TypeError, IndexError):
            raise self._lost(Reason.MALFORMED_REPLY, "its process sent something that is no reply") from None
        try:
            answer = ["value", function(*positional, **named)]
            body = self._encode(answer)
        except Exception as error:  # noqa: BLE001 - the test's function may not be made for what it is given
            body = codec.encode(["raised", f"{type(error).__name__}: {error}"[:1000]])
        self._send(body)

    def _send(self, body: bytes) -> None:
        try:
            self._process.wire.send(body, GRACE_SECONDS + self._limits.wall_seconds)
        except Late:
            raise self._lost(Reason.TIME, "its process takes no more messages") from None
        except Closed:
            raise self._lost(*self._ending()) from None

    def _ending(self) -> tuple[Reason, str]:
        ending = self._process.ending()
        if ending == Excess.MEMORY:
            return Reason.MEMORY, "it used more memory than a submission may use"
        if ending == Excess.PROCESSES:
            return Reason.KILLED, "it started more processes than a submission may start"
        if ending == Excess.PROCESSOR_TIME:
            return Reason.TIME, "it used more processor time than a submission may use"
        if ending in _TIME_SIGNALS:
            return Reason.TIME, "the time limit was reached"
        return Reason.KILLED, f"its process ended ({ending})" if ending else "its process ended"

    def _lost(self, reason: Reason, message: str) -> Gone:
        self.gone = Gone(reason, message)
        self._process.kill()
        return self.gone

    def _encode(self, value: Any) -> bytes:
        try:
            return codec.encode(value, self._other)
        except codec.NotPlain as error:
            raise NotPlainData(f"The test hands over {error}: use a probe, or grade with --tests in-student.") from None

    def _decode(self, body: Any) -> Any:
        try:
            if type(body) is not bytes:
                raise codec.Malformed("not an encoded value")
            return codec.decode(body, self._found)
        except codec.NotPlain as error:
            raise NotPlainData(f"what came back is {error}, which cannot be handed to a test") from None
        except codec.Malformed as error:
            raise self._lost(Reason.MALFORMED_REPLY, f"its process sent something that is no value ({error})") from None

    def _other(self, value: Any) -> list:
        return value.payload if isinstance(value, _Payload) else self._reference(value)

    def _reference(self, value: Any) -> list:
        if isinstance(value, RemoteFunction):
            if value._student is not self:
                raise Gone(Reason.KILLED, "the process that this function belonged to has ended")
            return ["function", value._number]
        if (library := library_name(value)) is not None:
            return ["library", *library]
        name = getattr(value, "__name__", "")
        if callable(value) and type(name) is str and self._given.get(name) is value:
            return ["given", name]
        if isinstance(value, types.FunctionType | types.MethodType | types.BuiltinFunctionType):
            for number, known in enumerate(self._callbacks):
                if known is value:
                    return ["callback", number, name]
            self._callbacks.append(value)
            return ["callback", len(self._callbacks) - 1, name]
        raise codec.NotPlain(f"an object of type {type(value).__name__}, which is not plain data")

    def _found(self, payload: Any) -> Any:
        if type(payload) is not list or not payload:
            raise codec.Malformed("not a reference")
        kind, *parts = payload
        if kind == "function" and [type(part) for part in parts] == [int, str]:
            number, name = parts
            if number not in self._functions:
                self._functions[number] = RemoteFunction(self, number, _WORD.sub("_", name)[:100])
            return self._functions[number]
        if kind == "callback" and len(parts) == 1 and type(parts[0]) is int and 0 <= parts[0] < len(self._callbacks):
            return self._callbacks[parts[0]]
        if kind == "module":
            raise codec.NotPlain("a module")
        raise codec.Malformed("not a reference")


class _Payload:
    """A reference that is already made."""

    def __init__(self, payload: list) -> None:
        self.payload = payload


def library_name(value: Any) -> list[str] | None:
    """[module, name] of a function or class that the student's process can import as well, or None."""
    if not callable(value):
        return None
    name = getattr(value, "__qualname__", None) or getattr(value, "__name__", None)
    module = getattr(value, "__module__", None)
    if isinstance(value, np.ufunc):
        module = "numpy" if getattr(np, name or "", None) is value else "scipy.special"
    if type(name) is not str or type(module) is not str or module.partition(".")[0] in ("__main__", "autograder"):
        return None
    found: Any = sys.modules.get(module)
    for part in name.split("."):
        found = getattr(found, part, None)
    return [module, name] if found is value else None


def _change(old: Any, new: Any) -> bool:
    """Make ``old`` equal to ``new`` in place; False where that is not possible."""
    if isinstance(old, np.ndarray):
        fits = isinstance(new, np.ndarray) and new.shape == old.shape and new.dtype == old.dtype and old.flags.writeable
        if fits:
            old[...] = new
        return fits
    if type(old) is not type(new):
        return False
    if isinstance(old, list | bytearray):
        old[:] = new
    elif isinstance(old, dict | set):
        old.clear()
        old.update(new)
    elif isinstance(old, np.random.Generator):
        old.bit_generator.state = new.bit_generator.state
    elif isinstance(old, tuple):
        return len(old) == len(new) and all(_change(a, b) or _equal(a, b) for a, b in zip(old, new, strict=True))
    elif (torch := sys.modules.get("torch")) and isinstance(old, torch.Tensor):
        if old.shape != new.shape or old.dtype != new.dtype:
            return False
        with torch.no_grad():
            old.copy_(new)
    else:
        return False
    return True


def _equal(a: Any, b: Any) -> bool:
    try:
        return codec.encode(a) == codec.encode(b)
    except codec.NotPlain:
        return a is b


def _line(text: Any) -> str:
    return " ".join(str(text).split())[:300]


def _exception(described: Any) -> BaseException:
    """The exception that a function raised: of the same name, and below the nearest built-in type."""
    if type(described) is not dict:
        raise codec.Malformed("not an exception")
    names, message = described.get("types"), described.get("message")
    if type(names) is not list or not names or not all(type(name) is str for name in names) or type(message) is not str:
        raise codec.Malformed("not an exception")
    # Only NotImplementedError itself means "not written": IPython's refusal of input(), below it, does not.
    above = [name for name in names[1:] if name != "NotImplementedError"]
    base = next((kind for name in names[:1] + above if (kind := _builtin_exception(name)) is not None), RuntimeError)
    kind = type(_WORD.sub("_", names[0])[:100] or "Error", (base,), {"__str__": lambda self: message})
    error = kind.__new__(kind)
    error.args = (message,)
    line, text = described.get("line"), described.get("text")
    error.remote_frame = (
        str(described.get("function"))[:100],
        line if type(line) is int else None,
        str(text)[:300] if type(text) is str else "",
    )
    return error


def _builtin_exception(name: str) -> type[BaseException] | None:
    if name == "CheckFailed":
        return AssertionError
    kind = getattr(builtins, name, None)
    if not isinstance(kind, type) or not issubclass(kind, Exception | SystemExit):
        return None
    # In `all(map(f, …))` they would end the loop of the test, and the test would pass.
    return None if issubclass(kind, StopIteration | StopAsyncIteration) else kind
