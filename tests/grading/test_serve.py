"""Grading at once on a real exchange: a teacher's service that is not root, students with users of their own."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from classroom import fill, make_small_course, points, released
from conftest import run
from serving import Classroom, give_to
from system_users import SystemUser, needs_users, open_folder, system_users

from autograder.course import Course

PS = "ps1"
SCRIPT = """\
# %% nbgrader={"grade_id": "double", "solution": true}
def double(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% nbgrader={"grade_id": "double-test", "points": 2, "locked": true}
assert double(4) == 8, "four doubled is eight"
### BEGIN HIDDEN TESTS
assert double(5) == 10, "a hidden five"
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "why", "solution": true, "grade": true, "points": 3}
### BEGIN SOLUTION
# Because.
### END SOLUTION
"""
RIGHT, WRONG, HALF = "return x + x", "return x", "return 8"
BODIES = (HALF, RIGHT, WRONG)
LOOP = "while True:\n        pass"
STUDENTS = ("ada", "bob", "eve")
HAS_POINTS = "of 5 points"

pytestmark = [needs_users, pytest.mark.slow]


@pytest.fixture(scope="module")
def users() -> Iterator[dict[str, SystemUser]]:
    with open_folder() as folder, system_users(folder, "teacher", *STUDENTS) as made:
        yield made


@pytest.fixture
def place() -> Iterator[Path]:
    with open_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course folder to copy, in whose gradebook the assignment is."""
    return make_small_course(tmp_path_factory.mktemp("made"), {PS: SCRIPT})


@pytest.fixture
def room(made: Path, users: dict[str, SystemUser], place: Path) -> Classroom:
    root = place / "course"
    shutil.copytree(made, root)
    inbound = place / "exchange" / "small" / "inbound"
    inbound.mkdir(parents=True)
    # As nbgrader makes it: everybody may write, and only the instructor may look.
    inbound.chmod(0o733)
    room = Classroom(Course.find(root), place / "exchange", users["teacher"])
    room.configure(f"c.Exchange.root = {str(room.exchange)!r}\nc.GradingEngine.counterexample_seconds = 0")
    root.chmod(0o700)
    give_to(users["teacher"], root)
    give_to(users["teacher"], room.exchange)
    # nbgrader asks for that.
    room.exchange.chmod(0o777)
    return room


def answered(room: Classroom, body: str) -> str:
    """A student's notebook."""
    notebook = released(room.course.root, PS)
    fill(notebook, {"double": f"def double(x):\n    {body}", "why": "# So it is."})
    return nbformat.writes(notebook)


def test_what_is_handed_in_comes_back_at_once_and_gets_better(room: Classroom, users: dict[str, SystemUser]) -> None:
    with room.served("--port", "0") as service:
        first = room.submit(users["ada"], PS, answered(room, WRONG)).text(HAS_POINTS)
        assert "<strong>0</strong> of 5 points, so far" in first
        assert "four doubled is eight" in first
        second = room.submit(users["ada"], PS, answered(room, RIGHT)).text(HAS_POINTS)
        assert "<strong>2</strong> of 5 points, so far" in second
        assert users["ada"].name in second
        # A file that is no notebook gets a sentence, and what is no plain file is not taken.
        room.submit(users["bob"], PS, "no notebook").text("could not be graded")
        assert points(room.course.root, PS, users["ada"].name)["double-test"] == 2.0
        assert service.asked("/health") == "well\n"
        metrics = service.asked("/metrics")
        assert 'autograder_ended_total{course="small",outcome="graded"} 2.0' in metrics
        assert 'autograder_ended_total{course="small",outcome="not graded"} 1.0' in metrics
        assert 'autograder_running{course="small",lane="first"} 0.0' in metrics
        assert "return x" not in service.said + metrics
        assert users["ada"].name not in metrics
        service.process.terminate()
        assert service.process.wait(60) == 0
        assert "Stopped." in service.said
        assert "Traceback" not in service.said
    assert sorted(path.name for path in room.course.submitted.iterdir()) == sorted(
        [users["ada"].name, users["bob"].name]
    )
    # Nobody else can list the pages.
    assert (room.exchange / "small" / "feedback").stat().st_mode & 0o777 == 0o711


def test_nbgraders_own_commands_are_all_that_a_student_needs(room: Classroom, users: dict[str, SystemUser]) -> None:
    """*Submit* and *Fetch Feedback* in JupyterLab do what these commands do."""
    outbound = room.exchange / "small" / "outbound" / PS
    shutil.copytree(room.course.root / "release" / PS, outbound)
    give_to(users["teacher"], outbound.parent)
    bob, course = users["bob"], ("--course", "small", f"--Exchange.root={room.exchange}")
    work = bob.home / "work"
    (work / PS).mkdir(parents=True)
    (work / PS / f"{PS}.ipynb").write_text(answered(room, HALF), encoding="utf-8")
    give_to(bob, work)
    with room.served() as service:
        bob.run("nbgrader", "submit", PS, *course, cwd=work)
        service.wait_until("feedback after")
        bob.run("nbgrader", "fetch_feedback", PS, *course, cwd=work)
    (page,) = (work / PS / "feedback").rglob("*.html")
    text = page.read_text(encoding="utf-8")
    assert "<strong>0</strong> of 5 points, so far" in text
    assert bob.name in text


