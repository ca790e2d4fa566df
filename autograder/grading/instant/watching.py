"""Who wakes the service: the system when something changes in a folder, or a clock where that cannot be trusted."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Sequence
from pathlib import Path

import watchfiles

# While a folder is being copied, changes come one after another: this long after the last, they are told at once.
STEP_MS, DEBOUNCE_MS = 20, 100


class Watcher:
    """Writes a byte into a pipe whenever something changes in one of the folders.

    Args:
        folders: to be watched, and what lies directly in them.
        poll_seconds: look so often instead, as on network drives, where the system hears nothing of other machines.
    """

    def __init__(self, folders: Sequence[Path], poll_seconds: float | None = None) -> None:
        self._reading, self._writing = os.pipe()
        os.set_blocking(self._reading, False)
        os.set_blocking(self._writing, False)
        self._stop = threading.Event()
        work = self._watch if poll_seconds is None else self._poll
        arguments = (folders,) if poll_seconds is None else (poll_seconds,)
        self._thread = threading.Thread(target=work, args=arguments, name="watcher", daemon=True)
        self._thread.start()

    def fileno(self) -> int:
        return self._reading

    def wake(self) -> None:
        """Write a byte; also from a signal's handler."""
        # Where the pipe is full, nobody has read the others yet.
        with contextlib.suppress(BlockingIOError):
            os.write(self._writing, b".")

    def clear(self) -> None:
        """Take what has been written."""
        with contextlib.suppress(BlockingIOError):
            while os.read(self._reading, 4096):
                pass

    def close(self) -> None:
        self._stop.set()
        self._thread.join(5)
        os.close(self._reading)
        os.close(self._writing)

    def _watch(self, folders: Sequence[Path]) -> None:
        for _ in watchfiles.watch(
            *folders,
            watch_filter=None,
            debounce=DEBOUNCE_MS,
            step=STEP_MS,
            stop_event=self._stop,
            rust_timeout=500,
            raise_interrupt=False,
            recursive=False,
            force_polling=False,
        ):
            self.wake()

    def _poll(self, seconds: float) -> None:
        while not self._stop.wait(seconds):
            self.wake()
