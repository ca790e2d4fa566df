"""What the controller, the warm judge and its forked judges say to one another: typed, bounded messages.

The controller (:mod:`autograder.engine.host`) sends requests, the warm judge (:mod:`autograder.engine.worker`) answers
each job with one reply. A message on the wire is four bytes of length and that many bytes of MessagePack; whatever does
not decode to one of the types here is refused as a whole.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

import msgspec

# A request is written by the instructor's own side: paths, checksums, an answer of a bank.
LARGEST_REQUEST = 1 << 24
# A reply is bounded by the instructor's test cells, not by what a student hands in.
LARGEST_REPLY = 1 << 22
LONGEST_MESSAGE = 600
LONGEST_SENTENCE = 300
MOST_REPAIRS = 100


class Mode(StrEnum):
    """Where test cells run: "auto" is judged where the instructor's own solution can be, else in the student's."""

    AUTO = "auto"
    JUDGE = "judge"
    IN_STUDENT = "in-student"


class Reason(StrEnum):
    """Why a test was not passed: the words of checks, of the judge and of ``--json``."""

    NOT_WRITTEN = "not written"
    NAME_MISSING = "name missing"
    WRONG_VALUE = "wrong value"
    TYPE = "type"
    SHAPE = "shape"
    DTYPE = "dtype"
    EXCEPTION = "exception"
    NOT_RAISED = "not raised"
    ARGUMENT_CHANGED = "argument changed"
    WARNING = "warning"
    TIME = "time"
    MEMORY = "memory"
    KILLED = "killed"
    MALFORMED_REPLY = "malformed reply"
    BROKEN = "broken"
    # Nobody can say whether the answer is right: a person has to look.
    NOT_JUDGED = "not judged"


class _Message(msgspec.Struct, frozen=True, kw_only=True, tag=True, forbid_unknown_fields=True):
    """A message; the name of its class travels with it."""


class LoadPlan(_Message, frozen=True):
    """Read an assignment's notebook.

    Attributes:
        source: the instructor's notebook, by which jobs name it, with the data files beside it.
        instructors: the same with what nbgrader has put in: header and footer, the tests that it has written.
        release: the one that students got.
        checksums: nbgrader's checksum of each known cell, by grade id.
        keep_theirs: the data files that students may hand in changed.
    """

    source: Path
    instructors: Path
    release: Path
    checksums: dict[str, str]
    keep_theirs: tuple[str, ...] = ()


class _Job(_Message, frozen=True):
    """Something to judge, in a process of its own.

    Attributes:
        job: the number that the reply will have.
        source: the instructor's notebook; its plan has been loaded.
        seed: of the hidden inputs.
    """

    job: int
    source: Path
    seed: int


class GradeJob(_Job, frozen=True):
    """Grade one notebook of a submission.

    Attributes:
        folder: the submission.
        target: the graded notebook to write.
        mode: where its tests run.
        every_cell: whether unchanged demonstrations run as well.
        fingerprint: of what decides the grade, for the graded notebook's metadata.
        operations: as in :class:`Trial`.
    """

    folder: Path
    target: Path
    mode: Mode
    every_cell: bool
    fingerprint: str
    operations: dict[str, tuple[str, ...]] = {}


class TryJob(_Job, frozen=True):
    """Try a notebook's tests on the instructor's own solution."""

    mode: Mode


class AnswerJob(_Job, frozen=True):
    """Try an exercise's tests on one answer of the bank.

    Attributes:
        exercise: the grade id of its answer cell.
        tests: the grade ids of its test cells.
        seeds: the tests run once with each.
        code: the answer.
    """

    exercise: str
    tests: tuple[str, ...]
    seeds: tuple[int, ...]
    code: str


class Ready(_Message, frozen=True):
    """Students' code can be run.

    Attributes:
        remarks: sentences on how, where that is not as it should be.
    """

    remarks: tuple[str, ...] = ()


class NotReady(_Message, frozen=True):
    """Students' code cannot be shut in: one sentence with what to do."""

    problem: str


