"""A class of a thousand: fed back, reported, handed over and taken in, each step killed once and run again."""

from __future__ import annotations

import csv
import hashlib
import os
import random
import re
import shutil
import signal
import subprocess
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import BIN, ROOT, run
from nbgrader.api import Gradebook

from autograder.authoring import sample_class
from autograder.course import Course
from autograder.files import replace_text
from autograder.grading import interchange, marks, report
from autograder.source import bank
from autograder.source.reading import read_sources

NAME = "01-cross-entropy"
# So many are graded; the others are copies of them, in the gradebook and in the folders.
GRADED, STUDENTS = 24, 1000
SHARE_OF_WRONG = 0.3
# Nothing here is held against the clock on the wall: this only ends what hangs, also on a machine with other work.
ENDS = 3600
pytestmark = [pytest.mark.long, pytest.mark.timeout(2 * ENDS)]


def name_of(number: int) -> str:
    return f"s{number:04}"


def answers_of(number: int, bank_: dict[str, tuple[list[str], list[str]]]) -> dict[str, str]:
    """An answer to each exercise, drawn from the bank; a comment makes it this student's own form."""
    rng = random.Random(number)
    return {
        exercise: f"# {name_of(number)}\n{rng.choice(wrong if rng.random() < SHARE_OF_WRONG else right)}"
        for exercise, (right, wrong) in bank_.items()
    }


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    own = Course(ROOT)
    made = sample_class.course_folder(own, [NAME], tmp_path_factory.mktemp("thousand") / "course")
    (source,) = read_sources(own, [NAME])
    answers = bank.read(own.bank(NAME))
    known = {
        one.name: tuple(
            [a.code for a in answers if a.exercise == one.name and a.is_right is kind] for kind in (True, False)
        )
        for one in source.exercises()
        if one.tests
    }
    release = own.release_notebook(NAME).read_text(encoding="utf-8")
    for number in range(STUDENTS):
        filled = sample_class.fill(release, answers_of(number % GRADED, known))
        replace_text(sample_class.submission_path(made, name_of(number), NAME), filled)
    later = [name_of(number) for number in range(GRADED, STUDENTS)]
    aside = made.root / "aside"
    aside.mkdir()
    for student in later:
        (made.submitted / student).rename(aside / student)
    graded = run("autograder", "grade", NAME, cwd=made.root, timeout=ENDS)
    assert graded.returncode == 0, graded.stdout[-2000:] + graded.stderr[-2000:]
    assert len(list(made.autograded.iterdir())) == GRADED
    for student in later:
        (aside / student).rename(made.submitted / student)
    aside.rmdir()
    with Gradebook(made.gradebook_url, made.course_id) as gradebook:
        models = {name_of(i): gradebook.find_submission(NAME, name_of(i)).notebooks[0] for i in range(GRADED)}
        scores = {who: {one.name: one.auto_score for one in model.grades} for who, model in models.items()}
        for number in range(GRADED, STUDENTS):
            gradebook.update_or_create_student(name_of(number))
            copy = gradebook.add_submission(NAME, name_of(number)).notebooks[0]
            for one in copy.grades:
                one.auto_score = scores[name_of(number % GRADED)][one.name]
                one.needs_manual_grade = False
            shutil.copytree(made.autograded / name_of(number % GRADED), made.autograded / name_of(number))
        gradebook.db.commit()
    rows = ["id,first_name,last_name,email,lms_user_id"]
    rows += [f"{name_of(i)},Student{i},Number,{name_of(i)}@example.org,{5000 + i}" for i in range(STUDENTS)]
    replace_text(made.root / "class.csv", "\n".join(rows) + "\n")
    assert run("autograder", "roster", "import", "class.csv", cwd=made.root).returncode == 0
    return made


