"""What one submission may use, for both sides of the sandbox, and the words for having used too much of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Excess(StrEnum):
    """What a submission has used too much of."""

    MEMORY = "memory"
    PROCESSES = "processes"
    PROCESSOR_TIME = "processor time"


@dataclass(frozen=True)
class Limits:
    """What one submission may use; an instructor sets each in :class:`autograder.engine.settings.GradingEngine`.

    Attributes:
        cell_seconds: processor time of one cell, and of one call of a test.
        cell_wall_seconds: wall time of one cell, and of all calls of a test.
        submission_seconds: wall time of all its cells and tests.
        cpu_seconds: processor time of all its processes together.
        memory_mib: memory beyond what is imported.
        disk_mib: size of its temporary folder.
        processes: processes and threads.
        output_characters: of output that are kept of one cell.
        reply_bytes: of the largest value that a test may be handed.
        notebook_mib: size of a submitted file that is read.
        judge_mib: memory that the judge of it may use beyond what it was forked with.
        judge_grace_seconds: what its judge gets beyond twice ``submission_seconds``, to read, start again and write.
    """

    cell_seconds: int
    cell_wall_seconds: int
    submission_seconds: int
    cpu_seconds: int
    memory_mib: int
    disk_mib: int
    processes: int
    output_characters: int
    reply_bytes: int
    notebook_mib: int
    judge_mib: int
    judge_grace_seconds: int

    @property
    def judge_seconds(self) -> int:
        """Wall time after which the judge of a submission is ended, whatever it is at."""
        return 2 * self.submission_seconds + self.judge_grace_seconds
