"""What a student's page says while there are no points: one sentence on what happens, and when."""

from __future__ import annotations

import datetime

from autograder.grading.instant.limits import Because, Decision, Rule

SLOW = (
    "Your submission has arrived. It needs more time than most, so it is tried again with more: fetch the feedback "
    "again in some minutes."
)
BEHIND = (
    "Your submission has arrived. An earlier one of yours is still running, which can take some minutes: this one "
    "comes next."
)

REFUSED = (
    "Your submission could not be taken. Hand in again, with nothing in the folder but your own ordinary files: no "
    "links, and nothing very large."
)
ASSIGNMENT = (
    "Your submission has arrived. The assignment cannot be graded at the moment, which is no fault of yours: it is "
    "graded as soon as that is mended."
)
NOT_GRADED = (
    "Your submission has arrived and could not be graded. Open the notebook in JupyterLab: if it does not open there, "
    "fetch the assignment anew and put your answers into it; if it does, ask whoever teaches the course."
)


def waits(decision: Decision, rule: Rule) -> str:
    """Why work that has arrived is not graded yet."""
    if decision.because is Because.DEADLINE or decision.until is None:
        return (
            "Your submission has arrived, after the deadline: it is not graded at once, and whoever teaches the course "
            "decides what becomes of it."
        )
    when = _moment(decision.until)
    if decision.because is Because.COOL_DOWN:
        return f"Your submission has arrived. There is a pause between two gradings: this one is graded at {when}."
    number = "" if rule.attempts is None else f" {rule.attempts}"
    return (
        f"Your submission has arrived. Your{number} attempts within 24 hours are used: the newest that you hand in is "
        f"graded at {when}, without your doing anything."
    )


def _moment(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).strftime("%H:%M UTC on %d %B %Y")
