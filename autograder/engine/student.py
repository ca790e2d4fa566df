"""The judge's side of a student's process: run a cell, look up a name, call a function. All that comes back is data."""

from __future__ import annotations

import builtins
import contextlib
import inspect
import math
import random
import re
import signal
import socket
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from autograder.engine import evaluating, handed, references, seeding
from autograder.engine.errors import NotJudgeable, NotPlainData
from autograder.engine.inside import changes, codec
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
        # Whether an answer is waited for: what the test's own functions ask meanwhile comes in between.
        self._asking = False
        self._given = given
        self._references: dict[int, Any] = {}
        # Copies of what the student's code still holds: by name, with what was last told of each.
        self._lent: dict[str, tuple[Any, bytes]] = {}
        # What of the test's own the student's code may ask, and the exceptions that it was told of.
        self._callbacks: list[Any] = []
        self._numbers: dict[int, int] = {}
        self._raised: list[Exception] = []
        self.questions = references.Questions()
        self.held = references.Held(lambda: self.questions)
        # What has to be the same there before the student's code runs.
        self.before_call: Callable[[], Any] = lambda: None
        # Given what came of that, and the names that stand for something else since; None for any.
        self.after_call: Callable[[Any, frozenset[str] | None], None] = lambda _before, _moved: None
        # Packages whose exceptions tests may know.
        self.libraries: frozenset[str] = frozenset()
        self._process: StudentProcess = sandbox.new_student()
        self.gone: Gone | None = None
        # Tests that seed the global random generators expect the student's code to draw from them.
        self.share_random = False
        self._random_sent = b"", 0
        # The moment at which the test cell at hand has had its time.
        self.test_deadline = math.inf
        # Whether what a function prints may be shown: in hidden tests it could be the hidden inputs.
        self.may_show = True
        self._send(codec.encode({"files": files, "seed": seed}))

    def limit(self, seconds: float, wall_seconds: float) -> None:
        """From now on, a cell or a call has this much processor time, and time by the clock."""
        self._limits = replace(self._limits, seconds=seconds, wall_seconds=wall_seconds)

    def run(self, source: str, given: list[str], number: int = 0) -> tuple[bool, list[dict[str, Any]]]:
        """Run a cell.

        Args:
            source: the code.
            given: names that the cell defines and that tests may hand over as functions.
            number: of the cell among those of the notebook.

        Returns:
            Whether it ended without an error, and its outputs: unchecked data.

        Raises:
            Gone: the process is lost.
        """
        limits = self._now()
        self._largest = self._largest_run
        try:
            reply = self._ask(["run", source, [limits.seconds, limits.wall_seconds], given, number], limits)
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
            raise self._unplain(f"{name} is {_line(reply[1])}, which cannot be handed to a test")
        if len(reply) != 3 or reply[0] != "value":
            raise self._lost(Reason.MALFORMED_REPLY, "its process sent something that is no reply")
        return self._borrowed(reply[1], reply[2], {lent: value for lent, (value, _) in self._lent.items()})

    def set(self, name: str, value: Any) -> None:
        """Give a global name of the student's another value.

        Raises:
            NotPlainData, Gone: as for :meth:`call`.
        """
        self._expect(["set", name, self._encode(value)], "done")

    def delete(self, name: str) -> None:
        """Delete a global name of the student's."""
        self._expect(["delete", name], "done")

    def names(self) -> list[str]:
        """The student's global names."""
        (found,) = self._expect(["names"], "names")
        if type(found) is not list or not all(type(one) is str for one in found):
            raise self._lost(Reason.MALFORMED_REPLY, "its process sent something that is no reply")
        return found

    def file(self, name: str) -> bytes | None:
        """The content of a file that the student's cells have written; None where there is none to be read."""
        (found,) = self._expect(["file", name], "file")
        if found is not None and type(found) is not bytes:
            raise self._lost(Reason.MALFORMED_REPLY, "its process sent something that is no reply")
        return found

    def files(self, folder: str) -> list[tuple[str, int, int]]:
        """What lies below a folder over there: names from there, sizes (-1 for a folder), times of the last change."""
        (found,) = self._expect(["files", folder], "files")
        entries = [tuple(one) for one in found if type(one) is list] if type(found) is list else []
        if not all([type(part) for part in one] == [str, int, int] for one in entries):
            raise self._lost(Reason.MALFORMED_REPLY, "its process sent something that is no reply")
        return entries

    def where(self) -> str:
        """The working folder of the student's code, from where it was first."""
        (found,) = self._expect(["where"], "where")
        if type(found) is not str:
            raise self._lost(Reason.MALFORMED_REPLY, "its process sent something that is no reply")
        return found

    def change_around(self, told: dict[str, Any]) -> None:
        """Change what is around the student's code; see :class:`autograder.engine.inside.around.Around`."""
        self._expect(["around", self._encode(told)], "done")

    def put(self, name: str, body: bytes | None) -> None:
        """Write a file where the student's cells run, or remove it where there is no content."""
        self._expect(["put", name, body], "done")

    def _expect(self, message: list[Any], kind: str) -> list[Any]:
        reply = self._ask(message, self._limits)
        if not reply or reply[0] != kind:
            raise self._lost(Reason.MALFORMED_REPLY, "its process sent something that is no reply")
        return reply[1:]

    def operate(self, operation: str, *args: Any, ending: type[BaseException] | None = None) -> Any:
        """Ask the student's process for something about a reference.

        Args:
            operation: one of ``inside.objects.OPERATIONS``.
            args: the reference, and what else there is.
            ending: the exception that may end an iteration.

        Raises:
            NotJudgeable: the instructor's own solution never needs this in this test.
            TimeIsUp, Gone, NotPlainData, Exception: as for :meth:`call`.
        """
        if not self.questions.may(operation):
            first = next(one for one in args if references.handle(one) is not None)
            what = f"the attribute {args[1]}" if operation.endswith("attr") else f"`{operation}`"
            why = f"it needs {what} of {references.described(first)}, where the instructor's own solution has none"
            raise self.questions.refuse(NotJudgeable(why))
        return self.call(_Operation(operation), args, {}, ending)

    def _borrowed(self, body: Any, name: Any, known: dict[str, Any] | None = None) -> Any:
        """A value that came; under its name where the student's code still holds it."""
        value = self._decode(body, known)
        if type(name) is not str or not isinstance(value, codec.CHANGEABLE):
            return value
        old = self._lent.get(name, (None, b""))[0]
        if old is not None and changes.change(old, value):
            value = old
        self._lent[name] = value, self._encode(value)
        return value

    def _own_changes(self) -> list[list[Any]]:
        """What the test has done to its copies of what the student's code holds."""
        found = []
        for name, (value, old) in self._lent.items():
            new = self._encode(value)
            if new != old:
                self._lent[name] = value, new
                found.append([name, new])
        return found

    def call(
        self, function: Any, args: tuple[Any, ...], kwargs: dict[Any, Any], ending: type[BaseException] | None = None
    ) -> Any:
        """Call a function in the student's process; arguments that it changes in place are changed here too.

        Args:
            function: a reference, or a function that the student's process has as well (a probe).
            args: what it is called with.
            kwargs: the same by name.
            ending: an exception that is raised as itself though it would end a loop of the test.

        Raises:
            TimeIsUp: the call took too long.
            Gone: the process is lost.
            NotPlainData: what came back is not plain data.
            Exception: what the function raised, as a built-in type of the same or the nearest name.
        """
        if self.gone is not None:
            raise self.gone
        if not (isinstance(function, _Operation) and function.name in references.LOOKS):
            self.held.forget()
        before = self.before_call()
        limits = self._now()
        own = codec.changeable([*args, *kwargs.values()])
        known = {f"a{number}": one for number, one in enumerate(own)}
        body = self._encode(list(args)), self._encode(kwargs)
        told = [limits.seconds, limits.wall_seconds]
        sent: list[Any] = ["call", self._reference(function), *body, told, None, self._own_changes()]
        if self.share_random:
            # One way only: a state that came back would let a student choose the test's random numbers.
            state = codec.encode([np.random.get_state(), random.getstate()]), seeding.count()
            sent[5], self._random_sent = (state[0] if state != self._random_sent else None), state
        # The reference travels as such, not as its payload.
        sent[1] = _Payload(sent[1])
        reply = self._ask(sent, limits)
        self.after_call(before, _moved(reply))
        try:
            return self._result(reply, args, kwargs, known, ending)
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

    def _result(
        self,
        reply: list[Any],
        args: tuple[Any, ...],
        kwargs: dict[Any, Any],
        known: dict[str, Any],
        ending: type[BaseException] | None,
    ) -> Any:
        kind = reply[0] if reply else None
        if kind in ("late", "not plain") and len(reply) < 3:
            # Sent in place of a reply that came too late or was too large.
            reply = [*reply, {}, [], []]
        if len(reply) != _PARTS.get(str(kind)):
            raise codec.Malformed("not a reply")
        *what, said, changed, _names = reply
        self._repeat(said)
        self._apply(changed, args, kwargs)
        if kind == "late":
            raise TimeIsUp("the call took too long")
        if kind == "not plain":
            raise self._unplain(f"what came back is {_line(what[1])}, which cannot be handed to a test")
        if kind == "raised":
            raise self._exception(what[1], ending)
        if type(what[1]) is not list or len(what[1]) != 2:
            raise codec.Malformed("not a reply")
        body, name = what[1]
        return self._borrowed(body, name, known)

    def _unplain(self, why: str) -> NotJudgeable:
        return self.questions.refuse(NotPlainData(why))

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

    def _apply(self, changed: Any, args: tuple[Any, ...], kwargs: dict[Any, Any]) -> None:
        """Do to the arguments here what the function did to their copies."""
        for change in changed:
            if type(change) is not list or len(change) != 2:
                raise codec.Malformed("not a change of an argument")
            key, body = change
            if type(key) is str and key in self._lent:
                value = self._lent[key][0]
                if not changes.change(value, codec.decode(body, self._found)):
                    raise self._unplain("a value of the student's was changed in a way that cannot be repeated here")
                self._lent[key] = value, self._encode(value)
                continue
            old = args[key] if type(key) is int and 0 <= key < len(args) else kwargs.get(key)
            new = codec.decode(body, self._found) if body is not None else None
            if not changes.change(old, new):
                raise self._unplain("an argument was changed in place in a way that cannot be repeated here")

    def _now(self) -> CellLimits:
        """What is left for the next cell or call."""
        left = self._limits.deadline - time.monotonic()
        if left <= 0:
            raise self._lost(Reason.TIME, "the time for the whole submission is over")
        if self.test_deadline - time.monotonic() <= 0:
            raise TimeIsUp("the calls of this test together took too long")
        wall = min(self._limits.wall_seconds, left, self.test_deadline - time.monotonic())
        return CellLimits(min(self._limits.seconds, wall), wall)

    def _ask(self, message: list[Any], limits: CellLimits) -> list[Any]:
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

    def _exchange(self, message: list[Any], limits: CellLimits) -> list[Any]:
        started = time.monotonic()
        outermost, self._asking = not self._asking, True
        try:
            self._send(codec.encode(message, self._other))
            return self._reply(started, limits)
        finally:
            if outermost:
                self._asking = False
                self._waited += time.monotonic() - started

    def _reply(self, started: float, limits: CellLimits) -> list[Any]:
        deadline = started + limits.wall_seconds + GRACE_SECONDS
        for _ in range(MOST_CALLBACKS):
            try:
                self._outwait(started + limits.seconds + GRACE_SECONDS, deadline, limits.seconds + GRACE_SECONDS)
                body = self._process.wire.receive(max(deadline - time.monotonic(), 0.0), self._largest)
                evaluating.remember(body)
                reply = codec.decode(body)
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
            if reply[:1] not in (["callback"], ["ask"]):
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

    def _answer(self, request: list[Any]) -> None:
        """Do what the student's code asks of the test's own functions and objects: only of those handed over."""
        try:
            kind, number, *operation, args, kwargs = request
            if type(number) is not int or number < 0 or len(operation) != (kind == "ask"):
                raise ValueError("not a question")
            value = self._callbacks[number]
            positional, named = self._decode(args), self._decode(kwargs)
            if type(positional) is not list or type(named) is not dict:
                raise ValueError("not a question")
        except (ValueError, TypeError, IndexError):
            raise self._lost(Reason.MALFORMED_REPLY, "its process sent something that is no reply") from None
        try:
            if kind == "callback" or operation == ["call"]:
                found = value(*positional, **named)
            else:
                found = handed.answer(value, operation[0], positional, self.questions.may)
            body = self._encode(["value", found])
        except StopIteration:
            body = codec.encode(["end"])
        except Exception as error:  # noqa: BLE001 - the test's function may not be made for what it is given
            body = self._encode(["raised", _nearest_builtin(error), *self._told_of(error)])
        self._send(body)

    def _told_of(self, error: Exception) -> list[Any]:
        """What the student's code is told of an exception of the test's: its arguments, and its number."""
        try:
            codec.encode(list(error.args))
            args = list(error.args)
        except codec.NotPlain:
            args = [str(error)[:1000]]
        if type(error).__module__ not in ("builtins", "__main__") or isinstance(error, StopAsyncIteration):
            return [args, None]
        self._raised.append(error)
        return [args, len(self._raised) - 1]

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
            return codec.encode(value, self._other, lazy=True)
        except codec.NotPlain as error:
            raise self._unplain(
                f"The test hands over {error}: use a probe, or grade with --tests in-student."
            ) from None

    def _decode(self, body: Any, known: dict[str, Any] | None = None) -> Any:
        try:
            if type(body) is not bytes:
                raise codec.Malformed("not an encoded value")
            return codec.decode(body, self._found, known)
        except codec.NotPlain as error:
            raise self._unplain(f"what came back is {error}, which cannot be handed to a test") from None
        except codec.Malformed as error:
            raise self._lost(Reason.MALFORMED_REPLY, f"its process sent something that is no value ({error})") from None

    def _other(self, value: Any) -> list[Any]:
        return value.payload if isinstance(value, _Payload) else self._reference(value)

    def _reference(self, value: Any) -> list[Any]:
        if isinstance(value, _Operation):
            return ["operation", value.name]
        if (where := references.handle(value)) is not None:
            if where.student is not self:
                raise Gone(Reason.KILLED, f"the process that {references.described(value)} belonged to has ended")
            return ["object", where.number]
        if (number := getattr(type(value) if not isinstance(value, type) else value, "_made_for", None)) is not None:
            if isinstance(value, type):
                return ["object", number]
            if (made := vars(value).get("_number")) is not None:
                return ["object", made]
        if (library := library_name(value)) is not None:
            return ["library", *library]
        name = getattr(value, "__name__", "")
        if callable(value) and type(name) is str and self._given.get(name) is value:
            return ["given", name]
        if handed.is_handed(value):
            return ["handed", self._kept(value), handed.described(value)]
        if callable(value):
            name = name if type(name) is str else ""
            documentation = value.__doc__ if type(value.__doc__) is str else None
            return ["callback", self._kept(value), name, documentation]
        raise codec.NotPlain(f"an object of type {type(value).__name__}, which is not plain data")

    def _kept(self, value: Any) -> int:
        """The number by which the student's code may ask something of the test's."""
        number = self._numbers.setdefault(id(value), len(self._callbacks))
        if number == len(self._callbacks):
            self._callbacks.append(value)
        return number

    def _found(self, payload: Any) -> Any:
        if type(payload) is not list or not payload:
            raise codec.Malformed("not a reference")
        kind, *parts = payload
        if kind == "callback" and len(parts) == 1 and type(parts[0]) is int and 0 <= parts[0] < len(self._callbacks):
            return self._callbacks[parts[0]]
        if kind == "exception" and len(parts) == 1 and type(parts[0]) is dict:
            number = parts[0].get("number")
            if type(number) is not int:
                raise codec.Malformed("not an exception")
            if not isinstance(self._references.get(number), BaseException):
                self._references[number] = self._exception(parts[0], None)
            return self._references[number]
        if len(parts) >= 2 and type(parts[0]) is int:
            number = parts[0]
            if number not in self._references:
                self._references[number] = self._new_reference(kind, number, parts[1:])
            return self._references[number]
        raise codec.Malformed("not a reference")

    def _new_reference(self, kind: Any, number: int, about: list[Any]) -> Any:
        """What stands here for an object that the student's process tells of."""
        match kind, about:
            case "module", [str(name)]:
                return references.ModuleReference(references.Handle(self, number, kind, _word(name)))
            case "function", [str(name), str(type_name)]:
                return references.FunctionReference(references.Handle(self, number, kind, _word(name), type_name))
            case "class", [str(name), "builtins", *_] if name in _DATA_CLASSES:
                return _DATA_CLASSES[name]
            case "class", [str(name), str(_module), list(above), list(own)] if all(type(one) is str for one in own):
                if (made := self._exception_class(number, name, above)) is not None:
                    return made
                where = references.Handle(self, number, kind, _word(name), own=frozenset(own))
                return references.with_methods(where.own, references.ClassReference)(where)
            case "object", [[int(of), str(module), str(name)], list(own), *data] if all(type(n) is str for n in own):
                methods = frozenset(own)
                where = references.Handle(self, number, kind, _word(name), self._class(of, module, name), methods)
                if data:
                    return references.data_with_more(_data(data), where)
                return references.with_methods(methods)(where)
        raise codec.Malformed("not a reference")

    def _class(self, number: int, module: str, name: str) -> Any:
        """The class of an object: the library's own where there is one here, else a reference."""
        if (library := references.library_class(module, name)) is not None:
            return library
        if number not in self._references:
            where = references.Handle(self, number, "class", _word(name.rpartition(".")[2]))
            self._references[number] = references.ClassReference(where)
        return self._references[number]

    def _exception_class(self, number: int, name: str, above: list[Any]) -> type[BaseException] | None:
        """What stands here for a class of exceptions, so that tests can expect them; None for any other class."""
        line: list[tuple[int, str, str]] = []
        for one in above:
            match one:
                case [int(of), str(module), str(qualified)]:
                    line.append((of, module, qualified))
                case _:
                    raise codec.Malformed("not a class")
        if ("builtins", "BaseException") not in {(module, qualified) for _of, module, qualified in line}:
            return None
        made: type[BaseException] = RuntimeError
        known = next((n for n, (_of, m, q) in enumerate(line) if self._known_exception(m, q) is not None), len(line))
        if known < len(line):
            made = self._known_exception(*line[known][1:]) or RuntimeError
        for of, qualified in [(of, q) for of, _m, q in reversed(line[:known])] + [(number, name)]:
            found = self._references.get(of)
            if not isinstance(found, type):
                found = self._references[of] = type(
                    _word(qualified.rpartition(".")[2]) or "Error", (made,), {**_STAND_IN, "_made_for": of}
                )
            made = found
        return made

    def _known_exception(self, module: str, name: str) -> type[BaseException] | None:
        """The class itself, where the judge has it and no test could take it for an end of its own."""
        if module == "builtins":
            return _builtin_exception(name)
        top = module.partition(".")[0]
        if top not in self.libraries:
            return None
        found = (
            references.library_class(module, name) if top != "numpy" else getattr(sys.modules.get(module), name, None)
        )
        return found if isinstance(found, type) and issubclass(found, Exception) else None

    def _exception(self, described: Any, ending: type[BaseException] | None) -> BaseException:
        """The exception that a function raised: of the class that stands for its class here."""
        if type(described) is not dict:
            raise codec.Malformed("not an exception")
        names, message = described.get("types"), described.get("message")
        if type(names) is not list or not names or not all(type(name) is str for name in names):
            raise codec.Malformed("not an exception")
        if type(message) is not str:
            raise codec.Malformed("not an exception")
        if ending is not None and names[0] == ending.__name__:
            return ending()
        if type(own := described.get("of_test")) is int and 0 <= own < len(self._raised):
            return self._raised[own]
        match described.get("class"):
            case ["class", int(number), str(name), str(module), list(above), list()]:
                known = self._known_exception(module, name)
                kind = known or self._exception_class(number, name, above)
            case _:
                kind = None
        if kind is None:
            raise codec.Malformed("not an exception")
        if known is not None:
            # A name of the student's for a known class (`E = ValueError`) has a stand-in: that catches it as well.
            named = self._exception_class(number, name, above)
            kind = type(kind.__name__, (kind,) if named is None else (kind, named), dict(_STAND_IN))
        error = _made_exception(kind, self._args_of(described.get("args"), message), described.get("attributes"))
        line, text, told = described.get("line"), described.get("text"), described.get("number")
        error._message, error._student, error._number = message, self, told if type(told) is int else None
        error.remote_frame = (
            str(described.get("function"))[:100],
            line if type(line) is int else None,
            str(text)[:300] if type(text) is str else "",
        )
        made: BaseException = error
        return made

    def _args_of(self, told: Any, message: str) -> list[Any]:
        """The arguments of an exception that was raised, or its message where they cannot be told."""
        found = self._decode(told) if type(told) is bytes else None
        return found if type(found) is list else [message]


