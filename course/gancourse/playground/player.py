"""Plays a game in a thread of its own, so that the kernel stays free, and shows it to whoever looks.

One thread owns the game, and it lives only while there is something to do. Everybody else says what they wish for;
wishes are read between two iterations. What the student's functions do inside an iteration can be held at the game's
own methods, and ended by an exception where they call none of them.
"""

from __future__ import annotations

import contextvars
import ctypes
import io
import math
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TextIO

import torch
from matplotlib.figure import Figure

from gancourse.playground import errors, frames
from gancourse.playground.figure import figure
from gancourse.playground.files import Recording, Scene
from gancourse.playground.game import Game
from gancourse.playground.look import EVERY, Looker, Row
from gancourse.playground.moments import Moment, watching
from gancourse.playground.words import readout

FRAMES_PER_SECOND = 20
ON_THE_WAY = 2  # frames that may be sent before the first of them has been drawn
UNSEEN_FOR = 60.0  # seconds without a look after which it pauses by itself
HELD_AFTER = 0.3  # seconds after a pause in which an iteration may still come to its end
MOMENT = 1.25  # seconds of one moment in slow motion
MOST_PRINTED = 4000  # characters
MOST_KEPT = 300  # frames of a recording
MOST_ROWS = 400  # of the history that a page is sent
SWITCH = 5e-4  # seconds after which the thread that plays lets others go on, where they wait for it

Tell = Callable[[str, dict[str, Any], list[bytes]], None]


class Stopped(BaseException):
    """Goes through the student's functions when an iteration is to end at once; no `except Exception` catches it."""


