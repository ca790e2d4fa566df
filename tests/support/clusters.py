"""Classes, and clusters of Dask's to grade them on, for tests."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil
from classroom import fill, hand_in, make_course, released
from conftest import BIN

from autograder.grading.cluster import sealing
from autograder.grading.cluster.on_this_machine import OnThisMachine

NAME = "hw"
# Nobody types this word: whoever finds it somewhere has found the hidden test.
PLANTED = "quokka-of-the-hidden-tests"
SCRIPT = f"""\
# %% nbgrader={{"grade_id": "double", "solution": true}}
def double(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% nbgrader={{"grade_id": "double_test", "points": 3}}
assert double(2) == 4
### BEGIN HIDDEN TESTS
assert double(-7) == -14, "{PLANTED}"
### END HIDDEN TESTS

# %% [markdown] nbgrader={{"grade_id": "why", "solution": true, "points": 4}}
# ### BEGIN SOLUTION
# Because.
# ### END SOLUTION
"""
CONFIG = "c = get_config()\nc.GradingEngine.imports = []\n"
ANSWERS = [
    {"double": "def double(x):\n    return x + x", "why": "So."},
    {"double": "def double(x):\n    return 4"},
    {"why": "I do not know."},
    {"double": "import time\ntime.sleep(0.3)\ndef double(x):\n    return x * x"},
]
# Those that keep a processor busy for as long as they take.
AWAKE = ANSWERS[:3]


def make_class(
    root: Path, students: int, config: str = CONFIG, kinds: Sequence[Mapping[str, str]] = ANSWERS
) -> list[str]:
    """A course with a class that has handed in, light submissions; the names of the students."""
    make_course(root, {NAME: SCRIPT}, config)
    names = [f"student-{number:05}" for number in range(students)]
    bodies = []
    for answers in kinds:
        nb = released(root, NAME)
        fill(nb, answers)
        bodies.append(hand_in(root, names[0], NAME, nb).read_bytes())
    for number, student in enumerate(names):
        folder = root / "submitted" / student / NAME
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{NAME}.ipynb").write_bytes(bodies[number % len(bodies)])
    return names


@contextmanager
def cluster(workers: int) -> Iterator[OnThisMachine]:
    """A scheduler and workers that live longer than one command."""
    made = OnThisMachine(workers)
    try:
        yield made
    finally:
        made.close()


def environment(made: OnThisMachine) -> dict[str, str]:
    """What a controller needs to use it: Dask's variables with the certificate, and the key."""
    return {**os.environ, **made.tls(), sealing.VARIABLE: str(made.key)}


def grade(
    root: Path, *options: str, env: Mapping[str, str] | None = None, timeout: float = 600
) -> subprocess.CompletedProcess[str]:
    """Run ``autograder grade`` with the seed of these tests."""
    command = [str(BIN / "autograder"), "grade", "--seed", "7", *options]
    return subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, timeout=timeout, check=False)


def start(root: Path, *options: str, env: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
    """Start it in a session of its own."""
    command = [str(BIN / "autograder"), "grade", "--seed", "7", *options]
    return subprocess.Popen(
        command, cwd=root, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def wait_until_graded(root: Path, count: int, process: subprocess.Popen[str]) -> None:
    """Wait until the run has got so far, or has ended."""
    deadline = time.monotonic() + 300
    while len(list(root.glob(f"autograded/*/{NAME}/{NAME}.ipynb"))) < count and process.poll() is None:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def workers_of(made: OnThisMachine) -> list[int]:
    """The process ids of Dask's workers: each is the child of its nanny."""
    return [one.pid for nanny in made.processes[1:] for one in _children(nanny.pid) if _is_worker(one)]


def services_of(made: OnThisMachine) -> list[int]:
    """The process ids of the services that judge."""
    return [one.pid for worker in workers_of(made) for one in _children(worker) if _says(one, "cluster.service")]


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def _children(pid: int) -> list[psutil.Process]:
    try:
        return psutil.Process(pid).children()
    except psutil.NoSuchProcess:
        return []


def _is_worker(process: psutil.Process) -> bool:
    return _says(process, "spawn_main")


def _says(process: psutil.Process, word: str) -> bool:
    try:
        return word in " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return False


def notebooks(root: Path) -> dict[str, bytes]:
    """The graded notebooks, by path."""
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.glob("autograded/*/*/*.ipynb"))}
