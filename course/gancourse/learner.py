"""What a learner's own machine remembers: tries at each exercise, answers to questions, and minutes if wanted.

It stands in one file in the home folder, ``.gancourse/learner.json``, and goes nowhere else: no answer is in it, only
short hashes that tell two of them apart. Delete it, and all is forgotten. ``python -m gancourse.learner keep-minutes``
begins to keep how long each exercise takes, ``… forget-minutes`` ends it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from IPython import get_ipython

from gancourse.files import write_atomically
from gancourse.notebook_cells import NotANotebook, grade_id, is_answer, is_test, read, source
from gancourse.progress import Exercise, exercises

# A longer pause between two cells is no work at the notebook.
LONGEST_PAUSE = 600.0


def log_path() -> Path:
    """The file in which everything is remembered."""
    return Path.home() / ".gancourse" / "learner.json"


def read_log() -> dict[str, Any]:
    """What is remembered; empty where there is nothing, or nothing that can be read."""
    try:
        found = json.loads(log_path().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


@contextlib.contextmanager
def changing_log() -> Iterator[dict[str, Any]]:
    """What is remembered, to be changed; written at the end. Where nothing can be written, nothing is remembered."""
    log = read_log()
    yield log
    with contextlib.suppress(OSError):
        write_atomically(log_path(), json.dumps(log, indent=1).encode())


def keep_minutes(wanted: bool) -> None:
    """Begin to keep the minutes that each exercise takes, or stop and forget them."""
    with changing_log() as log:
        log["keep_minutes"] = wanted
        if not wanted:
            log.pop("minutes", None)


def minutes_of(notebook: str) -> dict[str, float]:
    """The minutes that exercises have taken so far, by title; empty where nobody wants them kept.

    Args:
        notebook: the name of its file without ending.
    """
    kept = read_log().get("minutes", {}).get(notebook, {})
    return {str(title): float(spent) for title, spent in kept.items()}


class Watched:
    """A notebook that is being worked in: which checks have passed, and how often an exercise was tried.

    Args:
        path: of the notebook, as it was saved last.

    Raises:
        NotANotebook: it cannot be read.

    Attributes:
        exercises: its exercises, as it was saved last.
    """

    exercises: list[Exercise]

    def __init__(self, path: Path) -> None:
        self.path = path
        self._answers: dict[str, str] = {}
        self._passed: dict[str, set[str]] = {}
        self._last = 0.0
        self.look_again()

    def look_again(self) -> None:
        """Read which cell belongs to which exercise."""
        cells = read(self.path)["cells"]
        self.exercises = exercises({"cells": cells})
        found = {name: one for one in self.exercises for name in one.names}
        self._tests: dict[str, set[str]] = {}
        self._by_id: dict[str, tuple[str, str, str]] = {}
        self._by_text: dict[str, str] = {}
        title, names = "", tuple[str, ...]()
        for cell in cells:
            name, key = grade_id(cell), str(cell.get("id", ""))
            kind = "answer" if is_answer(cell) else "test" if is_test(cell) else ""
            if kind == "answer" and name in found:
                title, names = found[name].title, found[name].names
            self._by_id[key] = (kind, name, title)
            # A test's name continues that of the answer which it grades.
            if kind == "test" and name.startswith(tuple(f"{one}-" for one in names)):
                self._tests.setdefault(title, set()).add(name)
                self._by_text[source(cell)] = key

    def ran(self, code: str, cell: str | None, error: BaseException | None, now: float) -> None:
        """A cell was run.

        Args:
            code: its text.
            cell: its id; None where the editor does not say, and tests are known by their text.
            error: what it ended with.
            now: seconds since 1970.
        """
        kind, name, title = self._by_id.get(cell or self._by_text.get(code, ""), ("", "", ""))
        if kind == "answer":
            self._answers[title] = hashlib.sha256(code.encode()).hexdigest()[:12]
            self._passed.pop(title, None)
        elif kind == "test" and error is None:
            self._passed.setdefault(title, set()).add(name)
        elif kind == "test" and not _is_not_written(error):
            self._passed.get(title, set()).discard(name)
            self._tried(title)
        if title:
            self._worked(title, now)
        self._last = now

    def _tried(self, title: str) -> None:
        with changing_log() as log:
            tries = log.setdefault("tries", {}).setdefault(self.path.stem, {}).setdefault(title, [])
            if (answer := self._answers.get(title, "")) not in tries:
                tries.append(answer)

    def _worked(self, title: str, now: float) -> None:
        if self._last and now - self._last <= LONGEST_PAUSE and read_log().get("keep_minutes"):
            with changing_log() as log:
                kept = log.setdefault("minutes", {}).setdefault(self.path.stem, {})
                kept[title] = round(kept.get(title, 0.0) + (now - self._last) / 60, 2)

    def passes(self, exercise: Exercise) -> bool:
        """Whether all visible checks of an exercise have passed here since its answer was run last."""
        tests = self._tests.get(exercise.title, set())
        return bool(tests) and tests <= self._passed.get(exercise.title, set())

    def tries(self, exercise: Exercise) -> int:
        """How many different answers to an exercise its visible checks have refused, in this kernel or an earlier."""
        return len(read_log().get("tries", {}).get(self.path.stem, {}).get(exercise.title, []))


def _is_not_written(error: BaseException | None) -> bool:
    return getattr(error, "reason", "") == "not written" or isinstance(error, NotImplementedError | NameError)


_watched: Watched | None = None


def watch() -> Watched | None:
    """Begin to watch the notebook that this kernel runs, or read it again.

    Jupyter's server tells a kernel which notebook it was started for. Where a notebook is graded, validated or run by
    a program, and in editors that don't tell, there is nothing to watch.
    """
    global _watched
    shell, path = get_ipython(), Path(os.environ.get("JPY_SESSION_NAME", ""))
    if shell is None or path.suffix != ".ipynb" or os.environ.get("NBGRADER_EXECUTION"):
        return None
    try:
        if _watched is not None and _watched.path == path:
            _watched.look_again()
        else:
            _watched = Watched(path)
            shell.events.register("post_run_cell", _cell_was_run)
    except NotANotebook:
        return None
    return _watched


def _cell_was_run(result: Any) -> None:
    if _watched is not None and result.info is not None:
        error = result.error_before_exec or result.error_in_exec
        _watched.ran(str(result.info.raw_cell), getattr(result.info, "cell_id", None), error, time.time())


def main(arguments: list[str]) -> int:
    """The command; returns its exit status."""
    if arguments not in (["keep-minutes"], ["forget-minutes"]):
        print("Use: python -m gancourse.learner keep-minutes, or forget-minutes", file=sys.stderr)
        return 2
    wanted = arguments == ["keep-minutes"]
    keep_minutes(wanted)
    kept = f"kept from now on, in {log_path()} and nowhere else" if wanted else "not kept any more, and forgotten"
    print(f"The minutes that exercises take are {kept}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
