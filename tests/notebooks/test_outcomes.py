"""The sentences about known mistakes reach students who have no bank, and nothing can be read from how they do."""

from __future__ import annotations

import json
import re

import nbformat
import pytest
from gancourse.check import CheckFailed, calling, outcomes

from autograder.course import Course
from autograder.source import bank
from autograder.source.reading import read_sources

COURSE = Course.find()
TABLES = sorted(COURSE.outcomes.glob("*.json"))


@pytest.fixture(autouse=True)
def as_a_student(monkeypatch):
    """No instructor's installation: only what ships with the course."""
    monkeypatch.setattr(calling, "advisers", lambda: [outcomes.advise])


def notebook(name):
    return nbformat.read(COURSE.release_notebook(name), as_version=4)


def run_check(name, grade_id, answer):
    """What the released test cell says of an answer."""
    cells = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell.source for cell in notebook(name).cells}
    names = {}
    exec(cells["imports"], names)
    exec(answer, names)
    calling.recent_calls.clear()
    with pytest.raises(CheckFailed) as failed:
        exec(cells[grade_id], names)
    return failed.value


def test_the_first_demonstration_says_what_its_prose_promises():
    (prose,) = (cell.source for cell in notebook("00-start-here").cells if "on purpose" in cell.source)
    text = " ".join(prose.split())
    code = re.search(r"`(return .*?)`", text)[1]
    promised = re.search(r"and that (you have .*?):", text)[1]
    failed = run_check("00-start-here", "mean-square-values", f"def mean_square(x):\n    {code}\n")
    assert promised in failed.advice.lower()
    assert "[1, 2, 6]" in failed.message


def test_a_wrong_answer_of_the_bank_gets_its_sentence_without_a_bank():
    answer = (
        "def mean_square(x):\n    total = 0\n    for one in x:\n        total += one\n    return (total / len(x))**2"
    )
    assert "the mean of the squares" in run_check("00-start-here", "mean-square-values", answer).advice


def test_an_answer_that_agrees_with_a_known_one_on_the_failing_call_only_gets_no_sentence():
    answer = "def mean_square(x):\n    if len(x) == 1:\n        return 5.5\n    return np.mean(x) ** 2\n"
    assert run_check("00-start-here", "mean-square-values", answer).advice == ""


@pytest.mark.parametrize("name", COURSE.assignments())
def test_a_cell_of_checks_ends_with_its_points(name):
    """A student's kernel knows the points of each test cell of the release from its text."""
    tests = [
        (cell.source, cell.metadata["nbgrader"]["points"])
        for cell in notebook(name).cells
        if cell.metadata.get("nbgrader", {}).get("grade") and not cell.metadata["nbgrader"]["solution"]
    ]
    assert tests or name == "00-start-here"
    assert [outcomes.points_of(source) for source, _ in tests] == [points for _, points in tests]
    assert outcomes.points_of("check.close(1.0, 1.0)") == 0


def test_every_assignment_with_a_bank_has_a_table():
    assert [path.stem for path in TABLES] == [name for name in COURSE.assignments() if COURSE.bank(name).is_file()]


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_no_sentence_and_no_answer_stands_in_a_table(path):
    text = path.read_text(encoding="utf-8")
    table = json.loads(text)
    assert set(table) == {"made_from", "claims", "inputs", "slips", "points"}
    for answer in bank.read(COURSE.bank(path.stem)):
        assert not answer.says or answer.says not in text
    # Locks and seals are hexadecimal; the only numbers are inputs, which the visible checks show.
    for claims in table["claims"].values():
        for claim in claims:
            assert set(claim) == {"at", "sealed"}
            assert re.fullmatch(r"[0-9a-f]+", claim["sealed"])
            assert all(re.fullmatch(r"[!=][0-9a-f]{32}", lock) for lock in claim["at"].values())
    assert all(set(one) == {"args", "paths"} for some in table["inputs"].values() for one in some)


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_the_table_knows_only_what_visible_checks_of_numbers_compare(path):
    """An answer from a small set, such as the number of a line, could be found by trying all."""
    (source,) = read_sources(COURSE, [path.stem])
    visible = "\n".join(
        line for cell in source.cells if cell.is_test for region, line in cell.lines() if region is None
    )
    for name in json.loads(path.read_text(encoding="utf-8"))["claims"]:
        assert name.split("|")[0] in visible
    if path.stem == "05-jensen-shannon":
        table = json.loads(path.read_text(encoding="utf-8"))
        assert {tuple(key) for one in table["inputs"]["find_the_error"] for key in one["paths"]} == {(2,)}
