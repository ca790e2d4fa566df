"""Clocks that jump and names that are odd: grades depend on neither, and nobody is taken for somebody else."""

from __future__ import annotations

import csv
import datetime
import io
import json
import shutil
import unicodedata
from pathlib import Path

import pytest
from classroom import fill, hand_in, make_course, points, released
from classroom import grade as graded_by
from conftest import run
from nbgrader.api import Gradebook

from autograder.course import Course
from autograder.grading import backup, regrade

NAME = "ps1"
SCRIPT = """\
# %% nbgrader={"grade_id": "twice", "solution": true}
def twice(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% nbgrader={"grade_id": "twice-values", "points": 2}
assert twice(3) == 6
"""
RIGHT, WRONG = "def twice(x):\n    return 2 * x", "def twice(x):\n    return 0"
CONFIG = """\
c = get_config()
c.GradingEngine.imports = []
c.LateSubmissionPlugin.penalty_method = "zero"
"""
DUE = datetime.datetime(2026, 3, 1)
# By what stands in timestamp.txt: whether it is late, None where it is refused with a sentence.
STAMPS = {
    "2026-02-28 23:59:59 UTC": False,
    "1969-12-31 23:59:59 UTC": False,
    "0001-01-01 00:00:00 UTC": False,
    "": False,
    "2026-03-01 00:00:01 UTC": True,
    "2999-01-01 00:00:00 UTC": True,
    "9999-12-31 23:59:59.999999 UTC": True,
    "2026-02-28 23:00:00 UTC-2": True,
    "9999-12-31 23:59:59 -1400": None,
    "0001-01-01 00:00:00 +1400": None,
    "2026-02-30 12:00:00 UTC": None,
    "the day before yesterday": None,
}


def student(number: int) -> str:
    return f"student-{number:02}"