def test_nobody_waits_for_a_neighbours_endless_loop(room: Classroom, users: dict[str, SystemUser]) -> None:
    room.configure(
        "c.InstantGrading.first_seconds = 3\nc.InstantGrading.at_once = 1\nc.GradingEngine.cell_seconds = 20"
    )
    with room.served() as service:
        loop = room.submit(users["eve"], PS, answered(room, LOOP))
        loop.text("tried again with more")
        # Its own next work says that it waits; a neighbour's is graded before the loop has ended.
        waits = room.submit(users["eve"], PS, answered(room, RIGHT))
        waits.text("An earlier one of yours is still running")
        room.submit(users["ada"], PS, answered(room, RIGHT)).text(HAS_POINTS)
        assert HAS_POINTS not in loop.page.read_text(encoding="utf-8")
        assert HAS_POINTS in waits.text("<strong>2</strong> of 5 points")
        assert "it took too long" in loop.text("<strong>0</strong> of 5 points")
        assert "Traceback" not in service.said


def test_limits_are_told_and_kept_across_restarts(room: Classroom, users: dict[str, SystemUser]) -> None:
    room.configure('c.InstantGrading.attempts_per_day = {"*": 1}')
    with room.served():
        room.submit(users["ada"], PS, answered(room, WRONG)).text(HAS_POINTS)
    with room.served():
        room.submit(users["ada"], PS, answered(room, RIGHT)).text("attempts within 24 hours are used")
        room.submit(users["bob"], PS, answered(room, RIGHT)).text(HAS_POINTS)
    assert points(room.course.root, PS, users["ada"].name)["double-test"] == 0.0
    room.configure('c.InstantGrading.deadlines = {"ps1": "2020-01-01"}')
    with room.served():
        room.submit(users["eve"], PS, answered(room, RIGHT)).text("after the deadline")
    assert not (room.course.submitted / users["eve"].name).exists()


def test_visible_tests_are_all_that_is_shown_where_the_instructor_says_so(
    room: Classroom, users: dict[str, SystemUser]
) -> None:
    room.configure('c.InstantGrading.shows = {"ps1": "visible tests"}')
    with room.served():
        handed = [room.submit(users[who], PS, answered(room, body)) for who, body in zip(STUDENTS, BODIES, strict=True)]
        pages = {body: one.text("after the deadline") for body, one in zip(BODIES, handed, strict=True)}
    # Whether a hidden test has passed changes nothing.
    assert words(pages[HALF]) == words(pages[RIGHT])
    assert "points come later" in pages[RIGHT]
    assert "four doubled is eight" in pages[WRONG]
    for text in pages.values():
        assert not re.search(r"\d</strong> of|\d of \d points", text)
    assert points(room.course.root, PS, users["ada"].name)["double-test"] == 0.0


def words(text: str) -> str:
    """A page without the student's name and code."""
    return re.sub(r"(?s:<pre[^>]*>.*?</pre>)|Feedback for .*", "", text)


def test_points_without_what_was_recognised(room: Classroom, users: dict[str, SystemUser]) -> None:
    room.configure('c.InstantGrading.shows = {"*": "points"}')
    with room.served():
        text = room.submit(users["ada"], PS, answered(room, HALF)).text("after the deadline")
    assert "<strong>0</strong> of 5 points" in text
    assert "hidden five" not in text


def test_what_cannot_be_trusted_is_refused_and_stops_nobody(room: Classroom, users: dict[str, SystemUser]) -> None:
    with room.served("--poll", "0.2") as service:
        # Eve lays work there under Ada's name.
        fake = Classroom.submit(room, SystemUser("root", users["eve"].home, []), PS, answered(room, RIGHT))
        for path in room.inbound.iterdir():
            path.rename(path.with_name(path.name.replace("root+", f"{users['ada'].name}+")))
        assert room.submit(users["bob"], PS, answered(room, RIGHT)).text(HAS_POINTS)
        service.wait_until("belongs to the system's user root")
        assert not fake.page.exists()
    assert not (room.course.submitted / users["ada"].name).exists()


def test_a_killed_service_goes_on_where_it_was(room: Classroom, users: dict[str, SystemUser]) -> None:
    """Killed twice, with work before it: everything is graded once it runs, and the newest of each counts."""
    for pause in (0.3, 1.0):
        with room.served() as service:
            for student in STUDENTS:
                room.submit(users[student], PS, answered(room, WRONG if student != "bob" else HALF))
            time.sleep(pause)
            service.kill()
    last = {student: room.submit(users[student], PS, answered(room, RIGHT)) for student in STUDENTS}
    with room.served() as service:
        for one in last.values():
            one.text("<strong>2</strong> of 5 points")
        assert "Traceback" not in service.said
    assert {points(room.course.root, PS, users[one].name)["double-test"] for one in STUDENTS} == {2.0}
    assert not list(room.course.root.rglob("*.part"))


def test_an_assignment_that_cannot_be_graded_is_waited_for_and_a_mended_one_is_read_anew(
    room: Classroom, users: dict[str, SystemUser]
) -> None:
    path = room.course.source / PS / f"{PS}.ipynb"
    right = path.read_text(encoding="utf-8")
    # The instructor's own solution does not pass that.
    path.write_text(right.replace("double(5) == 10", "double(5) == 8"), encoding="utf-8")
    with room.served() as service:
        handed = room.submit(users["ada"], PS, answered(room, HALF))
        handed.text("no fault of yours")
        assert "ps1 is not graded: the instructor's own solution" in service.said
        path.write_text(right.replace("double(5) == 10", "double(5) in (8, 10)"), encoding="utf-8")
        service.wait_until("have changed: starting anew")
        handed.text("<strong>2</strong> of 5 points", 300)


def test_root_is_refused_with_a_sentence(room: Classroom) -> None:
    done = run("autograder", "serve", cwd=room.course.root)
    assert done.returncode == 2
    assert "never runs as root" in done.stderr
    assert "Traceback" not in done.stderr
