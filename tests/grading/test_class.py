"""A sample class through the grader: scores, feedback, and what never appears in feedback."""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
import urllib.parse
import urllib.request
from pathlib import Path

import nbformat
import pytest
from conftest import BIN, ROOT, SEED, run
from no_sandbox import without_bubblewrap

from autograder.engine.notebooks import Unreadable, read_notebook
from autograder.engine.protocol import Mode
from autograder.grading import gradebook
from autograder.grading import submissions as handed_in
from autograder.source import bank
from autograder.source.assignment import stub
from autograder.source.reading import read_sources


@pytest.fixture(scope="module")
def source(graded_class):
    (one,) = read_sources(graded_class.course, [graded_class.assignment])
    return one


@pytest.fixture(scope="module")
def points(graded_class, source):
    names = [student.name for student in graded_class.students]
    return gradebook.read(graded_class.course, graded_class.assignment, source.exercises(), names)


def feedback(graded_class, student):
    name = graded_class.assignment
    return (graded_class.course.feedback / student / name / f"{name}.html").read_text(encoding="utf-8")


def graded_notebook(graded_class, student):
    name = graded_class.assignment
    return nbformat.read(graded_class.course.autograded / student / name / f"{name}.ipynb", as_version=4)


def test_the_class_has_every_kind_of_student(graded_class):
    names = [student.name for student in graded_class.students]
    assert len(names) >= 12
    assert {"full-marks", "full-marks-2", "half-done", "blank", "misconceptions-1", "broken-file"} <= set(names)


def test_every_misconception_of_the_bank_is_handed_in_by_somebody(graded_class):
    handed_in = {code for student in graded_class.students for code in student.answers.values()}
    wrong = [a for a in bank.read(graded_class.course.bank(graded_class.assignment)) if not a.is_right]
    assert all(answer.code in handed_in for answer in wrong)


def test_right_answers_get_all_points_whatever_they_look_like(graded_class, points):
    full = [name for name in points.students if name.startswith("full-marks")]
    assert len(full) >= 4
    assert {name: sum(points.students[name]) for name in full} == dict.fromkeys(full, 28.0)


def test_blank_gets_nothing_and_half_done_gets_half(points):
    assert sum(points.students["blank"]) == 0
    assert points.students["half-done"] == [*points.maximum[:6], 0, 0, 0, 0, 0, 0, 0]


def test_every_wrong_answer_costs_points_in_its_exercise(graded_class, points):
    wrong = {a.code: a for a in bank.read(graded_class.course.bank(graded_class.assignment)) if not a.is_right}
    for student in graded_class.students:
        for exercise, code in student.answers.items():
            if code in wrong:
                position = points.exercises.index(exercise)
                assert points.students[student.name][position] < points.maximum[position], wrong[code].name


def test_a_broken_file_is_named_with_what_to_do_and_stops_nobody(graded_class):
    assert list(graded_class.problems) == ["broken-file"]
    assert "not complete JSON" in graded_class.problems["broken-file"]
    assert "ask for it again" in graded_class.problems["broken-file"]


def test_the_seed_is_recorded_in_every_graded_notebook(graded_class):
    for student in graded_class.students:
        if not student.broken:
            assert graded_notebook(graded_class, student.name).metadata["autograder"]["seed"] == SEED


def test_text_on_stderr_costs_nothing_and_stays_readable(graded_class, points):
    """full-marks-3 and others emit warnings and print; a test cell with stderr would get 0 from stock nbgrader."""
    assert any("warnings.warn(" in code for code in _student(graded_class, "full-marks-4").answers.values())
    assert sum(points.students["full-marks-4"]) == 28


