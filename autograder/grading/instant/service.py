"""`autograder serve`: from what arrives in the exchange to feedback that can be fetched.

One thread does everything here, in turns: what takes long runs in the judges' processes. Everything that must outlive
this process is in the ledger, in the gradebook and in files with whole names; after a kill the next start goes on.
"""

from __future__ import annotations

import contextlib
import datetime
import functools
import logging
import os
import secrets
import select
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from traitlets.config import Config

from autograder import config, stages
from autograder.course import Course
from autograder.engine.protocol import Mode
from autograder.engine.settings import from_config as engine_settings
from autograder.errors import UserError
from autograder.grading import exchange, feedback, forgiven, registration, release, workers
from autograder.grading.gradebook import Recorder, due_date
from autograder.grading.instant import notices
from autograder.grading.instant.lanes import Lane, Lanes
from autograder.grading.instant.ledger import FINAL, Entry, Ledger, State
from autograder.grading.instant.limits import Because, Decision, decide
from autograder.grading.instant.monitor import Monitor
from autograder.grading.instant.settings import from_config
from autograder.grading.instant.watching import Watcher
from autograder.grading.results import Graded
from autograder.grading.run import Engine
from autograder.grading.standing import Standing, TooShort
from autograder.grading.submissions import Submission, remove_leftovers
from autograder.reporting import page
from autograder.reporting.limited import Shows, limited

log = logging.getLogger("autograder.serve")
# A folder that is still being copied is looked at again, and everything now and then.
SOON, NOW_AND_THEN, TURN = 0.25, 10.0, 5.0
# What is being judged when the service is to stop may still end, if it does so within this time.
FAREWELL = 20.0
# How long a folder may take to be copied until it is only looked at now and then.
COPYING = 60.0
# How often the grading of one piece of work is begun, should the service end each time in the middle of it.
MOST_TIMES = 5
# Who waits in the slow lane has time; a third of a processor's turns, where the first lane wants them all.
SLOW_NICENESS = 5
# A page takes some milliseconds; everybody waits for one that takes longer.
PAGE_SECONDS = 10.0


class Ended(Enum):
    """Why the service has ended."""

    STOPPED = "stopped"
    # An assignment has changed, or a judge has died: a new process reads everything anew.
    AGAIN = "again"


@dataclass(frozen=True)
class Options:
    """How to serve.

    Attributes:
        assignments: which; those of the settings where none is named.
        poll_seconds: look so often whether something has arrived; None to be told by the system.
        port: of the monitor on the loopback address; None for none, 0 for any.
        unsafe: run students' code without a sandbox.
    """

    assignments: tuple[str, ...] = ()
    poll_seconds: float | None = None
    port: int | None = None
    unsafe: bool = False


def serve(courses: Sequence[Course], options: Options, ready: Callable[[int | None], None]) -> Ended:
    """Grade what arrives until SIGTERM or SIGINT.

    Args:
        courses: whose exchanges.
        options: how.
        ready: called with the monitor's port when everything is ready.

    Raises:
        UserError: a course cannot be served; one sentence.
    """
    refuse_root()
    with contextlib.ExitStack() as stack:
        monitor = Monitor()
        stack.callback(monitor.close)
        # The judges live as long as the thread that made them: this one.
        served = [stack.enter_context(Served(course, options, monitor)) for course in courses]
        port = None if options.port is None else monitor.listen(options.port)
        watcher = Watcher([one.inbound for one in served], options.poll_seconds)
        stack.callback(watcher.close)
        stopping: list[int] = []

        def stop(number: int, _frame: Any) -> None:
            stopping.append(number)
            watcher.wake()

        for number in (signal.SIGTERM, signal.SIGINT):
            stack.callback(signal.signal, number, signal.signal(number, stop))
        ready(port)
        try:
            return _turn_until(served, watcher, monitor, stopping)
        except JudgeDied as died:
            if stopping:
                return Ended.STOPPED
            log.warning("%s; starting anew", died)
            return Ended.AGAIN


def _turn_until(served: Sequence[Served], watcher: Watcher, monitor: Monitor, stopping: list[int]) -> Ended:
    for one in served:
        one.look()
    last = time.monotonic()
    while not stopping:
        pauses = [TURN, *(one.pause() for one in served)]
        readers: dict[int, Served] = {descriptor: one for one in served for descriptor in one.descriptors}
        found, _, _ = select.select([watcher.fileno(), *readers], [], [], min(pauses))
        monitor.turned()
        woken = watcher.fileno() in found
        if woken:
            watcher.clear()
        for descriptor in found:
            if descriptor in readers:
                readers[descriptor].hear(descriptor)
        if stopping:
            break
        everything = time.monotonic() - last > NOW_AND_THEN
        if everything:
            last = time.monotonic()
            if any(one.has_changed() for one in served):
                log.info("an assignment or its settings have changed: starting anew")
                _say_farewell(served)
                return Ended.AGAIN
        for one in served:
            if woken or everything or one.is_unfinished:
                one.look()
            one.go_on()
    _say_farewell(served)
    return Ended.STOPPED


