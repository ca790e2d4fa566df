"""Submissions put right: what students do to cells, each with one sentence and the right outcome."""

from __future__ import annotations

import pytest

from autograder.engine import names, repair
from autograder.engine.judge import steps_to_run


def cell(source, grade_id=None, kind="code", **own):
    metadata = {"nbgrader": {"grade_id": grade_id, "grade": False, "solution": False, "locked": False} | own}
    return {"cell_type": kind, "metadata": metadata if grade_id else {}, "source": source, "outputs": []}


SOURCE = [
    cell("import math", "imports", locked=True),
    cell("x = 1"),
    cell("def f(a):\n    return a", "f", solution=True),
    cell("assert f(1) == 1\nassert f(7) == 7", "f-test", grade=True, locked=True, points=2),
    cell("def g(a):\n    return 2 * a", "g", solution=True),
    cell("assert g(1) == 2", "g-test", grade=True, locked=True, points=1),
]
RELEASE = [dict(one) for one in SOURCE]
RELEASE[2] = cell("def f(a):\n    raise NotImplementedError", "f", solution=True)
RELEASE[3] = cell("assert f(1) == 1", "f-test", grade=True, locked=True, points=2)
RELEASE[4] = cell("def g(a):\n    raise NotImplementedError", "g", solution=True)


def submitted(**answers):
    cells = [{**one, "metadata": {k: dict(v) for k, v in one["metadata"].items()}} for one in RELEASE]
    for one in cells:
        name = one["metadata"].get("nbgrader", {}).get("grade_id")
        if name in answers:
            one["source"] = answers[name]
    return cells


def merge(cells):
    merged = repair.merge(SOURCE, RELEASE, cells)
    return merged, {step.grade_id: step for step in merged.steps if step.grade_id}


def test_an_orderly_submission_needs_no_repair():
    merged, steps = merge(submitted(f="def f(a):\n    return a + 0"))
    assert merged.repairs == []
    assert [step.kind for step in merged.steps] == ["locked", "unchanged", "answer", "test", "answer", "test"]
    assert steps["f"].code == "def f(a):\n    return a + 0"
    assert steps["f-test"].code == SOURCE[3]["source"]


def test_tests_are_those_of_the_assignment_whatever_was_handed_in():
    cells = submitted()
    cells[3]["source"] = "pass"
    merged, steps = merge(cells)
    assert steps["f-test"].code == SOURCE[3]["source"]
    assert merged.repairs == ["Cell f-test had been changed: it was restored."]


def test_a_missing_test_comes_back_in_its_place():
    cells = submitted()
    del cells[3]
    merged, _ = merge(cells)
    assert [step.grade_id for step in merged.steps if step.grade_id] == ["imports", "f", "f-test", "g", "g-test"]
    assert merged.repairs == ["Cell f-test was missing: it was put back."]


def test_of_two_copies_the_last_with_an_answer_counts_and_both_run():
    cells = submitted(f="def f(a):\n    return 1")
    second = cell("def f(a):\n    return a", "f", solution=True)
    cells.insert(3, second)
    merged, steps = merge(cells)
    assert steps["f"].code == second["source"]
    assert [step.code for step in merged.steps if step.kind == "own"] == ["def f(a):\n    return 1"]
    assert "there 2 times" in merged.repairs[0]


def test_moved_cells_go_back_into_order_with_what_followed_them():
    cells = submitted()
    cells[4]["source"] = "def g(a):\n    return a * 2"
    own = cell("helper = 3")
    cells = [cells[0], cells[4], own, cells[5], cells[2], cells[3]]
    merged, _ = merge(cells)
    assert [step.grade_id or step.code for step in merged.steps] == [
        *("imports", "f", "f-test", "g", "helper = 3", "g-test"),
    ]
    assert any("moved" in sentence for sentence in merged.repairs)


def test_a_converted_cell_is_code_again():
    cells = submitted(g="def g(a):\n    return a + a")
    cells[4]["cell_type"] = "markdown"
    merged, steps = merge(cells)
    assert steps["g"].cell["cell_type"] == "code"
    assert "converted" in merged.repairs[0]


def test_an_answer_in_a_cell_of_ones_own_is_not_undone_by_the_stub():
    cells = submitted()
    del cells[2]
    cells.insert(1, cell("def f(a):\n    return a"))
    merged, steps = merge(cells)
    assert "NotImplementedError" not in steps["f"].code
    assert "another cell defines f" in merged.repairs[0]


def test_changed_points_and_unknown_cells_are_told():
    cells = submitted()
    cells[3]["metadata"]["nbgrader"]["points"] = 20
    cells.append(cell("assert True", "bonus", grade=True, points=100))
    merged, steps = merge(cells)
    assert steps["f-test"].cell["metadata"]["nbgrader"]["points"] == 2
    assert "bonus" not in steps
    assert any("points of cell f-test" in sentence for sentence in merged.repairs)
    assert any("bonus is not part" in sentence for sentence in merged.repairs)


def test_demonstrations_run_only_where_something_needs_them():
    merged, _ = merge(submitted(f="def f(a):\n    return a"))
    names = [merged.steps[i].code for i in sorted(steps_to_run(merged, every_cell=False))]
    assert "x = 1" not in names
    merged, _ = merge(submitted(f="def f(a):\n    return a * x"))
    names = [merged.steps[i].code for i in sorted(steps_to_run(merged, every_cell=False))]
    assert "x = 1" in names
    assert len(steps_to_run(merged, every_cell=True)) == len(merged.steps)


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        ("x = x + 1", {"x"}),
        ("x = 1\ny = x", set()),
        ("def f(a):\n    return a * b", {"b"}),
        ("for i in range(n):\n    print(i)", {"n"}),
        ("z = [q for q in data]", {"data"}),
        ("total += 1", {"total"}),
        ("def f(a=start):\n    pass", {"start"}),
        ("%matplotlib inline\nplot(x)", {"plot", "x", "get_ipython"}),
        ("syntax error here", set()),
    ],
)
def test_what_a_cell_needs_is_read_off_its_text(text, needed):
    assert names.needed(text) == needed
