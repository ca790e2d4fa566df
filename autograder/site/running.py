"""Outputs for the site: every solved notebook is run once, and again only when its code or the package has changed."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from autograder.course import Course
from autograder.errors import UserError
from autograder.files import replace_text
from autograder.source.reading import instructor_text, read_sources

AT_ONCE = 2
CELL_SECONDS = 900
# What an output may depend on, beside the notebook and the package.
_LIBRARIES = ("numpy", "matplotlib", "torch", "ipywidgets")
# The pages take the views' JavaScript from the package as it is; what checks say of known mistakes is no output.
_NOT_RUN = ("static", "outcomes", "js", "__pycache__")


@dataclass(frozen=True)
class Ran:
    """What a solved notebook gave.

    Attributes:
        sources: the text of each code cell that was run, by cell id.
        outputs: of each code cell, by cell id, as nbformat has them.
        widgets: the state of every widget, by its id.
    """

    sources: dict[str, str]
    outputs: dict[str, list[dict[str, Any]]]
    widgets: dict[str, dict[str, Any]]


def run_all(course: Course, cache: Path, say: Callable[[str], None]) -> dict[str, Ran]:
    """The outputs of every assignment, by its name.

    Args:
        course: this one.
        cache: a folder in which outputs are kept from one time to the next.
        say: gets a line when a notebook has run.

    Raises:
        BadSource: a source breaks a rule.
        UserError: a solved notebook stops with an error.
    """
    package = package_fingerprint(course)
    notebooks = {
        one.name: _without_tests(nbformat.reads(instructor_text(one, course.version), as_version=4))
        for one in read_sources(course, course.assignments())
    }
    places = {name: cache / f"{name}-{_fingerprint(nb, package)}.json" for name, nb in notebooks.items()}
    # The longest begin first, so that no core waits for the last one.
    todo = sorted((name for name, place in places.items() if not place.is_file()), key=lambda n: -_work(cache, n))

    def run_one(name: str) -> None:
        ran = _run(name, notebooks[name])
        replace_text(places[name], json.dumps(ran, ensure_ascii=False))
        for old in cache.glob(f"{name}-*.json"):
            if old != places[name]:
                old.unlink()
        say(f"{name} has run")

    if todo:
        cache.mkdir(parents=True, exist_ok=True)
        say(f"Running {_listed(todo)}: what has run once is kept")
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for _ in pool.map(run_one, todo):
                pass
    return {name: Ran(**json.loads(place.read_text(encoding="utf-8"))) for name, place in places.items()}


def _without_tests(nb: NotebookNode) -> NotebookNode:
    """The same without its test cells: what they say is on no page, and what is hidden in them comes near none."""

    def is_test(cell: NotebookNode) -> bool:
        graded = cell.metadata.get("nbgrader", {})
        return bool(graded.get("grade") and not graded.get("solution"))

    nb.cells = [cell for cell in nb.cells if not is_test(cell)]
    return nb


def _work(cache: Path, name: str) -> int:
    """A guess at how long a notebook takes: those that train images go first."""
    return {"06-dcgan": 3, "08-diagnosis": 2, "04-k-steps": 2}.get(name, 1 if list(cache.glob(f"{name}-*")) else 0)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)


def package_fingerprint(course: Course) -> str:
    """Of all that an output may depend on beside its notebook: the course's package, and the libraries below it."""
    found = hashlib.sha256(platform.python_version().encode())
    for library in _LIBRARIES:
        found.update(f"{library} {version(library)}".encode())
    top = course.release / "gancourse"
    for path in sorted(top.rglob("*")):
        if path.is_file() and not set(path.relative_to(top).parts) & set(_NOT_RUN):
            found.update(path.relative_to(top).as_posix().encode())
            found.update(path.read_bytes())
    return found.hexdigest()


def _fingerprint(nb: NotebookNode, package: str) -> str:
    """Of all code that runs: prose may change as it likes."""
    code = [cell.source for cell in nb.cells if cell.cell_type == "code"]
    return hashlib.sha256(json.dumps([package, code]).encode()).hexdigest()[:20]


def _run(name: str, nb: NotebookNode) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="site-") as folder:
        client = NotebookClient(
            nb,
            timeout=CELL_SECONDS,
            resources={"metadata": {"path": folder}},
            extra_arguments=["--log-level=ERROR"],
            store_widget_state=True,
        )
        try:
            # Several notebooks run beside each other: one thread each is the fastest way through all of them.
            client.execute(env={**os.environ, "OMP_NUM_THREADS": "1"})
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            last = str(error).strip().splitlines()[-1][:300]
            raise UserError(f"The solved notebook {name} stops: {last} Run `autograder audit {name}`.") from error
    cells = [cell for cell in nb.cells if cell.cell_type == "code"]
    widgets = nb.metadata.get("widgets", {}).get("application/vnd.jupyter.widget-state+json", {}).get("state", {})
    return {
        "sources": {cell.id: cell.source for cell in cells},
        "outputs": {cell.id: cell.outputs for cell in cells},
        "widgets": {key: one["state"] | {"_buffers": one.get("buffers", [])} for key, one in widgets.items()},
    }
