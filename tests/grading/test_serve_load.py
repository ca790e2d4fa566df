"""A class that hands in again and again, and a service that is killed in the middle of it."""

from __future__ import annotations

import random
import re
import sqlite3
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from classroom import gradebook
from serving import Classroom, Handed, answers_of_the_bank, classroom, latencies, with_code
from system_users import SystemUser, needs_users, open_folder, system_users

from autograder.course import Course

ASSIGNMENT = "01-cross-entropy"
NAMES = [f"student{number}" for number in range(30)]
# Of a page with points; what only says that work has arrived has none.
POINTS = "The exercises"

pytestmark = [needs_users, pytest.mark.long, pytest.mark.timeout(1800)]


@pytest.fixture(scope="module")
def users() -> Iterator[dict[str, SystemUser]]:
    with open_folder() as folder, system_users(folder, "teacher", *NAMES) as made:
        yield made


@pytest.fixture
def place() -> Iterator[Path]:
    with open_folder() as folder:
        yield folder


@pytest.fixture
def room(course: Course, users: dict[str, SystemUser], place: Path) -> Classroom:
    made = classroom(course, ASSIGNMENT, place / "room", users["teacher"])
    made.configure("c.InstantGrading.first_seconds = 5\nc.GradingEngine.cell_seconds = 20")
    return made


@pytest.fixture(scope="module")
def notebooks(course: Course) -> dict[str, str]:
    return answers_of_the_bank(course, ASSIGNMENT)


def states(room: Classroom) -> list[tuple[str, str]]:
    """What the ledger says of everything that has arrived: name and state."""
    with sqlite3.connect(room.course.root / "arrivals.db") as ledger:
        return ledger.execute("select name, state from autograder_arrivals").fetchall()


def test_a_class_three_times_with_harm_among_it(
    room: Classroom, users: dict[str, SystemUser], notebooks: dict[str, str]
) -> None:
    """30 students, 3 attempts each within three minutes; 3 sleepers, 2 memory bombs, a broken file."""
    plain = [text for name, text in notebooks.items() if name != "broken-file"]
    harm = {
        (0, 3): "import time\ntime.sleep(10_000)",
        (1, 11): "import time\ntime.sleep(10_000)",
        (2, 19): "import time\ntime.sleep(10_000)",
        (0, 7): "hoard = [bytearray(1 << 28) for _ in range(1000)]",
        (1, 23): "hoard = [bytearray(1 << 28) for _ in range(1000)]",
    }
    handed: dict[tuple[int, int], Handed] = {}
    last: dict[int, str] = {}
    with room.served("--port", "0") as service:
        begun = time.monotonic()
        for attempt in range(3):
            for number, name in enumerate(NAMES):
                text = plain[(number + 7 * attempt) % len(plain)]
                if (attempt, number) in harm:
                    text = with_code(text, harm[attempt, number])
                if (attempt, number) == (1, 5):
                    text = notebooks["broken-file"]
                last[number] = text
                handed[attempt, number] = room.submit(users[name], ASSIGNMENT, text)
                time.sleep(max(0.0, begun + len(handed) * 2.0 - time.monotonic()))
        # The last of each has a page; of earlier ones those have none that a newer one has overtaken.
        newest = [handed[2, number] for number in range(len(NAMES))]
        latencies(newest, POINTS, 600)
        assert "could not be graded" in handed[1, 5].text()
        seconds = [float(one) for one in re.findall(r"feedback after ([\d.]+) s", service.said)]
        metrics = service.asked("/metrics")
        assert "Traceback" not in service.said
    found = states(room)
    assert len(found) == len({name for name, _ in found}) == 90
    assert {state for _, state in found} <= {"done", "replaced"}
    done = sum(state == "done" for _, state in found)
    graded, broken = (
        sum(map(float, re.findall(rf'autograder_ended_total{{course="[^"]*",outcome="{outcome}"}} ([\d.]+)', metrics)))
        for outcome in ("graded", "not graded")
    )
    # Each was graded once.
    assert (graded + broken, broken) == (done, 1)
    late = statistics.quantiles(seconds, n=20)[-1]
    print(f"\n{done} graded, median {statistics.median(seconds):.2f} s, 95th percentile {late:.2f} s")


def test_killed_at_ten_moments_the_gradebook_is_the_same(
    room: Classroom, course: Course, users: dict[str, SystemUser], notebooks: dict[str, str], place: Path
) -> None:
    texts = [text for name, text in notebooks.items() if name != "broken-file"]
    dice = random.Random(16)
    names = NAMES[:10]
    undisturbed = classroom(course, ASSIGNMENT, place / "undisturbed", users["teacher"])
    for one, moments in ((undisturbed, []), (room, [dice.uniform(0.05, 2.5) for _ in range(10)])):
        for moment in moments:
            with one.served() as service:
                for name in names:
                    one.submit(users[name], ASSIGNMENT, dice.choice(texts))
                time.sleep(moment)
                service.kill()
        with one.served():
            last = [one.submit(users[name], ASSIGNMENT, texts[number]) for number, name in enumerate(names)]
            latencies(last, POINTS, 600)
    assert gradebook(room.course.root) == gradebook(undisturbed.course.root)
    assert {state for _, state in states(room)} <= {"done", "replaced"}
    assert not list(room.course.root.rglob("*.part"))
