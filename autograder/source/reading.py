"""The checked sources of a course, and the instructors' notebooks that they are."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import nbformat

from autograder.course import Course
from autograder.errors import BadSource
from autograder.source import assignment
from autograder.source.assignment import Source
from autograder.source.percent import Problem


def read_sources(course: Course, assignments: Iterable[str]) -> list[Source]:
    """The checked sources.

    Raises:
        BadSource: with all problems of all sources.
    """
    sources: list[Source] = []
    problems: list[Problem] = []
    for name in assignments:
        path = course.source_script(name)
        pictures = tuple(sorted(one.name for one in (path.parent / "pictures").glob("*")))
        read, found = _read(path, path.read_bytes() if path.is_file() else b"", pictures)
        problems += found
        if read is not None:
            sources.append(read)
    if problems:
        raise BadSource("\n".join(map(str, problems)))
    return sources


@lru_cache(maxsize=16)
def _read(path: Path, _content: bytes, _pictures: tuple[str, ...]) -> tuple[Source | None, list[Problem]]:
    return assignment.read(path)


def instructor_text(one: Source, version: str) -> str:
    """The text of the instructor's notebook.

    Args:
        one: its source.
        version: of the course; "" where it has none.
    """
    return nbformat.writes(one.notebook(version)) + "\n"
