"""What a course's own steps do to a notebook before it runs: cells get another text, and more cells may be put in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograder.engine import repair
from autograder.engine.notebooks import Plan, Unreadable
from autograder.engine.repair import Merged, Step

# Given the notebook, the name of the student (or "" for the instructor's own solution) and the name of the notebook.
Rewrite = Callable[[NotebookNode, str, str], NotebookNode]


def apply(rewrite: Rewrite | None, merged: Merged, plan: Plan, student: str = "") -> Merged:
    """The notebook as the course's own steps make it.

    Args:
        rewrite: these steps; None for none.
        merged: the repaired notebook.
        plan: of the notebook.
        student: whose it is; "" for the instructor's own solution.

    Raises:
        Unreadable: a step fails, or takes away or turns into something else what is graded.
    """
    if rewrite is None:
        return merged
    cells = [nbformat.from_dict({**_plain(step), "id": f"cell-{n}"}) for n, step in enumerate(merged.steps)]
    made = nbformat.v4.new_notebook(cells=cells, metadata=nbformat.from_dict(plan.metadata))
    by_id = {f"cell-{number}": step for number, step in enumerate(merged.steps)}
    steps: list[Step] = []
    texts: dict[str, str] = {}
    for cell in rewrite(made, student, plan.name).cells:
        known = by_id.pop(str(cell.get("id")), None)
        if known is None:
            steps.append(_added(cell))
            continue
        if cell.cell_type != known.cell["cell_type"]:
            raise Unreadable(f"one of the course's own steps turns cell {known.grade_id} into one of {cell.cell_type}")
        if known.kind == "unchanged":
            texts[known.code] = str(cell.source)
        steps.append(replace(known, cell={**known.cell, "source": str(cell.source)}))
    for step in by_id.values():
        if repair.is_known(step.cell):
            raise Unreadable(f"one of the course's own steps takes away cell {step.grade_id}")
    shown = {name: [texts.get(text, text) for text in own] for name, own in merged.demonstrations.items()}
    return replace(merged, steps=steps, demonstrations=shown)


def _plain(step: Step) -> dict[str, Any]:
    cell = {**step.cell, "metadata": {**step.cell["metadata"]}}
    if cell["cell_type"] == "code":
        cell.update(outputs=[], execution_count=None)
    return cell


def _added(cell: NotebookNode) -> Step:
    made: dict[str, Any] = {"cell_type": cell.cell_type, "source": str(cell.source), "metadata": {}}
    if cell.cell_type != "code":
        return Step("text", made)
    return Step("own", {**made, "outputs": [], "execution_count": None})