def _made_exception(kind: Any, args: list[Any], attributes: Any) -> Any:
    """An exception of a class that is ours, with what it was told to have."""
    error = kind.__new__(kind)
    error.args = tuple(args)
    for name, value in attributes.items() if type(attributes) is dict else ():
        if type(name) is str and not name.startswith("_") and type(value) in (type(None), bool, int, float, str):
            with contextlib.suppress(AttributeError, TypeError, ValueError):
                # Only what Python's own class has: anything else is asked for.
                if inspect.ismemberdescriptor(_builtin_member(kind, name)):
                    setattr(error, name, value)
    return error


def _builtin_member(kind: type, name: str) -> Any:
    return next((vars(one)[name] for one in kind.__mro__ if one.__module__ == "builtins" and name in vars(one)), None)


def _its_text(error: Any) -> str:
    return vars(error)["_message"] if "_message" in vars(error) else str(error.args[0] if error.args else "")


def _its_attribute(error: Any, name: str) -> Any:
    """What the student's exception has besides its text is asked of it."""
    own = vars(error)
    if name.startswith("__") or own.get("_number") is None:
        raise AttributeError(name)
    where = references.Handle(own["_student"], own["_number"], "object", type(error).__name__)
    return own["_student"].operate("getattr", references.Reference(where), name)


