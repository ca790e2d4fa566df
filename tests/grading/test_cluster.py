"""A class graded on a Dask cluster is graded as on one machine, whoever is killed meanwhile."""

from __future__ import annotations

import json
import os
import random
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import clusters
import pytest
from classroom import fill, gradebook, hand_in, make_course, released
from clusters import NAME, kill
from typer.testing import CliRunner

from autograder.cli import app
from autograder.course import Course
from autograder.errors import UserError
from autograder.grading import run
from autograder.grading.cluster import sealing
from autograder.grading.cluster.on_this_machine import OnThisMachine

CONFIG = clusters.CONFIG + "c.GradingEngine.cell_seconds = 4\nc.GradingEngine.cell_wall_seconds = 200\n"
OWN = "c = get_config()\nc.Execute.timeout_func = lambda cell: 5\n"
SLOW = "def double(x):\n    while True:\n        pass"


def odd(root: Path) -> None:
    """Hand in what classes hand in as well: a sentence or a grade for each, wherever it is judged."""

    def folder(student: str) -> Path:
        made = root / "submitted" / student / NAME
        made.mkdir(parents=True)
        return made

    whole = (root / "submitted" / "student-00000" / NAME / f"{NAME}.ipynb").read_bytes()
    (folder("odd-empty") / f"{NAME}.ipynb").touch()
    (folder("odd-cut") / f"{NAME}.ipynb").write_bytes(whole[: len(whole) // 2])
    (folder("odd-new") / f"{NAME}.ipynb").write_text('{"nbformat": 5}')
    (folder("odd-named") / "copy of hw.ipynb").write_bytes(whole)
    (folder("odd-link") / f"{NAME}.ipynb").symlink_to(root / "source" / NAME / f"{NAME}.ipynb")
    folder("odd-nothing")
    for student, stamp in {"odd-late": "2027-01-01 00:00:00 UTC", "odd-when": "yesterday", "odd-early": ""}.items():
        place = folder(student)
        (place / f"{NAME}.ipynb").write_bytes(whole)
        (place / "timestamp.txt").write_text(stamp)
        (place / "data.csv").write_text("1,2\n")
        (place / "page.html").write_text("<script>alert(1)</script>")
        (place / os.fsdecode(b"latin-\xe9.txt")).write_text("an old name")
    nb = released(root, NAME)
    fill(nb, {"double": SLOW})
    hand_in(root, "odd-slow", NAME, nb)


def copy(course: Path, target: Path) -> Path:
    """A copy of a course, in which somebody has handed in a pipe, which cannot be copied."""
    shutil.copytree(course, target, symlinks=True, ignore=shutil.ignore_patterns("odd-pipe"))
    (target / "submitted" / "odd-pipe" / NAME).mkdir(parents=True)
    os.mkfifo(target / "submitted" / "odd-pipe" / NAME / f"{NAME}.ipynb")
    return target


@pytest.fixture(scope="module")
def ungraded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("cluster") / "ungraded"
    clusters.make_class(root, 16, CONFIG)
    odd(root)
    return root


@pytest.fixture(scope="module")
def undisturbed(ungraded: Path) -> Path:
    """The class, graded on this machine by nobody else."""
    root = copy(ungraded, ungraded.with_name("undisturbed"))
    done = clusters.grade(root, "--json")
    assert done.returncode == 3, done.stderr
    (root.with_suffix(".json")).write_text(done.stdout)
    return root


@pytest.fixture(scope="module")
def there() -> Iterator[OnThisMachine]:
    with clusters.cluster(2) as made:
        yield made


@pytest.fixture
def fresh(ungraded: Path, tmp_path: Path) -> Path:
    return copy(ungraded, tmp_path / "course")


def said(report: dict) -> dict[str, tuple]:
    """What a report says of each student, but how long it took."""
    return {
        one["student"]: (one["graded"], one["reason"], one["score"], one["messages"], one["tests"])
        for part in report["assignments"]
        for one in part["submissions"]
    }


def assert_as(root: Path, undisturbed: Path) -> None:
    """A class is graded as undisturbed: rows, graded notebooks, other files, and nothing half-written."""
    assert gradebook(root) == gradebook(undisturbed)
    assert clusters.notebooks(root) == clusters.notebooks(undisturbed)
    there, known = (
        {path.relative_to(one) for path in one.rglob("*") if path.is_file() or path.is_symlink()}
        for one in (root, undisturbed)
    )
    assert there == known


def test_the_same_verdicts_gradebook_and_sentences(there: OnThisMachine, fresh: Path, undisturbed: Path) -> None:
    done = clusters.grade(fresh, "--json", "--cluster", there.address, env=clusters.environment(there))
    assert done.returncode == 3, done.stderr
    expected = said(json.loads(undisturbed.with_suffix(".json").read_text()))
    assert said(json.loads(done.stdout)) == expected
    assert len(expected) == 16 + 11
    assert_as(fresh, undisturbed)
    # What ran out of time beside others has been tried again with a machine to itself, as here.
    assert "tried again alone" in done.stderr
    # Nothing of the run is left in the workers.
    deadline = time.monotonic() + 20
    while clusters.services_of(there) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert clusters.services_of(there) == []
    until = time.monotonic() + 10
    while list(there.key.parent.rglob("course")) and time.monotonic() < until:
        time.sleep(0.1)
    assert list(there.key.parent.rglob("course")) == []


def test_who_is_graded_is_not_graded_again_on_a_cluster(
    there: OnThisMachine, undisturbed: Path, tmp_path: Path
) -> None:
    root = copy(undisturbed, tmp_path / "course")
    nb = released(root, NAME)
    fill(nb, {"double": "def double(x):\n    return 0"})
    hand_in(root, "student-00002", NAME, nb)
    before = clusters.notebooks(root)
    done = clusters.grade(root, "--cluster", there.address, env=clusters.environment(there))
    changed = {name for name, body in clusters.notebooks(root).items() if before[name] != body}
    assert changed == {f"autograded/student-00002/{NAME}/{NAME}.ipynb"}
    assert "1 of " in done.stdout
    assert done.returncode == 3


def test_a_killed_worker_costs_nobody_anything(there: OnThisMachine, fresh: Path, undisturbed: Path) -> None:
    process = clusters.start(fresh, "--cluster", there.address, env=clusters.environment(there))
    clusters.wait_until_graded(fresh, 3, process)
    kill(random.choice(clusters.workers_of(there)))
    _stdout, stderr = process.communicate(timeout=300)
    assert process.returncode == 3, stderr
    assert "Traceback" not in stderr
    assert_as(fresh, undisturbed)


@pytest.mark.parametrize(
    ("cluster", "unsafe", "words"),
    [
        ("tcp://127.0.0.1:8786", False, "tls://"),
        ("many", False, "local:N"),
        ("local:0", False, "local:N"),
        ("local:2", True, "always runs in a sandbox"),
        ("tls://127.0.0.1:1", False, "autograder cluster-key"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    ungraded: Path, cluster: str, unsafe: bool, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(sealing.VARIABLE, str(tmp_path / "none"))
    with pytest.raises(UserError, match=words):
        run.Engine(Course.find(ungraded), [NAME], unsafe=unsafe, cluster=cluster)


def test_a_cluster_has_no_other_number_of_jobs(ungraded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ungraded)
    done = CliRunner().invoke(app, ["grade", "--cluster", "local:2", "--jobs", "3"])
    assert isinstance(done.exception, UserError)
    assert "--jobs" in str(done.exception)


def test_functions_of_the_courses_own_are_not_left_away(tmp_path: Path) -> None:
    make_course(
        tmp_path / "course", {NAME: clusters.SCRIPT}, "c = get_config()\nc.Execute.timeout_func = lambda cell: 5\n"
    )
    with pytest.raises(UserError, match="not sent to a cluster"):
        run.Engine(Course.find(tmp_path / "course"), [NAME], cluster="local:2")
