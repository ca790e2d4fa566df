"""What a learner's machine remembers, the card with the progress, and when a solution or a question may be seen."""

from __future__ import annotations

import json

import pytest
from conftest import ROOT
from gancourse import card, learner, progress, questions, solution
from gancourse.check.failure import CheckFailed
from gancourse.questions import DAY, Memory
from IPython.core.interactiveshell import InteractiveShell

RELEASE = ROOT / "course" / "01-cross-entropy" / "01-cross-entropy.ipynb"
FOUND = progress.exercises(json.loads(RELEASE.read_text(encoding="utf-8")))
FIRST, SECOND = FOUND[:2]


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """The learner's home folder, in which nothing is yet."""
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def watched():
    return learner.Watched(RELEASE)


def wrong():
    return CheckFailed("value", "something else")


def test_an_exercise_is_solved_when_all_its_visible_checks_have_passed_since_the_answer_was_run(watched):
    answer, *tests = [cell for cell in watched._by_id if cell.startswith("mc-mean")]
    (third,) = [one for one in FOUND if "mc-mean" in one.names]
    assert tests
    watched.ran("def mc_mean(): …", answer, None, 1.0)
    for test in tests:
        assert not watched.passes(third)
        watched.ran("check", test, None, 2.0)
    assert watched.passes(third)
    assert not watched.passes(FIRST)
    watched.ran("def mc_mean(): another", answer, None, 3.0)
    assert not watched.passes(third)


def test_only_different_answers_that_a_check_has_refused_are_tries_and_a_new_kernel_knows_them(watched):
    for code, error in [("a = 1", wrong()), ("a = 1", wrong()), ("a = 2", wrong()), ("a = 3", NotImplementedError())]:
        watched.ran(code, "model-kind", None, 1.0)
        watched.ran("check", "model-kind-values", error, 1.0)
    assert watched.tries(FIRST) == 2
    assert learner.Watched(RELEASE).tries(FIRST) == 2
    assert watched.tries(SECOND) == 0
    assert "a = " not in learner.log_path().read_text()


def test_a_test_is_known_by_its_text_where_the_editor_does_not_say_which_cell_it_is(watched):
    text = next(text for text, key in watched._by_text.items() if key == "model-kind-values")
    watched.ran(text, None, None, 1.0)
    assert watched.passes(FIRST)


def test_minutes_are_kept_only_where_somebody_wants_them_and_pauses_are_no_work(watched):
    watched.ran("x", "model-kind", None, 1_000.0)
    watched.ran("x", "model-kind", None, 1_060.0)
    assert learner.minutes_of(RELEASE.stem) == {}
    assert learner.main(["keep-minutes"]) == 0
    for now in (1_120.0, 1_180.0, 9_000.0):
        watched.ran("x", "model-kind", None, now)
    assert learner.minutes_of(RELEASE.stem) == {FIRST.title: 2.0}
    assert "2 minutes so far" in card.compute_card(FOUND, learner.minutes_of(RELEASE.stem))[0]
    assert learner.main(["forget-minutes"]) == 0
    assert learner.minutes_of(RELEASE.stem) == {}


@pytest.mark.parametrize("text", ["", "[1]", "{"])
def test_a_damaged_memory_is_an_empty_one(watched, text):
    learner.log_path().parent.mkdir()
    learner.log_path().write_text(text)
    assert watched.tries(FIRST) == 0
    watched.ran("check", "model-kind-values", wrong(), 1.0)
    assert watched.tries(FIRST) == 1


def test_the_card_says_how_far_one_is_and_where_to_go_on():
    line, lines = card.compute_card(FOUND)
    assert line.startswith("0 of 13 exercises · 0 of 28 points by the checks you see · about ")
    assert line.endswith("minutes of exercises left · go on with Exercise 1 · What kind of model?")
    assert lines[0] == "· Exercise 1 · What kind of model? (not begun, 5 minutes planned)"
    assert len(lines) == 13


def test_a_solution_can_be_seen_when_solved_or_after_three_tries_and_else_a_sentence_says_so():
    assert solution.what_to_say(FIRST, solution.State(True, 0)) == ""
    assert solution.what_to_say(FIRST, solution.State(False, 3)) == ""
    assert "or after 3 more tries" in solution.what_to_say(FIRST, solution.State(False, 0))
    assert "or after 1 more try." in solution.what_to_say(FIRST, solution.State(False, 2))


@pytest.mark.parametrize("wanted", [1, "1", "model_kind", "model-kind"])
def test_an_exercise_is_found_by_its_number_or_its_function(wanted):
    assert solution.exercise_of(FOUND, wanted) is FIRST


def test_what_is_no_exercise_and_what_is_not_installed_is_said():
    with pytest.raises(solution.NoSolution, match="no exercise 99: give the name of a function, or one of 1, 2, 3"):
        solution.exercise_of(FOUND, 99)
    with pytest.raises(solution.NoSolution, match="not installed"):
        solution.text_of(FOUND, FIRST)


@pytest.fixture
def shell():
    """Where a display goes; other tests of this process have none."""
    yield InteractiveShell.instance()
    InteractiveShell.clear_instance()


@pytest.mark.usefixtures("shell")
def test_the_solution_waits_and_a_click_does_not():
    waiting = solution.Waiting(FIRST, "the text", 60.0)
    assert waiting.shown.outputs == ()
    assert "in 60 seconds" in waiting.said.value
    waiting.button.click()
    waiting.reveal()
    assert [one["data"]["text/markdown"] for one in waiting.shown.outputs] == ["the text"]


def test_what_was_right_comes_back_later_and_later_and_what_was_wrong_tomorrow():
    memory, days = None, []
    for _ in range(5):
        memory = questions.after(memory, True, 0.0)
        days.append(memory.days)
    assert days == [2, 4, 8, 16, 16]
    assert questions.after(memory, False, 0.0) == Memory(1.0, DAY)


def test_what_is_due_longest_is_asked_first_then_what_is_new_and_never_more_than_ten():
    asked = [{"name": str(number)} for number in range(14)]
    known = {"3": Memory(2, 50.0), "1": Memory(2, 90.0), "2": Memory(2, 200.0)}
    now = [one["name"] for one in questions.due(asked, known, 100.0)]
    assert now == ["3", "1", "0", "4", "5", "6", "7", "8", "9", "10"]


def test_a_choice_is_answered_with_its_sentence_and_remembered(monkeypatch):
    choices = [{"code": "a", "says": "A is a slip."}, {"code": "b", "says": ""}]
    one = {"name": "q", "title": "Exercise 1", "asks": "Which?", "exercise": "e", "choices": choices}
    round_ = questions.Round("01-cross-entropy", [one, {**one, "name": "r"}])
    round_.choices[0].click()
    assert "A is a slip. Right is B." in round_.answer.value
    assert all(button.disabled for button in round_.choices)
    round_.next.click()
    round_.choices[1].click()
    assert "Right." in round_.answer.value
    round_.next.click()
    assert "1 of 2 right" in round_.children[0].value
    assert {name: memory.days for name, memory in questions._known("01-cross-entropy").items()} == {"q": 1, "r": 2}
