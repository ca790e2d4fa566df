"""Every solved notebook runs from top to bottom, and a second time in the same kernel, with the same verdicts."""

from __future__ import annotations

import nbformat
import pytest
from nbclient import NotebookClient

from autograder.course import Course

COURSE = Course.find()


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


@pytest.mark.parametrize("assignment", COURSE.assignments())
def test_the_solved_notebook_runs_twice_in_one_kernel(course, assignment):
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
        for _ in range(2):
            for index, cell in enumerate(nb.cells):
                client.execute_cell(cell, index)
            assert failures(nb) == []
            assert stderr(nb) == []
