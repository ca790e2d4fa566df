"""Sources → instructor notebooks → nbgrader's generate_assignment → releases, in that direction only."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

import nbformat

from autograder import config
from autograder.authoring import nbgrader_runner, outcomes
from autograder.course import Course
from autograder.errors import BadSource
from autograder.files import replace_text
from autograder.source.assignment import Source
from autograder.source.reading import instructor_text, read_sources

OWN_CONFIGURATION = Path(str(files("autograder") / "nbgrader_config.py"))


@dataclass
class Built:
    """What the sources build: the texts of the notebooks, by assignment."""

    instructor: dict[str, str] = field(default_factory=dict)
    release: dict[str, str] = field(default_factory=dict)
    outcomes: dict[str, str] = field(default_factory=dict)


def build(course: Course, assignments: Iterable[str]) -> Built:
    """Build the notebooks in a temporary course folder. Nothing in ``course`` changes.

    Raises:
        BadSource: a source breaks a rule, or nbgrader refuses it.
    """
    sources = read_sources(course, assignments)
    built = Built()
    with tempfile.TemporaryDirectory(prefix="autograder-build-") as folder:
        scratch = Course(Path(folder))
        # The release is what this project's settings make of a source, whatever an instructor has set for a class.
        shutil.copy(OWN_CONFIGURATION, scratch.root / config.NAME)
        for one in sources:
            built.instructor[one.name] = instructor_text(one, course.version)
            replace_text(scratch.source_notebook(one.name), built.instructor[one.name])
        for one in sources:
            done = nbgrader_runner.generate_assignment(scratch, one.name)
            if not done.success:
                raise BadSource(f"{one.path}:1: nbgrader refuses this source: {done.reason}")
            built.release[one.name] = scratch.release_notebook(one.name).read_text(encoding="utf-8")
            if course.outcomes.parent.is_dir() and course.bank(one.name).is_file():
                built.outcomes[one.name] = _outcomes(course, one, scratch.source_notebook(one.name))
    return built


def _outcomes(course: Course, one: Source, notebook: Path) -> str:
    """The table that is there, if it was made from this source and bank; else a new one.

    Another machine's sums may differ in their last digits, so a fresh table is not made again to be compared.
    """
    path = course.outcomes / f"{one.name}.json"
    if path.is_file() and outcomes.is_fresh(text := path.read_text(encoding="utf-8"), course, one):
        return text
    return outcomes.table(course, one, notebook)


def write(course: Course, built: Built) -> list[Path]:
    """Put the notebooks in their places; returns the paths whose content changed."""
    texts = {course.source_notebook(name): text for name, text in built.instructor.items()}
    texts |= {course.release_notebook(name): text for name, text in built.release.items()}
    texts |= {course.outcomes / f"{name}.json": text for name, text in built.outcomes.items()}
    return [path for path, text in texts.items() if replace_text(path, text)]


def differences(course: Course, built: Built) -> list[str]:
    """One sentence for each place where ``course/`` is not exactly what the sources build."""
    found = []
    for name, text in built.release.items():
        path = course.release_notebook(name)
        shown = path.relative_to(course.root)
        if not path.is_file():
            found.append(f"{shown} is missing.")
            continue
        if (current := path.read_text(encoding="utf-8")) != text:
            found.append(
                f"{shown} differs from what {course.source_script(name).relative_to(course.root)} builds: "
                f"{_what_differs(current, text)}."
            )
    for name, text in built.outcomes.items():
        path = course.outcomes / f"{name}.json"
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            found.append(f"{path.relative_to(course.root)} was made from another source or bank.")
    return found


def strays(course: Course) -> list[str]:
    """Notebooks and folders under ``course/`` that no source builds."""
    known = {course.release_notebook(name) for name in course.assignments()}
    found = sorted(path for path in course.release.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)
    return [f"{path.relative_to(course.root)} is built by no source: remove it." for path in found if path not in known]


def clean_strays(course: Course) -> None:
    """Remove instructor notebooks whose source is gone: nbgrader would go on offering them.

    Plain files (nbgrader's header and footer lie there) and links are somebody else's.
    """
    if course.source.is_dir():
        for folder in course.source.iterdir():
            if folder.is_dir() and not folder.is_symlink() and folder.name not in course.assignments():
                shutil.rmtree(folder)


def _what_differs(current: str, built: str) -> str:
    try:
        now = {cell["id"]: cell for cell in nbformat.reads(current, as_version=4).cells}
    except Exception as error:  # noqa: BLE001 - nbformat raises many types for what is no notebook
        return f"it is not a notebook ({type(error).__name__})"
    then = {cell["id"]: cell for cell in nbformat.reads(built, as_version=4).cells}
    changed = [name for name in then if name in now and now[name] != then[name]]
    missing, extra = [name for name in then if name not in now], [name for name in now if name not in then]
    parts = [
        f"{what} {', '.join(names[:5])}"
        for what, names in (("changed cells", changed), ("missing cells", missing), ("unknown cells", extra))
        if names
    ]
    return "; ".join(parts) or "the order of cells, or the notebook's metadata"
