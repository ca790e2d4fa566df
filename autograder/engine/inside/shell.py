"""An IPython shell without a kernel: it runs a cell and keeps what the cell showed, as nbformat outputs."""

from __future__ import annotations

import base64
import builtins
import contextlib
import io
import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from IPython.core.interactiveshell import InteractiveShell


class TooLong(BaseException):
    """The time for a cell or a call is over. Not an Exception: students' ``except Exception`` must not keep it."""


class Outputs:
    """What a cell shows, up to ``largest`` characters; the rest is dropped, and said so."""

    def __init__(self, largest: int) -> None:
        self.shown: list[dict[str, Any]] = []
        self._left = largest

    def stream(self, name: str, text: str) -> None:
        kept = text[: max(self._left, 0)]
        self._left -= len(kept)
        if len(kept) < len(text) and self._left >= 0:
            self._left = -1
            kept += "\n… output cut here\n"
        if not kept:
            return
        if self.shown and self.shown[-1].get("name") == name:
            self.shown[-1]["text"] += kept
        else:
            self.shown.append({"output_type": "stream", "name": name, "text": kept})

    def rich(self, kind: str, data: dict[str, Any], **more: Any) -> None:
        plain = {str(mime): _text(content) for mime, content in data.items()}
        size = sum(map(len, plain.values()))
        if size > self._left:
            self.stream("stderr", "… an output was too large to keep\n")
            return
        self._left -= size
        self.shown.append({"output_type": kind, "data": plain, "metadata": {}, **more})

    def error(self, name: str, message: str, traceback: list[str]) -> None:
        self.shown.append(
            {
                "output_type": "error",
                "ename": name[:200],
                "evalue": message[:10_000],
                "traceback": [line[:10_000] for line in traceback[-100:]],
            }
        )

    def text(self, name: str) -> str:
        """All that went to one stream."""
        return "".join(output["text"] for output in self.shown if output.get("name") == name)


def _text(content: Any) -> str:
    if isinstance(content, bytes):
        return base64.b64encode(content).decode("ascii")
    return content if isinstance(content, str) else json.dumps(content, default=str)


class Stream(io.TextIOBase):
    """What is written to stdout or stderr becomes an output of the cell."""

    encoding = "utf-8"

    def __init__(self, name: str, outputs: Outputs | None = None) -> None:
        self.name = name
        self.outputs = outputs

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if self.outputs is not None:
            self.outputs.stream(self.name, str(text))
        return len(text)


class _Publisher(DisplayPublisher):
    outputs: Outputs | None = None

    def publish(self, data: dict[Any, Any], metadata: dict[Any, Any] | None = None, **more: Any) -> None:  # type: ignore[override]
        if self.outputs is not None:
            self.outputs.rich("display_data", data)

    def clear_output(self, wait: bool = False) -> None:
        if self.outputs is not None:
            self.outputs.shown.clear()


class _Hook(DisplayHook):
    outputs: Outputs | None = None

    def start_displayhook(self) -> None:
        pass

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: dict[Any, Any], md_dict: dict[Any, Any] | None = None) -> None:
        if self.outputs is not None:
            self.outputs.rich("execute_result", format_dict, execution_count=None)

    def finish_displayhook(self) -> None:
        pass

    def log_output(self, format_dict: dict[Any, Any]) -> None:
        pass


