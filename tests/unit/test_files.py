"""The lock of a course folder: one holder at a time, and nothing left of it."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from autograder.files import lock

PROCESSES, TIMES = 4, 100


def _count(folder: Path) -> None:
    """Add one to a number in a file, which loses counts when two do it at once."""
    number = folder / "number"
    for _ in range(TIMES):
        with lock(folder):
            number.write_text(str(int(number.read_text()) + 1))


@pytest.mark.slow
def test_one_process_at_a_time_holds_it(tmp_path):
    (tmp_path / "number").write_text("0")
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_count, args=(tmp_path,)) for _ in range(PROCESSES)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert (tmp_path / "number").read_text() == str(PROCESSES * TIMES)
    assert [path.name for path in tmp_path.iterdir()] == ["number"]


def test_it_is_given_back_after_an_error_and_found_again_after_a_kill(tmp_path):
    with pytest.raises(ZeroDivisionError), lock(tmp_path):
        1 / 0  # noqa: B018
    # What somebody who was killed leaves behind.
    (tmp_path / "gradebook.lock").touch()
    with lock(tmp_path):
        assert (tmp_path / "gradebook.lock").exists()
    assert list(tmp_path.iterdir()) == []
