"""What the controller does with what it hears of a cluster: nobody is lost, nobody counts twice."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography.fernet import Fernet

from autograder.course import Course
from autograder.engine import protocol
from autograder.engine.protocol import Mode
from autograder.engine.settings import GradingEngine
from autograder.grading.cluster import dispatcher, messages, plugin
from autograder.grading.cluster.sealing import Seal
from autograder.grading.dispatch import GradeJob

HOST, WORKER = "127.0.0.1", "tls://127.0.0.1:5"


class Client:
    """Dask's client, with a scheduler that does as the test says."""

    def __init__(self, seal: Seal) -> None:
        self.asyncio_loop = asyncio.new_event_loop()
        self.loop = self
        self.scheduler = SimpleNamespace(get_task_status="states", address="tls://127.0.0.1:1")
        self.states: dict[str, str | None] = {}
        self.given: list[tuple[messages.Task, dict[str, Any], asyncio.Future[bytes]]] = []
        self.seal = seal
        threading.Thread(target=self.asyncio_loop.run_forever, daemon=True).start()

    def submit(self, _function: Any, _run: str, sealed: bytes, **given: Any) -> asyncio.Future[bytes]:
        future: asyncio.Future[bytes] = self.asyncio_loop.create_future()
        self.given.append((messages.decode(messages.Task, self.seal.open(sealed)), given, future))
        return future

    def sync(self, _what: Any, keys: list[str]) -> dict[str, str | None]:
        return {key: self.states.get(key, "processing") for key in keys}

    def nthreads(self) -> dict[str, int]:
        return {WORKER: 1}

    def cancel(self, futures: list[asyncio.Future[bytes]], force: bool) -> None:
        for one in futures:
            self.asyncio_loop.call_soon_threadsafe(one.cancel)

    def answer(self, place: int, outcome: Any) -> None:
        future = self.given[place][2]
        settle = future.set_exception if isinstance(outcome, Exception) else future.set_result
        self.asyncio_loop.call_soon_threadsafe(settle, outcome)

    def done(self, place: int, *outcomes: messages.Outcome) -> None:
        task = self.given[place][0]
        body = messages.Outcomes(run=task.run, name=task.name, outcomes=outcomes)
        self.answer(place, self.seal.seal(messages.encode(body)))


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Client, dispatcher.Remote]]:
    monkeypatch.setattr(dispatcher, "LOOK_SECONDS", 0.1)
    folder = tmp_path / "submitted" / "ada" / "hw"
    folder.mkdir(parents=True)
    (folder / "hw.ipynb").write_text("{}")
    seal = Seal(Fernet.generate_key())
    client = Client(seal)
    course = Course(tmp_path, {"submitted_directory": "submitted"})
    remote = dispatcher.Remote(client, seal, course, GradingEngine(), [], "", lambda _text: None)
    remote.nodes[WORKER] = dispatcher.Node(HOST, 1)
    yield client, remote
    client.asyncio_loop.call_soon_threadsafe(client.asyncio_loop.stop)


def job(number: int) -> GradeJob:
    known = {"assignment": "hw", "notebook": "hw", "seed": 7, "mode": Mode.JUDGE, "student": "ada"}
    return GradeJob(number=number, every_cell=False, fingerprint="f", **known)


def verdict(number: int) -> messages.Outcome:
    reply = protocol.Verdict(job=number, tests=(), repairs=(), answered={}, seconds={"run": 0.1})
    return messages.Outcome(number=number, reply=protocol.encode(reply), notebook=b"graded")


def test_small_ones_travel_together_once_it_is_known_how_long_they_take(there):
    client, remote = there
    remote.send(job(1))
    client.done(0, verdict(1))
    done = remote.receive(5)
    assert (done.number, done.notebook) == (1, b"graded")
    for number in range(2, 17):
        remote.send(job(number))
    assert [len(task.parcels) for task, _, _ in client.given] == [1, 15]
    assert remote.receive(0) is None


def test_an_answer_that_cannot_be_read_loses_nobody(there):
    client, remote = there
    remote._seconds = 0.1
    for number in range(1, 16):
        remote.send(job(number))
    broken = messages.Outcome(number=2, reply=b"nonsense")
    client.done(0, verdict(1), broken, *(verdict(number) for number in range(3, 16)))
    replies = {one.number: one.reply for one in (remote.receive(5) for _ in range(15))}
    assert set(replies) == set(range(1, 16))
    assert isinstance(replies[1], protocol.Verdict)
    # They are tried again alone.
    assert isinstance(replies[2], protocol.Died)


def test_a_service_that_ended_is_tried_again_one_by_one_and_alone_it_is_a_reason(there):
    client, remote = there
    remote.send(job(1), alone=True)
    assert client.given[0][1]["workers"] == [WORKER]
    client.answer(0, plugin.ServiceEnded())
    assert remote.receive(1) is None
    client.answer(1, plugin.ServiceEnded())
    assert "ended, twice" in remote.receive(5).reply.problem
    assert len(client.given) == 2


def test_what_finds_no_worker_is_given_again_but_not_for_ever(there):
    client, remote = there
    remote.send(job(1), alone=True)
    until = time.monotonic() + 30
    done = None
    while done is None and time.monotonic() < until:
        client.states = {given["key"]: "no-worker" for _, given, _ in client.given}
        done = remote.receive(0.05)
    assert "one after another" in done.reply.problem
    assert len(client.given) == 1 + dispatcher.MOST_MOVES


def test_a_scheduler_that_has_gone_ends_the_run_with_a_sentence(there):
    client, remote = there
    remote.send(job(1), alone=True)
    client.cancel([client.given[0][2]], force=True)
    with pytest.raises(dispatcher.NoWorkers, match="What is graded is kept"):
        remote.receive(5)
    assert remote.is_cut_off