def test_a_test_cell_that_writes_to_stderr_itself_keeps_its_points():
    from nbgrader import utils

    from autograder.grading.preprocessors import StderrNotScored

    cell = nbformat.v4.new_code_cell(
        "f()", outputs=[nbformat.v4.new_output("stream", name="stderr", text="RuntimeWarning: overflow")]
    )
    cell.metadata["nbgrader"] = {"grade": True, "solution": False, "locked": True, "points": 2, "grade_id": "f-values"}
    assert utils.determine_grade(cell) == (0, 2)
    StderrNotScored().preprocess_cell(cell, {}, 0)
    assert utils.determine_grade(cell) == (2, 2)
    assert cell.outputs[0].text == "RuntimeWarning: overflow"


# What a check says of these is not the bank's sentence: a cause is named only where it is certain.
SAID_OTHERWISE = {
    # This student's own functions that they call are wrong as well, and so the result is another:
    # with a sigmoid that is mirrored, exchanged labels are a step uphill, to the last digit.
    ("detective", "labels exchanged"),
    ("detective", "one step less"),
    # A sigmoid that answers with torch's tensors: NumPy's mean of one stops with words of its own.
    ("detective", "through probabilities"),
    ("log-likelihood", "negative log-likelihood"),
    ("log-likelihood", "mean"),
    ("bce-with-logits", "through the probability"),
    ("bce-logit-grad", "with respect to p"),
    ("bce-logit-grad", "takes s for a probability"),
    ("sigmoid", "tanh"),
    # The check's own words say it: the sign, the warning, the argument that was changed, the one that has a density.
    ("model-kind", "generator has a density"),
    ("model-kind", "what can be sampled is implicit"),
    ("bce-logit-grad", "sign flipped"),
    ("sigmoid", "the one-line formula"),
    ("sigmoid", "both branches of where"),
    ("swap-labels", "in place"),
}


def test_feedback_names_the_misconception(graded_class):
    by_code = {a.code: a for a in bank.read(graded_class.course.bank(graded_class.assignment)) if not a.is_right}
    handed_in, unnamed = 0, set()
    for student in graded_class.students:
        if student.name.startswith("misconceptions"):
            text = html.unescape(re.sub(r"<[^>]+>", "", feedback(graded_class, student.name))).replace("`", "")
            own = [by_code[code] for code in student.answers.values() if code in by_code]
            handed_in += len(own)
            unnamed |= {(one.exercise, one.name) for one in own if one.says.replace("`", "") not in text}
    assert handed_in >= 48
    assert unnamed <= SAID_OTHERWISE


def test_feedback_shows_no_line_of_a_hidden_test(graded_class, source):
    hidden = {
        " ".join(line.split())
        for cell in source.cells
        for region, line in cell.lines()
        if region == "HIDDEN TESTS" and len(line.strip()) >= 12
    }
    visible = " ".join(" ".join(stub(cell).split()) for cell in source.cells)
    for student in graded_class.students:
        if student.broken:
            continue
        text = " ".join(html.unescape(re.sub(r"<[^>]+>", "", feedback(graded_class, student.name))).split())
        assert [line for line in hidden if line in text and line not in visible] == [], student.name
        assert "autograder.hidden" not in text


def test_feedback_shows_no_number_of_a_hidden_test(graded_class, source):
    """Every literal number of more than three digits in hidden tests that the bank does not name, and the seed."""
    named = " ".join(one.says for one in bank.read(graded_class.course.bank(graded_class.assignment)) if one.says)
    hidden = "\n".join(line for cell in source.cells for region, line in cell.lines() if region == "HIDDEN TESTS")
    shown = "\n".join(stub(cell) for cell in source.cells)
    numbers = {n for n in re.findall(r"\d+\.?\d*(?:e-?\d+)?", hidden) if len(n) > 3 and n not in shown + named}
    assert numbers
    for student in graded_class.students:
        if not student.broken:
            messages = "\n".join(_messages(graded_notebook(graded_class, student.name)))
            text = html.unescape(feedback(graded_class, student.name))
            assert [n for n in numbers if n in messages] == []
            assert f"seed&quot;: {SEED}" not in text


def test_grading_again_skips_what_is_unchanged(graded_class):
    todo = [
        handed_in.Submission(graded_class.assignment, "blank"),
        handed_in.Submission(graded_class.assignment, "broken-file"),
    ]
    assert [handed_in.is_up_to_date(graded_class.course, one, Mode.AUTO) for one in todo] == [True, False]


