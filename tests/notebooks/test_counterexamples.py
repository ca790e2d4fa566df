"""Fresh counterexamples: what the banks declare is true of every right answer, finds wrong ones, and hides nothing."""

from __future__ import annotations

import pytest

from autograder.authoring.tryout import try_answer
from autograder.course import Course
from autograder.files import replace_text
from autograder.hidden import counterexamples, misconceptions, reference_answers
from autograder.source import bank
from autograder.source.reading import instructor_text, read_sources

COURSE = Course.find()
SEED = 5
# About a quarter of a minute each: `make test-long` has them.
LATER = [pytest.param(name, marks=pytest.mark.long) for name in COURSE.assignments()[1:]]


def notebook_of(assignment):
    (source,) = read_sources(COURSE, [assignment])
    notebook = COURSE.source_notebook(assignment)
    replace_text(notebook, instructor_text(source, COURSE.version))
    return source, notebook


def cases(notebook, answers, functions):
    """For each answer to an exercise the case that is found, or None."""
    right = reference_answers.namespace(notebook)
    for answer in answers:
        own = dict(zip(functions, misconceptions.defined_by(answer, functions, right), strict=True))
        yield answer, counterexamples.search(notebook, answer.exercise, own)


def test_thirty_exercises_and_more_declare_a_property_of_a_function_that_they_have():
    declared = 0
    for assignment in COURSE.assignments():
        (source,) = read_sources(COURSE, [assignment])
        solutions = {one.name: one.solution.cell.source for one in source.exercises()}
        properties = bank.properties(COURSE.bank(assignment)) if COURSE.bank(assignment).is_file() else []
        for one in properties:
            assert one.function in bank.defined_names(solutions[one.exercise]), one
            assert not one.says.endswith("."), one
        declared += len({one.exercise for one in properties})
    assert declared >= 30


@pytest.mark.timeout(600)
@pytest.mark.parametrize("assignment", [COURSE.assignments()[0], *LATER])
def test_right_answers_have_no_case_and_of_an_exercises_wrong_ones_some_have(assignment):
    source, notebook = notebook_of(assignment)
    answers = bank.read(COURSE.bank(assignment))
    wanted = counterexamples.wanted(notebook)
    exercises = {one.name: one for one in source.exercises()}
    for exercise, functions in wanted.items():
        own = [one for one in answers if one.exercise == exercise]
        found = list(cases(notebook, own, functions))
        assert [(one.name, case) for one, case in found if one.is_right and case] == []
        shown = [case for one, case in found if case]
        assert shown, exercise
        hidden = hidden_calls(notebook, exercises[exercise])
        assert {case["call"] for case in shown}.isdisjoint(hidden), exercise


def hidden_calls(notebook, exercise):
    """The calls that an exercise's hidden tests make, as a case would show them."""
    from gancourse.check import calling

    from autograder.hidden import case_search

    def made(visible_only):
        try_answer(notebook, exercise, exercise.solution.cell.source, seed=SEED, visible_only=visible_only)
        return {
            f"{getattr(one.function, '__name__', '')}({', '.join(map(case_search.typed, one.args))})"
            for one in calling.recent_calls
        }

    return made(False) - made(True)


def test_the_same_answer_has_the_same_case_in_every_run_whatever_the_seed_of_grading(monkeypatch):
    _, notebook = notebook_of("01-cross-entropy")
    wrong = {"bce": lambda y, p: -y * p}
    found = set()
    for seed in ("1", "2"):
        monkeypatch.setenv("AUTOGRADER_SEED", seed)
        found.add(tuple(counterexamples.search(notebook, "bce", wrong).items()))
    ((call, found_value, expected, says),) = [tuple(value for _, value in one) for one in found]
    assert (call, found_value, expected) == ("bce(0.0, 0.5)", "−0", "0.693147")
    assert says == "e^(−bce) is the probability that the guess gave to what happened"


def test_what_gives_now_this_and_now_that_is_not_shown():
    _, notebook = notebook_of("01-cross-entropy")
    values = iter(range(10**6))
    assert counterexamples.search(notebook, "bce", {"bce": lambda y, p: next(values)}) is None
