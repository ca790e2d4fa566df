"""The learning platforms that are known."""

from __future__ import annotations

from enum import StrEnum


class Platform(StrEnum):
    """Where archives come from, and grades go to."""

    CANVAS = "canvas"
    MOODLE = "moodle"
