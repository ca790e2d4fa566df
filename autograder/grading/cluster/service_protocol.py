"""What a Dask worker and its service say to each other, over a connection of their own."""

from __future__ import annotations

import msgspec

LARGEST = (1 << 32) - 1


class Ready(msgspec.Struct, frozen=True, tag=True):
    """Students' code can be judged here: remarks on how."""

    remarks: tuple[str, ...] = ()


class Refused(msgspec.Struct, frozen=True, tag=True):
    """It cannot: one sentence on why."""

    why: str


class Open(msgspec.Struct, frozen=True, tag=True):
    """Get ready for what is in this sealed bundle, with so many jobs at a time; what students' code must not see."""

    bundle: bytes
    slots: int
    private: tuple[str, ...] = ()


class Ask(msgspec.Struct, frozen=True, tag=True):
    """Do this sealed task."""

    number: int
    task: bytes


class Answer(msgspec.Struct, frozen=True, tag=True):
    """What became of it, sealed."""

    number: int
    outcomes: bytes


FromWorker = Open | Ask
FromService = Ready | Refused | Answer
