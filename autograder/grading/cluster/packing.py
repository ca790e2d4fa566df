"""Pack an assignment, and what was handed in, so that another machine can judge it; and lay it out there."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from autograder.course import Course
from autograder.engine import protocol
from autograder.engine.notebooks import Unreadable, files_of, read_notebook
from autograder.engine.settings import GradingEngine
from autograder.grading.cluster.messages import Bundle, Notebook
from autograder.grading.grader_code import identity

# Data files of one assignment, as where it is read.
_MOST_BYTES = 1 << 30
# Functions stay where they are.
_NOT_SENT = ("timeout_func",)


class Packer:
    """Collects what the bundle of a run has to hold.

    Args:
        course: whose assignments.
    """

    def __init__(self, course: Course) -> None:
        self._course = course
        self._files: dict[str, bytes] = {}
        self._notebooks: list[Notebook] = []

    def add(self, assignment: str, plan: protocol.LoadPlan) -> None:
        """Add a notebook of an assignment with everything that its tests may read.

        Raises:
            OSError, Unreadable: a file cannot be read.
        """
        self._notebooks.append(
            Notebook(
                assignment=assignment,
                source=self._put(plan.source),
                instructors=self._put(plan.instructors),
                release=self._put(plan.release),
                checksums=plan.checksums,
                keep_theirs=plan.keep_theirs,
            )
        )
        for name, body in files_of(plan.source.parent, most=_MOST_BYTES).items():
            self._files[self._name(plan.source.parent / name)] = body
        if self._course.is_ours and (bank := self._course.bank(assignment)).is_file():
            self._put(bank)

    def _put(self, path: Path) -> str:
        name = self._name(path)
        self._files[name] = path.read_bytes()
        return name

    def _name(self, path: Path) -> str:
        """Where a file lies in the bundle: as in the course folder, so that what looks for it finds it."""
        root = self._course.root.resolve()
        here = path.resolve().parent / path.name
        return str(here.relative_to(root)) if here.is_relative_to(root) else f"elsewhere{here.as_posix()}"

    def bundle(self, run: str, settings: GradingEngine, imports: list[str], python: str) -> Bundle:
        """All of it."""
        names = [name for name in settings.trait_names(config=True) if name not in _NOT_SENT]
        return Bundle(
            run=run,
            grader=identity(),
            files=self._files,
            notebooks=tuple(self._notebooks),
            settings={name: getattr(settings, name) for name in [*names, "solution_delimiters"]},
            imports=tuple(imports),
            python=python,
        )


def lay_out(files: Mapping[str, bytes] | Mapping[bytes, bytes], folder: Path) -> None:
    """Write files into a folder.

    Raises:
        ValueError: a name leads out of it.
        OSError: one cannot be written.
    """
    for given, body in files.items():
        name = os.fsdecode(given)
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or not path.parts:
            raise ValueError(f"{name!r} leads out of its folder")
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body)


def settings_of(bundle: Bundle) -> GradingEngine:
    """The engine's settings of a bundle."""
    settings = GradingEngine()
    for name, value in bundle.settings.items():
        # What crosses as a list may have been a tuple.
        setattr(settings, name, tuple(value) if isinstance(getattr(settings, name), tuple) else value)
    return settings


def handed_in(folder: Path, notebook: str, settings: GradingEngine) -> dict[bytes, bytes]:
    """What the judge of a notebook may read of a submission, by relative path.

    Raises:
        Unreadable: it is missing, odd, too large, or not to be read, in the words that the judge has for it.
    """
    largest = settings.notebook_mib << 20
    path = folder / f"{notebook}.ipynb"
    body = _body(path, largest)
    if body is None:
        # Whatever is odd about it, the judge's own reader has the words for it.
        read_notebook(path, largest)
        raise Unreadable(f"{path.name} changed while it was read: grade it again")
    found = {os.fsencode(name): content for name, content in files_of(folder, settings.disk_mib << 20).items()}
    return {os.fsencode(path.name): body, **found}


def _body(path: Path, largest: int) -> bytes | None:
    """The content of an ordinary file that is not too large; None for anything else."""
    if path.is_symlink() or not path.is_file() or path.stat().st_size > largest:
        return None
    try:
        return path.read_bytes()
    except OSError:
        return None