class TestVerdict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a test cell said.

    Attributes:
        grade_id: of the test cell.
        reason: why it was not passed; None when it was.
        message: what was wrong, for people; at most ``LONGEST_MESSAGE`` characters.
        printed: the value of its last expression as text, from which nbgrader reads partial credit; None without one.
        reported: whether the student's process has decided something in it (what equals what, who is whose instance).
    """

    grade_id: str
    reason: Reason | None
    message: str
    printed: str | None = None
    reported: bool = False


class Verdict(_Message, frozen=True):
    """The reply to a :class:`GradeJob`.

    Attributes:
        tests: one for each test cell.
        repairs: a sentence for each cell that had to be put right, at most ``MOST_REPAIRS``.
        answered: for each cell that students answer in, whether it differs from the stub.
        seconds: wall time by phase.
        ended_early: whether a cell or a call ran out of time or memory, or was ended: perhaps by a neighbour's fault.
    """

    job: int
    tests: tuple[TestVerdict, ...]
    repairs: tuple[str, ...]
    answered: dict[str, bool]
    seconds: dict[str, float]
    ended_early: bool = False


class Trial(_Message, frozen=True):
    """The reply to a :class:`TryJob`: what the tests say of the instructor's own solution.

    Attributes:
        every_cell: whether the demonstrations have to run as well.
        failures: message of each test that the solution does not pass, by grade id.
        only_in_student: the tests among them that it passes where they share a process with the solution.
        operations: what tests and locked cells ask of the solution's live objects, by grade id.
    """

    job: int
    every_cell: bool
    failures: dict[str, str]
    only_in_student: tuple[str, ...] = ()
    operations: dict[str, tuple[str, ...]] = {}


class AnswerTried(_Message, frozen=True):
    """The reply to an :class:`AnswerJob`: for each seed, the first complaint or ""."""

    job: int
    messages: tuple[str, ...]


class Unjudged(_Message, frozen=True):
    """The reply to a job whose notebook could not be judged: one sentence on why."""

    job: int
    problem: str


class Died(_Message, frozen=True):
    """The reply to a job whose judge ended without a word: its exit status, negative for a signal."""

    job: int
    status: int


Job = GradeJob | TryJob | AnswerJob
Request = LoadPlan | Job
Reply = Verdict | Trial | AnswerTried | Unjudged | Died
Answer = Ready | NotReady | Reply


class Malformed(ValueError):
    """These bytes are no message of this protocol."""


def _plain(value: Any) -> Any:
    if isinstance(value, Path):
        # A path is bytes: not every one is text.
        return os.fsencode(value)
    raise NotImplementedError(f"{type(value).__name__} is no part of a message")


def _from_plain(kind: type, value: Any) -> Any:
    if kind is Path and isinstance(value, bytes):
        return Path(os.fsdecode(value))
    raise NotImplementedError(f"{kind.__name__} is no part of a message")


_encoder = msgspec.msgpack.Encoder(enc_hook=_plain)
_requests = msgspec.msgpack.Decoder(Request, dec_hook=_from_plain)
_answers = msgspec.msgpack.Decoder(Answer, dec_hook=_from_plain)


def encode(message: Request | Answer) -> bytes:
    """The bytes of a message, without the length in front.

    Raises:
        ValueError: it has a text that is none (lone surrogates).
    """
    return _encoder.encode(message)


def request(body: bytes) -> Request:
    """The request that these bytes are.

    Raises:
        Malformed: they are none.
    """
    found: Request = _decoded(_requests, body)
    return found


def answer(body: bytes) -> Answer:
    """The answer that these bytes are.

    Raises:
        Malformed: they are none.
    """
    found: Answer = _decoded(_answers, body)
    return found


def reply(body: bytes, job: int) -> Reply:
    """The reply to this job that these bytes are.

    Raises:
        Malformed: they are none, or one to another job.
    """
    found = answer(body)
    if isinstance(found, Ready | NotReady) or found.job != job:
        raise Malformed("not a reply to this job")
    return found


def _decoded(decoder: msgspec.msgpack.Decoder[Any], body: bytes) -> Any:
    try:
        return decoder.decode(body)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise Malformed(str(error)) from None


def short(text: str, most: int) -> str:
    """A text as it may stand in a message: no lone surrogates, at most ``most`` characters."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= most else text[: most - 1] + "…"


def few(sentences: Sequence[str]) -> tuple[str, ...]:
    """Sentences as they may stand in a message: not too many, none too long."""
    kept = [short(one, LONGEST_SENTENCE) for one in sentences[:MOST_REPAIRS]]
    if len(sentences) > MOST_REPAIRS:
        kept[-1] = f"And {len(sentences) - MOST_REPAIRS + 1} more repairs."
    return tuple(kept)
