"""The messages between controller, warm judge and judges: typed, bounded, and a bad one is one job's problem only."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import msgspec
import pytest

from autograder.engine import protocol, worker
from autograder.engine.host import Host
from autograder.engine.protocol import LARGEST_REPLY, Mode, Reason
from autograder.engine.settings import GradingEngine

VERDICT = protocol.Verdict(
    job=3,
    tests=(protocol.TestVerdict(grade_id="a", reason=Reason.WRONG_VALUE, message="σ is wrong", printed="0.5"),),
    repairs=("Cell a was missing: it was put back.",),
    answered={"a": True},
    seconds={"run": 0.25},
)
GRADE = protocol.GradeJob(
    job=3,
    source=Path("/course/source/a/a.ipynb"),
    seed=7,
    folder=Path(os.fsdecode(b"/course/submitted/\xff\xfe")),
    target=Path("/course/autograded/a.part"),
    mode=Mode.JUDGE,
    every_cell=False,
    fingerprint="f",
)


def test_a_message_comes_out_as_it_went_in_even_where_a_path_is_not_text():
    assert protocol.answer(protocol.encode(VERDICT)) == VERDICT
    assert protocol.request(protocol.encode(GRADE)) == GRADE


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        protocol.encode(VERDICT)[:-3],
        protocol.encode(VERDICT) + b"x",
        msgspec.msgpack.encode({"type": "Verdict", "job": 3}),
        msgspec.msgpack.encode({"type": "Execute", "job": 3}),
        protocol.encode(VERDICT).replace(b"wrong value", b"wrong-value"),
        msgspec.msgpack.encode([[[]]] * 3),
    ],
)
def test_what_is_no_message_is_refused_as_a_whole(body):
    with pytest.raises(protocol.Malformed):
        protocol.answer(body)


def test_a_reply_to_another_job_is_no_reply():
    with pytest.raises(protocol.Malformed):
        protocol.reply(protocol.encode(VERDICT), job=4)


def test_sentences_in_a_report_are_neither_long_nor_many():
    sentences = protocol.few(["x" * 10_000_000, "\ud800", *(str(number) for number in range(5_000))])
    assert len(sentences) == protocol.MOST_REPAIRS
    assert max(map(len, sentences)) <= protocol.LONGEST_SENTENCE
    assert "4903 more" in sentences[-1]
    assert len(msgspec.msgpack.encode(sentences)) < LARGEST_REPLY


def _report_by_seed(_judging, job, _forked):
    """A judge that does not do as it should, in a way for each seed."""
    whole = protocol.encode(protocol.Unjudged(job=job.job, problem="a complete one"))
    if job.seed == 5:
        os.kill(os.getpid(), signal.SIGKILL)
    return {1: whole[: len(whole) // 2], 2: b"\xc1 no message", 3: bytes(LARGEST_REPLY + 1), 4: b""}.get(
        job.seed, whole
    )


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.ipynb"
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}))
    return path


@pytest.mark.slow
def test_a_report_that_is_cut_off_malformed_or_too_large_is_that_jobs_problem(source, monkeypatch):
    monkeypatch.setattr(worker, "_judged", _report_by_seed)
    with Host(GradingEngine(imports=[]), unsafe=True) as host:
        host.wait()
        host.plan(source, source, {})
        for number in range(8):
            host.send(protocol.TryJob(job=number, source=source, seed=number, mode=Mode.JUDGE))
        replies = {reply.job: reply for reply in (host.receive() for _ in range(8))}
    whole = [number for number, reply in replies.items() if getattr(reply, "problem", "") == "a complete one"]
    assert sorted(whole) == [0, 6, 7]
    assert isinstance(replies[5], protocol.Died)
    assert replies[5].status == -signal.SIGKILL
    for number in (1, 2, 4):
        assert "cannot be read" in replies[number].problem
    assert "larger" in replies[3].problem


@pytest.mark.slow
def test_a_notebook_that_cannot_be_read_is_the_problem_of_its_jobs(source, tmp_path):
    broken = tmp_path / "broken.ipynb"
    broken.write_text("{")
    with Host(GradingEngine(imports=[]), unsafe=True) as host:
        host.wait()
        host.plan(broken, broken, {})
        host.plan(source, source, {})
        for number, path in enumerate((broken, tmp_path / "never-read.ipynb", source)):
            host.send(protocol.TryJob(job=number, source=path, seed=0, mode=Mode.JUDGE))
        replies = {reply.job: reply for reply in (host.receive() for _ in range(3))}
    assert "broken.ipynb cannot be read" in replies[0].problem
    assert "never-read.ipynb has not been read" in replies[1].problem
    assert replies[2] == protocol.Trial(job=2, every_cell=False, failures={})


@pytest.mark.slow
def test_many_reports_wait_for_a_controller_that_does_not_listen(source, monkeypatch):
    """More bytes than a socket's buffers hold, in both directions: neither side may wait for the other."""
    monkeypatch.setattr(
        worker,
        "_judged",
        lambda _judging, job, _forked: protocol.encode(protocol.Unjudged(job=job.job, problem="x" * 500_000)),
    )
    with Host(GradingEngine(imports=[]), unsafe=True) as host:
        host.wait()
        host.plan(source, source, {})
        for number in range(4):
            code = "y" * 500_000
            job = protocol.AnswerJob(job=number, source=source, seed=0, exercise="", tests=(), seeds=(), code=code)
            host.send(job)
        assert sorted(host.receive().job for _ in range(4)) == [0, 1, 2, 3]


def test_an_import_that_is_misspelt_in_the_settings_is_told():
    with Host(GradingEngine(imports=["json", "numpyy"]), unsafe=True) as host:
        (told,) = [remark for remark in host.wait() if "GradingEngine.imports" in remark]
    assert "numpyy" in told
    assert "json" not in told
