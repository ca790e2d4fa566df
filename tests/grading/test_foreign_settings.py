"""nbgrader's settings in other people's courses: honoured, or named; what cannot be graded is refused by name."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import nbformat
import pytest
from classroom import Run, activated, fill, grade, hand_in, points, released, solutions, stock
from foreign.small import K, P, S, T, notebook
from traitlets.config import Config

from autograder import config
from autograder.authoring import nbgrader_runner
from autograder.course import Course
from autograder.engine.settings import from_config
from autograder.grading.nbgrader_settings import FATES, not_honoured

DOUBLE = S("f", "def f(x):\n    return 2 * x")
ZERO = {"f": "def f(x):\n    return 0"}


def course(root: Path, cells: dict[str, tuple], settings: str | None = "") -> Path:
    """A course folder with releases and an own solution handed in for each assignment."""
    root.mkdir(parents=True)
    if settings is not None:
        (root / "nbgrader_config.py").write_text(f"c = get_config()\n{settings}", encoding="utf-8")
    for name, own in cells.items():
        folder = Course(root).place(root / "source", ".", name)
        folder.mkdir(parents=True)
        nbformat.write(notebook(own), folder / f"{name}.ipynb")
    return root


def release(root: Path, name: str) -> None:
    with activated():
        done = nbgrader_runner.generate_assignment(Course.find(root), name)
    assert done.success, done.log


def answer(root: Path, student: str, name: str, answers: dict[str, str]) -> Path:
    nb = released(root, name)
    fill(nb, {**solutions(root, name), **answers})
    return hand_in(root, student, name, nb)


def reasons(run: Run) -> dict[tuple[str, str], str]:
    return {
        (part["assignment"], one["student"]): one["reason"] or ""
        for part in run.report["assignments"]
        for one in part["submissions"]
    }


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Run, dict]:
    """One course with many settings at once, and assignments that cannot be graded beside others that can."""
    root = tmp_path_factory.mktemp("settings") / "course"
    settings = f"""
