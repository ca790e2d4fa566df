"""Graded work is stale when, and only when, code changes that decides a grade."""

from __future__ import annotations

import shutil
from pathlib import Path

import gancourse
import pytest

import autograder
from autograder.grading import grader_code


@pytest.fixture
def packages(tmp_path: Path) -> dict[str, Path]:
    """Copies of our packages."""
    copies = {}
    for package in (autograder, gancourse):
        source = Path(package.__file__).parent
        copies[package.__name__] = shutil.copytree(source, tmp_path / package.__name__)
    return copies


def change(packages: dict[str, Path], name: str) -> None:
    top, *parts = name.split("/")
    path = packages[top].joinpath(*parts)
    path.write_text(path.read_text(encoding="utf-8") + "\n# Changed.\n", encoding="utf-8")


def test_copies_of_the_same_code_are_the_same_code(packages):
    assert grader_code.digest(packages) == grader_code.digest()


@pytest.mark.parametrize(
    "name",
    [
        "autograder/bench.py",
        "autograder/cli.py",
        "autograder/tables.py",
        "autograder/attacks/run.py",
        "autograder/authoring/audit.py",
        "autograder/grading/feedback.py",
        "gancourse/plots.py",
        "gancourse/widgets/__init__.py",
        "gancourse/bench.py",
    ],
)
def test_what_decides_no_grade_makes_no_graded_work_stale(packages, name):
    before = grader_code.digest(packages)
    change(packages, name)
    assert grader_code.digest(packages) == before


@pytest.mark.parametrize(
    "name",
    [
        "autograder/engine/judge.py",
        "autograder/engine/inside/session.py",
        "autograder/hidden/inputs.py",
        "autograder/source/bank.py",
        "autograder/grading/scoring.py",
        "autograder/errors.py",  # imported by the engine
        "gancourse/check/comparing.py",
        "gancourse/check/__init__.py",
    ],
)
def test_what_decides_a_grade_makes_graded_work_stale(packages, name):
    before = grader_code.digest(packages)
    change(packages, name)
    assert grader_code.digest(packages) != before


def test_a_module_that_moves_is_another_grader(packages):
    before = grader_code.digest(packages)
    (packages["autograder"] / "engine" / "one_more.py").write_text("", encoding="utf-8")
    assert grader_code.digest(packages) != before


def test_imports_are_followed_whatever_their_form(packages):
    (packages["gancourse"] / "far.py").write_text("", encoding="utf-8")
    (packages["gancourse"] / "middle.py").write_text("def f():\n    from . import far\n", encoding="utf-8")
    path = packages["gancourse"] / "check" / "__init__.py"
    path.write_text(path.read_text(encoding="utf-8") + "\nfrom .. import middle\n", encoding="utf-8")
    assert {"gancourse.middle", "gancourse.far"} <= set(grader_code.modules(packages))
