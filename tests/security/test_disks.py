"""A disk that is full, and one that can only be read: a sentence and an exit status, and nothing is lost."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from classroom import fill, gradebook, hand_in, make_course, points, released
from conftest import BIN, run

NAME = "ps1"
SCRIPT = """\
# %% nbgrader={"grade_id": "double", "solution": true}
def double(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% nbgrader={"grade_id": "double-test", "points": 3}
assert double(2) == 4
### BEGIN HIDDEN TESTS
assert double(-7) == -14
### END HIDDEN TESTS
"""
ANSWERS = {
    "ada": "def double(x):\n    return x + x",
    "bea": "def double(x):\n    return 4",
    "carl": "def double(x):\n    return 2 * x",
    "dora": "",
}
# Runs commands in a course on a disk of its own, one that nobody else sees, and writes down what each did.
ON_A_DISK = """
import json, os, shutil, subprocess, sys
course, kind, left, out, *steps = sys.argv[1:]
if kind == "full":
    inside = course + "-disk"
    os.makedirs(inside, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "none", inside], check=True)
    shutil.copytree(course, inside, dirs_exist_ok=True)
    subprocess.run(["mount", "--bind", inside, course], check=True)
else:
    subprocess.run(["mount", "--bind", course, course], check=True)
    subprocess.run(["mount", "-o", "remount,ro,bind", course], check=True)
os.chdir(course)

def fill():
    free = os.statvfs(".").f_bavail * os.statvfs(".").f_frsize - int(left) * 1024
    with open("ballast", "wb") as file:
        file.write(bytes(max(free, 0)))

found = []
for step in steps:
    if kind == "full":
        fill()
    done = subprocess.run(json.loads(step), capture_output=True, text=True, env=dict(os.environ, HOME="/nowhere"))
    left_over = [os.path.join(place, name) for place, _, names in os.walk(".") for name in names if ".part" in name]
    if kind == "full":
        os.remove("ballast")
    found.append([done.returncode, done.stdout, done.stderr, left_over])
with open(out, "w") as file:
    json.dump(found, file)
if kind == "full":
    shutil.copytree(course, out + ".course")