c.CourseDirectory.db_url = "sqlite:///{root / "points.db"}"
c.IncludeHeaderFooter.header = "header.ipynb"
c.Autograde.exclude_overwriting = {{"files": ["answer.csv"]}}
c.Autograde.create_student = False
c.ExecutePreprocessor.timeout = 7
c.AssignLatePenalties.plugin_class = "latepol.Half"
c.ClearHiddenTests.begin_test_delimeter = "SECRET ON"
c.ClearHiddenTests.end_test_delimeter = "SECRET OFF"
c.GradingEngine.environment = {{"PLACE": "lab 7"}}
c.GradingEngine.readable_folders = ["{root / "shared-data"}"]
"""
    cells = {
        "header": (S("area", "area = math.pi * 4"), T("t", 1, "assert abs(area - math.pi * 4) < 1e-9")),
        "files": (P("x = 1"), T("t", 1, "assert open('answer.csv').read() == 'right\\n'")),
        "outside": (
            S(
                "f",
                "import os\nplace = os.environ['PLACE']\nnumber = int(open('%s/n.txt').read())"
                % (root / "shared-data"),
            ),
            T("t", 1, "assert (place, number) == ('lab 7', 41)"),
        ),
        "secret": (
            S("f", "def f(x):\n    return 2 * x"),
            T("t", 1, "assert f(1) == 2\n### SECRET ON\nassert f(7123) == 14246\n### SECRET OFF"),
        ),
        "broken": (DOUBLE, T("t", 1, "import nosuchpackage\nassert f(2) == 4"), T("fine", 1, "assert f(2) == 4")),
        "over": (DOUBLE, T("t", 2, "3 if f(2) == 4 else 0")),
        "sometimes-over": (DOUBLE, T("t", 2, "2 if f(2) == 4 else 5")),
        "task": (DOUBLE, T("t", 1, "assert f(2) == 4"), K("k", "Draw it.", 3)),
        "two": (DOUBLE, T("t", 1, "assert f(2) == 4")),
    }
    (root / "shared-data").mkdir(parents=True)
    (root / "shared-data" / "n.txt").write_text("41", encoding="utf-8")
    shutil.move(root / "shared-data", root.parent / "kept")
    root.rmdir()
    course(root, cells, settings)
    shutil.move(root.parent / "kept", root / "shared-data")
    nbformat.write(notebook((P("import math"),)), root / "header.ipynb")
    (root / "latepol.py").write_text(
        "from nbgrader.plugins import BasePlugin\n"
        "class Half(BasePlugin):\n"
        "    def late_submission_penalty(self, student_id, score, total_seconds_late):\n"
        "        return score / 2\n",
        encoding="utf-8",
    )
    (root / "source" / "files" / "answer.csv").write_text("right\n", encoding="utf-8")
    nbformat.write(
        notebook((S("g", "def g(x):\n    return x"), T("u", 1, "assert g(2) == 2"))), root / "source/two/b.ipynb"
    )
    (root / "source" / "r").mkdir()
    other = notebook((DOUBLE, T("t", 1, "stopifnot(f(2) == 4)")))
    other.metadata = nbformat.from_dict({"kernelspec": {"name": "ir", "display_name": "R", "language": "R"}})
    nbformat.write(other, root / "source" / "r" / "r.ipynb")
    for name in cells:
        release(root, name)
        answer(root, "own", name, {})
    for name in ("secret", "task", "sometimes-over", "broken"):
        answer(root, "zero", name, {"f": "def f(x):\n    print('called with', x)\n    return 0"})
    for student, text in (("own", "right\n"), ("zero", "wrong\n")):
        if student == "zero":
            answer(root, student, "files", {})
        (root / "submitted" / student / "files" / "answer.csv").write_text(text, encoding="utf-8")
    folder = root / "submitted" / "own" / "two"
    (folder / "two.ipynb").rename(folder / "two (final).ipynb")
    shutil.copy(root / "release" / "two" / "b.ipynb", folder)
    hand_in(root, "own", "r", other)
    kept = root / "release" / "secret" / "handout.csv"
    kept.write_text("only here", encoding="utf-8")
    # A hidden test is corrected after the release.
    path = root / "source" / "secret" / "secret.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("7123) == 14246", "7124) == 14248"), encoding="utf-8")
    before = {p: p.read_bytes() for p in sorted((root / "release").rglob("*")) if p.is_file()}
    run = grade(root)
    return root, run, before


def test_the_gradebook_is_where_it_is_said_to_be(mixed):
    root, _run, _before = mixed
    assert (root / "points.db").is_file()
    assert not (root / "gradebook.db").exists()


def test_code_in_the_header_counts(mixed):
    _root, run, _before = mixed
    assert run.submission("header", "own")["score"] == 1


def test_files_that_students_may_replace_are_theirs(mixed):
    _root, run, _before = mixed
    assert run.submission("files", "own")["score"] == 1
    assert run.submission("files", "zero")["score"] == 0


def test_what_is_let_into_the_sandbox_is_there(mixed):
    _root, run, _before = mixed
    assert run.submission("outside", "own")["score"] == 1, run.submission("outside", "own")


def test_the_release_stays_as_it_is(mixed):
    root, _run, before = mixed
    assert {p: p.read_bytes() for p in sorted((root / "release").rglob("*")) if p.is_file()} == before


def test_hidden_inputs_between_own_delimiters_stay_hidden(mixed):
    root, run, _before = mixed
    assert run.submission("secret", "zero")["score"] == 0
    graded = (root / "autograded" / "zero" / "secret" / "secret.ipynb").read_text(encoding="utf-8")
    outputs = [cell.outputs for cell in nbformat.reads(graded, as_version=4).cells if cell.cell_type == "code"]
    assert "712" not in json.dumps(outputs)


def test_an_assignment_whose_own_solution_fails_is_refused_and_nothing_is_recorded(mixed):
    root, run, _before = mixed
    assert run.status == 3
    said = reasons(run)["broken", "zero"]
    assert "t (" in said
    assert "nosuchpackage" in said
    assert "--anyway" in said
    assert "fine (" not in said
    assert not (root / "autograded" / "zero" / "broken").exists()


def test_a_test_that_gives_more_than_it_has_is_refused_by_name(mixed):
    _root, run, _before = mixed
    assert "t (the test gives 3 points and has 2" in reasons(run)["over", "own"]


def test_more_points_for_a_wrong_answer_wait_for_a_person(mixed):
    _root, run, _before = mixed
    assert run.submission("sometimes-over", "own")["score"] == 2
    zero = run.submission("sometimes-over", "zero")
    assert zero["needs_manual_grade"]
    assert [(test["score"], test["reason"]) for test in zero["tests"]] == [(None, "not judged")]


def test_another_language_is_named(mixed):
    _root, run, _before = mixed
    assert reasons(run)["r", "own"] == "r.ipynb is a notebook in R: only Python is graded here"


def test_a_renamed_notebook_among_several_is_said(mixed):
    _root, run, _before = mixed
    one = run.submission("two", "own")
    assert any("two.ipynb is missing" in text and "two (final).ipynb" in text for text in one["messages"])


def test_what_is_set_and_not_honoured_is_named(mixed):
    _root, run, _before = mixed
    said = [line for line in run.stderr.splitlines() if "has no effect on grading here" in line]
    assert len(said) == 1
    assert said[0].startswith("c.Autograde.create_student")


def test_a_task_waits_for_a_person(mixed):
    _root, run, _before = mixed
    own = run.submission("task", "own")
    assert (own["score"], own["max_score"], own["needs_manual_grade"]) == (1, 4, True)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("c.Execute.timeout = 9", 9),
        ("c.ExecutePreprocessor.timeout = 300", 300),
        ("c.NotebookClient.timeout = 5", 5),
        ("c.Execute.timeout = 9\nc.ExecutePreprocessor.timeout = 300", 9),
        ("c.Execute.timeout = 9\nc.GradingEngine.cell_seconds = 4", 4),
        ("", 60),
    ],
)
def test_time_limits_are_nbgraders(tmp_path, text, seconds):
    (tmp_path / "nbgrader_config.py").write_text(f"c = get_config()\n{text}", encoding="utf-8")
    settings = from_config(config.load(tmp_path))
    assert settings.cell_seconds == seconds
    assert settings.submission_seconds >= 5 * seconds


def test_the_configuration_of_jupyter_counts_and_the_folders_own_comes_last(tmp_path, monkeypatch):
    place, folder = tmp_path / "jupyter", tmp_path / "course"
    for where in (place, folder):
        where.mkdir()
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(place))
    (place / "nbgrader_config.py").write_text(
        'c = get_config()\nc.CourseDirectory.course_id = "a"\nc.Execute.timeout = 9', encoding="utf-8"
    )
    (folder / "nbgrader_config.json").write_text('{"CourseDirectory": {"course_id": "b"}}', encoding="utf-8")
    found = config.load(folder)
    assert (found.CourseDirectory.course_id, found.Execute.timeout) == ("b", 9)


@pytest.mark.parametrize(
    "structure", ["{nbgrader_step}/{student_id}/{assignment_id}", "{assignment_id}/{nbgrader_step}/{student_id}"]
)
def test_folders_are_where_the_structure_says(tmp_path, structure):
    (tmp_path / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.CourseDirectory.directory_structure = '{structure}'", encoding="utf-8"
    )
    for step, student in (("source", "."), ("submitted", "ada"), ("submitted", "bob")):
        folder = tmp_path / structure.format(nbgrader_step=step, student_id=student, assignment_id="ps 1")
        folder.mkdir(parents=True)
        (folder / "ps 1.ipynb").write_text("{}", encoding="utf-8")
    found = Course.find(tmp_path)
    assert found.assignments() == ["ps 1"]
    assert [path.name for path in found.notebooks("ps 1")] == ["ps 1.ipynb"]
    assert found.students(found.submitted, "ps 1") == ["ada", "bob"]


def test_a_folder_without_any_configuration_is_a_course(tmp_path):
    (tmp_path / "source" / "ps1").mkdir(parents=True)
    (tmp_path / "source" / "ps1" / "ps1.ipynb").write_text("{}", encoding="utf-8")
    assert Course.find(tmp_path / "source").assignments() == ["ps1"]


def test_every_setting_that_changes_a_grade_is_honoured_or_named():
    """Nothing that nbgrader's own grading classes can be told is unknown to the table."""
    from nbgrader.converters import Autograde
    from nbgrader.coursedir import CourseDirectory

    known = {fate.setting for fate in FATES}
    for kind in (Autograde, CourseDirectory):
        own = [name for name in kind.class_own_traits(config=True) if name not in ("log_level",)]
        assert [name for name in own if f"{kind.__name__}.{name}" not in known] == []


