"""The learning platforms that are known."""

from __future__ import annotations

from enum import StrEnum


class Platform(StrEnum):
    """Where archives come from, and grades go to."""

    CANVAS = "canvas"
    MOODLE = "moodle"
    BRIGHTSPACE = "brightspace"
    GRADESCOPE = "gradescope"


class Attempt(StrEnum):
    """Which of several attempts of a student counts."""

    NEWEST = "newest"
    FIRST = "first"
