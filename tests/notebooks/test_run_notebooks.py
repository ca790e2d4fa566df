"""Every solved notebook runs from top to bottom, and a second time in the same kernel, with the same verdicts."""

from __future__ import annotations

import nbformat
import pytest
from nbclient import NotebookClient

from autograder.course import Course

COURSE = Course.find()
# They train for a minute or two each time. (What is graded of 06 runs with its tests.)
TRAINS = ("04-k-steps", "06-dcgan", "08-diagnosis")
ONCE = [(name, 1) for name in COURSE.assignments() if name not in TRAINS]
TWICE = [pytest.param(name, 2, marks=pytest.mark.long) for name in COURSE.assignments()]


def failures(nb):
    return [
        (cell.metadata.get("nbgrader", {}).get("grade_id", cell.id), output.ename, output.evalue)
        for cell in nb.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type == "error"
    ]


def stderr(nb):
    return [o.text for c in nb.cells if c.cell_type == "code" for o in c.outputs if o.get("name") == "stderr"]


@pytest.mark.parametrize(("assignment", "times"), ONCE + TWICE)
def test_the_solved_notebook_runs_again_and_again_in_one_kernel(course, assignment, times):
    path = course.source_notebook(assignment)
    nb = nbformat.read(path, as_version=4)
    client = NotebookClient(
        nb,
        timeout=300,
        allow_errors=True,
        resources={"metadata": {"path": str(path.parent)}},
        extra_arguments=["--log-level=ERROR"],
    )
    with client.setup_kernel():
        for _ in range(times):
            for index, cell in enumerate(nb.cells):
                client.execute_cell(cell, index)
            assert failures(nb) == []
            assert stderr(nb) == []
