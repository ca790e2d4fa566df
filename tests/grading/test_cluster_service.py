"""The process beside a Dask worker judges, refuses with a sentence, and is replaced when it is killed."""

from __future__ import annotations

import asyncio
import queue
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import clusters
import msgspec
import nbformat
import psutil
import pytest
from classroom import fill, instructor_notebook
from distributed.security import Security
from no_sandbox import without_bubblewrap

from autograder.course import Course
from autograder.engine import protocol
from autograder.engine.protocol import Mode
from autograder.engine.settings import GradingEngine
from autograder.grading.cluster import messages, packing, plugin, sealing
from autograder.grading.dispatch import GradeJob, TryJob

RUN, NAME = "test", clusters.NAME


class Worker:
    """What the plugin asks of Dask's worker."""

    def __init__(self, folder: Path) -> None:
        self.local_directory = str(folder)
        self.security = Security()
        self.state = SimpleNamespace(nthreads=1)
        self.address = "tls://127.0.0.1:1"
        self.loop = self
        self.resources: dict[str, float] = {}
        self.said: queue.Queue[dict[str, Any]] = queue.Queue()

    def add_callback(self, work: Any) -> None:
        asyncio.run(work())

    async def set_resources(self, **resources: float) -> None:
        self.resources |= resources

    def log_event(self, _topic: str, told: dict[str, Any]) -> None:
        self.said.put(told)


@pytest.fixture
def seal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> sealing.Seal:
    sealing.make(tmp_path / "cluster.key")
    monkeypatch.setenv(sealing.VARIABLE, str(tmp_path / "cluster.key"))
    return sealing.Seal(sealing.read(tmp_path / "cluster.key"))


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    """An instructor's notebook, in a course folder."""
    path = tmp_path / "course" / "source" / NAME / f"{NAME}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(instructor_notebook(clusters.SCRIPT), path)
    return path


@pytest.fixture
def bundle(notebook: Path) -> messages.Bundle:
    packer = packing.Packer(Course(notebook.parents[2], {"source_directory": "source"}))
    packer.add(NAME, protocol.LoadPlan(source=notebook, instructors=notebook, release=notebook, checksums={}))
    return packer.bundle(RUN, GradingEngine(imports=[]), [], "")


@pytest.fixture
def worker(tmp_path: Path) -> Worker:
    (tmp_path / "worker").mkdir()
    return Worker(tmp_path / "worker")


@pytest.fixture
def started(worker: Worker, seal: sealing.Seal) -> Iterator[Any]:
    """Starts the plugin with a bundle; its service has ended afterwards."""
    made: list[plugin.Judges] = []

    def start(bundle: messages.Bundle) -> plugin.Judges:
        made.append(plugin.Judges(RUN, seal.seal(messages.encode(bundle))))
        made[0].setup(worker)
        return made[0]

    yield start
    for one in made:
        process = one._process
        one.teardown(worker)
        assert process is not None
        process.wait(30)
    until = time.monotonic() + 10
    while list(Path(worker.local_directory).iterdir()) and time.monotonic() < until:
        time.sleep(0.05)
    assert list(Path(worker.local_directory).iterdir()) == []


def asked(judges: plugin.Judges, seal: sealing.Seal, *parcels: messages.Parcel) -> list[messages.Outcome]:
    task = messages.Task(run=RUN, name="a task", parcels=parcels)
    told = messages.decode(messages.Outcomes, seal.open(judges.ask(seal.seal(messages.encode(task)))))
    assert (told.run, told.name) == (RUN, "a task")
    return list(told.outcomes)


def handed_in(notebook: Path, number: int, answer: str, **files: bytes) -> messages.Parcel:
    nb = nbformat.read(notebook, as_version=4)
    fill(nb, {"double": answer})
    own = {
        f"{NAME}.ipynb".encode(): nbformat.writes(nb).encode(),
        **{name.encode(): body for name, body in files.items()},
    }
    known = {"assignment": NAME, "notebook": NAME, "seed": 7, "mode": Mode.JUDGE, "student": f"student-{number}"}
    return messages.Parcel(job=GradeJob(number=number, every_cell=False, fingerprint="mark", **known), files=own)


