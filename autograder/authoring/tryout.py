"""Try answers that the course itself has made, in this process: faster than the judge, and for no student's code."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
from gancourse.check import CheckFailed, calling
from gancourse.check.evidence import Comparison
from gancourse.check.reporting import quiet

from autograder.hidden import reference_answers
from autograder.hidden.seed import SEED_VARIABLE
from autograder.source.assignment import Exercise, SourceCell, stub


class TookTooLong(BaseException):
    """An answer did not come to its end."""


@dataclass(frozen=True)
class Failure:
    """What a test cell said: its id, the reason ("broken" for anything but a check), the message, the sentence."""

    grade_id: str
    reason: str
    message: str
    advice: str


@dataclass
class Tried:
    """What the test cells said of an answer, and the comparisons that they made."""

    failures: list[Failure] = field(default_factory=list)
    comparisons: list[Comparison] = field(default_factory=list)


class _KeepGoing:
    """The module ``check``, with checks that do not stop the cell."""

    def __init__(self, module: Any) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._module, name)
        if not callable(found) or isinstance(found, type):
            return found

        def check(*args: Any, **kwargs: Any) -> Any:
            with contextlib.suppress(CheckFailed):
                return found(*args, **kwargs)

        return check


def try_answer(
    notebook: Path,
    exercise: Exercise,
    code: str,
    *,
    seed: int,
    keep_going: bool = False,
    visible_only: bool = False,
    seconds: float = 20.0,
) -> Tried:
    """Run the test cells of an exercise on one answer; the other exercises are solved as in the source.

    Args:
        notebook: the instructor's notebook.
        exercise: which.
        code: the answer, as typed into the solution cell.
        seed: of the hidden inputs.
        keep_going: whether a cell goes on behind a check that fails.
        visible_only: leave hidden tests out.
        seconds: processor time after which the answer counts as endless.
    """
    tried = Tried()
    token = reference_answers.current_notebook.set(notebook)
    os.environ[SEED_VARIABLE] = str(seed)
    silent = quiet.set(True)
    calling.recent_calls.clear()
    try:
        names = dict(reference_answers.namespace(notebook))
        with contained(seconds):
            try:
                exec(compile(code, "<answer>", "exec", dont_inherit=True), names)
            except Exception as error:  # noqa: BLE001 - any answer is tried
                tried.failures.append(Failure("", "broken", f"{type(error).__name__}: {error}", ""))
                return tried
            if keep_going and "check" in names:
                names["check"] = _KeepGoing(names["check"])
            # Nobody reads what a check says that does not stop the cell: then the bank need not be asked each time.
            with mock.patch.object(calling, "advisers", list) if keep_going else contextlib.nullcontext():
                for test in exercise.tests:
                    _run(test, names, tried, visible_only)
            tried.comparisons += [one for made in calling.recent_calls for one in made.compared]
    except TookTooLong:
        tried.failures.append(Failure("", "time", "it did not end", ""))
    finally:
        quiet.reset(silent)
        reference_answers.current_notebook.reset(token)
    return tried


def _run(test: SourceCell, names: dict[str, Any], tried: Tried, visible_only: bool) -> None:
    text = stub(test) if visible_only else test.cell.source
    try:
        exec(compile(text, f"<{test.grade_id}>", "exec", dont_inherit=True), names)
    except CheckFailed as failed:
        tried.failures.append(Failure(test.grade_id or "", failed.reason, failed.message, failed.advice))
    except Exception as error:  # noqa: BLE001 - a test may stumble over what an answer returns
        tried.failures.append(Failure(test.grade_id or "", "broken", f"{type(error).__name__}: {error}", ""))


@contextlib.contextmanager
def contained(seconds: float) -> Iterator[None]:
    """Nothing is printed or warned about, and after this many seconds of processor time it ends."""

    def stop(*_: Any) -> None:
        raise TookTooLong

    old = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        with (
            warnings.catch_warnings(action="ignore"),
            np.errstate(divide="warn", over="warn", invalid="warn", under="ignore"),
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
        ):
            yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, old)
