"""The process beside a Dask worker that judges. It owns the warm judge and the sandbox, and ends with its worker.

A worker runs threads and must never fork; the warm judge forks for every submission. So the worker starts this process
with one connection (:mod:`autograder.grading.cluster.plugin`), hands sealed messages on, and understands none of them.
"""

from __future__ import annotations

import contextlib
import select
import shutil
import signal
import socket
import sys
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from autograder import startup
from autograder.engine import interpreters, protocol
from autograder.engine.host import Host
from autograder.engine.inside.wire import Closed, Wire
from autograder.errors import NoSandbox, UserError
from autograder.grading.cluster import packing, sealing
from autograder.grading.cluster.messages import Bundle, Malformed, Outcome, Outcomes, Parcel, Task, decode, encode
from autograder.grading.cluster.service_protocol import (
    LARGEST,
    Answer,
    Ask,
    FromService,
    FromWorker,
    Open,
    Ready,
    Refused,
)
from autograder.grading.dispatch import GradeJob
from autograder.grading.grader_code import identity
from autograder.stages import what_went_wrong


@dataclass
class _Asked:
    """A task at work, and what became of its jobs so far."""

    number: int
    task: Task
    outcomes: list[Outcome] = field(default_factory=list)


class Service:
    """Judges what a worker passes on.

    Args:
        connection: to the worker.
        seal: of the cluster.
        bundle: what to judge by.
        asked: how many jobs at a time, and what students' code must not see.
        folder: of its own, where it lays out what it judges.

    Raises:
        UserError: nothing can be judged here: in one sentence, why.
    """

    def __init__(self, connection: Wire, seal: sealing.Seal, bundle: Bundle, asked: Open, folder: Path) -> None:
        self._connection = connection
        self._seal = seal
        self._bundle = bundle
        self._slots = asked.slots
        self._folder = folder
        self._sources: dict[tuple[str, str], Path] = {}
        self._waiting: deque[tuple[_Asked, Parcel]] = deque()
        self._running: dict[int, tuple[_Asked, Parcel, Path]] = {}
        self._number = 0
        packing.lay_out(bundle.files, folder / "course")
        settings = packing.settings_of(bundle)
        own = map(str, (folder, Path.home(), sealing.place()))
        settings.private = [*settings.private, *asked.private, *own]
        python = interpreters.look_at(bundle.python, settings.imports) if bundle.python else None
        self._host = Host(settings, interpreter=python, imports=list(bundle.imports))
        for one in bundle.notebooks:
            source = self._sources[one.assignment, Path(one.source).stem] = folder / "course" / one.source
            instructors, release = folder / "course" / one.instructors, folder / "course" / one.release
            self._host.plan(source, release, one.checksums, instructors, one.keep_theirs)
        self.remarks = self._host.wait()

    def run(self) -> None:
        """Judge until the worker has gone."""
        while True:
            # One job more than there are slots waits at the judge, so that none is idle while we write.
            while self._waiting and len(self._running) <= self._slots:
                self._start(*self._waiting.popleft())
            worker, host = self._connection.fileno(), self._host.fileno()
            ready, _, _ = select.select([worker, host], [], [])
            if host in ready:
                self._on_reply(self._host.receive())
            if worker in ready:
                try:
                    self._on(msgspec.msgpack.decode(self._connection.receive(), type=FromWorker))
                except Closed:
                    return

    def close(self) -> None:
        self._host.close()

    def _on(self, message: FromWorker) -> None:
        match message:
            case Ask(number=number, task=sealed):
                task = decode(Task, self._seal.open(sealed))
                if task.run != self._bundle.run:
                    raise Malformed("a task of another run")
                asked = _Asked(number, task)
                self._waiting += [(asked, parcel) for parcel in task.parcels]
            case Open():
                raise Malformed("a second bundle")

    def _start(self, asked: _Asked, parcel: Parcel) -> None:
        """Give a job to the warm judge."""
        self._number += 1
        folder = self._folder / str(self._number)
        self._running[self._number] = asked, parcel, folder
        try:
            self._host.send(self._job(parcel, folder))
        except (OSError, ValueError, TypeError, NotImplementedError) as error:
            # A full disk, say: another machine may have room.
            del self._running[self._number]
            shutil.rmtree(folder, ignore_errors=True)
            self._done(asked, Outcome(number=parcel.job.number, trouble=what_went_wrong(error)))

    def _job(self, parcel: Parcel, folder: Path) -> protocol.Job:
        job = parcel.job
        source = self._sources[job.assignment, job.notebook]
        if not isinstance(job, GradeJob):
            return protocol.TryJob(job=self._number, source=source, seed=job.seed, mode=job.mode)
        place = folder / job.student / job.assignment
        packing.lay_out(parcel.files, place)
        return protocol.GradeJob(
            job=self._number,
            source=source,
            seed=job.seed,
            folder=place,
            target=folder / "graded.ipynb",
            mode=job.mode,
            every_cell=job.every_cell,
            fingerprint=job.fingerprint,
            operations=job.operations,
        )

    def _on_reply(self, reply: protocol.Reply) -> None:
        asked, parcel, folder = self._running.pop(reply.job)
        number = parcel.job.number
        try:
            notebook = (folder / "graded.ipynb").read_bytes() if isinstance(reply, protocol.Verdict) else None
            own = msgspec.structs.replace(reply, job=number)
            outcome = Outcome(number=number, reply=protocol.encode(own), notebook=notebook)
        except OSError as error:
            outcome = Outcome(number=number, trouble=what_went_wrong(error))
        shutil.rmtree(folder, ignore_errors=True)
        self._done(asked, outcome)

    def _done(self, asked: _Asked, outcome: Outcome) -> None:
        asked.outcomes.append(outcome)
        if len(asked.outcomes) == len(asked.task.parcels):
            body = Outcomes(run=asked.task.run, name=asked.task.name, outcomes=tuple(asked.outcomes))
            _tell(self._connection, Answer(asked.number, self._seal.seal(encode(body))))


