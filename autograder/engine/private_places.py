"""Keep what is private out of the sandbox where it lies inside a folder that has to be there: an environment, say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import NoSandbox


@dataclass(frozen=True)
class Bound:
    """A path of this machine and where it stands in the sandbox."""

    source: Path
    target: Path


def cover(bound: Iterable[Bound], private: Iterable[Path], needed: Iterable[Path]) -> list[str]:
    """What bubblewrap has to be told so that private places inside what is bound cannot be seen.

    Args:
        bound: what is bound so far.
        private: folders and files that must not be seen; those that do not exist are left out.
        needed: folders that must be there, each under its own name: the Python environment.

    Raises:
        NoSandbox: a private folder is one that must be there.
    """
    bound = list(bound)
    whole = [Bound(path, path) for path in needed]
    command: list[str] = []
    # The outer ones first: what is covered once needs no second cover.
    for place in sorted({one.resolve() for one in private if one.exists()}, key=lambda one: len(one.parts)):
        for one in bound:
            source = one.source.resolve()
            if not place.is_relative_to(source) or place == Path("/"):
                continue
            if any(place == path.resolve() for path in needed):
                raise NoSandbox(
                    f"{place} is private, and it is also the Python environment that students' code runs in: make the "
                    "environment in a folder of its own (.venv, say)."
                )
            if place == source and one.target != one.source:
                continue
            target = one.target / place.relative_to(source)
            if not place.is_dir():
                command += ["--ro-bind", "/dev/null", str(target)]
                continue
            command += ["--tmpfs", str(target)]
            for inner in whole:
                if inner.source.resolve().is_relative_to(place) and inner.target.is_relative_to(target):
                    command += ["--dir", str(inner.target.parent), "--ro-bind", str(inner.source), str(inner.target)]
            command += ["--remount-ro", str(target)]
    return command
