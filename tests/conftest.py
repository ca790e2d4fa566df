"""What the tests share: the course, the command, and one graded sample class."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from autograder.course import Course
from autograder.files import lock

if TYPE_CHECKING:
    from autograder.authoring.sample_class import Student

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
SEED = 7
# Whatever a test grades is held against the promise of docs/.
RESULTS_SCHEMA = json.loads((ROOT / "docs" / "results-schema.json").read_text(encoding="utf-8"))
LONGEST = (
    "test_attacks.py",
    "test_browser.py",
    "test_run_notebooks.py",
    "test_same_verdicts.py",
    "test_audit.py",
    "test_04_k_steps.py",
    "test_08_diagnosis.py",
)


def pytest_configure(config: pytest.Config) -> None:
    """Write the instructor notebooks as the sources make them now: many tests read them, none of the unit tests."""
    is_worker = hasattr(config, "workerinput")
    if is_worker or all(Path(one).absolute().is_relative_to(ROOT / "tests" / "unit") for one in config.args):
        return
    # Here, as below, because nbgrader takes seconds to import, for which the unit tests need not wait.
    from autograder.authoring import build as building
    from autograder.files import replace_text

    found = Course.find(ROOT)
    for one in building.read_sources(found, found.assignments()):
        replace_text(found.source_notebook(one.name), building.instructor_text(one, found.version))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take minutes come first: each one stays with one process, and the last must not run alone."""
    items.sort(key=lambda item: LONGEST.index(item.path.name) if item.path.name in LONGEST else len(LONGEST))


@pytest.fixture(scope="session")
def course() -> Course:
    """The checkout."""
    return Course.find(ROOT)


def run(
    *command: str | Path, cwd: Path = ROOT, timeout: float = 600, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run one of the environment's commands, with more variables if need be, and capture what it prints."""
    argv = [str(BIN / command[0]), *map(str, command[1:])]
    more = None if env is None else {**os.environ, **env}
    return subprocess.run(argv, cwd=cwd, capture_output=True, text=True, timeout=timeout, check=False, env=more)


def grade(course: Course, *options: str | int) -> tuple[int, list[dict]]:
    """Run ``autograder grade --json`` in a course folder: its exit status and what it says of each submission."""
    import jsonschema

    done = run("autograder", "grade", "--json", *map(str, options), cwd=course.root)
    assert done.returncode in (0, 3), done.stderr
    report = json.loads(done.stdout)
    jsonschema.validate(report, RESULTS_SCHEMA)
    assignments = report["assignments"]
    return done.returncode, [submission for one in assignments for submission in one["submissions"]]


@dataclass(frozen=True)
class GradedClass:
    """A sample class of 01-cross-entropy in a course folder of its own, graded into nbgrader's gradebook."""

    course: Course
    assignment: str
    students: list[Student]
    problems: dict[str, str]


@pytest.fixture(scope="session")
def graded_class(course: Course, tmp_path_factory: pytest.TempPathFactory) -> GradedClass:
    """Graded once: the other processes of pytest-xdist, where there are some, take a copy."""
    from autograder.authoring import sample_class

    assignment = "01-cross-entropy"
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "graded-class"
    with lock(shared.parent):
        if not shared.exists():
            made = shared.with_suffix(".part")
            made.mkdir()
            target = sample_class.course_folder(course, [assignment], made / "course")
            students = sample_class.hand_in(course, target, assignment)
            _status, graded = grade(target, "--seed", SEED)
            assert run("autograder", "feedback", cwd=target.root).returncode == 0
            problems = {one["student"]: one["reason"] for one in graded if not one["graded"]}
            (made / "students").write_bytes(pickle.dumps((students, problems)))
            made.rename(shared)
    own = Course(tmp_path_factory.mktemp("graded") / "course")
    shutil.copytree(shared / "course", own.root, symlinks=True)
    # The gradebook is named by its whole path.
    config = own.root / "nbgrader_config.py"
    made_at = shared.with_suffix(".part") / "course"
    config.write_text(config.read_text(encoding="utf-8").replace(str(made_at), str(own.root)), encoding="utf-8")
    students, problems = pickle.loads((shared / "students").read_bytes())
    return GradedClass(own, assignment, students, problems)
