"""A class in one file: made while grading goes on, put back whole or not at all."""

from __future__ import annotations

import io
import os
import random
import shutil
import sqlite3
import subprocess
import tarfile
import time

import pytest
from classroom import fill, gradebook, hand_in, make_course, released
from conftest import BIN, run
from nbgrader.api import Gradebook

from autograder.course import Course
from autograder.errors import UserError
from autograder.grading import backup

NAME = "twice"
SCRIPT = """\
# %% nbgrader={"grade_id": "twice", "solution": true}
def twice(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% nbgrader={"grade_id": "twice-values", "points": 4}
assert twice(2) == 4
"""
PLACES = ("submitted", "autograded", "feedback")


def answer(root, student, body):
    nb = released(root, NAME)
    fill(nb, {"twice": f"def twice(x):\n    {body}"})
    hand_in(root, student, NAME, nb)


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    root = tmp_path_factory.mktemp("backup") / "course"
    make_course(root, {NAME: SCRIPT}, "c = get_config()\nc.GradingEngine.imports = []\n")
    answer(root, "ada", "return x + x")
    answer(root, "bob", "return x")
    (root / "submitted" / "ada" / NAME / "data.bin").write_bytes(random.Random(0).randbytes(70_000))
    assert run("autograder", "grade", cwd=root).returncode == 0
    assert run("autograder", "feedback", cwd=root).returncode == 0
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        book.find_grade("twice-values", NAME, NAME, "bob").manual_score = 3
        book.db.commit()
    return root


@pytest.fixture
def course(graded, tmp_path):
    return shutil.copytree(graded, tmp_path / "course")


def contents(course):
    """Every file of the class, by path."""
    return {
        str(path.relative_to(course)): path.read_bytes()
        for place in PLACES
        for path in (course / place).rglob("*")
        if path.is_file()
    }


def test_a_class_that_was_lost_comes_back_with_every_file_and_every_point(course, tmp_path):
    before, given = contents(course), gradebook(course)
    file = tmp_path / "class.tar.gz"
    assert run("autograder", "backup", file, cwd=course).returncode == 0
    assert file.stat().st_mode & 0o077 == 0
    for place in PLACES:
        shutil.rmtree(course / place)
    (course / "gradebook.db").unlink()

    done = run("autograder", "restore", file, cwd=course)
    assert done.returncode == 0, done.stderr
    assert contents(course) == before
    assert gradebook(course) == given
    again = run("autograder", "grade", cwd=course)
    assert "2 submissions are graded and unchanged" in again.stdout


def test_what_a_backup_replaces_is_kept_and_the_journal_of_the_old_gradebook_goes_with_it(course, tmp_path):
    file = tmp_path / "class.tar.gz"
    assert run("autograder", "backup", file, cwd=course).returncode == 0
    before, given = contents(course), gradebook(course)
    answer(course, "cleo", "return 0")
    assert run("autograder", "grade", cwd=course).returncode == 0
    (course / "gradebook.db-journal").write_bytes(b"what a run left that was killed")

    done = run("autograder", "restore", file, cwd=course)
    assert done.returncode == 0, done.stderr
    assert contents(course) == before
    assert gradebook(course) == given
    kept = sorted(path.name.partition(".before-restore-")[0] for path in course.glob("*.before-restore-*"))
    assert kept == ["autograded", "feedback", "gradebook.db", "gradebook.db-journal", "submitted"]
    (old,) = course.glob("submitted.before-restore-*")
    assert (old / "cleo").is_dir()


@pytest.mark.parametrize(
    "kind", ["cut off", "one bit", "another archive", "a path outside", "a link", "text", "missing"]
)
def test_a_backup_that_is_damaged_changes_nothing(course, tmp_path, kind):
    file = tmp_path / "class.tar.gz"
    backup.write(Course(course), file)
    body = bytearray(file.read_bytes())
    if kind == "cut off":
        file.write_bytes(body[: len(body) // 2])
    elif kind == "one bit":
        body[len(body) // 2] ^= 1
        file.write_bytes(body)
    elif kind == "text":
        file.write_text("no archive")
    elif kind == "missing":
        file.unlink()
    else:
        entry = tarfile.TarInfo({"a path outside": "../outside", "a link": "link"}.get(kind, "a"))
        if kind == "a link":
            entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
        with tarfile.open(file, "w:gz") as archive:
            archive.addfile(entry, io.BytesIO(b""))
    before, given = contents(course), gradebook(course)
    with pytest.raises(UserError, match=r"class\.tar\.gz"):
        backup.restore(Course(course), file)
    assert contents(course) == before
    assert gradebook(course) == given
    assert not [path for path in [*course.iterdir(), *tmp_path.iterdir()] if "restore" in path.name]
    assert not (tmp_path / "outside").exists()


def test_a_backup_never_overwrites_follows_no_link_and_leaves_nothing_half_written(course, tmp_path):
    (tmp_path / "secret").write_text("canary")
    (course / "submitted" / "ada" / NAME / "link").symlink_to(tmp_path / "secret")
    (course / "submitted" / "eve").symlink_to(tmp_path)
    os.mkfifo(course / "submitted" / "ada" / NAME / "pipe")
    file = tmp_path / "class.tar.gz"
    done = run("autograder", "backup", file, cwd=course)
    assert done.returncode == 0, done.stderr
    assert all(name in done.stdout.replace("\n", "") for name in ("ada/twice/link", "ada/twice/pipe", "submitted/eve"))
    with tarfile.open(file) as archive:
        assert all(entry.isreg() for entry in archive)
        assert not [one for one in archive.getnames() if "secret" in one or "link" in one]
    size = file.stat().st_size
    assert run("autograder", "backup", file, cwd=course).returncode == 2
    assert file.stat().st_size == size
    nowhere = run("autograder", "backup", tmp_path / "no folder" / "class.tar.gz", cwd=course)
    assert nowhere.returncode == 2
    assert "cannot be written" in nowhere.stderr


def test_a_damaged_gradebook_is_said_and_not_backed_up(course, tmp_path):
    (course / "gradebook.db").write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    done = run("autograder", "backup", tmp_path / "class.tar.gz", cwd=course)
    assert done.returncode == 2
    assert "autograder rebuild" in done.stderr.replace("\n", " ")
    assert list(tmp_path.glob("*class*")) == []


@pytest.mark.long
def test_backups_that_are_made_while_a_class_is_graded_can_be_restored_and_graded_on(course, tmp_path):
    for number in range(10):
        answer(course, f"student-{number}", "return x + x\n\nimport time\ntime.sleep(0.1)")
    grading = subprocess.Popen([BIN / "autograder", "grade"], cwd=course, stdout=subprocess.DEVNULL)
    made = []
    while grading.poll() is None:
        file = tmp_path / f"{len(made)}.tar.gz"
        assert run("autograder", "backup", file, cwd=course).returncode == 0
        made.append(file)
        time.sleep(0.2)
    assert grading.returncode == 0
    given = gradebook(course)
    assert len({student for _assignment, student, *_cell in given}) == 12
    for file in random.Random(1).sample(made, 2):
        assert run("autograder", "restore", file, cwd=course).returncode == 0
        with sqlite3.connect(course / "gradebook.db") as database:
            assert database.execute("pragma integrity_check").fetchone() == ("ok",)
        assert run("autograder", "grade", cwd=course).returncode == 0
        assert gradebook(course) == given
