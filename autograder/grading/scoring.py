"""The points of a cell, by nbgrader's own rules."""

from __future__ import annotations

import math

from nbgrader import utils

from autograder.engine.protocol import Reason, TestVerdict


def automatic_score(result: TestVerdict | None, answered: bool | None, most: float) -> float | None:
    """The points that nbgrader gives: none for an error, the printed number, else all; None where a person decides.

    Args:
        result: of a test cell; None for a cell that is graded by hand.
        answered: for a cell graded by hand, whether the student wrote anything.
        most: the points that the cell is worth.
    """
    if result is None:
        return 0 if answered is False else None
    if result.reason is Reason.NOT_JUDGED:
        return None
    if result.reason:
        return 0
    if result.printed is None:
        return most
    try:
        points = utils.get_partial_grade({"data": {"text/plain": result.printed}}, most)
    except (KeyError, ValueError):
        # More points than there are, or nothing printable: the test itself is wrong, and gives none.
        return 0
    return points if math.isfinite(points) else 0
