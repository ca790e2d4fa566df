"""What the button *Validate* does, for editors without it: ``python -m gancourse.validate NOTEBOOK.ipynb``.

The notebook is run from top to bottom in a fresh kernel, in a copy: the file stays as it is. Then each exercise is
listed, with the words of the first check that fails. The exit status is 0 if all visible checks pass and 1 if not.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.preprocessors import Execute

from gancourse.notebook_cells import NotANotebook, exercise_heading, is_answer, is_test, read, source
from gancourse.progress import FINISHED, WORDS, exercises

COLOURS = re.compile(r"\x1b\[[0-9;]*m")
SECONDS_A_CELL = 600


def run(path: Path) -> dict[str, Any]:
    """The notebook with the outputs of a fresh run, as parsed JSON; ``NBGRADER_EXECUTION`` says "validate" there.

    Raises:
        NotANotebook: there is none, or no kernel runs it.
    """
    notebook = nbformat.reads(json.dumps(read(path)), as_version=4)
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    with _as_validating(), contextlib.chdir(path.resolve().parent):
        try:
            done, _ = Execute(timeout=SECONDS_A_CELL).preprocess(notebook, {"metadata": {"path": "."}})
        except Exception as error:
            raise NotANotebook(f"{path} could not be run to its end ({type(error).__name__}: {error}).") from error
    return dict(done)


@contextlib.contextmanager
def _as_validating() -> Iterator[None]:
    before = {name: os.environ.get(name) for name in ("NBGRADER_VALIDATING", "NBGRADER_EXECUTION")}
    os.environ |= {"NBGRADER_VALIDATING": "1", "NBGRADER_EXECUTION": "validate"}
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


def report(notebook: dict[str, Any]) -> tuple[list[str], bool]:
    """What is said of a notebook that was run, in lines, and whether all visible checks pass."""
    lines = []
    failures = _failures(notebook)
    found = exercises(notebook)
    for one in found:
        lines.append(f"{one.state.value} {one.title} ({WORDS[one.state]})")
        lines += [f"      {line}" for line in failures.get(one.title, [])]
    right = all(one.state in FINISHED for one in found)
    lines.append("All visible checks pass." if right else "Not all visible checks pass yet.")
    return lines, right


def _failures(notebook: dict[str, Any]) -> dict[str, list[str]]:
    """What the first failing check of each exercise said, by the exercise's title; nothing for what is not begun."""
    found: dict[str, list[str]] = {}
    title = ""
    for cell in notebook["cells"]:
        heading = exercise_heading(source(cell))
        if cell.get("cell_type") == "markdown" and heading and not is_answer(cell):
            title = heading
        for output in cell.get("outputs", []) if is_test(cell) else []:
            if output.get("output_type") == "error" and title not in found:
                found[title] = COLOURS.sub("", str(output.get("evalue", ""))).strip().splitlines()
    return found


def main(arguments: list[str]) -> int:
    """The command; returns its exit status."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        print("Use: python -m gancourse.validate NOTEBOOK.ipynb", file=sys.stderr)
        return 2
    if sys.platform == "win32":  # what Jupyter's kernels need there
        asyncio.set_event_loop_policy(asyncio.WindowsSelectorEventLoopPolicy())
    try:
        lines, right = report(run(Path(arguments[0])))
    except NotANotebook as problem:
        print(problem, file=sys.stderr)
        return 2
    print("\n".join(lines))
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