"""


@dataclass(frozen=True)
class Done:
    """What a command did: exit status, everything it printed, files left half written."""

    status: int
    said: str
    left_over: list[str]


def on_a_disk(root: Path, kind: str, *commands: str, left: int = 0) -> list[Done]:
    """Run commands in a course whose disk is "read-only", or "full" but for so many KiB; it comes back as it is."""
    private = ["--mount"] if os.geteuid() == 0 else ["--user", "--map-root-user", "--mount"]
    steps = []
    for command in commands:
        name, *arguments = command.split()
        steps.append(json.dumps([str(BIN / name), *arguments]))
    out = root.with_name("done.json")
    script = [sys.executable, "-c", textwrap.dedent(ON_A_DISK), str(root), kind, str(left), str(out), *steps]
    done = subprocess.run(["unshare", *private, *script], capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    if kind == "full":
        shutil.rmtree(root)
        shutil.move(f"{out}.course", root)
    return [Done(one[0], one[1] + one[2], one[3]) for one in json.loads(out.read_text())]


@pytest.fixture(scope="module")
def ungraded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("disks") / "ungraded"
    config = "c = get_config()\nc.GradingEngine.imports = []\nc.CourseDirectory.course_id = 'small'\n"
    make_course(root, {NAME: SCRIPT}, config)
    for student, text in ANSWERS.items():
        nb = released(root, NAME)
        fill(nb, {"double": text})
        path = hand_in(root, student, NAME, nb)
        (path.parent / "timestamp.txt").write_text("2026-01-02 03:04:05 UTC")
        (path.parent / "data.csv").write_text("1,2\n" * 2000)
    return root


@pytest.fixture(scope="module")
def graded(ungraded: Path) -> Path:
    root = shutil.copytree(ungraded, ungraded.with_name("graded"))
    assert run("autograder", "grade", "--seed", "7", cwd=root).returncode == 0
    return root


@pytest.fixture
def course(graded: Path, tmp_path: Path) -> Path:
    return shutil.copytree(graded, tmp_path / "course")


def files(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def assert_said(done: Done, words: str, status: int) -> None:
    """It ended with this status, and with sentences that name the trouble; nothing is left half written."""
    assert done.status == status, done.said
    assert words in done.said
    assert "Traceback" not in done.said
    assert "please report" not in done.said
    assert done.left_over == []


@dataclass(frozen=True)
class Command:
    """A command that writes: its exit status on a full disk, on one that can only be read, and what it says there."""

    line: str
    full: int
    read_only: int
    says: tuple[str, str] = ("no room left on the disk", "can only be read")


COMMANDS = [Command("autograder grade --force", 3, 2), Command("autograder feedback", 3, 3)]
OTHERS = [
    Command("autograder backup class.tar.gz", 2, 2, ("No space left", "Read-only")),
    Command("autograder report", 2, 2),
    Command("autograder regrade look --all", 2, 2),
    Command("autograder export-grades canvas", 2, 2),
    Command("autograder roster import people.csv", 2, 2),
]
BOTH = pytest.mark.parametrize(
    "commands", [pytest.param(COMMANDS, id="grading"), pytest.param(OTHERS, id="others", marks=pytest.mark.long)]
)


@BOTH
@pytest.mark.long
def test_on_a_disk_that_can_only_be_read_a_command_says_so(course: Path, commands: list[Command]) -> None:
    (course / "people.csv").write_text("id,email\nada,ada@example.org\nnew,new@example.org\n")
    before = files(course)
    found = on_a_disk(course, "read-only", *(one.line for one in commands))
    for command, done in zip(commands, found, strict=True):
        assert_said(done, command.says[1], command.read_only)
    assert files(course) == before


@pytest.mark.long
def test_a_class_that_is_graded_can_be_looked_at_on_a_disk_that_can_only_be_read(course: Path) -> None:
    """Nothing is to be written where nothing has changed."""
    (done,) = on_a_disk(course, "read-only", "autograder grade")
    assert done.status == 0, done.said
    assert "4 submissions are graded and unchanged" in done.said


@BOTH
def test_on_a_full_disk_a_command_says_so_and_what_was_there_stays(course: Path, commands: list[Command]) -> None:
    (course / "people.csv").write_text("id,email\nada,ada@example.org\nnew,new@example.org\n")
    page = course / "feedback" / "ada" / NAME / f"{NAME}.html"
    page.parent.mkdir(parents=True)
    page.write_text("an old page")
    before, book = files(course), gradebook(course)
    found = on_a_disk(course, "full", *(one.line for one in commands))
    for command, done in zip(commands, found, strict=True):
        assert_said(done, command.says[0], command.full)
    after = files(course)
    # A database may have another layout, and the same in it.
    for name in ("gradebook.db", *(name for name in after if name.startswith(".autograder"))):
        before.pop(name, None)
        after.pop(name, None)
    assert after == before
    assert gradebook(course) == book


@pytest.mark.parametrize(("left", "fit"), [pytest.param(20, {0}, marks=pytest.mark.long), (80, {1, 2, 3})])
def test_grading_goes_on_where_the_full_disk_had_stopped_it(
    ungraded: Path, graded: Path, tmp_path: Path, left: int, fit: set[int]
) -> None:
    """First nobody's results fit, then some students': whoever is not graded is named, and the next run grades them."""
    course = shutil.copytree(ungraded, tmp_path / "course")
    for student in ("carl", "dora"):
        # Results are recorded once a second: theirs come after those of the others.
        path = course / "submitted" / student / NAME / f"{NAME}.ipynb"
        nb = nbformat.read(path, as_version=4)
        fill(nb, {"double": f"import time\ntime.sleep(1.5)\n{ANSWERS[student]}"})
        nbformat.write(nb, path)
    (done,) = on_a_disk(course, "full", "autograder grade --seed 7", left=left)
    assert_said(done, "no room left on the disk", 3)
    assert len(list(course.glob(f"autograded/*/{NAME}/{NAME}.ipynb"))) in fit
    book = gradebook(graded)
    for student in ANSWERS:
        if (course / "autograded" / student / NAME / f"{NAME}.ipynb").is_file():
            assert points(course, NAME, student) == points(graded, NAME, student)
        else:
            assert f"{student}: " in done.said
    again = run("autograder", "grade", "--seed", "7", cwd=course)
    assert again.returncode == 0, again.stderr
    assert gradebook(course) == book
    assert set(files(course)) == set(files(graded))


@pytest.mark.long
def test_what_is_collected_on_a_full_disk_replaces_nothing_by_half(ungraded: Path, tmp_path: Path) -> None:
    """The student is whoever owns the files, as the disk's namespace sees it: root."""
    course = shutil.copytree(ungraded, tmp_path / "course")
    exchange = course / "exchange"
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(f"c.Exchange.root = {str(exchange)!r}\n")
    inbound = exchange / "small" / "inbound"

    def lay(name: str, body: str) -> None:
        folder = inbound / f"root+{NAME}+{name}"
        folder.mkdir(parents=True)
        (folder / f"{NAME}.ipynb").write_text(body)
        folder.chmod(0o777)

    lay("2026-01-02 03:04:05.000006 UTC+AAAAAAAAAAAA", "old")
    collect = "autograder collect ps1"
    (first,) = on_a_disk(course, "full", collect, left=2000)
    assert first.status == 0, first.said
    lay("2026-01-02 03:04:06.000006 UTC+BBBBBBBBBBBB", "n" * 400_000)
    handed_in = course / "submitted" / "root" / NAME / f"{NAME}.ipynb"
    (done,) = on_a_disk(course, "full", collect, left=40)
    assert_said(done, "no room left on the disk", 3)
    assert handed_in.read_text() == "old"
    (again,) = on_a_disk(course, "full", collect, left=2000)
    assert again.status == 0, again.said
    assert "1 updated" in again.said
    assert handed_in.read_text() == "n" * 400_000
