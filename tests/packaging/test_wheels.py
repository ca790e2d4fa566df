"""Both wheels, installed together into an environment that has nothing of this checkout, are complete and work."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT

# What is not part of a package's contents.
NOT_SHIPPED = shutil.ignore_patterns("__pycache__", "*.egg-info", ".ipynb_checkpoints", "build", ".mypy_cache")


@pytest.fixture(scope="module")
def wheels(tmp_path_factory):
    """The two wheels, built from a copy."""
    folder = tmp_path_factory.mktemp("wheels")
    source = folder / "source"
    shutil.copytree(ROOT / "autograder", source / "autograder", ignore=NOT_SHIPPED)
    shutil.copytree(ROOT / "course", source / "course", ignore=NOT_SHIPPED)
    for path in ROOT.iterdir():
        if path.is_file() and not path.name.startswith("gradebook"):
            shutil.copy(path, source)
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index", "--no-build-isolation"]
    for project in (source, source / "course"):
        done = subprocess.run([*pip, "--wheel-dir", folder, project], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    return sorted(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def environment(wheels, tmp_path_factory):
    """An environment with the wheels, and of this one only the packages of others, not its editable installs."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / "others.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--python", folder / "bin" / "python", "install", "--quiet"]
    # As if nothing were there: the editable installs of this checkout would count as installed.
    pip += ["--no-deps", "--no-index", "--ignore-installed", "--no-compile"]
    subprocess.run([*pip, *wheels], check=True)
    return folder


def run(environment: Path, *command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    argv = [str(environment / "bin" / command[0]), *command[1:]]
    return subprocess.run(argv, cwd=cwd, env=variables, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("package", "place"), [("autograder", "autograder"), ("gancourse", "course/gancourse")])
def test_a_wheel_has_every_file_of_its_package(wheels, package, place):
    (wheel,) = [path for path in wheels if path.name.startswith(package)]
    shipped = set(zipfile.ZipFile(wheel).namelist())
    listed = subprocess.run(
        ["git", "ls-files", "--", place], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    wanted = {str(Path(name).relative_to(Path(place).parent)) for name in listed if (ROOT / name).is_file()}
    assert wanted
    assert wanted - shipped == set()
    # Beside the package: its metadata, and what goes into the environment's own etc.
    assert {name for name in shipped if ".dist-info/" not in name and ".data/data/etc/" not in name} - wanted == set()


CREATE = "@jupyter/nbgrader:create-assignment"


def test_jupyterlab_shows_instructors_create_assignment_and_students_not(environment, tmp_path):
    code = (
        "import json; from jupyterlab_server.config import get_static_page_config; "
        "print(json.dumps(get_static_page_config()['disabledExtensions']))"
    )
    assert json.loads(run(environment, "python", "-c", code, cwd=tmp_path).stdout)[CREATE] is False
    (instructors,) = environment.glob("etc/jupyter/labconfig/page_config.d/instructor.json")
    aside = instructors.rename(tmp_path / instructors.name)
    try:
        assert json.loads(run(environment, "python", "-c", code, cwd=tmp_path).stdout)[CREATE] is True
    finally:
        aside.rename(instructors)


def test_the_file_list_has_no_traces_of_the_installation(environment, tmp_path):
    for name in ("gancourse.egg-info", "notes"):
        (tmp_path / "top" / name).mkdir(parents=True)
    code = (
        "from jupyter_server.serverapp import ServerApp; app = ServerApp(); "
        "app.initialize(['--port=0', '--allow-root', '--ServerApp.root_dir=top'], new_httpserver=False); "
        "files = app.contents_manager; "
        "print(files.should_list('gancourse.egg-info'), files.should_list('notes'), files.should_list('__pycache__'))"
    )
    done = run(environment, "python", "-c", code, cwd=tmp_path)
    assert done.stdout.split() == ["False", "True", "False"], done.stderr


def test_both_have_the_version_that_stands_in_one_place(environment, tmp_path):
    code = "import importlib.metadata as m; print(m.version('autograder'), m.version('gancourse'))"
    version = (ROOT / "course" / "VERSION").read_text(encoding="utf-8").strip()
    assert run(environment, "python", "-c", code, cwd=tmp_path).stdout.split() == [version, version]


def test_the_command_answers(environment, tmp_path):
    done = run(environment, "autograder", "--help", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "feedback" in done.stdout


def test_what_is_imported_comes_from_the_wheels_and_finds_its_files(environment, tmp_path):
    (tmp_path / "nbgrader_config.py").write_text((ROOT / "nbgrader_config.py").read_text("utf-8"), encoding="utf-8")
    code = (
        "import autograder, gancourse, autograder.config, autograder.engine.host, autograder.grading.run, pathlib\n"
        "import anywidget, gancourse.widgets, gancourse.training\n"
        "def below(kind): return [kind, *(one for sub in kind.__subclasses__() for one in below(sub))]\n"
        "views = [one for one in below(anywidget.AnyWidget) if one.__module__.startswith('gancourse')]\n"
        "scripts = [str(one._esm) for one in views if hasattr(one, '_esm')]\n"
        "assert len(scripts) > 10 and all(len(script) > 1000 for script in scripts), scripts\n"
        "settings = autograder.config.load(pathlib.Path('.'))\n"
        "assert settings.CourseDirectory.course_id == 'gan-mathematics', settings\n"
        "gancourse.training.load_trained()\n"
        "print(autograder.__file__, gancourse.__file__)\n"
    )
    done = run(environment, "python", "-c", code, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert all(path.startswith(str(environment)) for path in done.stdout.split()), done.stdout
