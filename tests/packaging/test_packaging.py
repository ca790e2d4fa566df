"""The licences are there, the student's package is complete by itself, and the README names what exists."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib

import pytest
from conftest import ROOT
from packaging.requirements import Requirement


def project(path):
    return tomllib.loads((ROOT / path).read_text(encoding="utf-8"))["project"]


def test_the_heart_of_the_course_is_among_the_student_requirements():
    student = project("course/pyproject.toml")
    names = {Requirement(text).name for text in student["dependencies"]}
    assert {"jupyterlab", "nbgrader", "numpy", "ipywidgets", "anywidget", "matplotlib"} <= names
    assert "torch" not in names, "00 to 02 run without it, also where it has no wheels"
    assert [Requirement(text).name for text in student["optional-dependencies"]["torch"]] == ["torch"]


@pytest.mark.parametrize("path", ["pyproject.toml", "course/pyproject.toml"])
def test_python_and_licence_are_declared(path):
    meta = project(path)
    assert meta["requires-python"] == ">=3.11"
    assert meta["license"] == "BSD-3-Clause AND CC-BY-4.0"


def test_the_licences_are_in_the_root():
    assert "BSD 3-Clause" in (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "CC-BY-4.0" in (ROOT / "LICENSE-text").read_text(encoding="utf-8")


def test_the_student_package_installs_by_itself_and_brings_its_widgets(tmp_path):
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation"]
    copied = tmp_path / "course"
    subprocess.run(["cp", "-r", str(ROOT / "course"), str(copied)], check=True)
    subprocess.run([*pip, "--target", str(tmp_path / "site"), str(copied)], check=True, capture_output=True)
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path / 'site')!r}); sys.modules['autograder'] = None; "
        "import gancourse, gancourse.widgets as w; w.log_loss_explorer(); print(gancourse.__file__)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert str(tmp_path / "site") in done.stdout


def test_every_command_of_the_readme_exists():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE))
    commands = "\n".join(re.findall(r"```sh\n(.*?)```", readme, flags=re.DOTALL))
    used = set(re.findall(r"\bmake ([a-z-]+)", commands))
    assert {"demo", "test", "lab", "grade", "build"} <= used
    assert used <= targets
    known = subprocess.check_output([sys.executable, "-m", "autograder.cli", "--help"], text=True)
    for command in set(re.findall(r"\bautograder ([a-z]+)", commands)):
        assert command in known


def test_the_readme_links_to_files_that_exist():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", readme):
        if not target.startswith("http"):
            assert (ROOT / target).exists(), target
