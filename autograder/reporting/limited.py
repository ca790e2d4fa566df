"""A page with less on it: what students may see before the deadline is the instructor's choice."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from autograder.reporting.page import Feedback, Part, TestPart


class Shows(StrEnum):
    """What a page says: each has what the one before has, and more."""

    VISIBLE = "visible tests"
    POINTS = "points"
    EVERYTHING = "points and misconceptions"


_NOTES = {
    Shows.VISIBLE: "This is what the tests in your notebook say. What hidden tests say, and your points, come after "
    "the deadline.",
    Shows.POINTS: "These are your points so far. What was recognised in your answers comes after the deadline.",
}
# What a test that students have seen whole says goes on; of any other, whether hidden inputs were right says nothing.
_LATER, _SEEN = "later", "what you can see of it passed"


def limited(feedback: Feedback, shows: Shows) -> Feedback:
    """The page with what may be shown, and a sentence on what comes later."""
    if shows is Shows.EVERYTHING:
        return feedback
    parts = tuple(_visible(part) if shows is Shows.VISIBLE else _plain(part) for part in feedback.parts)
    note = _NOTES[shows]
    if shows is Shows.POINTS:
        return replace(feedback, parts=parts, note=note)
    return replace(feedback, points=0.0, most=0.0, penalty=0.0, parts=parts, sections=(), note=note)


def _plain(part: Part) -> Part:
    """Without what was recognised, and without what hidden tests say."""
    return replace(
        part,
        tests=tuple(replace(_seen(test), points=test.points, most=test.most) for test in part.tests),
        advice="",
        case=None,
        commentary="",
    )


def _visible(part: Part) -> Part:
    """Without points as well, and so without a word on whether hidden tests have passed."""
    tests = tuple(_seen(test) for test in part.tests)
    broken = [test for test in tests if not test.passed]
    state = part.state if part.state == "blank" else "none" if broken else _LATER
    advice = broken[0].said.split("\n", 1)[0] if broken and state == "none" else ""
    return replace(
        part,
        points=0.0,
        most=0.0,
        tests=tests,
        state=state,
        advice=advice,
        case=None,
        builds_on=None,
        by_hand=False,
        commentary="",
    )


def _seen(test: TestPart) -> TestPart:
    """What a student's own copy of the notebook says as well."""
    checks = tuple(check for check in test.checks if not check.of_hidden)
    if not test.passed and not test.of_hidden:
        return replace(test, points=0.0, most=0.0, checks=checks, advice="", shown="")
    # Whatever its hidden part says: the same words.
    checks = tuple(replace(check, state="passed") for check in checks)
    return replace(test, title=_SEEN, points=0.0, most=0.0, checks=checks, said="", advice="", shown="", passed=True)
