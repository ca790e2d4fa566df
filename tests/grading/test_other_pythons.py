"""Students' code in the Python of another environment, with its packages: named, configured, or of a kernel."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from classroom import Run, grade, hand_in, points, released
from foreign.small import P, S, T, notebook
from test_foreign_settings import answer, course, reasons, release

from autograder.course import Course
from autograder.grading import kernels

PLAIN = (S("f", "def f(x):\n    return 2 * x"), T("t", 1, "assert f(4) == 8"))
OTHER = (
    P("import sys\nfrom only_there import twice"),
    S("f", "def f(x):\n    return twice(x)\nwhere = sys.prefix"),
    T("t", 1, "assert f(4) == 8"),
    T("u", 1, "import only_there\nassert f(5) == only_there.twice(5) and where.endswith('other')"),
)
# By assignment: its cells, and the kernel that it names.
ASSIGNMENTS = {
    "other": (OTHER, "other-python"),
    "plain": (PLAIN, "python3"),
    "elsewhere": (PLAIN, "conda-root-py"),
    "gone": (PLAIN, "gone-python"),
    "wrapped": (PLAIN, "wrapped-python"),
    "bare": (PLAIN, "bare-python"),
}


def environment(root: Path) -> Path:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(root)], check=True)
    (site,) = root.glob("lib/python*/site-packages")
    return site


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A course, and environments: one with a package of its own, one with nothing; and kernels for them."""
    root = tmp_path_factory.mktemp("pythons")
    site = environment(root / "other")
    (site / "only_there.py").write_text("def twice(x):\n    return 2 * x\n", encoding="utf-8")
    shared = next(path for path in sys.path if path.endswith("site-packages"))
    (site / "shared.pth").write_text(f"{shared}\n", encoding="utf-8")
    environment(root / "bare")
    for name, program in {
        "other-python": str(root / "other" / "bin" / "python"),
        "bare-python": str(root / "bare" / "bin" / "python"),
        "gone-python": "/nowhere/bin/python3",
        "wrapped-python": "conda",
    }.items():
        place = root / "jupyter" / "kernels" / name
        place.mkdir(parents=True)
        (place / "kernel.json").write_text(json.dumps({"argv": [program, "-m", "ipykernel"]}), encoding="utf-8")
    course(
        root / "course",
        {name: cells for name, (cells, _) in ASSIGNMENTS.items()},
        'c.GradingEngine.imports = ["numpy"]',
    )
    for name, (cells, kernel) in ASSIGNMENTS.items():
        nb = notebook(cells)
        nb.metadata.kernelspec.name = kernel
        nbformat.write(nb, root / "course" / "source" / name / f"{name}.ipynb")
        release(root / "course", name)
        answer(root / "course", "own", name, {})
    answer(root / "course", "wrong", "other", {"f": "def f(x):\n    return x\nwhere = 'other'"})
    hand_in(root / "course", "untouched", "other", released(root / "course", "other"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_PATH", str(root / "jupyter"))
        yield root


@pytest.fixture(scope="module")
def graded(folder: Path) -> Run:
    return grade(folder / "course")


def test_students_code_has_the_packages_of_its_kernels_python(folder, graded):
    root = folder / "course"
    assert points(root, "other", "own") == {"t": 1, "u": 1}, graded.stderr
    assert points(root, "other", "wrong") == {"t": 0, "u": 0}
    assert points(root, "other", "untouched") == {"t": 0, "u": 0}
    # In one run with others, outside the student's process.
    assert points(root, "plain", "own") == {"t": 1}
    assert "trust these scores less" not in graded.stderr


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("gone", ["/nowhere/bin/python3", "cannot be run"]),
        ("wrapped", ["wrapped-python", "conda", "--python"]),
        ("bare", ["bare/bin/python", "lacks ipython and numpy", "-m pip install ipython numpy"]),
    ],
)
def test_a_kernel_that_cannot_be_used_refuses_its_assignment_only(folder, graded, name, words):
    said = reasons(graded)[name, "own"]
    assert all(word in said for word in words), said
    assert not (folder / "course" / "autograded" / "own" / name).exists()


def test_a_kernel_that_is_not_here_is_said_and_this_python_used(folder, graded):
    assert points(folder / "course", "elsewhere", "own") == {"t": 1}
    assert graded.stderr.count("The kernel conda-root-py is not installed here") == 1


@pytest.mark.long
def test_a_python_that_is_named_counts_before_the_kernel(folder, graded):
    root = folder / "course"
    inside = grade(root, "plain", "--python", str(folder / "other"), "--tests", "in-student")
    assert points(root, "plain", "own") == {"t": 1}, inside.report
    again = grade(root, "plain", "--python", str(folder / "other"), "--tests", "in-student")
    assert "1 submissions are graded and unchanged" in again.stderr
    # This Python lacks the package: the instructor's own solution says so, and what is recorded stays.
    own = grade(root, "other", "--python", sys.executable)
    assert own.status == 3
    assert "only_there" in reasons(own)["other", "own"]
    assert points(root, "other", "own") == {"t": 1, "u": 1}


def test_a_python_that_is_named_and_none_ends_with_a_sentence(folder):
    command = [str(Path(sys.executable).parent / "autograder"), "grade", "bare", "--python", "/nowhere/python"]
    done = subprocess.run(command, cwd=folder / "course", capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "/nowhere/python cannot be run" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_the_configuration_may_name_a_python_or_a_kernel(tmp_path, folder):
    other = str(folder / "other")
    root = course(tmp_path / "course", {"plain": PLAIN}, f"c.GradingEngine.python = {other!r}")
    assert kernels.pythons(Course.find(root), ["plain"]) == {"plain": other}
    assert kernels.pythons(Course.find(root), ["plain"], sys.executable) == {"plain": ""}
    (root / "nbgrader_config.py").write_text('c = get_config()\nc.Execute.kernel_name = "other-python"', "utf-8")
    assert kernels.pythons(Course.find(root), ["plain"]) == {"plain": f"{other}/bin/python"}
