"""Every solved notebook runs from top to bottom in its time, and again in the same kernel with the same verdicts."""

from __future__ import annotations

import nbformat
import pytest
from nbclient import NotebookClient

from autograder.course import Course

COURSE = Course.find()
# They train for a minute or two each time. (What is graded of 06 runs with its tests.)
TRAINS = ("04-k-steps", "06-dcgan", "08-diagnosis")
ONCE = [(name, 1) for name in COURSE.assignments() if name not in TRAINS]
# How long a solved notebook may take: seconds on two quiet cores. What can be counted on a busy machine is its kernel's
# processor time, all threads together, from the first import to the last cell of the first run: hence the margin.
SECONDS = {"06-dcgan": 120, "07-failure-modes": 30, "08-diagnosis": 70}
EACH_OTHER = 45
MARGIN = 1.5
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


def processor_seconds(client):
    """What the kernel has used so far."""
    asked = nbformat.v4.new_code_cell("__import__('time').process_time()")
    client.nb.cells.append(asked)
    client.execute_cell(asked, len(client.nb.cells) - 1)
    client.nb.cells.pop()
    return float(asked.outputs[0]["data"]["text/plain"])


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
        for turn in range(times):
            for index, cell in enumerate(nb.cells):
                client.execute_cell(cell, index)
            assert failures(nb) == []
            assert stderr(nb) == []
            if turn == 0:
                assert processor_seconds(client) < MARGIN * SECONDS.get(assignment, EACH_OTHER)