def verdict(outcome: messages.Outcome) -> protocol.Verdict:
    reply = protocol.reply(outcome.reply, outcome.number)
    assert isinstance(reply, protocol.Verdict)
    return reply


def test_it_judges_and_is_replaced_when_it_is_killed(started, worker, seal, bundle, notebook):
    judges = started(bundle)
    assert worker.said.get(timeout=300)["state"] == "ready"
    assert worker.resources == {judges.name: 1}
    trial = messages.Parcel(job=TryJob(number=5, assignment=NAME, notebook=NAME, seed=7, mode=Mode.AUTO))
    right, wrong = (handed_in(notebook, n, f"def double(x):\n    return {n} * x") for n in (2, 3))
    outcomes = {one.number: one for one in asked(judges, seal, trial, right, wrong)}
    assert protocol.reply(outcomes[5].reply, 5) == protocol.Trial(job=5, every_cell=False, failures={}, operations={})
    assert [verdict(outcomes[number]).tests[0].reason for number in (2, 3)] == [None, protocol.Reason.WRONG_VALUE]
    assert b'"fingerprint": "mark"' in outcomes[2].notebook
    # What cannot be laid out is said, and nothing else suffers from it.
    bad = handed_in(notebook, 4, "", **{"../out.txt": b"x"})
    outcomes = {one.number: one for one in asked(judges, seal, bad, right)}
    assert "leads out" in outcomes[4].trouble
    assert verdict(outcomes[2]).tests[0].reason is None

    slow = handed_in(notebook, 6, "import time\ntime.sleep(60)\ndef double(x):\n    return x")
    first = judges._process
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(asked, judges, seal, slow)
        until = time.monotonic() + 60
        while not list(Path(worker.local_directory).glob("*/*/student-6")) and time.monotonic() < until:
            time.sleep(0.02)
        first.kill()
        with pytest.raises(plugin.ServiceEnded):
            waiting.result(60)
    assert verdict(asked(judges, seal, right)[0]).tests[0].reason is None
    assert judges._process.pid != first.pid
    assert worker.said.get(timeout=60)["state"] == "ready"


def refusal(judges: plugin.Judges, worker: Worker) -> str:
    told = worker.said.get(timeout=300)
    assert told["state"] == "refused"
    assert worker.resources == {judges.name: 0}
    with pytest.raises(plugin.WorkerRefuses):
        judges.ask(b"a task")
    return told["why"]


def test_it_refuses_another_version_and_names_what_differs(started, worker, bundle):
    other = msgspec.structs.replace(bundle, grader={**bundle.grader, "numpy": "1.0", "autograder": "changed"})
    why = refusal(started(other), worker)
    assert "another version of autograder" in why
    assert "where the controller has 1.0" in why
    assert "Python" not in why


def test_it_refuses_what_another_key_has_sealed(started, worker, bundle, tmp_path, monkeypatch):
    sealing.make(tmp_path / "other.key")
    monkeypatch.setenv(sealing.VARIABLE, str(tmp_path / "other.key"))
    assert "another one than the controller's" in refusal(started(bundle), worker)


def test_it_refuses_to_run_without_a_sandbox(started, worker, bundle, tmp_path, monkeypatch):
    for name, value in without_bubblewrap(tmp_path / "patch").items():
        monkeypatch.setenv(name, value)
    why = refusal(started(bundle), worker)
    assert "bubblewrap" in why
    # There is no way round it on a cluster.
    assert "unsafe" not in why


def test_it_ends_when_its_worker_does(started, worker, bundle):
    judges = started(bundle)
    assert worker.said.get(timeout=300)["state"] == "ready"
    process = psutil.Process(judges._process.pid)
    children = process.children(recursive=True)
    assert children
    judges._connection.shutdown(2)
    judges._stopped = True
    _gone, alive = psutil.wait_procs([process, *children], timeout=30)
    assert alive == []
    assert threading.active_count() < 20
