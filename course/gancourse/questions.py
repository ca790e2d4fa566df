"""Short questions on what you have solved, asked again after days: ``questions.ask()`` in an assignment's notebook.

They come with the package ``gancourse-solutions``: a right answer stands among the choices, so an exercise is asked
about only once it is solved. A question that was answered right comes back after 2 days, then after 4, 8 and 16; one
that was answered wrong comes back the next day.
"""

from __future__ import annotations

import html
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ipywidgets
from IPython.display import display

from gancourse import learner
from gancourse.solution import NoSolution, is_solved, table_of

DAY = 86_400.0
FIRST, LONGEST = 2.0, 16.0
MOST = 10
LETTERS = "ABCD"


@dataclass(frozen=True)
class Memory:
    """What is remembered of a question: after how many days it comes back, and when that is (seconds since 1970)."""

    days: float
    due: float


def after(memory: Memory | None, right: bool, now: float) -> Memory:
    """What is to be remembered after an answer.

    Args:
        memory: from the time before; None at the first.
        right: whether the answer was.
        now: seconds since 1970.
    """
    if not right:
        return Memory(1.0, now + DAY)
    days = FIRST if memory is None else min(max(memory.days * 2, FIRST), LONGEST)
    return Memory(days, now + days * DAY)


def due(asked: Sequence[Mapping[str, Any]], known: Mapping[str, Memory], now: float) -> list[Mapping[str, Any]]:
    """Which questions to ask now, at most ten: those that are due, longest due first, then new ones.

    Args:
        asked: all of an assignment.
        known: what is remembered, by a question's name.
        now: seconds since 1970.
    """
    again = [one for one in asked if one["name"] in known and known[one["name"]].due <= now]
    again.sort(key=lambda one: known[one["name"]].due)
    return [*again, *(one for one in asked if one["name"] not in known)][:MOST]


def ask() -> None:
    """Ask what is due of the exercises that are solved in this notebook; say when the next are where nothing is."""
    watched = learner.watch()
    if watched is None:
        print("Which notebook this is cannot be seen here: questions are asked in JupyterLab.")
        return
    try:
        assignment, table = table_of(watched.exercises)
    except NoSolution as problem:
        print(problem)
        return
    solved = {name for one in watched.exercises if is_solved(watched, one) for name in one.names}
    asked = [one for one in table["questions"] if one["exercise"] in solved]
    known, now = _known(assignment), time.time()
    if now_due := due(asked, known, now):
        display(Round(assignment, now_due))
    elif asked:
        days = (min(known[one["name"]].due for one in asked) - now) / DAY
        print(f"Nothing is due: the next questions come in {max(1, round(days))} days.")
    else:
        print("Questions are about exercises that you have solved in this notebook: there are none yet.")


def _known(assignment: str) -> dict[str, Memory]:
    kept = learner.read_log().get("questions", {}).get(assignment, {})
    return {str(name): Memory(float(days), float(due_)) for name, (days, due_) in kept.items()}


class Round(ipywidgets.VBox):
    """Questions, one after another: a choice is a click, and each is answered with a sentence.

    Args:
        assignment: its name.
        asked: what is asked, in order.
    """

    def __init__(self, assignment: str, asked: Sequence[Mapping[str, Any]]) -> None:
        super().__init__()
        self._assignment, self._asked = assignment, list(asked)
        self._at, self.right = 0, 0
        self.answer = ipywidgets.HTML()
        self.next = ipywidgets.Button(description="Next")
        self.next.on_click(lambda _button: self._go_on())
        self._show()

    def _show(self) -> None:
        one = self._asked[self._at]
        count = f"{self._at + 1} of {len(self._asked)}"
        head = f"<b>{count} · {html.escape(one['title'])}</b><br>Which of these is right? {html.escape(one['asks'])}"
        self.choices = [ipywidgets.Button(description=f"Choose {letter}") for letter, _ in self._lettered()]
        rows: list[Any] = [ipywidgets.HTML(head)]
        for button, (_letter, choice) in zip(self.choices, self._lettered(), strict=True):
            button.on_click(lambda _button, choice=choice: self._choose(choice))
            rows += [ipywidgets.HTML(f"<pre>{html.escape(choice['code'])}</pre>"), button]
        self.answer.value = ""
        self.children = (*rows, self.answer)

    def _lettered(self) -> list[tuple[str, Mapping[str, Any]]]:
        return list(zip(LETTERS, self._asked[self._at]["choices"], strict=False))

    def _choose(self, choice: Mapping[str, Any]) -> None:
        one, right = self._asked[self._at], not choice["says"]
        letter, _ = next(pair for pair in self._lettered() if not pair[1]["says"])
        said = "Right." if right else f"Not that one. {choice['says']} Right is {letter}."
        self.answer.value = f'<div role="status">{html.escape(said)}</div>'
        self.right += right
        for button in self.choices:
            button.disabled = True
        with learner.changing_log() as log:
            kept = log.setdefault("questions", {}).setdefault(self._assignment, {})
            memory = after(_known(self._assignment).get(one["name"]), right, time.time())
            kept[one["name"]] = [memory.days, memory.due]
        self.children = (*self.children, self.next)

    def _go_on(self) -> None:
        self._at += 1
        if self._at < len(self._asked):
            self._show()
            return
        again = "" if self.right == len(self._asked) else " Those that you missed come again tomorrow."
        self.children = (ipywidgets.HTML(f"<b>{self.right} of {len(self._asked)} right.</b>{again}"),)
