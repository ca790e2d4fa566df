"""The exchange with real Unix users: what one of them can lay there to get at the others, and what becomes of it."""

from __future__ import annotations

import datetime
import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from classroom import make_small_course
from conftest import run
from exchange_harm import HARM, LAY, MOMENT, PS, SCRIPT, lay_into
from system_users import open_the_way, python_as

from autograder import config
from autograder.course import Course
from autograder.grading import exchange
from autograder.grading.exchange import State

# Several runs at once each have students of their own.
ADA, EVE = f"ada-{os.getpid()}", f"eve-{os.getpid()}"
needs_users = pytest.mark.skipif(os.geteuid() != 0, reason="only root can make the Unix users that this needs")


@pytest.fixture(scope="module")
def users() -> Iterator[dict[str, int]]:
    """Two students with system users of their own."""
    for name in (ADA, EVE):
        subprocess.run(["useradd", "--no-create-home", "--system", name], check=False, capture_output=True)
    try:
        yield {name: pwd.getpwnam(name).pw_uid for name in (ADA, EVE)}
    finally:
        for name in (ADA, EVE):
            subprocess.run(["userdel", name], check=False, capture_output=True)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course folder to copy."""
    return make_small_course(tmp_path_factory.mktemp("made"), {PS: SCRIPT})


@pytest.fixture
def course(made: Path, tmp_path: Path) -> Course:
    # Students have to reach the exchange.
    open_the_way(tmp_path)
    root = tmp_path / "course"
    shutil.copytree(made, root)
    with (root / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(f"c.Exchange.root = {str(tmp_path / 'exchange')!r}\nc.CourseDirectory.max_file_size = 1000\n")
    inbound = tmp_path / "exchange" / "small" / "inbound"
    inbound.mkdir(parents=True)
    # As nbgrader makes it: everybody may write, and only the instructor may look.
    inbound.chmod(0o733)
    return Course.find(root)


def inbound(course: Course) -> Path:
    return exchange.inbound_of(config.load(course.root))


def lay(course: Course, uid: int, claims: str, more: str = "", mode: str = "777", tail: str = "AAAAAAAAAAAA") -> str:
    """A student lays a folder into the exchange by hand, with whatever else ``more`` does in it."""
    return lay_into(inbound(course), uid, claims, more, mode, tail)


def states(course: Course, **options: object) -> dict[str, tuple[State, str]]:
    return {one.student: (one.state, one.problem) for one in exchange.collect(course, PS, **options)}  # type: ignore[arg-type]


@needs_users
def test_honest_work_is_brought_and_its_owner_is_known(course: Course, users: dict[str, int]) -> None:
    lay(course, users[ADA], ADA, "(folder / 'data').mkdir(); (folder / 'data' / 'a.csv').write_text('1,2')")
    assert states(course)[ADA] == (State.COLLECTED, "")
    folder = course.submitted / ADA / PS
    assert (folder / "data" / "a.csv").read_text() == "1,2"
    assert (folder / "ps1.ipynb").stat().st_uid == os.geteuid()
    assert states(course)[ADA] == (State.UNCHANGED, "")


@needs_users
def test_nobody_hands_in_for_somebody_else(course: Course, users: dict[str, int]) -> None:
    lay(course, users[ADA], ADA)
    lay(course, users[EVE], ADA, "(folder / 'ps1.ipynb').write_text('from eve')", tail="BBBBBBBBBBBB")
    found = list(exchange.collect(course, PS))
    assert sorted(one.state for one in found) == [State.COLLECTED, State.REFUSED]
    (refused,) = [one for one in found if one.state is State.REFUSED]
    assert EVE in refused.problem
    assert "from eve" not in (course.submitted / ADA / PS / "ps1.ipynb").read_text()


@needs_users
@pytest.mark.parametrize("harm", HARM)
def test_harm_is_refused_by_name_and_the_others_are_collected(
    harm: str, course: Course, users: dict[str, int], tmp_path: Path
) -> None:
    secret = course.source / PS / f"{PS}.ipynb"
    code, said = HARM[harm]
    lay(course, users[EVE], EVE, f"SECRET = {str(secret)!r}\n{code}")
    lay(course, users[ADA], ADA)
    found = states(course)
    assert found[ADA] == (State.COLLECTED, "")
    if said:
        assert found[EVE][0] is State.REFUSED
        assert said in found[EVE][1]
        assert not (course.submitted / EVE / PS).exists()
    assert not list(course.submitted.rglob(".*.part"))


@needs_users
def test_files_of_another_owner_do_not_come_along(course: Course, users: dict[str, int]) -> None:
    name = lay(course, users[EVE], EVE)
    (inbound(course) / name / "planted.csv").write_text("the instructor's own")
    assert states(course)[EVE][0] is State.REFUSED
    assert "somebody else" in states(course)[EVE][1]


@needs_users
def test_a_folder_that_is_a_link_is_refused(course: Course, users: dict[str, int]) -> None:
    name = f"{EVE}+{PS}+{MOMENT}+CCCCCCCCCCCC"
    code = "import os, sys; os.symlink(sys.argv[1], os.path.join(sys.argv[2], sys.argv[3]))"
    python_as(users[EVE], code, course.source / PS, inbound(course), name)
    state, problem = states(course)[EVE]
    assert (state, "it is a link" in problem) == (State.REFUSED, True)


@needs_users
def test_half_a_folder_is_left_for_later(course: Course, users: dict[str, int]) -> None:
    name = lay(course, users[ADA], ADA, mode="755")
    assert states(course)[ADA][0] is State.LATER
    assert not (course.submitted / ADA).exists()
    python_as(users[ADA], "import os, sys; os.chmod(sys.argv[1], 0o777)", inbound(course) / name)
    assert states(course)[ADA][0] is State.COLLECTED


@needs_users
def test_the_newest_counts_by_our_clock_and_replaces_whole(course: Course, users: dict[str, int]) -> None:
    lay(course, users[ADA], ADA, "(folder / 'old.csv').touch()")
    assert states(course)[ADA][0] is State.COLLECTED
    time.sleep(0.05)
    # It claims to be older than the first.
    name = f"{ADA}+{PS}+2020-01-01 00:00:00.000000 UTC+DDDDDDDDDDDD"
    python_as(users[ADA], LAY, inbound(course), name, '{"cells": ["new"]}', "777", "pass")
    assert states(course)[ADA][0] is State.UPDATED
    folder = course.submitted / ADA / PS
    assert "new" in (folder / "ps1.ipynb").read_text()
    assert not (folder / "old.csv").exists()


@needs_users
def test_what_counts_for_late_work_is_when_it_arrived(course: Course, users: dict[str, int]) -> None:
    lay(course, users[ADA], ADA)
    before = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    states(course)
    moment = exchange.received(course, PS, ADA, moment_of(course, ADA))
    assert moment is not None
    assert abs((moment - before).total_seconds()) < 60
    assert exchange.received(course, PS, ADA, "1999-01-01 00:00:00.000000 UTC") is None
    assert exchange.received(course, PS, EVE, MOMENT) is None


def moment_of(course: Course, student: str) -> str:
    return (course.submitted / student / PS / "timestamp.txt").read_text()


@needs_users
@pytest.mark.parametrize(
    "more",
    [
        "(folder / 'timestamp.txt').write_text('2001-01-01 00:00:00.000000 UTC')",
        "(folder / 'timestamp.txt').unlink()",
        "(folder / 'timestamp.txt').unlink(); (folder / 'timestamp.txt' / 'a').mkdir(parents=True)",
        "(folder / 'TIMESTAMP.TXT').write_text('2001-01-01 00:00:00.000000 UTC')",
    ],
    ids=["forged", "left out", "a folder", "in capitals"],
)
def test_nobody_writes_the_moment_of_its_own_work(course: Course, users: dict[str, int], more: str) -> None:
    before = datetime.datetime.now(datetime.UTC)
    lay(course, users[ADA], ADA, more)
    assert states(course)[ADA] == (State.COLLECTED, "")
    assert [one.name for one in (course.submitted / ADA / PS).iterdir() if "time" in one.name.lower()] == [
        "timestamp.txt"
    ]
    moment = datetime.datetime.strptime(moment_of(course, ADA), "%Y-%m-%d %H:%M:%S.%f UTC").replace(tzinfo=datetime.UTC)
    assert abs((moment - before).total_seconds()) < 60
    assert exchange.received(course, PS, ADA, moment_of(course, ADA)) is not None


@needs_users
def test_what_was_handed_in_in_time_and_changed_later_is_late(course: Course, users: dict[str, int]) -> None:
    name = lay(course, users[ADA], ADA, "(folder / 'data').mkdir(); (folder / 'data' / 'a.csv').write_text('1,2')")
    time.sleep(0.05)
    due = datetime.datetime.now(datetime.UTC)
    time.sleep(0.05)
    # The folder's own time stays as it was, and so does that of the notebook, for which it is told so.
    python_as(
        users[ADA],
        """
        import os, sys
        path = sys.argv[1] + "/data/a.csv"
        before = os.stat(path)
        with open(path, "w") as file:
            file.write("3,4")
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        """,
        inbound(course) / name,
    )
    assert states(course, due=due)[ADA] == (State.COLLECTED, "")
    moment = exchange.received(course, PS, ADA, moment_of(course, ADA))
    assert moment is not None
    assert moment.replace(tzinfo=datetime.UTC) > due


@needs_users
def test_of_two_the_one_that_was_not_touched_since_is_the_one_in_time(course: Course, users: dict[str, int]) -> None:
    lay(course, users[ADA], ADA, "(folder / 'first.csv').touch()", tail="AAAAAAAAAAAA")
    second = lay(course, users[ADA], ADA, "(folder / 'second.csv').touch()", tail="BBBBBBBBBBBB")
    due = datetime.datetime.now(datetime.UTC)
    time.sleep(0.05)
    python_as(users[ADA], "import sys; open(sys.argv[1], 'w').write('later')", inbound(course) / second / "second.csv")
    assert states(course, due=due)[ADA] == (State.COLLECTED, "")
    assert (course.submitted / ADA / PS / "first.csv").exists()


@needs_users
def test_work_put_there_by_hand_stays_unless_told_otherwise(course: Course, users: dict[str, int]) -> None:
    mine = course.submitted / ADA / PS / "ps1.ipynb"
    mine.parent.mkdir(parents=True)
    mine.write_text("by hand")
    lay(course, users[ADA], ADA)
    state, problem = states(course)[ADA]
    assert (state, "--replace" in problem) == (State.REFUSED, True)
    assert mine.read_text() == "by hand"
    assert states(course, replace=True)[ADA][0] is State.UPDATED


@needs_users
def test_where_all_share_one_user_the_set_up_is_named(course: Course, users: dict[str, int]) -> None:
    for number, student in enumerate(("bea", "carl", "dora")):
        lay(course, users[EVE], student, tail=f"{number:012d}")
    for state, problem in states(course).values():
        assert state is State.REFUSED
        assert "give each student" in problem


@needs_users
@pytest.mark.parametrize("claims", ["..", "=cmd", "-rf", ".hidden\x1b[2J"])
@pytest.mark.parametrize("owners", ["looked at", "not looked at"])
def test_names_that_are_no_names(claims: str, owners: str, course: Course, users: dict[str, int]) -> None:
    if owners == "not looked at":
        with (course.root / "nbgrader_config.py").open("a", encoding="utf-8") as config:
            config.write("c.ExchangeCollect.check_owner = False\n")
    lay(course, users[EVE], claims)
    before = {path.name for path in course.root.parent.iterdir()}
    done = run("autograder", "collect", PS, cwd=course.root)
    assert done.returncode == 3
    assert "\x1b" not in done.stdout + done.stderr
    assert not course.submitted.exists()
    assert {path.name for path in course.root.parent.iterdir()} == before


@needs_users
def test_the_command_names_who_was_refused(course: Course, users: dict[str, int]) -> None:
    lay(course, users[ADA], ADA)
    lay(course, users[EVE], EVE, "os.symlink('/etc/passwd', folder / 'p')")
    done = run("autograder", "collect", PS, cwd=course.root)
    assert done.returncode == 3
    assert f"{EVE}: " in done.stdout
    assert "1 collected" in done.stdout
    # The moment at which it arrived, whatever its name claims.
    assert moment_of(course, ADA) != MOMENT
    assert exchange.received(course, PS, ADA, moment_of(course, ADA)) is not None


def test_without_an_exchange_one_sentence_says_so(course: Course) -> None:
    inbound(course).rmdir()
    done = run("autograder", "collect", cwd=course.root)
    assert done.returncode == 2
    assert "There is no exchange at" in done.stderr
    assert "Traceback" not in done.stderr
