"""How grading shuts students' code in, and what it says where the system does not allow it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess

import pytest
from conftest import BIN, ROOT
from no_sandbox import without_bubblewrap

from autograder.authoring import build as building
from autograder.authoring import sample_class
from autograder.course import Course

NAME = "01-looking"
SOURCE = """\
# %% [markdown]
# # Looking around

# %% nbgrader={"grade_id": "look", "solution": true}
def look():
    ### BEGIN SOLUTION
    return {"answer": 42}
    ### END SOLUTION

# %% nbgrader={"grade_id": "look-values", "points": 2}
assert look()["answer"] == 42
print(look())
"""
LOOK = """\
import os, pathlib, socket, sys

def reach():
    try:
        with socket.socket() as s:
            s.settimeout(2)
            s.connect(("1.1.1.1", 53))
            return "reached"
    except OSError as error:
        return type(error).__name__

def writable(folder):
    try:
        (pathlib.Path(folder) / "x").write_text("x")
        return True
    except OSError:
        return False

def look():
    return {
        "answer": 42,
        "network": reach(),
        "environment": sorted(k for k in os.environ if "SECRET" in k),
        "course": os.path.exists(%r),
        "writes": [f for f in ("/", "/usr", "/etc", sys.prefix, "/sandbox/packages") if writable(f)],
        "files": sorted(os.listdir(".")),
        "processes": sorted(p for p in os.listdir("/proc") if p.isdecimal()) if os.path.isdir("/proc/self") else ["1"],
        "me": os.getpid(),
    }
"""


@pytest.fixture
def looking(tmp_path):
    """A course folder in which Ada's answer looks around."""
    course = Course(tmp_path)
    course.source_script(NAME).parent.mkdir(parents=True)
    course.source_script(NAME).write_text(SOURCE, encoding="utf-8")
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    building.write(course, building.build(course, [NAME]))
    path = sample_class.submission_path(course, "ada", NAME)
    path.parent.mkdir(parents=True)
    release = course.release_notebook(NAME).read_text(encoding="utf-8")
    path.write_text(sample_class.fill(release, {"look": LOOK % str(tmp_path / "solutions")}), encoding="utf-8")
    return course


def graded(course, *options, **environment):
    done = subprocess.run(
        [BIN / "autograder", "grade", "--json", *options],
        cwd=course.root,
        env={**os.environ, "MY_SECRET": "1", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode not in (0, 3):
        return done, None
    (assignment,) = json.loads(done.stdout)["assignments"]
    return done, assignment["submissions"][0]


def seen(course):
    body = json.loads((course.autograded / "ada" / NAME / f"{NAME}.ipynb").read_text(encoding="utf-8"))
    (cell,) = [c for c in body["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == "look-values"]
    return eval(cell["outputs"][0]["text"], {"__builtins__": {}})


def test_students_code_sees_its_own_files_and_nothing_else(looking):
    done, one = graded(looking)
    assert done.returncode == 0, done.stderr
    assert one["score"] == 2
    found = seen(looking)
    assert found["network"] in ("OSError", "TimeoutError", "PermissionError")
    assert found["environment"] == []
    assert found["course"] is False
    assert found["writes"] == []
    assert found["files"] == [f"{NAME}.ipynb"]
    assert found["processes"] == ["1"]
    assert found["me"] == 1


def test_without_bubblewrap_grading_refuses_and_says_what_to_do(looking):
    done, _ = graded(looking, **without_bubblewrap(looking.root / "patch"))
    assert done.returncode == 2
    assert "bubblewrap" in done.stderr
    assert "--unsafe-no-sandbox" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not looking.autograded.exists()


def test_without_a_sandbox_only_when_asked_and_aloud(looking):
    done, one = graded(looking, "--unsafe-no-sandbox", PATH=str(BIN))
    assert done.returncode == 0, done.stderr
    assert one["score"] == 2
    assert "no sandbox" in done.stderr
    assert seen(looking)["environment"] == []


def test_on_windows_it_says_what_to_use_instead(looking):
    """There, Python has no fork and no modules for locks and limits."""
    windows = "import sys; sys.modules['fcntl'] = None; from autograder.cli import main; main()"
    done = subprocess.run(
        [BIN / "python", "-c", windows, "grade"], cwd=looking.root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "WSL" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_where_forking_is_unsafe_each_submission_gets_a_sandbox_of_its_own(looking):
    """A module that starts a thread when it is imported: a fork of such a process may hang."""
    package = looking.root / "threadstarter"
    package.mkdir()
    (package / "__init__.py").write_text(
        "import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n",
        encoding="utf-8",
    )
    with (looking.root / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write('\nc = get_config()\nc.GradingEngine.imports = ["numpy", "threadstarter"]\n')
    done, one = graded(looking, PYTHONPATH=os.pathsep.join([str(looking.root), os.environ.get("PYTHONPATH", "")]))
    assert done.returncode == 0, done.stderr
    assert one["score"] == 2, one["tests"]
    assert "has started threads" in done.stderr
    assert seen(looking)["network"] != "reached"