def killed(course: Course, command: list[str], when: Callable[[], bool]) -> None:
    """Start a command, and end it and all that it has started at a moment; it must not have ended before."""
    with subprocess.Popen(
        [str(BIN / command[0]), *command[1:]],
        cwd=course.root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        while not when():
            assert process.poll() is None, "it has ended before it could be killed"
            time.sleep(0.002)
        os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL


def done(course: Course, command: list[str]) -> float:
    """Run a command to its end; returns its processor seconds, start-up included."""
    before = os.times()
    ended = run(*command, cwd=course.root, timeout=ENDS)
    after = os.times()
    assert ended.returncode == 0, ended.stdout[-2000:] + ended.stderr[-2000:]
    return after.children_user + after.children_system - before.children_user - before.children_system


def prints(folder: Path) -> dict[str, str]:
    """What lies in a folder, by path: names that nobody can take for half a file, and a digest of each."""
    found = {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }
    assert [name for name in found if name.endswith(".part")] == []
    return found


def points(course: Course) -> dict[str, float]:
    return {who: found.points - found.penalty for (who, _), found in marks.read(course.gradebook_url, NAME).items()}


def test_a_thousand_pages_also_when_half_of_them_had_been_written(course):
    command = ["autograder", "feedback", NAME]
    killed(course, command, lambda: sum(1 for _ in course.feedback.rglob("*.html")) > STUDENTS // 3)
    whole = list(course.feedback.rglob("*.html"))
    assert all(path.read_text(encoding="utf-8").endswith("</html>") for path in whole)
    seconds = done(course, command)
    assert len(list(course.feedback.rglob("*.html"))) == STUDENTS
    of_all = points(course)
    for number in random.Random(1).sample(range(STUDENTS), 40):
        text = (course.feedback / name_of(number) / NAME / f"{NAME}.html").read_text(encoding="utf-8")
        assert float(re.search(r"<strong>([\d.]+)</strong> of", text)[1]) == pytest.approx(
            of_all[name_of(number)], abs=0.005
        )
    print(f"\n{STUDENTS} pages: {seconds:.1f} s of processor time")
    assert seconds < 60
    once = prints(course.feedback)
    done(course, command)
    assert prints(course.feedback) == once


def test_a_report_of_a_thousand_and_ten_of_them(course):
    target = course.root / "reports"
    command = ["autograder", "report", NAME, "--to", str(target)]
    killed(course, command, lambda: target.exists() and any(target.iterdir()))
    done(course, command)
    rows = list(csv.DictReader((target / f"{NAME}.csv").open(encoding="utf-8-sig")))
    of_all = points(course)
    assert len(rows) == len({row["student"] for row in rows}) == STUDENTS
    assert all(float(row["total"]) == pytest.approx(of_all[row["student"]], abs=1e-6) for row in rows)
    begun = time.process_time()
    for _ in range(10):
        report.write(course, [NAME], course.root / "ten", "http://localhost/formgrader")
    seconds = time.process_time() - begun
    print(f"\n10 reports of {STUDENTS}: {seconds:.1f} s of processor time")
    assert seconds < 20


@pytest.mark.parametrize(("platform", "key"), [("canvas", "SIS Login ID"), ("moodle", "Username")])
def test_grades_go_out_and_come_back_the_same(course, platform, key):
    target = course.root / f"{platform}.csv"
    command = ["autograder", "export-grades", platform, NAME, "--to", str(target)]
    part = f".{target.name}"
    begun = time.monotonic()
    killed(course, command, lambda: time.monotonic() - begun > 0.5 or any(course.root.glob(f"{part}*")))
    assert not target.exists() or target.stat().st_size
    done(course, command)
    rows = [row for row in csv.DictReader(target.open(encoding="utf-8-sig")) if row[key]]
    assert {row[key]: float(row[NAME]) for row in rows} == pytest.approx(points(course))
    assert len(rows) == STUDENTS


def archive_of(course: Course, platform: str, target: Path) -> None:
    """What the platform gives of this class' submissions, by its rules."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number in range(STUDENTS):
            student, body = name_of(number), (course.submitted / name_of(number) / NAME / f"{NAME}.ipynb").read_bytes()
            where = {
                "canvas": f"numberstudent{number}_{5000 + number}_{9000 + number}_{NAME}.ipynb",
                "moodle": f"Student{number} Number_{5000 + number}_assignsubmission_file/{NAME}.ipynb",
            }
            archive.writestr(where[platform], body)
            assert student


@pytest.mark.parametrize("platform", ["canvas", "moodle"])
def test_submissions_come_in_once_and_their_pages_go_back_under_their_names(course, platform, tmp_path):
    archive = tmp_path / "class.zip"
    archive_of(course, platform, archive)
    before = {name: digest for name, digest in prints(course.submitted).items() if name.endswith(".ipynb")}
    kept = course.submitted.rename(tmp_path / "submitted")
    try:
        command = ["autograder", "take-zip", NAME, str(archive), "--from", platform]
        enough = min(300, STUDENTS // 4)
        killed(course, command, lambda: course.submitted.exists() and len(list(course.submitted.iterdir())) > enough)
        done(course, command)
        assert prints(course.submitted) == before
        pages = course.root / f"pages-{platform}.zip"
        command = ["autograder", "export-pages", platform, NAME, "--to", str(pages)]
        killed(course, command, lambda: any(course.root.glob(f".{pages.name}*")))
        assert not pages.exists()
        done(course, command)
        with zipfile.ZipFile(pages) as given:
            assert len(set(given.namelist())) == len(given.namelist()) == STUDENTS
    finally:
        shutil.rmtree(course.submitted, ignore_errors=True)
        kept.rename(course.submitted)


def test_what_was_copied_is_what_was_graded(course):
    of_all = points(course)
    assert len(of_all) == STUDENTS
    assert len({round(one, 3) for one in of_all.values()}) > 5
    assert all(of_all[name_of(i)] == of_all[name_of(i % GRADED)] for i in range(STUDENTS))
    assert interchange.points_of(course, NAME)[1] == 28
