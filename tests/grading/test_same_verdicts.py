"""An ordinary nbgrader course, graded by nbgrader as it is and by our engine: the same scores, or a reason why not."""

from __future__ import annotations

import csv
import datetime
import shutil
import subprocess
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import nbformat
import pytest
from classroom import (
    Row,
    Run,
    activated,
    fill,
    find,
    grade,
    gradebook,
    hand_in,
    make_course,
    released,
    solutions,
    stock,
)
from conftest import BIN
from nbgrader.api import Gradebook
from ordinary.submissions import NOTEBOOKS, PS1, PS2, PS3, PS4, SUBMISSIONS

from autograder.authoring import nbgrader_runner
from autograder.course import Course

# Stock nbgrader takes seconds for each submission; `make test` compares with scores that were kept, see foreign/.
pytestmark = pytest.mark.long

ORDINARY = Path(__file__).parent / "ordinary"
DUE = datetime.datetime(2026, 11, 20, 12, tzinfo=datetime.UTC)
JUDGE, IN_STUDENT = "judge", "in-student"
# A test of ps3 makes a class below the student's; ps4 is compared where it shares a process with the student's code.
COMPARED = {JUDGE: [PS1, PS2], IN_STUDENT: [PS1, PS2, PS3, PS4]}


@dataclass(frozen=True)
class Difference:
    """A difference that is meant: where, what stock nbgrader says, what we say, and why that is right.

    ``student``, ``cell`` and ``field`` are patterns; ``stock`` and ``ours`` are values, or Ellipsis for any.
    """

    assignment: str
    student: str
    cell: str
    field: str
    stock: Any
    ours: Any
    reason: str
    modes: tuple[str, ...] = (JUDGE, IN_STUDENT)


STDERR = "nbgrader gives nothing where a test cell writes to stderr; we report it and score what was tested"
DELETED = "nbgrader waits for a person where a test cell was deleted; we put it back and run it"
UNTOUCHED = "a deleted answer is put back as it was released: it counts as no response"
REFUSED = "nbgrader cannot grade a notebook in which a graded cell is there twice; we keep one and say so"
DIFFERENCES = [
    *(
        Difference(PS1, "di-noisy", cell, "*score", 0.0, points, STDERR)
        for cell, points in {"Q2_test": 1.0, "Q3_values": 2.0, "Q3_errors": 1.0, "Q4_test": 2.0}.items()
    ),
    Difference(PS1, "di-noisy", "notebook *", "score", 10.0, 16.0, STDERR),
    Difference(PS2, "eli-warns", "safe_log_test", "auto_score", 0.0, 2.0, STDERR),
    Difference(PS2, "eli-warns", "notebook *", "score", 16.0, 18.0, STDERR),
    Difference(PS3, "fee-warns", "factorial-test", "auto_score", 0.0, 2.0, STDERR, (IN_STUDENT,)),
    Difference(PS3, "fee-warns", "notebook *", "score", 14.0, 16.0, STDERR, (IN_STUDENT,)),
    *(
        Difference(PS1, "gus-deleted-tests", cell, field, old, new, DELETED)
        for cell, points in {"Q3_values": 2.0, "Q5_first": 1.0, "Q8_test": 2.0}.items()
        for field, old, new in (("auto_score", None, points), ("needs_manual_grade", True, False))
    ),
    Difference(PS1, "gus-deleted-tests", "Q5_second", "auto_score", 0.0, 1.0, "it needs the deleted test's basket"),
    Difference(PS1, "gus-deleted-tests", "notebook *", "score", 10.0, 16.0, DELETED),
    Difference(PS1, "guy-deleted-solution", "Q6", "auto_comment", None, "No response.", UNTOUCHED),
    Difference(PS1, "ida-moved-a-test-up", "Q4_test", "auto_score", 0.0, 2.0, "a test that stands above its function"),
    Difference(PS1, "ida-moved-a-test-up", "notebook *", "score", 14.0, 16.0, "the same test"),
    *(
        Difference(PS1, student, cell, field, ..., ..., REFUSED)
        for student in ("hal-duplicated", "jo-split-and-merged")
        for cell, field in (("*", "auto_score"), ("*", "needs_manual_grade"), ("notebook *", "score"))
    ),
    *(
        Difference(PS4, "finn-deleted-text", cell, field, old, new, UNTOUCHED, (IN_STUDENT,))
        for cell in ("style", "why-sine")
        for field, old, new in (
            ("auto_score", None, 0.0),
            ("needs_manual_grade", True, False),
            ("auto_comment", None, "No response."),
        )
    ),
    *(
        Difference(
            PS1,
            "fay-shadows",
            cell,
            field,
            old,
            new,
            "the student's `len` is not the test's: it is not asked",
            (JUDGE,),
        )
        for cell, field, old, new in (
            ("Q3_values", "auto_score", 0.0, 2.0),
            ("Q5_second", "auto_score", 0.0, 1.0),
            ("notebook *", "score", 9.0, 12.0),
        )
    ),
]