class Player:
    """Play, pause, step, slow motion, restart, other settings: all at once or one after the other, from any thread.

    Args:
        game: what is played.
        tell: called with a kind, a dictionary and bytes, from the thread that plays: "state", "scene", "frame",
            "moment", "history".

    Attributes:
        playing: whether it goes on by itself.
        slow: whether it goes moment by moment.
        speed: iterations in a second at most; 0 for as many as there can be.
        error: the sentence of what stopped it, or "".
        printed: what the student's functions have printed, the end of it.
        text: the sentence of the last frame.
    """

    def __init__(self, game: Game, tell: Tell = lambda kind, content, buffers: None) -> None:
        self.game, self.tell = game, tell
        self.looker = Looker(game)
        self.playing, self.slow, self.speed = False, False, 0.0
        self.error, self.printed, self.text = "", "", ""
        self._kept: list[tuple[bytes, str, Scene]] = []
        self._spacing = 1  # one of so many frames is kept
        self._frame = 0
        self._lock = threading.RLock()
        self._changed = threading.Condition(self._lock)
        self._wishes: deque[tuple[str, Any]] = deque()
        self._thread: threading.Thread | None = None
        self._inside = False  # the student's functions are running: they may be struck
        self._drop = ""  # why the iteration is to end at once
        self._paused_at = 0.0
        self._next = 0  # moments asked for
        self._held = ""
        self._sent, self._seen, self._seen_at = 0, 0, 0.0
        self._due = 0.0
        self._closed = False
        self._scene: object = None
        self._still = Scene(0, 1.0, b"", b"")
        self._shown = -1  # the iteration of the last frame
        game.gate = self._gate

    # ---- wishes: from any thread -----------------------------------------------------------------------------------

    def play(self) -> None:
        """Go on until `pause`."""
        with self._changed:
            self.playing, self._seen_at = True, time.monotonic()
            self._start()
        self._tell_state()

    def pause(self) -> None:
        """Stand still after this iteration, or inside it where it takes long."""
        with self._changed:
            self.playing, self._paused_at = False, time.monotonic()
            self._changed.notify_all()
        self._tell_state()

    def step(self, player: str = "") -> None:
        """One iteration, or one step of "D" or "G" alone; in slow motion, one moment where an iteration has begun."""
        with self._changed:
            if self._held and not player:
                self._next += 1
                self._changed.notify_all()
                return
            self._next += int(self.slow)
        self.wish("step", player)

    def set_slow(self, slow: bool) -> None:
        """Moment by moment, or iteration by iteration."""
        with self._changed:
            self.slow = bool(slow)
            self._changed.notify_all()
        self._tell_state()

    def set_speed(self, speed: float) -> None:
        """At most so many iterations in a second; 0 for as many as there can be. ValueError below 0."""
        if not 0 <= speed < float("inf"):
            raise ValueError(f"The speed is a number of iterations in a second, at least 0, not {speed!r}.")
        with self._changed:
            self.speed = float(speed)
            self._changed.notify_all()
        self._tell_state()

    def restart(self) -> None:
        """Begin again, with the settings as they are now; an iteration that is still running is dropped."""
        self._end("restart")
        self.wish("restart")

    def change(self, changes: Mapping[str, Any]) -> None:
        """Other settings, from the next iteration on."""
        self.wish("change", dict(changes))

    def stop(self) -> None:
        """End the iteration that is running, wherever the student's functions are."""
        self._end("stop")

    def seen(self, number: int) -> None:
        """The frame of this number has been drawn."""
        with self._changed:
            self._seen, self._seen_at = max(self._seen, int(number)), time.monotonic()

    def look(self) -> None:
        """Send everything that there is to see: for a page that has just been opened."""
        with self._lock:
            self._seen = self._sent
            self._scene = None
        self._tell_state()
        self._tell_history()
        self.wish("look")

    def wish(self, kind: str, what: Any = None) -> None:
        """To be done between two iterations, in the order of the wishes."""
        with self._changed:
            self._wishes.append((kind, what))
            self._changed.notify_all()
            self._start()

    def close(self, timeout: float = 5.0) -> None:
        """End everything; nothing is played after this."""
        with self._changed:
            self._closed, self.playing = True, False
            self._wishes.clear()
        ends = time.monotonic() + timeout
        while (thread := self._thread) is not None and time.monotonic() < ends:
            self._end("close")
            if thread is threading.current_thread():
                return
            thread.join(0.05)

    def join(self, timeout: float = 60.0) -> None:
        """Wait until nothing is left to do. TimeoutError where it takes longer."""
        ends = time.monotonic() + timeout
        while (thread := self._thread) is not None:
            thread.join(max(0.0, ends - time.monotonic()))
            if time.monotonic() >= ends and self._thread is not None:
                raise TimeoutError(f"The playground still plays after {timeout:g} s.")

    @property
    def alive(self) -> bool:
        """Whether its thread is running."""
        return self._thread is not None

    def state(self) -> dict[str, Any]:
        """What the buttons and the sentences of the view depend on."""
        return {
            "playing": self.playing,
            "slow": self.slow,
            "speed": self.speed,
            "held": self._held,
            "error": self.error,
            "printed": self.printed,
            "text": self.text,
            "iteration": self.game.iteration,
            "settings": self.game.settings.as_dict(),
        }

    # ---- the thread ------------------------------------------------------------------------------------------------

    def _start(self) -> None:
        if self._thread is None and not self._closed:
            # ipykernel sends what a thread says where the message came from in whose context the thread was started.
            run = contextvars.copy_context().run
            self._thread = threading.Thread(target=run, args=(self._work,), name="playground", daemon=True)
            self._thread.start()
        self._changed.notify_all()

    def _work(self) -> None:
        torch.set_num_threads(1)  # networks this small are slower with more, and other cells need the rest
        with _listening(self._hear), _brisk():
            while True:
                with self._changed:
                    if self._wishes:
                        kind, what = self._wishes.popleft()
                    elif self.playing and not self._closed:
                        kind, what = "play", None
                    elif self._shown != self.game.iteration and not self.error and not self._closed:
                        kind, what = "look", None  # whoever pauses sees where it stands
                    else:
                        self._thread = None
                        return
                getattr(self, f"_do_{kind}")(what)

    def _do_play(self, _: Any) -> None:
        began = time.monotonic()
        if self.error:
            self._begin_again()
        if not self._iterate(self.game.iterate):
            return
        if began - self._seen_at > UNSEEN_FOR:
            self.playing = False
            self._tell_state()
        elif self._sent - self._seen < ON_THE_WAY and began >= self._due:
            self._due = began + 1 / FRAMES_PER_SECOND
            self._show()
        if self.speed:
            wait = began + 1 / self.speed - time.monotonic()
            with self._changed:
                self._changed.wait_for(lambda: self._wishes or not self.playing, max(0.0, wait))

    def _do_step(self, player: str) -> None:
        if self.error:
            self._begin_again()
        if self._iterate(lambda: self.game.step(player) if player else self.game.iterate(), measure=True):
            self._show()
            self._tell_state()

    def _do_restart(self, _: Any) -> None:
        self._begin_again()
        self._show()
        self._tell_state()

    def _do_change(self, changes: dict[str, Any]) -> None:
        began = self.game.start
        try:
            self.game.change(changes)
        except ValueError as refused:
            self._tell_state(refused=str(refused))
            return
        if self.game.iteration == 0 and self.game.start is not began:
            self._forget()
        self._show()
        self._tell_state()

    def _do_look(self, _: Any) -> None:
        self._show()

    # ---- one iteration ---------------------------------------------------------------------------------------------

    def _iterate(self, action: Callable[[], None], measure: bool = False) -> bool:
        """Whether it came to its end."""
        slow = self.slow
        with self._changed:
            self._drop, self._paused_at = "", 0.0

        def run() -> None:
            if slow:
                with watching(self.game, self._moment):
                    action()
            else:
                action()
            if measure or slow or self.game.iteration % EVERY == 0:
                self.looker.measure()

        return self._guarded(run)

    def _guarded(self, action: Callable[[], None]) -> bool:
        """Run what calls the student's functions: whether it came to its end. What stops it becomes a sentence."""
        failure: BaseException | None = None
        try:
            self._enter()
            try:
                action()
            except BaseException as raised:  # noqa: BLE001 - whatever a student's function raises is told, even SystemExit
                failure = raised
            self._leave()
        except Stopped as late:  # it was struck on its last step
            failure = failure or late
            self._leave()
        with self._changed:
            drop, self._drop, self._held, self._next = self._drop, "", "", 0
            if failure is None:
                return True
            if drop in ("restart", "close"):
                return False
            self.playing = False
            self._wishes.clear()
        self.error = errors.sentence(failure)
        if isinstance(failure, Stopped):
            place = errors.failed_place(failure.__traceback__)
            where = f" in {place.function}, line {place.line}, “{place.text}”" if place else ""
            self.error = f"You stopped it{where}."
        self._tell_state()
        return False

    def _enter(self) -> None:
        with self._changed:
            self._inside = True

    def _leave(self) -> None:
        while True:
            try:
                with self._changed:
                    self._inside = False
                    _strike(threading.get_ident(), None)  # what was meant for the student's functions hits nobody else
                return
            except Stopped:
                continue

    @contextmanager
    def _outside(self) -> Iterator[None]:
        """The game's own methods, called by the student's functions: here nothing is struck."""
        self._leave()
        try:
            yield
        finally:
            self._enter()

    def _end(self, why: str) -> None:
        with self._changed:
            if self._thread is None:
                return
            self._drop = why
            self._changed.notify_all()
            if self._inside and self._thread.ident is not None:
                _strike(self._thread.ident, Stopped)

    def _gate(self, name: str, *given: Any) -> None:
        if threading.current_thread() is not self._thread:
            return
        with self._outside(), self._changed:
            if self._drop:
                raise Stopped
            if not self.playing and not self.slow and self._paused_at:
                late = time.monotonic() - self._paused_at > HELD_AFTER
                if late:
                    self._hold(lambda: self.playing or self._next > 0, None, "inside an iteration")
                    self._paused_at = 0.0  # what was held comes to its end

    def _moment(self, moment: Moment) -> None:
        with self._outside():
            if not self.slow:
                return
            self.tell("moment", {"moment": vars(moment)}, [])
            with self._changed:
                if not self.playing and self._next > 0:
                    self._next -= 1
                if self.playing:
                    self._hold(lambda: not self.playing or not self.slow, MOMENT, "")
                if not self.playing:
                    self._hold(lambda: self.playing or not self.slow or self._next > 0, None, "between two moments")

    def _hold(self, until: Callable[[], bool], timeout: float | None, where: str) -> None:
        """Wait in the thread that plays; `Stopped` where the iteration is to end."""
        self._held = where
        if where:
            self._tell_state()
        self._changed.wait_for(lambda: bool(self._drop) or until(), timeout)
        self._held = ""
        if self._drop:
            raise Stopped

    # ---- what is seen ----------------------------------------------------------------------------------------------

    def _begin_again(self) -> None:
        self.error = self.printed = ""
        self.game.begin()
        self._forget()

    def _forget(self) -> None:
        """What was seen of the game before."""
        self.looker = Looker(self.game)
        self._kept, self._spacing, self._frame = [], 1, 0
        self._scene, self._shown = None, -1

    def _show(self) -> None:
        now = self.game.settings
        key = (now.data, now.points, now.seed)
        if self._scene != key:
            if not self._guarded(self._tell_scene):
                return
            self._scene = key
        made: list[bytes] = []

        def look() -> None:
            if not self.looker.rows:
                self.looker.measure()
            picture = self.looker.look()
            made.append(frames.encode(picture))
            self.text = readout(now, picture.iteration, picture.row, picture.shares.tolist())

        if not self._guarded(look):
            return
        self._shown = self.game.iteration
        self._keep(made[0])
        with self._changed:
            self._sent += 1
            number = self._sent
        self.tell("frame", {"number": number, "printed": self.printed, "text": self.text}, made)

    def _tell_scene(self) -> None:
        x, cloud = self.looker.scene()
        self._still = Scene(0, cloud.std, frames.places(x), frames.places(cloud.centers))
        with self._outside():
            self.tell(
                "scene",
                {"modes": len(cloud.centers), "std": cloud.std},
                [self._still.real, self._still.centers],
            )

    def _keep(self, frame: bytes) -> None:
        with self._lock:
            if self._frame % self._spacing == 0:
                self._kept.append((frame, self.text, self._still))
            self._frame += 1
            if len(self._kept) > MOST_KEPT:
                del self._kept[1::2]
                self._spacing *= 2

    def recording(self) -> Recording:
        """The frames that were sent since the beginning, thinned out evenly where there are too many."""
        with self._lock:
            kept = list(self._kept)
        scenes: list[Scene] = []
        for at, (_, _, scene) in enumerate(kept):
            if not scenes or scenes[-1][1:] != scene[1:]:
                scenes.append(scene._replace(at=at))
        return Recording([frame for frame, _, _ in kept], [text for _, text, _ in kept], scenes)

    def prepare(self) -> None:
        """Measure the moment, and say it, in the thread that asks: for whoever is shown it without a page."""
        try:
            row = self.looker.measure()
        except Exception as failed:  # noqa: BLE001 - whatever the student's functions raise is a sentence
            self.error = errors.sentence(failed)
        else:
            self.text = readout(self.game.settings, self.game.iteration, row, self.looker.shares.tolist())

    def figure(self) -> Figure:
        """The moment as a figure with its sentence. ValueError while it is playing."""
        if self._thread is not None:
            raise ValueError("The playground is playing: pause it first.")
        real, _ = self.looker.scene()
        row = self.looker.measure()
        picture = self.looker.look()
        text = readout(self.game.settings, picture.iteration, row, picture.shares.tolist())
        return figure(picture, real, self.rows(), text)

    def rows(self) -> list[Row]:
        """The history: all measurements since the beginning."""
        return list(self.looker.rows)

    def _tell_state(self, **more: Any) -> None:
        if not self._closed:
            self.tell("state", self.state() | more, [])

    def _tell_history(self) -> None:
        rows = self.rows()
        chosen = rows[:: max(1, -(-len(rows) // MOST_ROWS))]
        numbers = [[value if math.isfinite(value) else None for value in vars(row).values()] for row in chosen]
        self.tell("history", {"rows": numbers}, [])

    def _hear(self, text: str) -> None:
        self.printed = (self.printed + text)[-MOST_PRINTED:]


def _strike(thread: int, exception: type[BaseException] | None) -> None:
    """Raise an exception in a thread at its next step in Python, or, with None, take one back that is still to come."""
    raised = ctypes.py_object(exception) if exception else ctypes.py_object()
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), raised)


class _Ear(io.TextIOBase):
    """sys.stdout for everybody, but what one thread prints is heard instead of written."""

    def __init__(self, stream: TextIO, thread: int, hear: Callable[[str], None]) -> None:
        self.stream, self.thread, self.hear = stream, thread, hear

    def write(self, text: str) -> int:
        if threading.get_ident() != self.thread:
            return self.stream.write(text)
        self.hear(text)
        return len(text)

    def flush(self) -> None:
        if threading.get_ident() != self.thread:
            self.stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


_brisk_threads = 0
_usual_switch = sys.getswitchinterval()
_brisk_lock = threading.Lock()


@contextmanager
def _brisk() -> Iterator[None]:
    """Inside, whoever waits for the thread that plays, such as a message from the page, waits less.

    A message goes through several of the kernel's threads, and each of them waits for Python's lock up to the switch
    interval, 5 ms as it is: together that is what one feels between pressing “Pause” and the answer.
    """
    global _brisk_threads, _usual_switch
    with _brisk_lock:
        if not _brisk_threads:
            _usual_switch = sys.getswitchinterval()
            sys.setswitchinterval(min(SWITCH, _usual_switch))
        _brisk_threads += 1
    try:
        yield
    finally:
        with _brisk_lock:
            _brisk_threads -= 1
            if not _brisk_threads:
                sys.setswitchinterval(_usual_switch)


@contextmanager
def _listening(hear: Callable[[str], None]) -> Iterator[None]:
    ear = _Ear(sys.stdout, threading.get_ident(), hear)
    sys.stdout = ear
    try:
        yield
    finally:
        if sys.stdout is ear:  # else a cell has put another one over it, which ends with that cell
            sys.stdout = ear.stream