def _tell(connection: Wire, message: FromService) -> None:
    connection.send(msgspec.msgpack.encode(message))


def _same_grader(bundle: Bundle) -> None:
    own = identity()
    differ = [name for name in {**bundle.grader, **own} if bundle.grader.get(name) != own.get(name)]
    if not differ:
        return
    told = [
        f"{name} {own.get(name) or 'missing'} where the controller has {bundle.grader.get(name) or 'none'}"
        for name in differ
        if name != "autograder"
    ]
    code = ["another version of autograder or gancourse"] if "autograder" in differ else []
    raise UserError(f"it has {', '.join([*code, *told])}: install the same on all machines")


def main(descriptor: int, folder: Path) -> None:
    """Be the service of the worker at the other end of this connection, with a folder of its own to work in."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    startup.be_quick()
    connection = Wire(socket.socket(fileno=descriptor), LARGEST)
    service = None
    with contextlib.suppress(Closed):
        try:
            # Assignments and submissions lie there while they are judged: nobody else may look.
            folder.mkdir(mode=0o700)
            asked = msgspec.msgpack.decode(connection.receive(), type=FromWorker)
            assert isinstance(asked, Open)
            seal = sealing.Seal(sealing.read(sealing.place()))
            try:
                bundle = decode(Bundle, seal.open(asked.bundle))
            except (sealing.Forged, Malformed):
                raise UserError(
                    f"its key ({sealing.place()}) is another one than the controller's, or its autograder is: copy the "
                    "controller's key to it, and install the same version"
                ) from None
            _same_grader(bundle)
            service = Service(connection, seal, bundle, asked, folder)
            _tell(connection, Ready(tuple(service.remarks)))
            service.run()
        except NoSandbox as problem:
            # The sentences after that are about machines that may go without one.
            _tell(connection, Refused(str(problem).split(". ")[0].rstrip(".")))
        except UserError as problem:
            _tell(connection, Refused(str(problem).rstrip(".")))
        except OSError as error:
            _tell(connection, Refused(f"its disk or its system does not do it ({what_went_wrong(error)})"))
        finally:
            if service is not None:
                service.close()
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
