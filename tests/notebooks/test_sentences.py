"""Nothing false is said of answers that nobody has foreseen: right ones a little off, and mutants."""

from __future__ import annotations

import pytest

from autograder.authoring import teeth
from autograder.authoring.mutants import mutants
from autograder.course import Course
from autograder.files import replace_text
from autograder.source import bank
from autograder.source.reading import instructor_text, read_sources

COURSE = Course.find()
BCE = """\
def bce(y, p):
    ### BEGIN SOLUTION
    p = np.asarray(p, dtype=float)
    if p.min() < 0:
        raise ValueError("p > 0 - 1")
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p), axis=0)
    ### END SOLUTION
"""


@pytest.mark.parametrize("assignment", COURSE.assignments())
def test_no_cause_is_named_where_the_right_numbers_are_a_little_off(assignment):
    (source,) = read_sources(COURSE, [assignment])
    notebook = COURSE.source_notebook(assignment)
    replace_text(notebook, instructor_text(source, COURSE.version))
    answers = bank.read(COURSE.bank(assignment))
    told = [
        one
        for exercise in source.exercises()
        if exercise.tests
        for one in teeth.perturbed(notebook, exercise, [each for each in answers if each.exercise == exercise.name])
    ]
    assert [one for one in told if one.verdict == "false"] == []
    assert any(one.verdict == "nearly" for one in told)


@pytest.mark.parametrize("assignment", COURSE.assignments())
def test_a_relative_error_of_1e_6_counts_as_right(assignment):
    """Visible and hidden checks accept it, unless the exercise says that it is about accuracy."""
    (source,) = read_sources(COURSE, [assignment])
    notebook = COURSE.source_notebook(assignment)
    replace_text(notebook, instructor_text(source, COURSE.version))
    exercises = [one for one in source.exercises() if one.tests]
    exempt = {one.name for one in exercises if teeth.is_about_accuracy(one)}
    assert exempt == ({"face-threshold"} if assignment == "02-slanted-land" else set())
    refused = {one.name: teeth.nearly_exact(notebook, one) for one in exercises if one.name not in exempt}
    assert {name: failures for name, failures in refused.items() if failures} == {}


def test_the_words_that_students_read_about_accuracy():
    (start,) = read_sources(COURSE, ["00-start-here"])
    prose = " ".join(" ".join(cell.cell.source for cell in start.cells).split())
    assert f"A relative error of {teeth.PRECISION:.0e} counts as right".replace("e-0", "e-") in prose.replace("# ", "")


def test_the_mutants_of_a_function():
    made = {mutant.name for mutant in mutants(BCE, set(range(3, 7)))}
    assert {
        "comparison: < 0 → <= 0",
        "dtype: np.asarray(p, dtype=float) → np.asarray(p, dtype=np.float32)",
        "operation: (1 - y) → (1 + y)",
        "ε: np.log(p) → np.log((p) + 1e-8)",
        "other function: np.log(p) → np.log2(p)",
        "reduction: p.min() → p.max()",
    } <= made
    assert any(name.startswith("axis: ") for name in made)
    assert any(name.startswith("lost sign: ") for name in made)
    assert any(name.startswith("dropped term: ") for name in made)
    assert not any("ValueError" in name for name in made)


def test_every_mutant_is_python_and_changes_something():
    made = mutants(BCE, set(range(3, 7)))
    assert len({mutant.code for mutant in made}) == len(made) >= 20
    for mutant in made:
        compile(mutant.code, "<mutant>", "exec")
        assert mutant.code != BCE
