"""Whoever is killed, at whatever moment: every submission is graded once, as undisturbed, or reported with a reason."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import clusters
import psutil
import pytest
from classroom import fill, gradebook, hand_in, released
from clusters import NAME, kill
from processes import adopting_orphans, descendants, left_over

from autograder.grading.cluster.on_this_machine import OnThisMachine

pytestmark = [pytest.mark.long, pytest.mark.timeout(1800)]
# Half of it takes two workers longer than the half second after which something may be killed.
STUDENTS = 64
GUILTY = "student-guilty"


@pytest.fixture(scope="module")
def ungraded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("failures") / "ungraded"
    clusters.make_class(root, STUDENTS)
    return root


@pytest.fixture(scope="module")
def undisturbed(ungraded: Path) -> Path:
    root = shutil.copytree(ungraded, ungraded.with_name("undisturbed"))
    done = clusters.grade(root)
    assert done.returncode == 0, done.stderr
    return root


@pytest.fixture
def fresh(ungraded: Path, tmp_path: Path) -> Path:
    return shutil.copytree(ungraded, tmp_path / "course")


def files(root: Path) -> set[Path]:
    return {path.relative_to(root) for path in root.rglob("*") if path.is_file()}


def assert_as(root: Path, undisturbed: Path) -> None:
    assert gradebook(root) == gradebook(undisturbed)
    assert clusters.notebooks(root) == clusters.notebooks(undisturbed)
    assert files(root) == files(undisturbed)


def in_the_middle(root: Path, there: OnThisMachine) -> subprocess.Popen[str]:
    """A run on a cluster at some moment of its first half."""
    process = clusters.start(root, "--cluster", there.address, env=clusters.environment(there))
    clusters.wait_until_graded(root, random.randrange(1, STUDENTS // 2), process)
    time.sleep(random.uniform(0, 0.5))
    return process


VICTIMS: dict[str, Callable[[OnThisMachine], int]] = {
    "worker": lambda there: random.choice(clusters.workers_of(there)),
    "service": lambda there: random.choice(clusters.services_of(there)),
    "nanny": lambda there: random.choice(there.processes[1:]).pid,
}


@pytest.mark.parametrize("victim", VICTIMS)
@pytest.mark.parametrize("turn", range(2))
def test_one_of_the_cluster_is_killed(victim: str, turn: int, fresh: Path, undisturbed: Path) -> None:
    with adopting_orphans():
        before = descendants()
        with clusters.cluster(2) as there:
            process = in_the_middle(fresh, there)
            kill(VICTIMS[victim](there))
            stdout, stderr = process.communicate(timeout=600)
        assert left_over(before) == []
    assert process.returncode == 0, stdout + stderr
    assert "Traceback" not in stderr
    assert_as(fresh, undisturbed)


@pytest.mark.parametrize("victim", ["scheduler", "controller", "every worker"])
def test_who_cannot_be_replaced_is_killed_and_the_next_run_goes_on(victim: str, fresh: Path, undisturbed: Path) -> None:
    with adopting_orphans():
        before = descendants()
        with clusters.cluster(2) as there:
            process = in_the_middle(fresh, there)
            if victim == "controller":
                process.kill()
            elif victim == "scheduler":
                there.processes[0].kill()
            else:
                for nanny in there.processes[1:]:
                    nanny.kill()
            stdout, stderr = process.communicate(timeout=600)
            if victim == "controller":
                # Its workers are of use to the next one.
                again = clusters.grade(fresh, "--cluster", there.address, env=clusters.environment(there))
        assert left_over(before) == []
    if victim != "controller":
        assert process.returncode == 2, stdout + stderr
        assert "What is graded is kept" in stderr
        assert "Traceback" not in stderr
        # One by one they are graded as undisturbed, or not at all.
        rows, whole = gradebook(fresh), gradebook(undisturbed)
        for student in {key[1] for key in rows}:
            own = {key: row for key, row in rows.items() if key[1] == student}
            assert own == {key: row for key, row in whole.items() if key[1] == student}
        # Also without a cluster it goes on where it was.
        again = clusters.grade(fresh)
    assert again.returncode == 0, again.stderr
    assert_as(fresh, undisturbed)


def test_ctrl_c_keeps_what_is_graded_and_leaves_nobody_behind(fresh: Path, tmp_path: Path) -> None:
    # What is graded is recorded once a second: the last of the class must take longer.
    for path in fresh.glob("submitted/*/*/*.ipynb"):
        path.write_text(path.read_text(encoding="utf-8").replace("time.sleep(0.3)", "time.sleep(3)"), encoding="utf-8")
    undisturbed = shutil.copytree(fresh, tmp_path / "undisturbed")
    assert clusters.grade(undisturbed).returncode == 0
    with adopting_orphans():
        before = descendants()
        process = clusters.start(fresh, "--cluster", "local:2")
        clusters.wait_until_graded(fresh, 3, process)
        os.killpg(process.pid, signal.SIGINT)
        _, stderr = process.communicate(timeout=120)
        assert left_over(before) == []
    assert process.returncode == 130, stderr
    assert "Traceback" not in stderr
    assert "run the same command again" in stderr
    assert clusters.grade(fresh).returncode == 0
    assert_as(fresh, undisturbed)


def test_a_local_cluster_ends_with_its_controller_however_that_ends(fresh: Path, undisturbed: Path) -> None:
    with adopting_orphans():
        before = descendants()
        process = clusters.start(fresh, "--cluster", "local:2")
        clusters.wait_until_graded(fresh, 3, process)
        process.kill()
        process.communicate(timeout=60)
        assert left_over(before) == []
    done = clusters.grade(fresh, "--cluster", "local:2")
    assert done.returncode == 0, done.stderr
    assert_as(fresh, undisturbed)


@contextmanager
def killing(there: OnThisMachine, what: str) -> Iterator[list[int]]:
    """Whoever is about to judge the guilty submission is killed, each time; yields whom it has been."""
    killed: list[int] = []
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(0.05):
            for found in Path(there.key).parent.glob(f"dask-scratch-space/*/autograder-*/*/{GUILTY}"):
                folder = str(found.parents[1])
                for pid in clusters.services_of(there):
                    process = psutil.Process(pid)
                    if folder in process.cmdline() and pid not in killed:
                        killed.append(pid)
                        kill(pid if what == "service" else process.ppid())

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield killed
    finally:
        ended.set()
        thread.join()


@pytest.mark.parametrize(("what", "workers"), [("worker", 2), ("service", 2), ("worker", 1)])
def test_who_kills_a_worker_each_time_is_reported_and_costs_nobody_else_anything(
    what: str, workers: int, fresh: Path, undisturbed: Path
) -> None:
    nb = released(fresh, NAME)
    fill(nb, {"double": "import time\ntime.sleep(2)\ndef double(x):\n    return 2 * x"})
    hand_in(fresh, GUILTY, NAME, nb)
    with clusters.cluster(workers) as there, killing(there, what) as killed:
        done = clusters.grade(fresh, "--cluster", there.address, env=clusters.environment(there))
    assert done.returncode == 3, done.stdout + done.stderr
    assert len(killed) >= 2
    assert f"{GUILTY}: " in done.stdout
    assert "grade it again" in done.stdout
    rows = {key: row for key, row in gradebook(fresh).items() if key[1] != GUILTY}
    assert rows == gradebook(undisturbed)
    assert clusters.notebooks(fresh) == clusters.notebooks(undisturbed)


def test_a_worker_without_room_on_its_disk_reports_that_submission(fresh: Path, undisturbed: Path) -> None:
    folder = fresh / "submitted" / GUILTY / NAME
    nb = released(fresh, NAME)
    hand_in(fresh, GUILTY, NAME, nb)
    (folder / "large.csv").write_bytes(b"1,2\n" * (1 << 20))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    # What is started now can write no larger files.
    resource.setrlimit(resource.RLIMIT_FSIZE, (2 << 20, limits[1]))
    try:
        there = OnThisMachine(2)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    try:
        done = clusters.grade(fresh, "--cluster", there.address, env=clusters.environment(there))
    finally:
        there.close()
    assert done.returncode == 3, done.stdout + done.stderr
    assert f"{GUILTY}: its worker could not judge it" in done.stdout
    assert {key: row for key, row in gradebook(fresh).items() if key[1] != GUILTY} == gradebook(undisturbed)