@dataclass(frozen=True)
class Courses:
    """The course three times: graded by nbgrader, and by us with each kind of tests."""

    stock: Path
    ours: dict[str, Path]
    runs: dict[str, Run]

    def differences(self, mode: str) -> dict[tuple[str, str, str, str], tuple[Any, Any]]:
        return differences(gradebook(self.stock), gradebook(self.ours[mode]), COMPARED[mode])


def write_work(root: Path) -> None:
    """Write what everybody handed in."""
    for one in SUBMISSIONS:
        for notebook in NOTEBOOKS[one.assignment]:
            if notebook in one.left_out:
                continue
            nb = released(root, one.assignment, notebook)
            own = solutions(root, one.assignment, notebook)
            fill(nb, own if one.solved else {})
            fill(nb, {grade_id: source for grade_id, source in one.answers.items() if grade_id in own})
            for edit in one.edits:
                edit(nb)
            path = hand_in(root, one.student, one.assignment, nb, notebook)
        if one.hours_late is not None:
            handed_in = DUE + datetime.timedelta(hours=one.hours_late)
            (path.parent / "timestamp.txt").write_text(handed_in.strftime("%Y-%m-%d %H:%M:%S UTC"), encoding="utf-8")


@pytest.fixture(scope="module")
def courses(tmp_path_factory: pytest.TempPathFactory) -> Courses:
    theirs = tmp_path_factory.mktemp("ordinary") / "nbgrader"
    config = (ORDINARY / "nbgrader_config.py").read_text(encoding="utf-8")
    make_course(theirs, {name: ORDINARY / "source" / name for name in NOTEBOOKS}, config)
    shutil.copy(ORDINARY / "late_penalty.py", theirs)
    with activated(), Gradebook(f"sqlite:///{theirs / 'gradebook.db'}") as book:
        for name in (PS2, PS4):
            book.update_or_create_assignment(name, duedate=DUE.replace(tzinfo=None).isoformat())
    write_work(theirs)
    ours = {mode: theirs.with_name(mode) for mode in COMPARED}
    for folder in ours.values():
        shutil.copytree(theirs, folder)
    runs = {mode: grade(folder, *COMPARED[mode], "--tests", mode, "--seed", "7") for mode, folder in ours.items()}
    for one in SUBMISSIONS:
        stock(theirs, one.assignment, one.student)
    return Courses(theirs, ours, runs)


Key = tuple[str, str, str, str]


def differences(
    theirs: dict[Key, Row], ours: dict[Key, Row], assignments: list[str]
) -> dict[tuple[str, str, str, str], tuple[Any, Any]]:
    """(assignment, student, cell, field) → the two values that are not the same."""
    found = {}
    for key in sorted(theirs.keys() | ours.keys()):
        assignment, student, notebook, cell = key
        left, right = theirs.get(key, {}), ours.get(key, {})
        for field in sorted(left.keys() | right.keys()) if assignment in assignments else []:
            if left.get(field) != right.get(field):
                found[assignment, student, cell or f"notebook {notebook}", field] = left.get(field), right.get(field)
    return found


def explains(one: Difference, mode: str, place: tuple[str, str, str, str], values: tuple[Any, Any]) -> bool:
    assignment, student, cell, field = place
    return (
        mode in one.modes
        and assignment == one.assignment
        and fnmatchcase(student, one.student)
        and fnmatchcase(cell, one.cell)
        and fnmatchcase(field, one.field)
        and all(given is ... or given == value for given, value in zip((one.stock, one.ours), values, strict=True))
    )


def test_there_are_at_least_twenty_submissions_of_every_kind():
    assert len({(one.assignment, one.student) for one in SUBMISSIONS}) == len(SUBMISSIONS) >= 20


@pytest.mark.parametrize("mode", COMPARED)
def test_everybody_is_graded(courses, mode):
    run = courses.runs[mode]
    assert run.status == 0, run.stderr[-2000:]
    reported = {
        (part["assignment"], one["student"]): one["graded"]
        for part in run.report["assignments"]
        for one in part["submissions"]
    }
    assert reported == {(one.assignment, one.student): True for one in SUBMISSIONS if one.assignment in COMPARED[mode]}


@pytest.mark.parametrize("mode", COMPARED)
def test_every_score_is_nbgraders_or_has_a_reason(courses, mode):
    found = courses.differences(mode)
    unexplained = {
        place: values
        for place, values in found.items()
        if not any(explains(one, mode, place, values) for one in DIFFERENCES)
    }
    assert unexplained == {}


@pytest.mark.parametrize("mode", COMPARED)
def test_no_listed_difference_is_stale(courses, mode):
    found = courses.differences(mode)
    stale = [
        one
        for one in DIFFERENCES
        if mode in one.modes and not any(explains(one, mode, place, values) for place, values in found.items())
    ]
    assert stale == []