_STAND_IN = {"__str__": _its_text, "__getattr__": _its_attribute, "__module__": "__main__"}


# As values they are what they are here: `f.__annotations__["x"] is int`.
_DATA_CLASSES: dict[str, type] = {
    one.__name__: one
    for one in (bool, int, float, complex, str, bytes, bytearray, list, tuple, set, frozenset, dict, object, type(None))
}


def _data(told: list[Any]) -> Any:
    """The data that an object is, as told with it."""
    value = codec.decode(told[0]) if len(told) == 1 and type(told[0]) is bytes else None
    if type(value) not in (int, float, str, bytes, complex, tuple, frozenset):
        raise codec.Malformed("not the data of an object")
    return value


def _word(text: str) -> str:
    return _WORD.sub("_", text)[:100]


class _Operation:
    """Something that the engine's own code in the student's process does."""

    def __init__(self, name: str) -> None:
        self.name = name


class _Payload:
    """A reference that is already made."""

    def __init__(self, payload: list[Any]) -> None:
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


# How many parts a reply to a call has, by its first.
_PARTS = {"returned": 5, "raised": 5, "not plain": 5, "late": 4}


def _moved(reply: list[Any]) -> frozenset[str] | None:
    """The names that stand for something else since a call, by the reply to it; None where it does not say."""
    told = reply[-1] if reply and len(reply) == _PARTS.get(str(reply[0])) else None
    return frozenset(told) if type(told) is list and all(type(one) is str for one in told) else None


def _line(text: Any) -> str:
    return " ".join(str(text).split())[:300]


def _nearest_builtin(error: Exception) -> str:
    return next(one.__name__ for one in type(error).__mro__ if one.__module__ == "builtins")


def _builtin_exception(name: str) -> type[BaseException] | None:
    if name == "CheckFailed":
        return AssertionError
    kind = getattr(builtins, name, None)
    if not isinstance(kind, type) or not issubclass(kind, Exception | SystemExit):
        return None
    # In `all(map(f, …))` they would end the loop of the test, and the test would pass.
    return None if issubclass(kind, StopIteration | StopAsyncIteration) else kind
