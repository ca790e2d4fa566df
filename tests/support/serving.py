"""`autograder serve` in the hands of tests: a course of a teacher's, students with users of their own, one exchange."""

from __future__ import annotations

import contextlib
import os
import pwd
import re
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbgrader.utils import notebook_hash
from system_users import SystemUser, python_as

from autograder.authoring import sample_class
from autograder.course import Course

# What *Submit* does in a student's JupyterLab, and nothing else: nbgrader's command takes seconds to start.
SUBMIT = """
import os, sys
from datetime import datetime, timezone
from pathlib import Path
inbound, student, assignment, secret, name, body = sys.argv[1:]
moment = datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M:%S.%f UTC")
folder = Path(inbound) / f"{student}+{assignment}+{moment}+{secret[:12]}"
folder.mkdir()
(folder / name).write_bytes(Path(body).read_bytes())
(folder / "timestamp.txt").write_text(moment)
(folder / "submission_secret.txt").write_text(secret)
os.chmod(folder, 0o777)
"""


@dataclass
class Handed:
    """Work that has been handed in, and when.

    Attributes:
        page: where its feedback will be.
        at: the moment (``time.monotonic``) at which it was complete.
    """

    page: Path
    at: float = field(default_factory=time.monotonic)

    def text(self, holds: str = "", seconds: float = 120) -> str:
        """The page, once it is there and holds a text."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            with contextlib.suppress(FileNotFoundError):
                if holds in (found := self.page.read_text(encoding="utf-8")):
                    return found
            time.sleep(0.02)
        found = self.page.read_text(encoding="utf-8") if self.page.exists() else "no page"
        raise AssertionError(f"no page with {holds!r} after {seconds} s: {re.sub('<[^>]*>', ' ', found)[-2000:]}")


@dataclass
class Classroom:
    """A course that can be served.

    Attributes:
        course: its folder is the teacher's.
        exchange: the root of the exchange.
        teacher: who serves.
    """

    course: Course
    exchange: Path
    teacher: SystemUser

    @property
    def inbound(self) -> Path:
        return self.exchange / self.course.course_id / "inbound"

    def page(self, secret: str, notebook: str) -> Path:
        name = notebook_hash(secret=secret, notebook_id=notebook)
        return self.exchange / self.course.course_id / "feedback" / f"{name}.html"

    def submit(self, student: SystemUser, assignment: str, text: str) -> Handed:
        """A student hands a notebook in."""
        secret = secrets.token_hex(64)
        body = student.home / f"{secret[:8]}.ipynb"
        body.write_text(text, encoding="utf-8")
        body.chmod(0o644)
        uid = pwd.getpwnam(student.name).pw_uid
        os.chown(body, uid, -1)
        arguments = [str(self.inbound), student.name, assignment, secret, f"{assignment}.ipynb", str(body)]
        python_as(uid, SUBMIT, *arguments)
        return Handed(self.page(secret, assignment))

    def configure(self, text: str) -> None:
        """Add to the course's settings."""
        with (self.course.root / "nbgrader_config.py").open("a", encoding="utf-8") as config:
            config.write(f"\n{text}\n")

    @contextlib.contextmanager
    def served(self, *options: str) -> Iterator[Service]:
        """The service runs, and is ready; at the end it is told to stop, if it has not ended yet."""
        service = Service(self, options)
        try:
            yield service
        finally:
            if service.process.poll() is None:
                service.process.send_signal(signal.SIGTERM)
                try:
                    service.process.wait(60)
                except subprocess.TimeoutExpired:
                    service.process.kill()
                    service.process.wait()
            service.log.close()


class Service:
    """A service that runs."""

    def __init__(self, room: Classroom, options: tuple[str, ...]) -> None:
        self._path = room.course.root.parent / f"serve-{time.monotonic_ns()}.log"
        self.log = self._path.open("w")
        command, environment = room.teacher.command("autograder", "serve", str(room.course.root), *options)
        self.process = subprocess.Popen(
            command, env=environment, cwd=room.course.root, stdout=self.log, stderr=subprocess.STDOUT
        )
        self.wait_until("Serving ")

    @property
    def said(self) -> str:
        return self._path.read_text(encoding="utf-8")

    def wait_until(self, text: str, seconds: float = 180) -> None:
        """Until it has said something."""
        until = time.monotonic() + seconds
        while text not in self.said:
            assert self.process.poll() is None, self.said
            assert time.monotonic() < until, self.said
            time.sleep(0.05)

    def asked(self, path: str) -> str:
        """What it answers on its port."""
        (port,) = re.findall(r"http://127\.0\.0\.1:(\d+)/health", self.said)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
            return answer.read().decode()

    def kill(self) -> None:
        """As a power cut does it."""
        self.process.kill()
        self.process.wait()


def give_to(user: SystemUser, folder: Path) -> None:
    """Make a folder and all in it a user's."""
    for one in (folder, *folder.rglob("*")):
        shutil.chown(one, user.name, pwd.getpwnam(user.name).pw_gid)


def classroom(course: Course, assignment: str, folder: Path, teacher: SystemUser) -> Classroom:
    """A course folder of a teacher's with one of this course's assignments, and its exchange."""
    folder.mkdir()
    made = sample_class.course_folder(course, [assignment], folder / "course")
    exchange = folder / "exchange"
    inbound = exchange / made.course_id / "inbound"
    inbound.mkdir(parents=True)
    # As nbgrader makes it: everybody may write, and only the instructor may look.
    inbound.chmod(0o733)
    exchange.chmod(0o777)
    room = Classroom(made, exchange, teacher)
    room.configure(f"c.Exchange.root = {str(exchange)!r}  # noqa: F821")
    give_to(teacher, made.root)
    give_to(teacher, exchange)
    return room


def answers_of_the_bank(course: Course, assignment: str) -> dict[str, str]:
    """Notebooks as a class hands them in: right ones, half done ones, misconceptions, a broken file; by name."""
    with tempfile.TemporaryDirectory() as folder:
        target = Course(Path(folder))
        names = [one.name for one in sample_class.hand_in(course, target, assignment)]
        paths = {name: sample_class.submission_path(target, name, assignment) for name in names}
        return {name: path.read_text(encoding="utf-8") for name, path in paths.items()}


def with_code(notebook: str, code: str) -> str:
    """The notebook with code in its first answer."""
    found = nbformat.reads(notebook, as_version=4)
    first = next(cell for cell in found.cells if cell.metadata.get("nbgrader", {}).get("solution"))
    first.source += f"\n{code}"
    return nbformat.writes(found)


def latencies(handed: Sequence[Handed], holds: str, seconds: float) -> list[float]:
    """How long each took from having been handed in to a page that holds a text, by looking at all in turn."""
    took: dict[int, float] = {}
    until = time.monotonic() + seconds
    while len(took) < len(handed) and time.monotonic() < until:
        for number, one in enumerate(handed):
            if number not in took:
                with contextlib.suppress(FileNotFoundError):
                    if holds in one.page.read_text(encoding="utf-8"):
                        took[number] = time.monotonic() - one.at
        time.sleep(0.01)
    assert len(took) == len(handed), f"{len(handed) - len(took)} of {len(handed)} have no page with {holds!r}"
    return [took[number] for number in range(len(handed))]