def test_steps_after_the_run_are_named_and_nbgraders_are_not():
    settings = Config()
    settings.Autograde.autograde_preprocessors = ["mine.First", "nbgrader.preprocessors.Execute", "mine.Rewrite"]
    assert not_honoured(settings) == [
        "c.Autograde.autograde_preprocessors: mine.Rewrite comes after the notebook has been run, and has no effect on "
        "grading here."
    ]
    settings.Autograde.autograde_preprocessors = ["mine.First", "nbgrader.preprocessors.Execute"]
    assert not_honoured(settings) == []
    settings.Execute.timeout, settings.Execute.surprise = 5, 1
    assert [text.split(" ")[0] for text in not_honoured(settings)] == ["c.Execute.surprise"]


STEPS = '''
from nbconvert.preprocessors import Preprocessor
from nbformat.v4 import new_code_cell
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Unicode


class Inline(NbGraderPreprocessor):
    old = Unicode("SLOW").tag(config=True)

    def preprocess_cell(self, cell, resources, index):
        if cell.cell_type == "code":
            cell.source = cell.source.replace(self.old, "1")
        return cell, resources


class Adds(NbGraderPreprocessor):
    def preprocess(self, nb, resources):
        assert resources["nbgrader"]["notebook"] == "steps"
        nb.cells.insert(0, new_code_cell("extra = 40"))
        return nb, resources


class Off(Preprocessor):
    """As nbconvert has them: not enabled unless somebody says so."""

    def preprocess(self, nb, resources):
        raise ValueError("nobody has asked for this")


class Late(NbGraderPreprocessor):
    def preprocess(self, nb, resources):
        return nb, resources


class Breaks(NbGraderPreprocessor):
    def preprocess(self, nb, resources):
        if any("raise_here" in cell.source for cell in nb.cells):
            raise ValueError("cannot do this")
        return nb, resources
'''


