"""What controller and workers tell each other: typed, and on its way through Dask only ever sealed."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from autograder.grading.dispatch import GradeJob, TryJob

M = TypeVar("M", bound="Message")


class Message(msgspec.Struct, frozen=True, kw_only=True, tag=True, forbid_unknown_fields=True):
    """A message; the name of its class travels with it."""


class Notebook(Message, frozen=True):
    """A notebook of an assignment. Its places are those of files in the bundle.

    Attributes:
        assignment: which.
        source, instructors, release, checksums, keep_theirs: as in :class:`autograder.engine.protocol.LoadPlan`.
    """

    assignment: str
    source: str
    instructors: str
    release: str
    checksums: dict[str, str]
    keep_theirs: tuple[str, ...] = ()


class Bundle(Message, frozen=True):
    """All that a worker has to know to judge: notebooks with their hidden tests, banks, data files, settings.

    Attributes:
        run: which run it belongs to.
        grader: the versions that decide a verdict, by name.
        files: what to lay into a folder of the worker's own, by relative path.
        notebooks: what is to be judged by.
        settings: the engine's, by name.
        imports: what is imported beforehand.
        python: the Python that students' code runs in; "" for the worker's own.
    """

    run: str
    grader: dict[str, str]
    files: dict[str, bytes]
    notebooks: tuple[Notebook, ...]
    settings: dict[str, Any]
    imports: tuple[str, ...]
    python: str = ""


class Parcel(Message, frozen=True):
    """A job, and what was handed in.

    Attributes:
        job: what to do.
        files: what the student's folder has, by relative path as bytes: not every name is text.
    """

    job: GradeJob | TryJob
    files: dict[bytes, bytes] = {}


class Task(Message, frozen=True):
    """Jobs that one Dask task does.

    Attributes:
        run, name: which run's, and which task: the answer repeats both.
        parcels: one for each job.
    """

    run: str
    name: str
    parcels: tuple[Parcel, ...]


class Outcome(Message, frozen=True):
    """What became of a job.

    Attributes:
        number: of the job.
        reply: of the judge (:mod:`autograder.engine.protocol`); b"" where it could not be asked.
        trouble: why it could not.
        notebook: the graded notebook, if there is one.
    """

    number: int
    reply: bytes = b""
    trouble: str = ""
    notebook: bytes | None = None


class Outcomes(Message, frozen=True):
    """The answer to a :class:`Task`."""

    run: str
    name: str
    outcomes: tuple[Outcome, ...]


class Malformed(ValueError):
    """These bytes are no message of the kind that was expected."""


def encode(message: Message) -> bytes:
    """The bytes of a message.

    Raises:
        ValueError: it has a text that is none (lone surrogates).
    """
    return msgspec.msgpack.encode(message)


def decode(kind: type[M], body: bytes) -> M:
    """The message of this kind that these bytes are.

    Raises:
        Malformed: they are none.
    """
    try:
        return msgspec.msgpack.decode(body, type=kind)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise Malformed(str(error)) from None
