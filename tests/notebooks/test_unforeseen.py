"""Answers that nobody who wrote the tests had in mind: right in unusual ways, and wrong as people are.

The folder ``unforeseen`` has them, one file an assignment, each cell an answer as a student would type it. ``once``
says what went wrong when it was first tried: those are tried in every run, all others by ``make test-long``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.authoring import teeth
from autograder.authoring.tryout import try_answer
from autograder.course import Course
from autograder.files import replace_text
from autograder.source import bank, percent
from autograder.source.assignment import Source, stub
from autograder.source.reading import instructor_text, read_sources

COURSE = Course.find()
FOLDER = Path(__file__).with_name("unforeseen")
SEED = 1


def source_of(assignment: str) -> Source:
    (source,) = read_sources(COURSE, [assignment])
    replace_text(COURSE.source_notebook(assignment), instructor_text(source, COURSE.version))
    return source


def answers_of(assignment: str, *, troublesome: bool) -> list[percent.Cell]:
    cells, problems = percent.read(FOLDER / f"{assignment}.py")
    assert problems == []
    return [cell for cell in cells if not troublesome or "once" in cell.metadata]


def complaints(assignment: str, cells: list[percent.Cell]) -> Iterator[str]:
    exercises = {one.name: one for one in source_of(assignment).exercises()}
    notebook = COURSE.source_notebook(assignment)
    known = bank.read(COURSE.bank(assignment))
    for cell in cells:
        exercise = exercises[cell.metadata["exercise"]]
        name = f"{exercise.name}: {cell.metadata.get('right') or cell.metadata['wrong']}"
        if "right" in cell.metadata:
            failures = try_answer(notebook, exercise, cell.source, seed=SEED).failures
            yield from (f"{name} is rejected: {one.message}" for one in failures)
            continue
        own = [one for one in known if one.exercise == exercise.name]
        told = teeth.told_of(notebook, exercise, own, "unforeseen", name, cell.source)
        if not told:
            yield f"{name} is accepted"
        yield from (f"{name} is told something false: {one.sentence}" for one in told if one.verdict == "false")


@pytest.mark.parametrize("assignment", [name for name in COURSE.assignments() if (FOLDER / f"{name}.py").is_file()])
def test_what_was_judged_or_explained_wrongly_once(assignment: str) -> None:
    assert list(complaints(assignment, answers_of(assignment, troublesome=True))) == []


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("assignment", [name for name in COURSE.assignments() if (FOLDER / f"{name}.py").is_file()])
def test_right_ones_are_accepted_wrong_ones_rejected_and_nothing_false_is_said(assignment: str) -> None:
    cells = answers_of(assignment, troublesome=False)
    per_exercise: dict[str, int] = {}
    for cell in cells:
        per_exercise[cell.metadata["exercise"]] = per_exercise.get(cell.metadata["exercise"], 0) + 1
    assert min(per_exercise.values()) >= 6
    assert list(complaints(assignment, cells)) == []


@pytest.mark.parametrize("assignment", COURSE.assignments())
def test_a_hidden_test_imports_all_that_it_uses(assignment: str) -> None:
    """The cell before may have failed, and then it has imported nothing."""
    for exercise in source_of(assignment).exercises():
        for test in exercise.tests:
            imported = {
                name.strip()
                for line in test.cell.source.splitlines()
                if line.startswith("from autograder.hidden import ")
                for name in line.partition(" import ")[2].split(",")
            }
            used = set(re.findall(r"\b(hidden|reference|draws)[.(]", test.cell.source))
            assert used <= imported, test.grade_id


@pytest.mark.parametrize("assignment", COURSE.assignments())
def test_hidden_checks_ask_for_no_kind_of_thing_that_nothing_visible_asks_for(assignment: str) -> None:
    """A hidden check of warnings, dtypes or exceptions needs a visible one, or a word in what students read."""
    source = source_of(assignment)
    lost = []
    for exercise in source.exercises():
        position = next(i for i, cell in enumerate(source.cells) if cell.grade_id == exercise.name)
        prose: list[str] = []
        for cell in reversed(source.cells[:position]):
            prose.append(cell.cell.source)
            if "### Exercise" in cell.cell.source:
                break
        read = " ".join([*prose, stub(exercise.solution)]).lower()
        for check, word in (("silent", "warn"), ("dtype", "dtype"), ("raises", "raises")):
            visible = any(f"check.{check}(" in stub(test) for test in exercise.tests)
            hidden = any(f"check.{check}(" in test.cell.source for test in exercise.tests)
            if hidden and not visible and word not in read:
                lost.append(f"{exercise.name}: check.{check}")
    assert lost == []
