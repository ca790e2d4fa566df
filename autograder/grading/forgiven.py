"""Broken tests of which everybody who handed in gets all points, until the regrading that said so is taken back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from autograder.course import Course
from autograder.files import replace_text
from autograder.grading import registration

PLACE = Path(registration.PRIVATE) / "forgiven.json"


def read(course: Course) -> dict[str, list[str]]:
    """The grade ids of these tests, by assignment."""
    try:
        found: dict[str, list[str]] = json.loads((course.root / PLACE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return found


def change(course: Course, tests: Mapping[str, list[str]], add: bool) -> None:
    """Add these tests to them, or take them away."""
    if not tests:
        return
    found = {assignment: set(names) for assignment, names in read(course).items()}
    for assignment, names in tests.items():
        before = found.get(assignment, set())
        found[assignment] = before | set(names) if add else before - set(names)
    replace_text(course.root / PLACE, json.dumps({key: sorted(names) for key, names in found.items()}))
