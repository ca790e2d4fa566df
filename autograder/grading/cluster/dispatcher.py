"""Have jobs done by the workers of a Dask cluster. Only this process reads submissions and writes results."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import secrets
import time
import warnings
from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from typing import Any

from distributed import Client, KilledWorker
from distributed.client import FutureCancelledError

from autograder import stages
from autograder.course import Course
from autograder.engine import protocol
from autograder.engine.notebooks import Unreadable
from autograder.engine.protocol import LONGEST_MESSAGE, short
from autograder.engine.settings import GradingEngine
from autograder.errors import UserError
from autograder.grading.cluster import plugin
from autograder.grading.cluster.messages import Malformed, Outcomes, Parcel, Task, decode, encode
from autograder.grading.cluster.packing import Packer, handed_in
from autograder.grading.cluster.sealing import Forged, Seal
from autograder.grading.dispatch import Done, GradeJob, Job
from autograder.grading.opened import AGAIN, Places

# Tasks with the cluster for each slot: one at work, one that waits there.
AHEAD = 2
# Several small submissions travel in one task: so many at most, of so many seconds and bytes together.
MOST_TOGETHER, SECONDS_TOGETHER, BYTES_TOGETHER = 16, 1.5, 4 << 20
# What is on its way is in this process's memory, and in the scheduler's.
BYTES_ON_THE_WAY = 256 << 20
# How often it is looked which workers are there, and how long there may be none.
LOOK_SECONDS, NOBODY_SECONDS = 2.0, 60.0
# The first worker has to start, and to import what tests need.
FIRST_SECONDS = 300.0
# How often a task is given again because no worker was left.
MOST_MOVES = 3
_ENDED = "the workers that judged it were ended, one after another"


class NoWorkers(UserError):
    """Nobody judges: why, and what to do."""


@dataclass(frozen=True)
class Node:
    """A worker that is ready: its machine, and how many jobs it does at a time."""

    host: str
    slots: int


@dataclass
class _Flight:
    """A task that is with the cluster."""

    parcels: list[Parcel]
    size: int
    alone: bool
    host: str = ""
    future: Any = None
    # Whether the scheduler did not know it when it was asked last.
    is_unknown: bool = False
    # How often it has been given before, and nobody was left to take it.
    moves: int = 0


@dataclass
class _Load:
    """Parcels that wait to be sent together."""

    parcels: list[Parcel] = field(default_factory=list)
    size: int = 0


class Remote:
    """The workers of a cluster that judge a run.

    Args:
        client: connected to the scheduler.
        seal: of the cluster.
        course: whose submissions are judged.
        settings: the engine's.
        imports: what is imported beforehand.
        python: the Python that students' code runs in; "" for the workers' own.
        remark: told what an instructor has to know, in sentences.
        is_lost: whether no worker can come any more.
        command: how a worker's service is started, where not as usual.

    Attributes:
        nodes: the workers that are ready, by address.
        is_cut_off: whether the scheduler has gone.
    """

    def __init__(
        self,
        client: Client,
        seal: Seal,
        course: Course,
        settings: GradingEngine,
        imports: list[str],
        python: str,
        remark: Callable[[str], None],
        is_lost: Callable[[], bool] = lambda: False,
        command: tuple[str, ...] = (),
    ) -> None:
        self.nodes: dict[str, Node] = {}
        self.is_cut_off = False
        self._client = client
        self._seal = seal
        self._places = Places(course)
        self._settings = settings
        self._imports = imports
        self._python = python
        self._remark = remark
        self._is_lost = is_lost
        self._command = command
        self._packer = Packer(course)
        self._run = secrets.token_hex(8)
        self._refused: dict[str, str] = {}
        self._remarked: set[str] = set()
        self._load = _Load()
        self._flights: dict[str, _Flight] = {}
        self._done: deque[Done] = deque()
        self._tasks = 0
        # Told by Dask's own thread: (key of a task, what came of it) or ("", what a worker says).
        self._heard: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()
        self._seconds = 0.0
        self._looked = self._somebody = time.monotonic()
        # Jobs that have been sent again because a service ended over them.
        self._again: set[int] = set()

    # ---- getting ready

    def plan(self, assignment: str, plan: protocol.LoadPlan) -> None:
        self._packer.add(assignment, plan)

    def wait(self) -> list[str]:
        bundle = self._packer.bundle(self._run, self._settings, self._imports, self._python)
        sealed = self._seal.seal(encode(bundle))
        name = plugin.name_of(self._run)
        self._client.subscribe_topic(name, lambda event: self._heard.put(("", event[1])))
        try:
            self._client.register_plugin(plugin.Judges(self._run, sealed, self._command))
        except Exception as error:  # noqa: BLE001 - a worker, or several, may lack anything
            lacks = _lacks(error)
            self._remark(lacks)
            until = time.monotonic() + NOBODY_SECONDS
        else:
            lacks, until = "", time.monotonic() + FIRST_SECONDS
        while not self.nodes:
            self._somebody = time.monotonic()
            self._hear(LOOK_SECONDS)
            there = self._there()
            if there and set(there) <= set(self._refused):
                raise NoWorkers(f"No worker judges. {self._refusals()}")
            if not self.nodes and (self._is_lost() or time.monotonic() > until):
                raise NoWorkers(lacks or f"No worker of the cluster is ready. {self._refusals()}")
        return []

    def _there(self) -> dict[str, int]:
        """The workers that the scheduler knows, by address, with their threads."""
        try:
            found: dict[str, int] = self._client.nthreads()
        except Exception as error:  # noqa: BLE001 - Dask's connection may be lost in many ways
            raise self._gone(error) from None
        return found

    def _refusals(self) -> str:
        by_reason: dict[str, list[str]] = {}
        for worker, why in self._refused.items():
            by_reason.setdefault(why, []).append(worker)
        return " ".join(f"{_named(workers)}: {why}." for why, workers in by_reason.items())

    # ---- jobs

    @property
    def slots(self) -> int:
        return sum(one.slots for one in self.nodes.values())

    def has_room(self, running: int) -> bool:
        size = sum(one.size for one in self._flights.values()) + self._load.size
        return running < (AHEAD * max(self.slots, 1) + 1) * self._together() and size < BYTES_ON_THE_WAY

    def _together(self) -> int:
        """How many jobs make a task: as many as take about a second, which is what a lost worker costs."""
        return max(1, min(MOST_TOGETHER, int(SECONDS_TOGETHER / self._seconds))) if self._seconds else 1

    def places(self) -> int:
        return max(1, len({one.host for one in self.nodes.values()}))

    def send(self, job: Job, alone: bool = False) -> None:
        files: dict[bytes, bytes] = {}
        if isinstance(job, GradeJob):
            folder = self._places.handed_in(job.submission)
            try:
                files = stages.run(
                    "reading",
                    job.student,
                    lambda: handed_in(folder, job.notebook, self._settings),
                    self._settings.stage_seconds,
                    stages.MEMORY,
                )
            except Unreadable as problem:
                self._unjudged(job.number, str(problem))
                return
            except Exception as error:  # noqa: BLE001 - one submission must never stop a class
                self._unjudged(job.number, f"it cannot be read ({stages.what_went_wrong(error)}): {AGAIN}")
                return
        parcel = Parcel(job=job, files=files)
        # Whatever cannot be told is its own problem, and not that of those it would travel with.
        size = len(encode(parcel))
        if alone:
            self._launch([parcel], size, alone=True)
            return
        self._load.parcels.append(parcel)
        self._load.size += size
        if len(self._load.parcels) >= self._together() or self._load.size >= BYTES_TOGETHER:
            self._launch_load()

    def receive(self, seconds: float | None = None) -> Done | None:
        deadline = None if seconds is None else time.monotonic() + seconds
        while not self._done:
            if self._load.parcels and len(self._flights) < AHEAD * max(self.slots, 1):
                self._launch_load()
            left = LOOK_SECONDS if deadline is None else min(deadline - time.monotonic(), LOOK_SECONDS)
            if left <= 0 and self._heard.empty():
                return None
            self._hear(max(left, 0.0))
        return self._done.popleft()

    def _launch_load(self) -> None:
        load, self._load = self._load, _Load()
        self._launch(load.parcels, load.size, alone=False)

    def _launch(self, parcels: list[Parcel], size: int, alone: bool, moves: int = 0) -> None:
        """Give a task to the scheduler."""
        self._tasks += 1
        marks = [
            part
            for job in (one.job for one in parcels)
            for part in (job.assignment, job.notebook, *_marks(job), str(job.seed))
        ]
        name = self._seal.name(self._run, str(self._tasks), *marks)
        key = f"judge-{name}"
        sealed = self._seal.seal(encode(Task(run=self._run, name=name, parcels=tuple(parcels))))
        flight = self._flights[key] = _Flight(parcels, size, alone, moves=moves)
        where: dict[str, Any] = {}
        if alone:
            busy = {one.host for one in self._flights.values() if one.alone}
            hosts = {node.host for node in self.nodes.values()}
            flight.host = min(hosts - busy or hosts, default="")
            # Where that machine goes, it is given again. (Dask's allow_other_workers would ignore who is ready, too.)
            there = [address for address, node in self.nodes.items() if node.host == flight.host]
            where = {"workers": there} if there else {}
        with warnings.catch_warnings(action="ignore"):
            flight.future = self._client.submit(
                plugin.judge, self._run, sealed, key=key, pure=False, resources={plugin.name_of(self._run): 1}, **where
            )
        loop: Any = self._client.loop
        asyncio.run_coroutine_threadsafe(self._follow(key, flight.future), loop.asyncio_loop)

    async def _follow(self, key: str, future: Any) -> None:
        """In Dask's thread: pass on what becomes of a task."""
        try:
            outcome: Any = await future
        except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001 - whoever gave the task looks at it
            outcome = error
        self._heard.put((key, outcome))

    # ---- what is heard of them

    def _hear(self, seconds: float) -> None:
        """Take what has been heard, and wait so long for it at most; look now and then who is there."""
        try:
            key, told = self._heard.get(timeout=seconds) if seconds else self._heard.get_nowait()
        except queue.Empty:
            pass
        else:
            if key:
                self._on_outcome(key, told)
            else:
                self._on_worker(told)
        if time.monotonic() - self._looked > LOOK_SECONDS:
            self._look()

    def _look(self) -> None:
        there = self._there()
        self._looked = time.monotonic()
        self.nodes = {address: node for address, node in self.nodes.items() if address in there}
        if self.nodes:
            self._somebody = max(self._somebody, self._looked)
            self._move_on()
        elif self._is_lost() or self._looked - self._somebody > (
            # Somebody may be starting.
            FIRST_SECONDS if set(there) - set(self._refused) else NOBODY_SECONDS
        ):
            raise NoWorkers(
                f"No worker of the cluster is there any more, or ready. {self._refusals()} What is graded is kept: "
                "start workers, then run the same command again."
            )

    def _move_on(self) -> None:
        """Give again what nobody takes: a task that finds no worker ready does not notice one that gets ready."""
        if not self._flights:
            return
        try:
            states = self._client.sync(self._client.scheduler.get_task_status, keys=list(self._flights))
        except Exception as error:  # noqa: BLE001 - Dask's connection may be lost in many ways
            raise self._gone(error) from None
        for key, state in states.items():
            flight = self._flights[key]
            if state == "no-worker" or (state is None and flight.is_unknown):
                del self._flights[key]
                self._client.cancel([flight.future], force=True)
                # Where it ends the only worker each time, Dask does not count: it has no other to try.
                if flight.moves < MOST_MOVES:
                    self._launch(flight.parcels, flight.size, flight.alone, flight.moves + 1)
                else:
                    self._fail(flight, flight.parcels, _ENDED)
            # One that has only just been given it may not know yet.
            flight.is_unknown = state is None

    def _on_worker(self, told: dict[str, Any]) -> None:
        address = told["worker"]
        if told["state"] == "ready":
            self.nodes[address] = Node(told["host"], told["slots"])
            self._refused.pop(address, None)
            for text in told["remarks"]:
                if text not in self._remarked:
                    self._remarked.add(text)
                    self._remark(text)
        else:
            self.nodes.pop(address, None)
            self._refused[address] = told["why"]
            self._remark(f"The worker {address} does not judge: {told['why']}.")

    def _on_outcome(self, key: str, outcome: Any) -> None:
        flight = self._flights.pop(key, None)
        if flight is None:
            # Given again under another name.
            return
        match outcome:
            case bytes():
                self._take(key, flight, outcome)
            case KilledWorker():
                self._fail(flight, flight.parcels, _ENDED)
            case plugin.ServiceEnded():
                self._ended(flight)
            case plugin.WorkerRefuses():
                # Another one will not.
                self._launch(flight.parcels, flight.size, flight.alone)
            case FutureCancelledError() | CancelledError() | asyncio.CancelledError():
                raise self._gone(outcome)
            case _:
                raise NoWorkers(_lacks(outcome))

    def _take(self, key: str, flight: _Flight, sealed: bytes) -> None:
        jobs = {one.job.number: one for one in flight.parcels}
        try:
            told = decode(Outcomes, self._seal.open(sealed))
            if told.run != self._run or f"judge-{told.name}" != key:
                raise Malformed("the answer to another task")
            for one in told.outcomes:
                if one.trouble:
                    self._fail(flight, [jobs[one.number]], f"its worker could not judge it ({one.trouble})")
                else:
                    reply = protocol.reply(one.reply, one.number)
                    self._done.append(Done(one.number, reply, one.notebook))
                    self._learn(reply)
                del jobs[one.number]
        except (Forged, Malformed, KeyError, protocol.Malformed):
            pass
        self._fail(flight, list(jobs.values()), "its worker's answer cannot be read")

    def _learn(self, reply: protocol.Reply) -> None:
        """How long a submission takes here, on the average of the last ones."""
        if isinstance(reply, protocol.Verdict):
            spent = sum(reply.seconds.values())
            self._seconds += (spent - self._seconds) / 10 if self._seconds else spent

    def _ended(self, flight: _Flight) -> None:
        """A service ended over these, by the fault of one of them or of nobody: each is sent once more, by itself."""
        twice = [one for one in flight.parcels if one.job.number in self._again]
        for one in flight.parcels:
            if one not in twice:
                self._again.add(one.job.number)
                self._launch([one], len(encode(one)), flight.alone)
        self._fail(flight, twice, "the process that judged it on its worker was ended, twice")

    def _fail(self, flight: _Flight, parcels: list[Parcel], why: str) -> None:
        for one in parcels:
            number = one.job.number
            if flight.alone:
                self._unjudged(number, f"{why}, also when it had a machine to itself: look at it, then grade it again")
            else:
                # Perhaps a neighbour's fault: it is tried again alone.
                self._done.append(Done(number, protocol.Died(job=number, status=-9)))

    def _unjudged(self, number: int, why: str) -> None:
        self._done.append(Done(number, protocol.Unjudged(job=number, problem=short(why, LONGEST_MESSAGE))))

    def _gone(self, error: BaseException) -> UserError:
        self.is_cut_off = True
        why = type(error).__name__
        return NoWorkers(
            f"The cluster's scheduler {self._client_address()} has gone ({why}). What is graded is kept: run the same "
            "command again for the rest, when it is back."
        )

    def _client_address(self) -> str:
        scheduler = self._client.scheduler
        return str(getattr(scheduler, "address", "")) if scheduler is not None else ""

    def close(self) -> None:
        """Forget what is still with the cluster, and end the services of this run."""
        if self.is_cut_off:
            # They end with their workers, which find no scheduler any more.
            return
        with contextlib.suppress(Exception):
            self._client.unsubscribe_topic(plugin.name_of(self._run))
            self._client.cancel([one.future for one in self._flights.values()], force=True)
            self._client.unregister_worker_plugin(plugin.name_of(self._run))


def _marks(job: Job) -> tuple[str, ...]:
    return (job.student, job.fingerprint) if isinstance(job, GradeJob) else ()


def _named(workers: list[str]) -> str:
    more = f" and {len(workers) - 3} more" if len(workers) > 3 else ""
    return f"{', '.join(workers[:3])}{more}"


def _lacks(error: BaseException) -> str:
    said = " ".join(str(error).split())[:300]
    return (
        f"The cluster cannot do this work ({type(error).__name__}: {said}): install this autograder with the extra "
        "'cluster' on the scheduler and on all workers, the same version as here."
    )
