"""How far a student is, from notebooks as they were saved."""

from __future__ import annotations

import copy
import json

import pytest
from conftest import ROOT
from gancourse import notebook_cells, progress
from gancourse.progress import State

PATH = ROOT / "course" / "01-cross-entropy" / "01-cross-entropy.ipynb"
RELEASE = json.loads(PATH.read_text(encoding="utf-8"))


def worked(**states):
    """The release with answers written, and tests run, as named: grade id of the answer → state."""
    nb = copy.deepcopy(RELEASE)
    state = None
    for cell in nb["cells"]:
        if notebook_cells.is_answer(cell):
            state = states.get(notebook_cells.grade_id(cell).replace("-", "_"))
            if state is not None:
                cell["source"] = "written = True"
        elif notebook_cells.is_test(cell) and state in (State.DONE, State.NOT_YET_RIGHT):
            cell["execution_count"] = 3
            cell["outputs"] = [{"output_type": "stream", "text": "✓"}]
            if state is State.NOT_YET_RIGHT:
                cell["outputs"].append({"output_type": "error", "ename": "CheckFailed"})
    return nb


STATES = {"model_kind": State.DONE, "expected_value": State.NOT_YET_RIGHT, "mc_mean": State.NOT_CHECKED}


def test_each_exercise_is_as_far_as_its_cells_say():
    found = progress.exercises(worked(**STATES))
    assert [one.state for one in found[:4]] == [*STATES.values(), State.NOT_BEGUN]
    assert found[0].title == "Exercise 1 · What kind of model?"
    assert (found[0].minutes, found[0].points) == (5, 1.0)
    assert sum(one.points for one in found) == 28


def test_the_report_says_how_much_is_left_and_where_to_go_on(tmp_path):
    path = tmp_path / "01-cross-entropy" / "01-cross-entropy.ipynb"
    path.parent.mkdir()
    path.write_text(json.dumps(worked(**STATES)))
    first, *rest = progress.report(tmp_path)
    assert first.startswith("01-cross-entropy")
    assert " 1 of 13 exercises    1 of 28 points " in first
    assert len(rest) == 14
    assert "✓ Exercise 1 · What kind of model? (its visible checks pass)" in rest[0]
    assert rest[-1].startswith("Go on with 01-cross-entropy, Exercise 2 ·")
    assert "a visible check does not pass yet" in rest[-1]


def test_an_untouched_course_begins_at_its_beginning(capsys):
    assert progress.main([str(ROOT / "course")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(list((ROOT / "course").glob("0*/0*.ipynb"))) + 1
    assert lines[-1].startswith("Go on with 00-start-here, Exercise · The mean of squares")


def test_a_text_that_a_person_reads_is_finished_when_it_is_written():
    role = {"grade_id": "why", "solution": True, "grade": True, "points": 3, "checksum": "another"}
    head = {"cell_type": "markdown", "metadata": {}, "source": ["### Exercise 3 · Why?\n", "\n", "Say why."]}
    (one,) = progress.exercises(
        {"cells": [head, {"cell_type": "markdown", "metadata": {"nbgrader": role}, "source": "Because."}]}
    )
    assert (one.title, one.state, one.points) == ("Exercise 3 · Why?", State.WRITTEN, 3.0)


@pytest.mark.parametrize("make", [lambda folder: folder, lambda folder: folder / "none.ipynb"], ids=["folder", "file"])
def test_where_there_is_no_notebook_it_says_so(tmp_path, capsys, make):
    assert progress.main([str(make(tmp_path))]) == 2
    assert capsys.readouterr().err.count("\n") == 1
