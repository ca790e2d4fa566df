"""The gradebook in PostgreSQL: a real server, started here, with a password that nobody is ever shown."""

from __future__ import annotations

import glob
import os
import pwd
import re
import secrets
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from classroom import fill, hand_in, make_small_course, released
from conftest import run
from nbgrader.api import Gradebook
from serving import Classroom, give_to
from sqlalchemy import create_engine, inspect, text
from system_users import needs_users, open_folder, system_users

from autograder.config import load
from autograder.course import Course
from autograder.engine import protocol
from autograder.grading.gradebook import Recorder

PS = "ps1"
SCRIPT = """\
# %% nbgrader={"grade_id": "double", "solution": true}
def double(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% nbgrader={"grade_id": "double-test", "points": 2, "locked": true}
assert double(4) == 8
"""
USER = f"database-{os.getpid()}"
PASSWORD = secrets.token_hex(8)

pytestmark = pytest.mark.slow


@dataclass
class Server:
    """A database server."""

    programs: Path
    data: Path
    port: int

    def url(self, name: str, password: str = PASSWORD) -> str:
        return f"postgresql+psycopg://grader:{password}@127.0.0.1:{self.port}/{name}"

    def as_owner(self, *command: str | Path) -> None:
        who = {"user": USER, "group": pwd.getpwnam(USER).pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False, cwd="/", **who)  # type: ignore[call-overload]
        assert done.returncode == 0, done.stderr + done.stdout

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.data} -c fsync=off"
        log = self.data / "log"
        self.as_owner(self.programs / "pg_ctl", "-D", self.data, "-w", "-l", log, "-o", options, "start")

    def stop(self) -> None:
        self.as_owner(self.programs / "pg_ctl", "-D", self.data, "-m", "immediate", "stop")

    def ask(self, text: str) -> None:
        self.as_owner(self.programs / "psql", "-h", self.data, "-p", str(self.port), "-d", "postgres", "-c", text)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server that asks for a password, with a user who may make databases."""
    programs = [*sorted(glob.glob("/usr/lib/postgresql/*/bin")), Path(shutil.which("initdb") or "/missing").parent][0]
    with open_folder() as folder:
        yield from _server(Path(programs), folder / "data")


def _server(programs: Path, data: Path) -> Iterator[Server]:
    data.mkdir(mode=0o700)
    if os.geteuid() == 0:
        # It refuses to run as root.
        subprocess.run(["useradd", "--no-create-home", "--system", USER], check=True, capture_output=True)
        shutil.chown(data, USER)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    made = Server(programs, data, port)
    try:
        made.as_owner(made.programs / "initdb", "-D", data, "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C")
        (data / "pg_hba.conf").write_text("local all all trust\nhost all grader 127.0.0.1/32 scram-sha-256\n")
        made.start()
        made.ask(f"create role grader login createdb password '{PASSWORD}'")
        yield made
        made.stop()
    finally:
        if os.geteuid() == 0:
            subprocess.run(["userdel", USER], check=False, capture_output=True)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_small_course(tmp_path_factory.mktemp("made"), {PS: SCRIPT})


@pytest.fixture
def course(made: Path, server: Server, tmp_path: Path) -> Course:
    """A course whose gradebook is a new database; Ada is right, Bob is not."""
    name = f"book{secrets.token_hex(4)}"
    server.ask(f"create database {name} owner grader")
    root = tmp_path / "course"
    shutil.copytree(made, root)
    (root / "gradebook.db").unlink()
    with (root / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(f"c.CourseDirectory.db_url = {server.url(name)!r}\n")
    for student, body in (("ada", "return x + x"), ("bob", "return x")):
        notebook = released(root, PS)
        fill(notebook, {"double": f"def double(x):\n    {body}"})
        hand_in(root, student, PS, notebook)
    return Course.find(root)


def scores(course: Course) -> dict[str, float]:
    with Gradebook(course.gradebook_url, course.course_id) as book:
        return {one.student.id: one.score for one in book.assignment_submissions(PS)}


def test_every_command_writes_and_reads_the_database(course: Course, made: Path) -> None:
    said = []
    for command in (
        ("autograder", "grade"),
        ("autograder", "feedback"),
        ("autograder", "report"),
        ("autograder", "backup"),
        ("nbgrader", "export"),
    ):
        done = run(*command, cwd=course.root)
        assert done.returncode == 0, done.stderr
        said.append(done.stdout + done.stderr)
    assert scores(course) == {"ada": 2.0, "bob": 0.0}
    assert "grader:***@127.0.0.1" in said[0]
    assert PASSWORD not in "".join(said)
    assert "2 submissions are graded and unchanged" in run("autograder", "grade", cwd=course.root).stdout
    assert "ada" in (course.root / "grades.csv").read_text()
    assert not list(course.root.rglob("gradebook.db"))
    # The schema is nbgrader's own, and nothing else.
    theirs = inspect(create_engine(f"sqlite:///{made / 'gradebook.db'}"))
    ours = inspect(create_engine(course.gradebook_url))
    assert set(ours.get_table_names()) == set(theirs.get_table_names())
    for table in theirs.get_table_names():
        assert [one["name"] for one in ours.get_columns(table)] == [one["name"] for one in theirs.get_columns(table)]


def test_two_graders_at_once_write_everything_once(course: Course) -> None:
    notebook = released(course.root, PS)
    fill(notebook, {"double": "def double(x):\n    return x + x"})
    for number in range(10):
        hand_in(course.root, f"student{number}", PS, notebook)
    found: list[subprocess.CompletedProcess[str]] = []
    both = [
        threading.Thread(target=lambda: found.append(run("autograder", "grade", "--force", cwd=course.root)))
        for _ in range(2)
    ]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert [one.returncode for one in found] == [0, 0], [one.stderr for one in found]
    assert scores(course) == {"ada": 2.0, "bob": 0.0} | {f"student{number}": 2.0 for number in range(10)}


def test_a_server_that_goes_and_comes_back_loses_nothing(course: Course, server: Server) -> None:
    assert run("autograder", "grade", "--student", "bob", cwd=course.root).returncode == 0
    passed = protocol.Verdict(
        job=1,
        tests=(protocol.TestVerdict(grade_id="double-test", reason=None, message=""),),
        repairs=(),
        answered={"double": True},
        seconds={},
    )
    recorder = Recorder(course.gradebook_url, course.course_id, load(course.root))
    recorder.record(PS, "ada", None, {PS: passed})
    # Its connection is open, and ends with the server.
    server.stop()
    again = threading.Timer(2, server.start)
    again.start()
    score, _ = recorder.record(PS, "carl", None, {PS: passed})
    again.join()
    assert score.points == 2.0
    recorder.record(PS, "dora", None, {PS: passed})
    recorder.close()
    assert scores(course) == {"ada": 2.0, "bob": 0.0, "carl": 2.0, "dora": 2.0}


def test_a_server_that_does_not_answer_is_named_in_a_sentence_without_its_password(
    course: Course, server: Server
) -> None:
    config = course.root / "nbgrader_config.py"
    text = config.read_text(encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        config.write_text(text.replace(f":{server.port}/", f":{free.getsockname()[1]}/"), encoding="utf-8")
        nobody = run("autograder", "grade", cwd=course.root)
    config.write_text(text.replace(PASSWORD, wrong := secrets.token_hex(8)), encoding="utf-8")
    stranger = run("autograder", "grade", cwd=course.root)
    for done in (nobody, stranger):
        assert done.returncode == 2
        assert "database server" in done.stderr
        assert "Traceback" not in done.stderr
        assert not re.search(f"{PASSWORD}|{wrong}", done.stdout + done.stderr)


@needs_users
def test_what_arrives_is_graded_at_once_and_the_ledger_is_in_the_database_too(course: Course) -> None:
    with open_folder() as folder, system_users(folder, "teacher", "ada") as users:
        root, inbound = folder / "course", folder / "exchange" / "small" / "inbound"
        shutil.copytree(course.root, root)
        inbound.mkdir(parents=True)
        inbound.chmod(0o733)
        room = Classroom(Course.find(root), folder / "exchange", users["teacher"])
        room.configure(f"c.Exchange.root = {str(room.exchange)!r}")
        give_to(users["teacher"], root)
        give_to(users["teacher"], room.exchange)
        notebook = released(root, PS)
        fill(notebook, {"double": "def double(x):\n    return x"})
        with room.served() as service:
            room.submit(users["ada"], PS, nbformat.writes(notebook)).text("<strong>0</strong> of 2 points")
            fill(notebook, {"double": "def double(x):\n    return x + x"})
            room.submit(users["ada"], PS, nbformat.writes(notebook)).text("<strong>2</strong> of 2 points")
            service.process.terminate()
            assert service.process.wait(60) == 0
            said = service.said
        assert PASSWORD not in said
        assert "Traceback" not in said
        assert not (root / "arrivals.db").exists()
        assert not list(root.rglob("gradebook.db"))
        assert scores(course) == {users["ada"].name: 2.0}
        with create_engine(course.gradebook_url).connect() as connection:
            states = connection.execute(text("select state from autograder_arrivals")).scalars().all()
        assert states == ["done", "done"]
