"""Make a course of the assignments, hand in what everybody wrote, and let stock nbgrader grade it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path

import nbformat
from autograder.authoring import nbgrader_runner
from autograder.course import Course
from classroom import activated, fill, gradebook, hand_in, released, solutions, stock

from foreign import damages
from foreign.small import Small, notebook

STOCK = Path(__file__).parent / "stock.json"
DAMAGED = "damaged-"
Scores = dict[str, dict[str, dict[str, float | None]]]


def write(root: Path, assignments: dict[str, Small], damaged: Mapping[str, Collection[str]] | None = None) -> None:
    """The course folder, with releases, and what everybody handed in.

    Args:
        root: the folder.
        assignments: by name.
        damaged: by assignment, what has happened to notebooks that are solved as in the source: students called
            "damaged-…" hand them in.
    """
    (root / "source").mkdir(parents=True)
    # A warm process with less in it is forked sooner.
    imports = ["numpy", "matplotlib.pyplot", "matplotlib_inline.backend_inline", "pandas", "scipy.sparse", "PIL.Image"]
    settings = f"c = get_config()\nc.GradingEngine.imports = {imports}\n"
    (root / "nbgrader_config.py").write_text(settings, encoding="utf-8")
    for name, small in assignments.items():
        folder = root / "source" / name
        folder.mkdir()
        nbformat.write(notebook(small.cells), folder / f"{name}.ipynb")
        for file, text in small.files.items():
            (folder / file).write_text(text, encoding="utf-8")
        with activated():
            done = nbgrader_runner.generate_assignment(Course.find(root), name)
        assert done.success, done.log
        own = solutions(root, name)
        for student, answers in small.students.items():
            nb = released(root, name)
            fill(nb, {**own, **answers})
            folder = hand_in(root, student, name, nb).parent
            for file, text in small.files.items():
                (folder / file).write_text(text, encoding="utf-8")
        for kind in (damaged or {}).get(name, ()):
            nb = released(root, name)
            fill(nb, own)
            path = hand_in(root, f"{DAMAGED}{kind}", name, nb)
            for file, text in small.files.items():
                (path.parent / file).write_text(text, encoding="utf-8")
            damages.damage(path, kind)
        hand_in(root, "untouched", name, released(root, name))


def scores(root: Path) -> Scores:
    """The automatic scores: assignment → student → grade id → points."""
    found: Scores = {}
    for (assignment, student, _notebook, cell), row in gradebook(root).items():
        if "auto_score" in row:
            found.setdefault(assignment, {}).setdefault(student, {})[cell] = row["auto_score"]
    return found


def graded_by_stock(root: Path, assignments: dict[str, Small]) -> Scores:
    """What nbgrader itself gives."""
    write(root, assignments)
    for name, small in assignments.items():
        for student in [*small.students, "untouched"]:
            stock(root, name, student)
    return scores(root)


def recorded() -> Scores:
    """What nbgrader itself gave when it was last asked (``make stock-scores``)."""
    return json.loads(STOCK.read_text(encoding="utf-8"))