# Names that one file system keeps apart and another does not, and names that mean something to somebody.
COMPOSED, TAKEN_APART = (unicodedata.normalize(form, "josé") for form in ("NFC", "NFD"))
NAMES = {
    "ada": 2,
    "Ada": 0,
    "ADA": 2,
    COMPOSED: 2,
    TAKEN_APART: 0,
    "ﬁona": 2,
    "fiona": 0,
    "ⅸ": 2,
    "eve,100;=1+1": 0,
    "null": 2,
    "NaN": 0,
    "nobody@example.org": 2,
    "two  blanks": 0,
    "%s{0}$HOME": 2,
    "con": 0,
    "שלום": 2,
    "名前": 0,
    "n" * 200: 2,
}
REFUSED = ("=1+1", "-rf", "+1", "a\u202eb", "a\x1b[2Jb", "<b>", "a\nb", "n" * 201, "\u2066a\u2069")
# Files of one folder that differ as little.
FILES = ("a.csv", "A.csv", f"{COMPOSED}.csv", f"{TAKEN_APART}.csv")


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A class with these time stamps and names, graded, and why some were not."""
    root = tmp_path_factory.mktemp("odd") / "course"
    make_course(root, {NAME: SCRIPT}, CONFIG)
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        book.update_or_create_assignment(NAME, duedate=DUE)
    for number, text in enumerate(STAMPS):
        (submitted(root, student(number), RIGHT) / "timestamp.txt").write_text(text)
    for name in (*NAMES, *REFUSED):
        folder = submitted(root, name, RIGHT if NAMES.get(name) else WRONG)
        for number, file in enumerate(FILES):
            (folder / file).write_text(str(number))
    done = graded_by(root, "--seed", "7")
    submissions = [one for part in done.report["assignments"] for one in part["submissions"]]
    return root, {one["student"]: one["reason"] for one in submissions if not one["graded"]}


def submitted(root: Path, who: str, answer: str) -> Path:
    nb = released(root, NAME)
    fill(nb, {"twice": answer})
    return hand_in(root, who, NAME, nb).parent


def late_penalty(root: Path, who: str) -> float:
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        return book.find_submission(NAME, who).late_submission_penalty or 0.0


@pytest.mark.parametrize("text", STAMPS)
def test_a_time_stamp_of_any_year_counts_as_early_or_late_or_is_refused(
    text: str, graded: tuple[Path, dict[str, str]]
) -> None:
    root, problems = graded
    who = student(list(STAMPS).index(text))
    if STAMPS[text] is None:
        assert "timestamp.txt holds no date and time" in problems[who]
        return
    assert who not in problems
    assert points(root, NAME, who) == {"twice-values": 2}
    assert late_penalty(root, who) == (2 if STAMPS[text] else 0)


class Clock(datetime.datetime):
    """A clock that says what it is told."""

    says = datetime.datetime(2026, 3, 1, 12)

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> datetime.datetime:  # type: ignore[override]
        return cls.says.replace(tzinfo=tz)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> type[Clock]:
    monkeypatch.setattr(regrade.datetime, "datetime", Clock)
    monkeypatch.setattr(backup, "datetime", Clock)
    return Clock


@pytest.fixture
def ada(graded: tuple[Path, dict[str, str]], tmp_path: Path) -> Course:
    """A copy of the graded class, with one of its students."""
    root = shutil.copytree(graded[0], tmp_path / "course")
    for folder in (*root.glob("submitted/*"), *root.glob("autograded/*")):
        if folder.name != "fiona":
            shutil.rmtree(folder)
    return Course.find(root)


def test_the_last_regrading_is_the_last_whatever_the_clock_says(ada: Course, clock: type[Clock]) -> None:
    """Years ahead first, then put back, then the same second again."""
    course = ada
    names = []
    for year in (2093, 2026, 2026):
        clock.says = datetime.datetime(year, 3, 1, 12)
        for event in regrade.look(course, [NAME], ["twice-values"]):
            if isinstance(event, regrade.Looked):
                names.append(event.name)
        regrade.apply(course)
        assert points(course.root, NAME, "fiona") == {"twice-values": 2}
    assert len(set(names)) == 3
    taken_back = []
    for _ in names:
        done, left = regrade.revert(course)
        taken_back.append(done.name)
        assert left == 0
    assert taken_back == names[::-1]
    assert points(course.root, NAME, "fiona") == {"twice-values": 0}


def test_what_restoring_replaces_is_kept_also_in_the_same_second(ada: Course, clock: type[Clock]) -> None:
    course = ada
    file = course.root.parent / "class.tar.gz"
    backup.write(course, file)
    marks = []
    for text in ("first", "second"):
        (course.root / "submitted" / "fiona" / NAME / "note.txt").write_text(text)
        _, kept = backup.restore(course, file)
        marks += [path for path in kept if path.name.startswith("submitted")]
    assert [(path / "fiona" / NAME / "note.txt").read_text() for path in marks] == ["first", "second"]


@pytest.mark.parametrize("name", NAMES)
def test_everybody_has_a_grade_of_their_own(name: str, graded: tuple[Path, dict[str, str]]) -> None:
    root, problems = graded
    assert name not in problems
    assert points(root, NAME, name) == {"twice-values": NAMES[name]}
    folder = root / "autograded" / name / NAME
    body = json.loads((folder / f"{NAME}.ipynb").read_text(encoding="utf-8"))
    assert body["cells"][0]["source"] == (RIGHT if NAMES[name] else WRONG)
    assert sorted(path.name for path in folder.glob("*.csv")) == sorted(FILES)


@pytest.mark.parametrize("name", REFUSED)
def test_a_name_that_acts_is_refused(name: str, graded: tuple[Path, dict[str, str]]) -> None:
    root, problems = graded
    assert "rename it" in problems[name]
    assert not (root / "autograded" / name).exists()


def test_tables_and_pages_have_a_row_and_a_page_for_each(graded: tuple[Path, dict[str, str]]) -> None:
    root, _ = graded
    feedback = run("autograder", "feedback", cwd=root)
    assert feedback.returncode == 0, feedback.stderr
    assert {path.parent.parent.name for path in root.glob("feedback/*/*/*.html")} >= set(NAMES)
    assert run("autograder", "report", cwd=root).returncode == 0
    rows = list(csv.reader(io.StringIO((root / "reports" / f"{NAME}.csv").read_text(encoding="utf-8-sig"))))
    found = {row[0].removeprefix("'"): row for row in rows}
    assert set(NAMES) <= set(found)
    assert len({len(row) for row in rows}) == 1
    assert not any(cell[:1] in ("=", "+", "-", "@", "\t") for row in rows for cell in row)
