"""What hangs, breaks or eats memory costs its own result and nobody else's."""

from __future__ import annotations

import os
import time

import pytest

from autograder.grading.workers import Failed, each


def work(what):
    if what == "hangs":
        time.sleep(1000)
    if what == "dies":
        os._exit(7)
    if what == "raises":
        raise ValueError("so it is")
    if what == "eats":
        return len(bytearray(1 << 40))
    return what.upper()


@pytest.mark.slow
@pytest.mark.parametrize(("bad", "why"), [("hangs", "2 seconds"), ("dies", "7"), ("raises", "so"), ("eats", "memory")])
@pytest.mark.parametrize("jobs", [1, 3])
def test_one_bad_thing_leaves_the_others_alone(bad, why, jobs):
    results = dict(each(work, ["a", bad, "b", "c"], jobs, seconds=2, memory=1 << 30))
    failed = results.pop(bad)
    assert isinstance(failed, Failed)
    assert why in failed.why
    assert results == {"a": "A", "b": "B", "c": "C"}


def test_nothing_to_do_is_done():
    assert list(each(work, [], 2, 1, 1 << 30)) == []
