"""How training shows that it goes on: a bar in notebooks and terminals, one line for each report elsewhere."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from collections.abc import Iterator
from types import FrameType, TracebackType
from typing import Any

from gancourse.training.run import Report

EVERY = 10


def sentence(report: Report) -> str:
    """A report in a line: rate, D(x), D(G(z)), losses, FID where it was measured."""
    text = (
        f"{report.images_per_second:,.0f} images/s · D(x) {report.d_real:.2f} · D(G(z)) {report.d_fake:.2f} · "
        f"loss D {report.d_loss:.2f}, G {report.g_loss:.2f}"
    )
    return text if report.fid is None else f"{text} · FID {report.fid:.2f}"


class Progress:
    """How far training is. This one shows nothing; the others show it where they can.

    Args:
        steps: how many steps there are in all.
        done: how many of them are done.
    """

    def __init__(self, steps: int, done: int) -> None:
        self.steps, self.done = steps, done

    def move(self, done: int) -> None:
        """So many steps are done. It shows every tenth time only, as drawing takes time."""
        if done % EVERY == 0 or done == self.steps:
            self.draw(done - self.done)
            self.done = done

    def draw(self, more: int) -> None:
        """Show that so many more steps are done."""

    def report(self, report: Report, seconds_per_step: float) -> None:
        """Show the newest report."""

    def say(self, text: str) -> None:
        """Show a sentence that stays."""

    def close(self) -> None:
        """Take away what moves."""


class Lines(Progress):
    """One line for each report, for files and pipes."""

    def report(self, report: Report, seconds_per_step: float) -> None:
        left = (self.steps - report.step) * seconds_per_step
        print(f"step {report.step}/{self.steps} · {left:.0f} s left · {sentence(report)}", flush=True)

    def say(self, text: str) -> None:
        print(text, flush=True)


class Notebook(Progress):
    """A bar below the cell."""

    def __init__(self, steps: int, done: int) -> None:
        from tqdm.auto import tqdm

        super().__init__(steps, done)
        self._bar = tqdm(total=steps, initial=done, unit="step")

    def draw(self, more: int) -> None:
        self._bar.update(more)

    def report(self, report: Report, seconds_per_step: float) -> None:
        self._bar.set_postfix_str(sentence(report))

    def say(self, text: str) -> None:
        self._bar.write(text)

    def close(self) -> None:
        self._bar.close()


class Terminal(Progress):
    """A bar that stays in its line."""

    def __init__(self, steps: int, done: int) -> None:
        from rich import progress

        super().__init__(steps, done)
        self._bar = progress.Progress(
            progress.BarColumn(30),
            progress.MofNCompleteColumn(),
            progress.TimeElapsedColumn(),
            progress.TextColumn("left"),
            progress.TimeRemainingColumn(),
            progress.TextColumn("{task.description}"),
        )
        self._bar.start()
        self._task = self._bar.add_task("", total=steps, completed=done)

    def draw(self, more: int) -> None:
        self._bar.advance(self._task, more)

    def report(self, report: Report, seconds_per_step: float) -> None:
        self._bar.update(self._task, description=sentence(report))

    def say(self, text: str) -> None:
        self._bar.console.print(text, markup=False, highlight=False)

    def close(self) -> None:
        self._bar.stop()


@contextlib.contextmanager
def shown(steps: int, done: int, quiet: bool = False) -> Iterator[Progress]:
    """What suits this place: a bar in a notebook or a terminal, lines elsewhere, nothing where it is to be `quiet`."""
    kind = Progress if quiet else Notebook if _in_a_notebook() else Terminal if sys.stdout.isatty() else Lines
    progress = kind(steps, done)
    try:
        yield progress
    finally:
        progress.close()


def _in_a_notebook() -> bool:
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    return hasattr(shell, "kernel")


class Interrupts:
    """While it is open, the first Ctrl-C (or the notebook's stop button) only sets `requested`; the second interrupts.

    So a step is never cut in two, and what was learnt is kept. Outside the main thread nothing changes.
    """

    def __init__(self) -> None:
        self.requested = False
        self._before: Any = None
        self._mine = threading.current_thread() is threading.main_thread()

    def __enter__(self) -> Interrupts:
        if self._mine:
            self._before = signal.signal(signal.SIGINT, self._request)
        return self

    def _request(self, number: int, frame: FrameType | None) -> None:
        if self.requested:
            raise KeyboardInterrupt
        self.requested = True

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._mine:
            signal.signal(signal.SIGINT, self._before)
