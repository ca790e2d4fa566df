"""The solution of an exercise with its commentary, once you have solved it, from the package ``gancourse-solutions``.

In a notebook: ``from gancourse import solution``, then ``solution.show(3)`` for exercise 3. In a terminal, for a
notebook that was saved: ``python -m gancourse.solution 01-cross-entropy.ipynb 3``. A class does not install that
package, and nothing is shown there.
"""

from __future__ import annotations

import html
import json
import sys
import threading
from dataclasses import dataclass
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import ipywidgets
from IPython.display import Markdown, display

from gancourse import learner
from gancourse.learner import Watched
from gancourse.notebook_cells import NotANotebook
from gancourse.progress import FINISHED, Exercise

PACKAGE = "gancourse_solutions"
ENOUGH_TRIES, WAIT = 3, 60.0
_NOT_INSTALLED = (
    "Solutions are not installed here. Whoever learns without a class installs the package gancourse-solutions, "
    "which comes beside the course in each release."
)


class NoSolution(Exception):
    """One sentence: why no solution is shown, and what to do."""


@dataclass(frozen=True)
class State:
    """Where somebody stands with an exercise.

    Attributes:
        solved: its visible checks pass.
        tries: how many different answers they have refused.
    """

    solved: bool
    tries: int


def tables() -> dict[str, dict[str, Any]]:
    """What the package has, by assignment.

    Raises:
        NoSolution: it is not installed.
    """
    if find_spec(PACKAGE) is None:
        raise NoSolution(_NOT_INSTALLED)
    found = (one for one in files(PACKAGE).iterdir() if one.name.endswith(".json"))
    return {one.name.removesuffix(".json"): json.loads(one.read_text(encoding="utf-8")) for one in found}


def exercise_of(found: list[Exercise], wanted: int | str) -> Exercise:
    """The exercise with a number, or with the name of its function or its answer.

    Raises:
        NoSolution: there is none.
    """
    name = str(wanted).replace("_", "-")
    for one in found:
        if name in one.names or one.title.startswith(f"Exercise {wanted} ·"):
            return one
    known = ", ".join(one.title.partition(" · ")[0].removeprefix("Exercise ") or one.names[0] for one in found)
    raise NoSolution(f"This notebook has no exercise {wanted!r}: give the name of a function, or one of {known}.")


def table_of(found: list[Exercise]) -> tuple[str, dict[str, Any]]:
    """The assignment that a notebook is of, and what the package has of it.

    Args:
        found: the exercises of the notebook: they tell which it is, also where its file has another name.

    Raises:
        NoSolution: the package is not installed, or is one of another course.
    """
    names = {name for one in found for name in one.names}
    known = tables()
    shared = {name: len(names & set(table["solutions"])) for name, table in known.items()}
    best = max(shared, key=lambda name: shared[name], default="")
    if not shared.get(best):
        raise NoSolution("The installed gancourse-solutions has nothing of this notebook: install this release's.")
    return best, known[best]


def text_of(found: list[Exercise], one: Exercise) -> str:
    """The solution of an exercise and its commentary, as Markdown.

    Args:
        found: all exercises of the notebook.
        one: the exercise.

    Raises:
        NoSolution: the package is not installed, or is one of another course.
    """
    solutions = table_of(found)[1]["solutions"]
    told = [solutions[name] for name in one.names if name in solutions]
    if not told:
        raise NoSolution(f"The installed gancourse-solutions has no {one.title}: install the one of this release.")
    parts = [f"**{one.title}: a solution**"]
    for each in told:
        parts.append(f"```python\n{each['text']}\n```" if each["language"] == "python" else each["text"])
        parts.append(each["commentary"])
    return "\n\n".join(part for part in parts if part)


def what_to_say(one: Exercise, state: State) -> str:
    """Why a solution is not shown yet, in a sentence; "" where it may be seen."""
    if state.solved or state.tries >= ENOUGH_TRIES:
        return ""
    left = ENOUGH_TRIES - state.tries
    more = f"{left} more {'tries' if left > 1 else 'try'}"
    return (
        f"{one.title} is not solved yet: its solution can be seen when its checks pass, or after {more}. A try is "
        "another answer, run and held against the checks below it. The hints under the exercise go step by step."
    )


def show(exercise: int | str, wait: float = WAIT) -> None:
    """Show the solution of an exercise and its commentary, if you have solved it.

    Before that, a sentence says what is missing. After three different answers that the checks refuse it can be seen as
    well: after a wait, in which another idea may come, or at once with a click.

    Args:
        exercise: its number, or the name of its function.
        wait: seconds to wait where it is not solved.
    """
    watched = learner.watch()
    if watched is None:
        print(
            "Which notebook this is cannot be seen here. Save it, and in a terminal run "
            f"`python -m gancourse.solution NOTEBOOK.ipynb {exercise}`."
        )
        return
    try:
        one = exercise_of(watched.exercises, exercise)
        state = _state(watched, one)
        if reason := what_to_say(one, state):
            tables()
            print(reason)
            return
        text = text_of(watched.exercises, one)
    except NoSolution as problem:
        print(problem)
        return
    if state.solved:
        display(Markdown(text))
    else:
        display(Waiting(one, text, wait))


def _state(watched: Watched, one: Exercise) -> State:
    return State(is_solved(watched, one), watched.tries(one))


def is_solved(watched: Watched, one: Exercise) -> bool:
    """Whether an exercise is solved: in the notebook as it was saved, or in what has been run since."""
    return one.state in FINISHED or watched.passes(one)


class Waiting(ipywidgets.VBox):
    """A sentence and a button, in whose place the solution appears after a while.

    Args:
        one: the exercise.
        text: its solution, as Markdown.
        wait: seconds.
    """

    def __init__(self, one: Exercise, text: str, wait: float) -> None:
        self._text = text
        self.said = ipywidgets.HTML(
            f"{html.escape(one.title)} is not solved yet. Its solution appears here in {wait:.0f} seconds: look once "
            "more at what the last check said."
        )
        self.button = ipywidgets.Button(description="Show it now")
        self.button.on_click(lambda _button: self.reveal())
        self.shown = ipywidgets.Output()
        super().__init__([self.said, self.button, self.shown])
        self._timer = threading.Timer(wait, self.reveal)
        self._timer.daemon = True
        self._timer.start()

    def reveal(self) -> None:
        """Show the solution."""
        self._timer.cancel()
        if not self.shown.outputs:
            self.children = (self.shown,)
            self.shown.append_display_data(Markdown(self._text))


def main(arguments: list[str]) -> int:
    """The command; returns its exit status."""
    if len(arguments) != 2:
        print("Use: python -m gancourse.solution NOTEBOOK.ipynb EXERCISE", file=sys.stderr)
        return 2
    try:
        watched = Watched(Path(arguments[0]))
        one = exercise_of(watched.exercises, arguments[1])
        if reason := what_to_say(one, _state(watched, one)):
            tables()
            print(reason)
            return 1
        print(text_of(watched.exercises, one))
    except (NoSolution, NotANotebook) as problem:
        print(problem, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
