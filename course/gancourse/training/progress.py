"""How training shows that it goes on: a bar in notebooks and terminals, one line for each report elsewhere."""

from __future__ import annotations

import signal
import sys
import threading
from types import FrameType, TracebackType

from gancourse.training.run import Report


def sentence(report: Report) -> str:
    """A report in a line: rate, D(x), D(G(z)), losses, FID where it was measured."""
    text = (
        f"{report.images_per_second:,.0f} images/s · D(x) {report.d_real:.2f} · D(G(z)) {report.d_fake:.2f} · "
        f"loss D {report.d_loss:.2f}, G {report.g_loss:.2f}"
    )
    return text if report.fid is None else f"{text} · FID {report.fid:.2f}"


class Progress:
    """Shows how far training is; `quiet` shows nothing. To be used in a `with` block."""

    def __init__(self, steps: int, done: int, quiet: bool) -> None:
        self.steps, self.done, self.quiet = steps, done, quiet
        self._started_at = done
        self._bar = None
        self._task = None
        self._kind = "none" if quiet else _place()

    def __enter__(self) -> Progress:
        if self._kind == "notebook":
            from tqdm.auto import tqdm

            self._bar = tqdm(total=self.steps, initial=self.done, unit="step")
        elif self._kind == "terminal":
            from rich import progress

            self._bar = progress.Progress(
                progress.BarColumn(30),
                progress.MofNCompleteColumn(),
                progress.TimeElapsedColumn(),
                progress.TextColumn("left"),
                progress.TimeRemainingColumn(),
                progress.TextColumn("{task.description}"),
            )
            self._bar.start()
            self._task = self._bar.add_task("", total=self.steps, completed=self.done)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._kind == "notebook":
            self._bar.close()
        elif self._kind == "terminal":
            self._bar.stop()

    def move(self, done: int) -> None:
        """So many steps are done."""
        if self._kind == "notebook":
            self._bar.update(done - self.done)
        elif self._kind == "terminal":
            self._bar.update(self._task, completed=done)
        self.done = done

    def report(self, report: Report, seconds_per_step: float) -> None:
        """Show the newest report."""
        if self._kind == "notebook":
            self._bar.set_postfix_str(sentence(report))
        elif self._kind == "terminal":
            self._bar.update(self._task, description=sentence(report))
        elif self._kind == "lines":
            left = (self.steps - report.step) * seconds_per_step
            print(f"step {report.step}/{self.steps} · {left:.0f} s left · {sentence(report)}", flush=True)

    def say(self, text: str) -> None:
        """Show a sentence that stays."""
        if self._kind == "notebook":
            self._bar.write(text)
        elif self._kind == "terminal":
            self._bar.console.print(text, markup=False, highlight=False)
        elif self._kind == "lines":
            print(text, flush=True)


def _place() -> str:
    if "IPython" in sys.modules:
        shell = sys.modules["IPython"].get_ipython()
        if shell is not None and hasattr(shell, "kernel"):
            return "notebook"
    return "terminal" if sys.stdout.isatty() else "lines"


class Interrupts:
    """While it is open, the first Ctrl-C (or the notebook's stop button) only sets `requested`; the second interrupts.

    So a step is never cut in two, and what was learnt is kept. Outside the main thread nothing changes.
    """

    def __init__(self) -> None:
        self.requested = False
        self._before: object = None
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
