"""Gradescope grades an assignment of ours by itself: its folders, its results, and what a student reads there."""

from __future__ import annotations

import importlib.metadata
import json
import os
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from classroom import fill, make_course, released
from conftest import run

NAME = "ps1"
SCRIPT = """\
# %% [markdown]
# # Numbers
#
# ## Twice

# %% nbgrader={"grade_id": "twice", "solution": true}
def twice(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% nbgrader={"grade_id": "twice-values", "points": 2}
assert twice(3) == 6, "twice three is six"

# %% nbgrader={"grade_id": "twice-text", "points": 1}
### BEGIN SECRET
assert twice(12345) == 24690, "large numbers count as well"
### END SECRET

# %% [markdown] nbgrader={"grade_id": "why", "solution": true, "points": 4}
# Because.
"""
# Its hidden tests stand between lines of its own: they go along, and are held back there as they are here.
CONFIG = """\
c = get_config()
c.GradingEngine.imports = []
c.ClearHiddenTests.begin_test_delimeter = "BEGIN SECRET"
c.ClearHiddenTests.end_test_delimeter = "END SECRET"
"""
PASSWORD = 'c = get_config()\nc.CourseDirectory.db_url = "postgresql://me:secret@localhost/grades"\n'


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    root = tmp_path_factory.mktemp("gradescope") / "course"
    make_course(root, {NAME: SCRIPT}, CONFIG)
    (root / "submitted" / "ada" / NAME).mkdir(parents=True)
    (root / "submitted" / "ada" / NAME / f"{NAME}.ipynb").write_text("another student's")
    return root


@pytest.fixture(scope="module")
def archive(course):
    target = course.parent / "autograder.zip"
    done = run("autograder", "export-gradescope", NAME, "--to", target, cwd=course)
    assert done.returncode == 0, done.stderr
    assert "could read them and could claim points" in done.stderr
    return target


def notebook(course, answer):
    nb = released(course, NAME)
    fill(nb, {"twice": answer})
    return json.dumps(nb)


def graded(archive, base, files):
    """What ``run_autograder`` writes, in the folders that Gradescope documents."""
    source = base / "source"
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(source)
    # `setup.sh` makes it there, from packages of the network; here it is the one that the tests run in.
    (source / "environment").symlink_to(sys.prefix)
    for name, text in files.items():
        path = base / "submission" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    script = base / "run_autograder"
    script.write_bytes((source / "run_autograder").read_bytes())
    script.chmod(0o755)
    environment = {**os.environ, "AUTOGRADER_BASE": str(base), "PYTHONPATH": str(source / "packages")}
    done = subprocess.run([script], cwd=base, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads((base / "results" / "results.json").read_text(encoding="utf-8")), done


def test_a_submission_is_graded_and_says_what_the_students_page_says(course, archive, tmp_path):
    found, _done = graded(archive, tmp_path, {f"{NAME}.ipynb": notebook(course, "def twice(x):\n    return x * 2")})
    assert [(one["name"], one["score"], one["max_score"]) for one in found["tests"]] == [("Twice: twice", 3.0, 3.0)]
    assert found["tests"][0]["status"] == "passed"


@pytest.mark.long
def test_what_is_wrong_is_named_and_nothing_of_hidden_tests_is(course, archive, tmp_path):
    answer = "def twice(x):\n    return 6"
    found, _done = graded(archive, tmp_path, {"handed in/my homework.ipynb": notebook(course, answer)})
    (test,) = found["tests"]
    assert (test["score"], test["status"]) == (2.0, "failed")
    assert "large numbers count as well" in test["output"]
    assert "12345" not in json.dumps(found)
    assert "24690" not in json.dumps(found)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "Hand in ps1.ipynb: the notebooks in this submission are: none."),
        ({"a.ipynb": "{}", "b.ipynb": "{}"}, "the notebooks in this submission are: a.ipynb, b.ipynb."),
        ({f"{NAME}.ipynb": "no notebook"}, "It could not be graded: "),
    ],
    ids=["nothing", "two others", "broken"],
)
def test_what_cannot_be_graded_gets_a_sentence_and_no_points(archive, tmp_path, files, words):
    found, done = graded(archive, tmp_path, files)
    assert found["score"] == 0.0
    assert words in found["output"]
    assert "Traceback" not in done.stderr


def test_the_archive_has_the_assignment_the_grader_and_nobodys_work(archive, course):
    with zipfile.ZipFile(archive) as opened:
        names = set(opened.namelist())
        rights = {name: opened.getinfo(name).external_attr >> 16 for name in ("setup.sh", "run_autograder")}
        needed = opened.read("requirements.txt").decode().split()
        setup = opened.read("setup.sh").decode()
    assert {"setup.sh", "run_autograder", f"course/source/{NAME}/{NAME}.ipynb"} <= names
    assert {"packages/autograder/cli.py", "packages/autograder/engine/judge.py"} <= names
    assert not [name for name in names if "submitted" in name or "gradebook.db" in name or "__pycache__" in name]
    assert all(mode & stat.S_IXUSR for mode in rights.values())
    assert f"nbgrader=={importlib.metadata.version('nbgrader')}" in needed
    assert not [one for one in needed if one.startswith(("autograder", "gancourse", "torch", "pytest"))]
    assert subprocess.run(["bash", "-n"], input=setup, text=True, check=False).returncode == 0


def test_a_second_export_is_the_same_to_the_last_byte(archive, course, tmp_path):
    assert run("autograder", "export-gradescope", NAME, "--to", tmp_path / "again.zip", cwd=course).returncode == 0
    assert (tmp_path / "again.zip").read_bytes() == archive.read_bytes()


def test_a_password_is_not_packed(course, tmp_path):
    settings = course / "nbgrader_config.py"
    before = settings.read_text()
    settings.write_text(PASSWORD)
    try:
        done = run("autograder", "export-gradescope", NAME, "--to", tmp_path / "no.zip", cwd=course)
    finally:
        settings.write_text(before)
    assert done.returncode == 2
    assert "holds a password" in done.stderr
    assert "secret" not in done.stderr
    assert not Path(tmp_path / "no.zip").exists()