def test_the_command_grades_one_student_and_exits_3_for_a_broken_one(graded_class):
    root = graded_class.course.root
    done = run("autograder", "grade", graded_class.assignment, "--student", "blank", "--force", "--seed", "3", cwd=root)
    assert done.returncode == 0, done.stderr
    assert "1 of 1 submissions graded (seed of the hidden inputs: 3)" in done.stdout
    done = run("autograder", "grade", graded_class.assignment, "--student", "broken-file", cwd=root)
    assert done.returncode == 3
    assert "not complete JSON" in done.stdout


def test_with_nothing_submitted_the_command_says_where_to_put_it(course, tmp_path):
    (tmp_path / "solutions").symlink_to(course.solutions)
    (tmp_path / "nbgrader_config.py").symlink_to(course.root / "nbgrader_config.py")
    done = run("autograder", "grade", cwd=tmp_path)
    assert done.returncode == 0
    assert "submitted/<student>/" in done.stdout


def test_the_class_table_has_a_row_for_everybody(graded_class, source, points):
    from rich.console import Console

    from autograder.tables import class_table

    console = Console(width=110, record=True, quiet=False, file=open("/dev/null", "w"))  # noqa: SIM115
    console.print(class_table(graded_class.assignment, points, graded_class.problems))
    text = console.export_text()
    assert all(student.name in text for student in graded_class.students)
    assert re.search(r"broken-file.*not graded", text)
    assert re.search(r"possible.*28", text)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{", "not complete JSON"),
        ("[1, 2]", "not a notebook"),
        (json.dumps({"nbformat": 4, "nbformat_minor": 5}), "not a notebook"),
        (b"\xff\xfe", "not UTF-8"),
    ],
)
def test_unreadable_files_get_one_sentence(tmp_path, content, sentence):
    path = tmp_path / "01-cross-entropy.ipynb"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(Unreadable) as refused:
        read_notebook(path)
    assert sentence in str(refused.value)
    assert "\n" not in str(refused.value)


def _student(graded_class, name):
    return next(student for student in graded_class.students if student.name == name)


def _messages(notebook):
    return [
        o.evalue
        for cell in notebook.cells
        if cell.cell_type == "code"
        for o in cell.outputs
        if o.output_type == "error"
    ]


@pytest.mark.long
def test_the_demonstration_ends_with_links_and_commands_that_work():
    done = run("autograder", "demo")
    assert done.returncode == 0, done.stderr
    assert "sealed, in bubblewrap" in done.stdout
    folder = ROOT / "build" / "demo" / "01-cross-entropy"
    assert (folder / "gradebook.db").is_file()
    links = re.findall(r"file://\S+", done.stdout)
    assert links
    for link in links:
        page = Path(urllib.request.url2pathname(urllib.parse.urlparse(link).path))
        assert page.is_relative_to(folder)
        assert page.is_file()
    commands = [line.strip() for line in done.stdout.splitlines() if line.strip().startswith("cd ")]
    assert len(commands) == 3
    for command in commands:
        asked = command.replace("make", "make --dry-run") if "make" in command else f"{command} --help"
        pasted = subprocess.run(["sh", "-c", asked], cwd="/", capture_output=True, text=True, check=False)
        assert pasted.returncode == 0, f"{command}: {pasted.stderr}"


@pytest.mark.long
def test_without_a_sandbox_the_demonstration_goes_on_and_says_so(tmp_path):
    """Its students are made up; real students' code is refused, see test_sandbox.py."""
    environment = {**os.environ, **without_bubblewrap(tmp_path / "patch")}
    argv = [BIN / "autograder", "demo"]
    done = subprocess.run(argv, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "bubblewrap is missing on this machine, so this runs without a sandbox" in done.stdout
    assert "sealed" not in done.stdout
    assert "misconceptions-1" in done.stdout
    assert "23 of 24 submissions graded" in done.stdout