class Shell(InteractiveShell):
    """IPython's semantics (magics, shell escapes, rich display) in the process that creates it."""

    display_pub_class = _Publisher
    displayhook_class = _Hook
    # Of the cell that is running. Magics such as %%capture put other sinks in place of those above.
    outputs: Outputs | None = None

    def _showtraceback(self, kind: type, error: BaseException, lines: list[str]) -> None:
        if self.outputs is not None:
            self.outputs.error(kind.__name__, _safe_text(error), [str(line) for line in lines])

    def ask_exit(self) -> None:
        """``exit`` at the end of a notebook ends nothing here."""

    def enable_gui(self, gui: str | None = None) -> None:
        """There is no event loop to join."""

    def system(self, command: str) -> None:
        """A shell escape: its output is part of the cell's."""
        done = subprocess.run(
            command, shell=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        print(done.stdout.decode("utf-8", "replace"), end="")
        self.user_ns["_exit_code"] = done.returncode


def _safe_text(error: BaseException) -> str:
    try:
        return str(error)
    except Exception as broken:  # noqa: BLE001 - a student's __str__ may raise anything
        return f"(its text cannot be had: {type(broken).__name__})"


def _no_input(prompt: object = "") -> str:
    raise StdinNotImplementedError("input() is not answered while a notebook is graded: use a variable instead")


def make_shell() -> Shell:
    """The one shell of this process. History is off: it would start a thread, and threads do not survive a fork."""
    from traitlets.config import Config

    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "NoColor"
    config.InteractiveShell.xmode = "Plain"
    shell = Shell.instance(config=config)
    shell.user_ns["__name__"] = "__main__"
    sys.modules["__main__"] = shell.user_module
    builtins.input = _no_input
    return shell


class Runner:
    """Runs cells and functions in the shell with time limits.

    Args:
        shell: from :func:`make_shell`.
        largest_output: characters of output kept of a cell.
    """

    def __init__(self, shell: Shell, largest_output: int) -> None:
        self.shell = shell
        self._largest = largest_output
        self._streams = {name: Stream(name) for name in ("stdout", "stderr")}
        sys.stdout, sys.stderr = self._streams["stdout"], self._streams["stderr"]
        for alarm in (signal.SIGALRM, signal.SIGPROF):
            signal.signal(alarm, _too_long)

    @property
    def outputs(self) -> Outputs | None:
        """Where goes what is shown now."""
        return self.shell.outputs

    def capture(self, outputs: Outputs | None = None) -> Outputs:
        """From now on, whatever is shown goes into these outputs, by default into new ones."""
        outputs = outputs or Outputs(self._largest)
        for sink in (*self._streams.values(), self.shell.display_pub, self.shell.displayhook):
            sink.outputs = outputs
        self.shell.outputs = outputs
        sys.stdout, sys.stderr = self._streams["stdout"], self._streams["stderr"]
        return outputs

    def count_to(self, number: int) -> None:
        """The next cell is that one of the notebook: those that are run elsewhere count as well, without a text."""
        history: Any = self.shell.history_manager
        while len(history.input_hist_parsed) < number:
            history.input_hist_parsed.append("")
            history.input_hist_raw.append("")
        self.shell.execution_count = max(self.shell.execution_count, number)

    def run(self, source: str, seconds: float, wall_seconds: float) -> tuple[bool, list[dict[str, Any]]]:
        """Run one cell; returns whether it ended without an error, and its outputs.

        Args:
            source: the cell.
            seconds: processor time.
            wall_seconds: time by the clock.
        """
        outputs = self.capture()
        try:
            with limited(seconds, wall_seconds):
                ok = bool(self.shell.run_cell(source, store_history=True).success)
        except TooLong as late:
            outputs.error("TooLong", str(late), [str(late)])
            ok = False
        return ok, outputs.shown


@contextlib.contextmanager
def limited(seconds: float, wall_seconds: float) -> Iterator[None]:
    """What runs inside is ended with :class:`TooLong` after so much processor time, or time by the clock."""
    limits = {signal.ITIMER_PROF: seconds, signal.ITIMER_REAL: wall_seconds}
    # A call may come in between: what is left of the limits around it is what it has at most.
    left = {timer: signal.getitimer(timer)[0] for timer in limits}
    started = {signal.ITIMER_PROF: time.process_time(), signal.ITIMER_REAL: time.monotonic()}
    for timer, most in limits.items():
        signal.setitimer(timer, min(most, left[timer] or most))
    try:
        yield
    finally:
        spent = {signal.ITIMER_PROF: time.process_time(), signal.ITIMER_REAL: time.monotonic()}
        for timer in limits:
            rest = left[timer] - (spent[timer] - started[timer])
            signal.setitimer(timer, max(rest, 0.001) if left[timer] else 0)


def _too_long(number: int, frame: Any) -> None:
    # Again after a second: a student's bare `except:` may have swallowed the first.
    signal.setitimer(signal.ITIMER_REAL, 1.0)
    raise TooLong("the time limit was reached")