def test_own_steps_before_the_run_are_done_and_each_cell_has_its_time(tmp_path):
    """Rewritten answers and tests score as rewritten; a cell's own limit holds; what comes later is named."""
    settings = """
from own_steps import Adds, Breaks, Inline, Late, Off
c.Inline.old = "FAST"
c.Autograde.sanitize_preprocessors.append(Adds)
c.Autograde.sanitize_preprocessors.append(Off)
base = ["Execute", "LimitOutput", "SaveAutoGrades", "AssignLatePenalties", "CheckCellMetadata"]
c.Autograde.autograde_preprocessors = (
    ["own_steps.Inline", Breaks] + [f"nbgrader.preprocessors.{one}" for one in base] + [Late]
)
c.Execute.timeout_func = lambda cell: 2 if "loops" in cell.source else 40
c.GradingEngine.imports = ["numpy"]
"""
    cells = {
        "steps": (
            S("f", "def f(x):\n    return 2 * x * FAST"),
            S("g", "y = extra + 2"),
            T("t", 1, "assert f(2) == 4 * FAST"),
            T("u", 1, "assert y == 42"),
        )
    }
    root = course(tmp_path / "course", cells, settings)
    (root / "own_steps.py").write_text(STEPS, encoding="utf-8")
    release(root, "steps")
    answer(root, "own", "steps", {})
    answer(root, "wrong", "steps", {"f": "def f(x):\n    return x * FAST", "g": "y = 41"})
    answer(root, "breaks", "steps", {"f": "raise_here = 1"})
    answer(root, "loops", "steps", {"f": "loops = 0\nwhile True:\n    loops += 1", "g": "y = 42"})
    run = grade(root)
    assert points(root, "steps", "own") == {"t": 1, "u": 1}, run.stderr
    assert points(root, "steps", "wrong") == {"t": 0, "u": 0}
    assert points(root, "steps", "loops") == {"t": 0, "u": 1}
    # Forty seconds of processor time for a loop would show.
    assert run.submission("steps", "loops")["seconds"]["run"] < 30
    assert "own_steps.Breaks fails on it (ValueError: cannot do this)" in reasons(run)["steps", "breaks"]
    said = [line for line in run.stderr.splitlines() if "has no effect on grading here" in line]
    assert len(said) == 1
    assert "own_steps.Late comes after the notebook has been run" in said[0]
    for student in ("own", "wrong"):
        assert stock(root, "steps", student).success
        theirs = points(root, "steps", student)
        assert theirs == ({"t": 1, "u": 1} if student == "own" else {"t": 0, "u": 0})