def _say_farewell(served: Sequence[Served]) -> None:
    """Let end what is being judged in the first lane; the slow lane is taken up again at the next start."""
    until = time.monotonic() + FAREWELL
    while any(one.lanes.count(Lane.FIRST) for one in served) and (left := until - time.monotonic()) > 0:
        readers = {descriptor: one for one in served for descriptor in one.descriptors}
        for descriptor in select.select([*readers], [], [], left)[0]:
            readers[descriptor].hear(descriptor)


def refuse_root() -> None:
    """Whoever serves reads what strangers write, all day long.

    Raises:
        UserError: this is root.
    """
    if os.geteuid() == 0:
        raise UserError(
            "`autograder serve` never runs as root: it reads what students write. Give the course a user of its own, "
            "who owns the course folder and the exchange, and run it as that user (deploy/autograder-serve@.service)."
        )


class JudgeDied(Exception):
    """The warm judge has ended."""


class Served:
    """One course that is served.

    Args:
        course: which.
        options: how.
        monitor: what counts.
    """

    def __init__(self, course: Course, options: Options, monitor: Monitor) -> None:
        self.course = course
        self.name = course.course_id
        self.is_unfinished = False
        self._options = options
        self._monitor = monitor
        self._config = config.load(course.root)
        self.inbound = exchange.inbound_of(self._config)
        self._settings = from_config(self._config)
        self._engine = engine_settings(self._config)
        self._assignments = course.select(list(options.assignments or self._settings.assignments))
        self._stack = contextlib.ExitStack()
        self._files = self._decisive()
        self._known: set[str] = set()
        self._entries: dict[str, Entry] = {}
        # By submission: the name of the work that is being judged, its arrival and its seed.
        self._at: dict[Submission, tuple[exchange.Arrival, int]] = {}
        # What students have been told of work that waits, by its name.
        self._told: dict[str, Because] = {}
        # When folders were first seen that are still being copied.
        self._unfinished: dict[str, float] = {}
        processors = len(os.sched_getaffinity(0))
        self._jobs = processors
        self.lanes = Lanes(self._settings.at_once or processors + 2)

    def __enter__(self) -> Served:
        with contextlib.ExitStack() as stack:
            course, names = self.course, self._assignments
            remove_leftovers(course)
            unsafe, short = self._options.unsafe, self._settings.first_seconds
            first = stack.enter_context(Engine(course, names, unsafe, most_seconds=short, stays=True))
            slow = stack.enter_context(Engine(course, names, unsafe, stays=True, niceness=SLOW_NICENESS))
            remarks = registration.prepare(course, names)
            with _judge():
                for engine in (first, slow):
                    engine.wait()
            recorder = Recorder(course.gradebook_url, course.course_id, self._config, forgiven.read(course))
            stack.callback(recorder.close)
            self._first = Standing(first, names, recorder, Mode.AUTO, self._jobs, last_word=False)
            self._slow = Standing(slow, names, recorder, Mode.AUTO, self._jobs, last_word=True)
            for text in dict.fromkeys([*remarks, *(one.text for one in [*first.new_remarks(), *slow.new_remarks()])]):
                log.warning("%s: %s", self.name, text)
            for name, problem in self._slow.problems.items():
                log.warning("%s: %s is not graded: %s", self.name, name, problem)
            self._ledger = Ledger(course)
            stack.callback(self._ledger.close)
            self._rules = {name: self._settings.rule(name, due_date(course, name)) for name in names}
            feedback.warm_up(course, names)
            self._take_up()
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stack.close()

    @property
    def descriptors(self) -> list[int]:
        return [*self._first.descriptors, *self._slow.descriptors]

    def pause(self) -> float:
        """How long there is nothing to do if nothing happens."""
        waits = [SOON] if self.is_unfinished else []
        now = _now()
        waits += [max((moment - now).total_seconds(), 0.02) for moment in self.lanes.moments()]
        return min(waits, default=TURN)

    def has_changed(self) -> bool:
        """Whether what decides grades is not what it was."""
        return self._decisive() != self._files

    def _decisive(self) -> dict[Path, int]:
        course = self.course
        paths = [course.root / f"{config.STEM}{end}" for end in (".py", ".json")]
        for name in self._assignments:
            paths += [course.source_script(name), course.bank(name)] if course.is_ours else course.notebooks(name)
        return {path: path.stat().st_mtime_ns for path in paths if path.is_file()}

    # ---- what has arrived

    def _take_up(self) -> None:
        """Go on where the service ended last."""
        for entry in self._ledger.entries():
            self._known.add(entry.name)
            if entry.state in FINAL or entry.assignment not in self._assignments:
                continue
            arrival = exchange.Arrival(entry.name, entry.student, "", entry.received, entry.assignment)
            if entry.state is State.GRADED:
                self._hand_back(Submission(entry.assignment, entry.student), arrival, Lane.FIRST)
            elif (replaced := self.lanes.offer(arrival)) is not None:
                self._ledger.now(replaced.name, State.REPLACED)

    def look(self) -> None:
        """See what has arrived."""
        self.is_unfinished = False
        for found in exchange.look(self._config, self._assignments, self._known):
            match found:
                case exchange.Arrival():
                    self._take_in(found)
                case exchange.Collected(state=exchange.State.LATER):
                    # One that is never completed is looked at now and then.
                    begun = self._unfinished.setdefault(found.name, time.monotonic())
                    self.is_unfinished |= time.monotonic() - begun < COPYING
                case exchange.Collected():
                    self._known.add(found.name)
                    log.warning("%s: %s: %s", self.name, _shown(found.student), _shown(found.problem))
        self.go_on()

    def _take_in(self, arrival: exchange.Arrival) -> None:
        self._known.add(arrival.name)
        self._monitor.arrived.labels(self.name).inc()
        late = self._rules[arrival.assignment].is_over(arrival.received)
        state = State.LATE if late else State.WAITING
        self._ledger.arrived(arrival.name, arrival.assignment, arrival.student, arrival.received, state)
        if late:
            self._tell(arrival, Decision(Because.DEADLINE))
            return
        if self.lanes.waits_behind(arrival.student):
            self._notice(arrival, notices.BEHIND)
        if (replaced := self.lanes.offer(arrival)) is not None:
            self._ledger.now(replaced.name, State.REPLACED)

    # ---- judging

    def go_on(self) -> None:
        """Give the lanes what they can take."""
        while (arrival := self.lanes.take(_now())) is not None:
            self._begin(arrival)
        while (submission := self.lanes.take_slow()) is not None:
            self._start(submission, Lane.SLOW)
        for lane in Lane:
            self._monitor.running.labels(self.name, lane).set(self.lanes.count(lane))
        self._monitor.waiting.labels(self.name).set(self.lanes.waiting)

    def _begin(self, arrival: exchange.Arrival) -> None:
        """Collect work and have it judged, or let it wait for its time."""
        submission, now = Submission(arrival.assignment, arrival.student), _now()
        if arrival.assignment in self._slow.problems:
            # It stays in the ledger as waiting: whoever mends the assignment makes the service start anew.
            self._notice(arrival, notices.ASSIGNMENT)
            return
        rule = self._rules[arrival.assignment]
        attempts = self._ledger.attempts(arrival.assignment, arrival.student, but=arrival.name)
        decision = decide(rule, attempts, arrival.received, now)
        if decision.because:
            self._tell(arrival, decision)
            if decision.until is None:
                # The deadline was set, or moved, after it had arrived.
                self._ledger.now(arrival.name, State.LATE)
            else:
                self.lanes.offer(arrival, decision.until)
            return
        collected = exchange.collect_one(self.course, self._config, arrival)
        if collected.state is exchange.State.REFUSED:
            self._ledger.now(arrival.name, State.REFUSED)
            self._monitor.ended.labels(self.name, "refused").inc()
            log.warning("%s: %s: %s", self.name, _shown(arrival.student), _shown(collected.problem))
            self._notice(arrival, notices.REFUSED)
            return
        seed, times = self._ledger.begin(arrival.name, secrets.randbits(32), now)
        self._at[submission] = arrival, seed
        if times > MOST_TIMES:
            # Whatever it does to its judge, it does to every other.
            self._end(Graded(submission, f"its grading was begun {MOST_TIMES} times and never ended"), Lane.FIRST)
            return
        if submission.assignment in self._first.problems:
            # Not even the instructor's own solution is done within the short limit.
            self.lanes.slow_down(submission)
        else:
            self._start(submission, Lane.FIRST)

    def _start(self, submission: Submission, lane: Lane) -> None:
        standing = self._first if lane is Lane.FIRST else self._slow
        self.lanes.begin(submission, lane)
        with _judge():
            refused = standing.start(submission, self._at[submission][1])
        if refused is not None:
            self._end(refused, lane)

    def hear(self, descriptor: int) -> None:
        """A judge has something to say."""
        lane = Lane.FIRST if descriptor in self._first.descriptors else Lane.SLOW
        standing = self._first if lane is Lane.FIRST else self._slow
        with _judge():
            found = standing.receive(descriptor)
        match found:
            case TooShort(submission=submission):
                self.lanes.slow_down(submission)
                self._notice(self._at[submission][0], notices.SLOW)
            case Graded():
                self._end(found, lane)

    def _end(self, graded: Graded, lane: Lane) -> None:
        submission = graded.submission
        self.lanes.end(submission)
        arrival, _ = self._at.pop(submission)
        if graded.problem:
            self._ledger.now(arrival.name, State.DONE)
            self._monitor.ended.labels(self.name, "not graded").inc()
            # What stands in brackets may quote what a student has written.
            why = graded.problem.partition(" (")[0]
            log.warning("%s: %s: %s", self.name, _shown(arrival.student), _shown(why))
            self._notice(arrival, notices.NOT_GRADED)
            return
        self._ledger.now(arrival.name, State.GRADED)
        self._hand_back(submission, arrival, lane)

    # ---- what students get

    def _hand_back(self, submission: Submission, arrival: exchange.Arrival, lane: Lane) -> None:
        """Write the page, and lay it into the exchange."""
        problem = self._released(submission)
        seconds = (_now() - arrival.received).total_seconds()
        if problem:
            # It stays "graded": the next start tries again.
            self._monitor.ended.labels(self.name, "no page").inc()
            log.warning("%s: %s: %s", self.name, _shown(submission.student), _shown(problem))
            return
        self._ledger.now(arrival.name, State.DONE)
        self._monitor.ended.labels(self.name, "graded").inc()
        self._monitor.seconds.labels(self.name, lane).observe(seconds)
        log.info(
            "%s: %s %s: feedback after %.2f s", self.name, _shown(submission.student), submission.assignment, seconds
        )

    def _released(self, submission: Submission) -> str:
        """Write and release the page of a graded submission; returns "" or why that cannot be.

        In a process with limits on time and memory: a page that hangs or breaks stops no other.
        """
        over = self._rules[submission.assignment].is_over(_now())
        shows = Shows.EVERYTHING if over else self._settings.shown(submission.assignment)
        seconds = min(self._engine.stage_seconds, PAGE_SECONDS)
        work = functools.partial(_write_and_release, self.course, self._config, shows, seconds)
        for _, done in workers.each(work, [submission], 1, seconds + feedback.GRACE, feedback.MEMORY):
            if isinstance(done, workers.Failed):
                return f"its feedback could not be written ({done.why})"
            return done
        return ""

    def _tell(self, arrival: exchange.Arrival, decision: Decision) -> None:
        """Say on a page why work is not graded yet."""
        if self._told.get(arrival.name) is not decision.because:
            self._told[arrival.name] = decision.because
            self._notice(arrival, notices.waits(decision, self._rules[arrival.assignment]))

    def _notice(self, arrival: exchange.Arrival, sentence: str) -> None:
        """Lay a page with one sentence where the feedback will be."""
        try:
            secret = exchange.text_of(self._config, arrival, release.SECRET, release.LONGEST)
            release.check_secret(secret)
            made = {
                path.stem: page.notice(arrival.student, path.stem, sentence)
                for path in self.course.notebooks(arrival.assignment)
            }
            release.put(self._config, secret, made)
        except (release.NoSecret, exchange.NotThere, OSError) as problem:
            log.info("%s: %s: no page can say so: %s", self.name, _shown(arrival.student), _shown(str(problem)))


def _write_and_release(course: Course, settings: Config, shows: Shows, seconds: float, submission: Submission) -> str:
    """In the process that makes a page."""

    def work() -> str:
        problem = feedback.Writer(course, [submission.assignment], submission.student).write(submission)
        if problem:
            return problem
        if shows is Shows.EVERYTHING:
            return release.release(course, settings, submission)
        pages = feedback.made_pages(course, submission, functools.partial(limited, shows=shows))
        folder = course.place(course.feedback, submission.student, submission.assignment)
        try:
            release.put(settings, release.secret_of(folder), pages)
        except release.NoSecret as none:
            return str(none)
        return ""

    return stages.run("feedback", submission.student, work, seconds)


@contextlib.contextmanager
def _judge() -> Iterator[None]:
    try:
        yield
    except RuntimeError as error:
        raise JudgeDied(str(error)) from error


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def _shown(text: str) -> str:
    """What strangers may have named, on one line of a log."""
    return "".join(one if one.isprintable() else "?" for one in text)[:300]
