"""The card at the top of a notebook: how far you are in it, and where to go on."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence

from IPython.display import display

from gancourse import learner
from gancourse.progress import FINISHED, WORDS, Exercise, next_of


def compute_card(found: Sequence[Exercise], minutes: Mapping[str, float] | None = None) -> tuple[str, list[str]]:
    """What the card says.

    Args:
        found: the exercises of a notebook, in order.
        minutes: that exercises have taken, by title, where somebody wants that kept.

    Returns:
        One line on the notebook, and one on each exercise.
    """
    minutes = minutes or {}
    done = [one for one in found if one.state in FINISHED]
    points, most = sum(one.points for one in done), sum(one.points for one in found)
    left = sum(one.minutes for one in found if one.state not in FINISHED)
    parts = [f"{len(done)} of {len(found)} exercises", f"{points:g} of {most:g} points by the checks you see"]
    if taken := round(sum(minutes.values())):
        parts.append(f"{taken} minutes so far")
    if one := next_of(list(found)):
        parts += [f"about {left} minutes of exercises left", f"go on with {one.title}"]
    lines = []
    for one in found:
        planned = f"{one.minutes} minutes planned" if one.minutes else ""
        taken_here = f"{minutes[one.title]:.0f} taken" if one.title in minutes else ""
        words = ", ".join(word for word in (WORDS[one.state], planned, taken_here) if word)
        lines.append(f"{one.state.value} {one.title} ({words})")
    return " · ".join(parts), lines


def show() -> None:
    """Show the card of the notebook that this kernel runs, as it was saved last; nothing where that cannot be seen."""
    watched = learner.watch()
    if watched is None or not watched.exercises:
        return
    line, lines = compute_card(watched.exercises, learner.minutes_of(watched.path.stem))
    rows = "".join(f"<li>{html.escape(one)}</li>" for one in lines)
    summary = f"<details><summary>{html.escape(line)}</summary>"
    note = "<small>As this notebook was saved last. Run this cell again to see it anew.</small>"
    rich = f'{summary}<ul style="list-style: none; padding-left: 1em">{rows}</ul>{note}</details>'
    display({"text/plain": "\n".join([line, *lines]), "text/html": rich}, raw=True)
