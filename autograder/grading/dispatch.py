"""Who judges: what a run asks of it, and the judge on this machine. A cluster is the other one (grading/cluster)."""

from __future__ import annotations

import select
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import msgspec

from autograder.course import Course
from autograder.engine import protocol
from autograder.engine.host import Host
from autograder.engine.protocol import Mode
from autograder.grading.opened import Places
from autograder.grading.submissions import Submission


class _Job(msgspec.Struct, frozen=True, kw_only=True, tag=True, forbid_unknown_fields=True):
    """Something to judge, named as the course names it: no path of any machine stands in it.

    Attributes:
        number: that the result will have.
        assignment, notebook: which of the instructor's notebooks, without the ending.
        seed: of the hidden inputs.
        mode: where its tests run.
    """

    number: int
    assignment: str
    notebook: str
    seed: int
    mode: Mode


class GradeJob(_Job, frozen=True):
    """Grade one notebook of a submission.

    Attributes:
        student: whose.
        every_cell, fingerprint, operations: as in :class:`autograder.engine.protocol.GradeJob`.
    """

    student: str
    every_cell: bool
    fingerprint: str
    operations: dict[str, tuple[str, ...]] = {}

    @property
    def submission(self) -> Submission:
        return Submission(self.assignment, self.student)


class TryJob(_Job, frozen=True):
    """Try a notebook's tests on the instructor's own solution."""


Job = GradeJob | TryJob


@dataclass(frozen=True)
class Done:
    """What became of a job.

    Attributes:
        number: of the job.
        reply: of the judge.
        notebook: the graded notebook; None where there is none, or where it lies as ``Places.unfinished`` already.
    """

    number: int
    reply: protocol.Reply
    notebook: bytes | None = None


class Dispatcher(Protocol):
    """Has jobs done, many at a time."""

    def wait(self) -> list[str]:
        """Until jobs can be done; returns remarks on how.

        Raises:
            UserError: they cannot be: students' code cannot be shut in, say.
        """
        ...

    def plan(self, assignment: str, plan: protocol.LoadPlan) -> None:
        """Tell about a notebook of an assignment; before any job for it."""
        ...

    def has_room(self, running: int) -> bool:
        """Whether one more job would be welcome, with so many given and not yet done."""
        ...

    def places(self) -> int:
        """On how many machines a job can have all to itself."""
        ...

    def send(self, job: Job, alone: bool = False) -> None:
        """Give a job; ``alone``: nothing else of this run may be done on the same machine meanwhile.

        Raises:
            ValueError, TypeError, NotImplementedError: it has something that cannot be told.
            RuntimeError: the judge has died.
        """
        ...

    def receive(self, seconds: float | None = None) -> Done | None:
        """The next result, in the order in which jobs end; None where there is none within so many seconds.

        Raises:
            RuntimeError: the judge has died.
            UserError: no job can be done any more.
        """
        ...

    def close(self) -> None:
        """End whatever does the jobs."""
        ...


class Local:
    """The judge on this machine.

    Args:
        course: whose submissions are judged.
        host: that has been started.
        jobs: how many at a time.
    """

    def __init__(self, course: Course, host: Host, jobs: int) -> None:
        self.host = host
        self._course = course
        self._places = Places(course)
        self._jobs = jobs
        self._sources: dict[tuple[str, str], Path] = {}

    def wait(self) -> list[str]:
        return self.host.wait()

    def plan(self, assignment: str, plan: protocol.LoadPlan) -> None:
        self._sources[assignment, plan.source.stem] = plan.source
        self.host.plan(plan.source, plan.release, plan.checksums, plan.instructors, plan.keep_theirs)

    def has_room(self, running: int) -> bool:
        # One job more than there are processors waits at the judge, so that none is idle while we write.
        return running <= self._jobs

    def places(self) -> int:
        return 1

    def send(self, job: Job, alone: bool = False) -> None:
        source = self._sources[job.assignment, job.notebook]
        if isinstance(job, TryJob):
            self.host.send(protocol.TryJob(job=job.number, source=source, seed=job.seed, mode=job.mode))
            return
        self.host.send(
            protocol.GradeJob(
                job=job.number,
                source=source,
                seed=job.seed,
                folder=self._places.handed_in(job.submission),
                target=self._places.unfinished(job.submission, job.notebook),
                mode=job.mode,
                every_cell=job.every_cell,
                fingerprint=job.fingerprint,
                operations=job.operations,
            )
        )

    def receive(self, seconds: float | None = None) -> Done | None:
        if seconds is not None and not select.select([self.host], [], [], seconds)[0]:
            return None
        reply = self.host.receive()
        return Done(reply.job, reply)

    def fileno(self) -> int:
        """Where there is something to read when :meth:`receive` need not wait."""
        return self.host.fileno()

    def close(self) -> None:
        self.host.close()
