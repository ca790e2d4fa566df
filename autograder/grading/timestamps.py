"""When a submission was handed in: as we received it, or as the file beside it says."""

from __future__ import annotations

import datetime
import warnings
from pathlib import Path

from autograder.course import Course
from autograder.grading.exchange import received

LONGEST = 100


def handed_in(course: Course, assignment: str, student: str, folder: Path) -> datetime.datetime | None:
    """When it was handed in, in UTC; None where nobody says.

    Args:
        course: whose.
        assignment: its name.
        student: who handed it in.
        folder: in which its ``timestamp.txt`` may lie.

    Raises:
        OSError: the file cannot be read.
        ValueError: it holds no date and time.
    """
    path = folder / "timestamp.txt"
    if path.is_symlink() or not path.is_file():
        return None
    with path.open("rb") as stream:
        claimed = stream.read(LONGEST).decode("utf-8", "replace")
    return received(course, assignment, student, claimed) or read_timestamp(claimed)


def read_timestamp(text: str) -> datetime.datetime | None:
    """The moment in a ``timestamp.txt``, in UTC, or None for an empty one.

    Raises:
        ValueError: it is no moment.
    """
    # nbgrader's modules take their time to import.
    from nbgrader import utils

    try:
        with warnings.catch_warnings(action="ignore"):
            return utils.parse_utc(text.strip()) if text.strip() else None
    except Exception as error:  # noqa: BLE001 - dateutil fails on odd texts in more ways than it tells of
        raise ValueError(str(error)) from None
