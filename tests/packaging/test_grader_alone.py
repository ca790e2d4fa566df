"""The grader grades another course where neither PyTorch nor this course is installed, nor anything else that only this
course needs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
from pathlib import Path

import nbformat
import pytest
from classroom import activated, fill, hand_in, released, solutions
from conftest import ROOT
from grading.foreign.small import P, S, T, notebook
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from autograder.authoring import nbgrader_runner
from autograder.course import Course

EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
ONLY_THE_COURSE = {canonicalize_name(Requirement(text).name) for text in EXTRAS["course"]}
MODULES = sorted((ONLY_THE_COURSE - {"pillow"}) | {"PIL", "ipywidgets", "anywidget"})

CELLS = (
    P("import numpy as np"),
    S("f", "def mean(xs):\n    return np.asarray(xs).mean(axis=0)"),
    T("t", 2, "assert np.allclose(mean([[1, 2], [3, 4]]), [2, 3])\nassert mean([1, 2]).dtype == np.float64"),
    S("g", "class Walk:\n    def __init__(self, steps):\n        self.steps = np.array(steps)"),
    T("u", 1, "assert Walk([1, -1]).steps.sum() == 0"),
)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course that uses only NumPy, with one right and one wrong submission."""
    root = tmp_path_factory.mktemp("alone") / "course"
    folder = root / "source" / "numbers"
    folder.mkdir(parents=True)
    (root / "nbgrader_config.py").write_text("c = get_config()\n", encoding="utf-8")
    nbformat.write(notebook(CELLS), folder / "numbers.ipynb")
    with activated():
        done = nbgrader_runner.generate_assignment(Course.find(root), "numbers")
    assert done.success, done.log
    for student, answers in {"ada": {}, "bob": {"f": "def mean(xs):\n    return np.asarray(xs).mean()"}}.items():
        nb = released(root, "numbers")
        fill(nb, {**solutions(root, "numbers"), **answers})
        hand_in(root, student, "numbers", nb)
    (root / "exchange" / "numbers" / "inbound").mkdir(parents=True)
    return root


def run(python: Path, *command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    variables = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    variables["PATH"] = f"{python.parent}{os.pathsep}{variables['PATH']}"
    return subprocess.run(command, cwd=cwd, env=variables, capture_output=True, text=True, check=False)


def _bring_bubblewrap(environment: Path) -> None:
    """Where the system has none, the one beside this environment is there for another as well."""
    if (tools := Path(sys.prefix) / "tools").is_dir():
        (environment / "tools").symlink_to(tools)


def see_it_grade(python: Path, course: Path) -> None:
    """Collect, grade and feedback, with nothing that only this course has."""
    tried = "import importlib.util as u; print([one for one in ('torch', 'gancourse') if u.find_spec(one)])"
    assert run(python, str(python), "-c", tried, cwd=course).stdout.strip() == "[]"
    command = str(python.parent / "autograder")
    settings = f'c.Exchange.root = "{course / "exchange"}"\nc.CourseDirectory.course_id = "numbers"\n'
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write(settings)
    collected = run(python, command, "collect", cwd=course)
    assert collected.returncode == 0, collected.stderr
    graded = run(python, command, "grade", "--json", "--seed", "7", cwd=course)
    assert graded.returncode == 0, graded.stderr
    (part,) = json.loads(graded.stdout)["assignments"]
    assert {one["student"]: one["score"] for one in part["submissions"]} == {"ada": 3, "bob": 1}
    told = run(python, command, "feedback", cwd=course)
    assert told.returncode == 0, told.stderr
    assert (course / "feedback" / "ada" / "numbers" / "numbers.html").is_file()
    shown = run(python, command, "grade", cwd=course)
    assert shown.returncode == 0, shown.stderr


def test_nothing_that_grading_imports_is_only_this_courses():
    """Every module of the engine and of grading, where none of what only this course needs can be imported."""
    code = (
        "import sys, pkgutil, importlib\n"
        f"sys.modules.update(dict.fromkeys({MODULES}))\n"
        "import autograder.cli, autograder.tables, autograder.engine, autograder.grading\n"
        "for package in (autograder.engine, autograder.grading):\n"
        "    for one in pkgutil.walk_packages(package.__path__, package.__name__ + '.'):\n"
        "        if not one.name.endswith(('.boot', '.sympy_codec')):\n"
        "            importlib.import_module(one.name)\n"
        "from autograder.engine.settings import GradingEngine\n"
        "from autograder.engine.worker import import_for_tests\n"
        "import_for_tests(GradingEngine().imports)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_what_the_course_needs_is_an_extra():
    plain = {
        canonicalize_name(Requirement(text).name)
        for text in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    }
    assert {"torch", "gancourse"} <= ONLY_THE_COURSE
    assert not plain & ONLY_THE_COURSE


def test_a_class_is_graded_without_the_course(course, tmp_path):
    """In an environment that has of this one's packages only those that the course does not bring."""
    folder = tmp_path / "environment"
    venv.create(folder, with_pip=False)
    (packages,) = folder.glob("lib/python*/site-packages")
    here = Path(sysconfig.get_path("purelib"))
    left_out = {name.lower() for name in MODULES}
    for entry in here.iterdir():
        name = entry.name.lower().split("-")[0].removesuffix(".py")
        if name not in left_out and not name.startswith(("__editable__", "autograder", "gancourse", "_virtualenv")):
            _copy(entry, packages / entry.name)
    _copy(ROOT / "autograder", packages / "autograder")
    _copy(Path(sysconfig.get_path("data")) / "share" / "jupyter", folder / "share" / "jupyter")
    _bring_bubblewrap(folder)
    python = folder / "bin" / "python"
    for name, place in {"alembic": "alembic.config", "autograder": "autograder.cli"}.items():
        command = folder / "bin" / name
        command.write_text(f"#!{python}\nfrom {place} import main\nmain()\n", encoding="utf-8")
        command.chmod(0o755)
    see_it_grade(python, shutil.copytree(course, tmp_path / "course"))


def _copy(source: Path, target: Path) -> None:
    """A copy that takes no room where the file system allows that."""

    def link(one: str, other: str) -> None:
        try:
            os.link(one, other)
        except OSError:
            shutil.copy2(one, other)

    if source.is_dir():
        shutil.copytree(source, target, copy_function=link, symlinks=True)
    else:
        link(str(source), str(target))


@pytest.mark.long
def test_pip_installs_a_grader_that_has_no_torch(course, tmp_path):
    """In an empty environment, from a copy of what a checkout has of it."""
    source = tmp_path / "source"
    shutil.copytree(ROOT / "autograder", source / "autograder", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "LICENSE-text", "constraints.txt", "course/VERSION"):
        (source / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, source / name)
    venv.create(tmp_path / "environment", with_pip=True)
    _bring_bubblewrap(tmp_path / "environment")
    python = tmp_path / "environment" / "bin" / "python"
    pip = [str(python), "-m", "pip", "install", "--quiet", "-c", str(source / "constraints.txt"), str(source)]
    done = run(python, *pip, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    see_it_grade(python, shutil.copytree(course, tmp_path / "course"))
