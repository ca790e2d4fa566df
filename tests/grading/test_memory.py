"""Whoever runs out of memory is told so, wherever tests run: in the report and on the graded notebook."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from classroom import Run, grade
from foreign.small import S, T
from test_foreign_settings import answer, course, release

CELLS = (
    S("x", "x = 1.0"),
    S("f", "def f(n):\n    return n"),
    T("variable", 1, "assert x > 0"),
    T("function", 1, "assert f(3) == 3"),
)
HUNGRY = {
    "variable": {"x": "rows = []\nwhile True:\n    rows.append(bytearray(10 ** 7))\nx = 1.0"},
    "array": {"x": "import numpy as np\nx = np.ones((10 ** 6, 10 ** 6)).sum()"},
    "function": {"f": "def f(n):\n    rows = []\n    while True:\n        rows.append(' ' * 10 ** 7)"},
    "mapping": {"f": "import mmap\ndef f(n):\n    mmap.mmap(-1, 10 ** 13)\n    return n"},
}
LOST = {"variable": "variable", "array": "variable", "function": "function", "mapping": "function"}


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Run]:
    settings = "c.GradingEngine.memory_mib = 300\nc.GradingEngine.tests = {'inside': 'in-student'}\n"
    root = course(tmp_path_factory.mktemp("memory") / "course", {"judged": CELLS, "inside": CELLS}, settings)
    for name in ("judged", "inside"):
        release(root, name)
        for student, answers in HUNGRY.items():
            answer(root, student, name, answers)
    return root, grade(root)


@pytest.mark.parametrize("assignment", ["judged", "inside"])
@pytest.mark.parametrize("student", HUNGRY)
def test_exhaustion_is_called_that(graded, assignment, student):
    root, run = graded
    tests = {one["grade_id"]: one for one in run.submission(assignment, student)["tests"]}
    lost = tests[LOST[student]]
    assert lost["reason"] == "memory"
    assert lost["message"].startswith("It used too much memory")
    assert all(one["reason"] is None for name, one in tests.items() if name != LOST[student])
    page = nbformat.read(root / "autograded" / student / assignment / f"{assignment}.ipynb", as_version=4)
    shown = [str(out) for cell in page.cells if cell.cell_type == "code" for out in cell.outputs]
    assert any("memory" in one.lower() for one in shown)