def test_what_nbgrader_refuses_gets_what_it_deserves(courses):
    """Listed above as any difference: the drafts and halves in between do no harm."""
    for mode in COMPARED:
        totals = {one["student"]: one["score"] for one in courses.runs[mode].report["assignments"][0]["submissions"]}
        assert (totals["hal-duplicated"], totals["jo-split-and-merged"]) == (16.0, 16.0)


@pytest.mark.parametrize("mode", COMPARED)
def test_the_report_says_what_the_gradebook_says(courses, mode):
    book = gradebook(courses.ours[mode])
    for part in courses.runs[mode].report["assignments"]:
        for one in part["submissions"]:
            place = (part["assignment"], one["student"])
            own = {key[3]: row for key, row in book.items() if key[:2] == place}
            scores = {test["grade_id"]: test["score"] for test in one["tests"]}
            assert {cell: own[cell]["auto_score"] for cell in scores} == scores, one["student"]
            assert one["needs_manual_grade"] == any(row.get("needs_manual_grade") for row in own.values())
            assert one["max_score"] == sum(row.get("max_score") or 0 for row in own.values())


@pytest.mark.parametrize(
    # It makes a class below one of the student's.
    ("assignment", "tests"),
    [(PS3, ["savings-test"])],
)
def test_where_live_objects_are_needed_the_judge_says_so(courses, assignment, tests):
    """Nobody loses a point silently for a right answer: the tests are tried on the instructor's own first."""
    run = grade(courses.ours[JUDGE], assignment, "--tests", JUDGE)
    assert run.status == 3
    said = [one["reason"] for part in run.report["assignments"] for one in part["submissions"]]
    assert len(said) == sum(one.assignment == assignment for one in SUBMISSIONS)
    for sentence in said:
        assert "--tests in-student" in sentence
        assert all(name in sentence for name in tests)
    assert not any(
        key[0] == assignment and row.get("auto_score") for key, row in gradebook(courses.ours[JUDGE]).items()
    )


@pytest.mark.parametrize("mode", COMPARED)
def test_nbgraders_own_commands_go_on_from_there(courses, mode):
    """Feedback and the exported table, from a gradebook and notebooks that our engine wrote."""
    root = courses.ours[mode]
    with activated():
        done = nbgrader_runner.generate_feedback(Course(root), PS1, "bob-wrong")
        assert done.success, done.log
        subprocess.run([str(BIN / "nbgrader"), "export"], cwd=root, check=True, capture_output=True)
    page = (root / "feedback" / "bob-wrong" / PS1 / f"{PS1}.html").read_text(encoding="utf-8")
    assert "(Score: 4.5 / 16.0)" in page
    with (root / "grades.csv").open(encoding="utf-8") as stream:
        rows = {(row["assignment"], row["student_id"]): row for row in csv.DictReader(stream)}
    assert float(rows[PS2, "ian-late"]["score"]) == 16
    assert float(rows[PS2, "ian-late"]["raw_score"]) == 18
    if PS4 in COMPARED[mode]:
        assert float(rows[PS4, "amy-right"]["max_score"]) == 17


def test_graded_notebooks_carry_what_the_cells_showed(courses):
    graded = courses.ours[IN_STUDENT] / "autograded"
    nb = nbformat.read(graded / "amy-right" / PS4 / "analysis.ipynb", as_version=4)
    plot, style = nb.cells[find(nb, "plot")], nb.cells[find(nb, "style")]
    assert any("image/png" in output.get("data", {}) for output in plot.outputs)
    assert "14." in style.outputs[0].text
    assert not (graded / "dora-one-notebook" / PS4 / "essay.ipynb").exists()
    assert (graded / "ada-right" / PS1 / "scores.csv").is_file()


def test_grading_again_treats_manual_scores_as_nbgrader_does(courses, tmp_path):
    """Manual scores, extra credit and comments given between two gradings; both graders grade again."""
    folders = [shutil.copytree(root, tmp_path / root.name) for root in (courses.stock, courses.ours[IN_STUDENT])]
    for root in folders:
        with activated(), Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
            essay = book.find_grade("why-sine", "essay", PS4, "emil-late")
            essay.manual_score, essay.extra_credit, essay.needs_manual_grade = 3.0, 1.0, False
            fahrenheit = book.find_grade("fahrenheit-test", "analysis", PS4, "emil-late")
            fahrenheit.manual_score, fahrenheit.needs_manual_grade = 0.5, False
            book.find_comment("why-sine", "essay", PS4, "emil-late").manual_comment = "Which sun?"
            book.db.commit()
    assert stock(folders[0], PS4, "emil-late").success
    assert grade(folders[1], PS4, "--student", "emil-late", "--force", "--tests", IN_STUDENT).status == 0
    books = [
        {key: row for key, row in gradebook(root).items() if key[1] == "emil-late" and key[2] == "essay"}
        for root in folders
    ]
    assert books[0] == books[1]
    assert books[0][PS4, "emil-late", "essay", "why-sine"]["manual_score"] == 3.0
