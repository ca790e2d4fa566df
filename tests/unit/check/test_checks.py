"""What the checks accept, refuse and say."""

from __future__ import annotations

import subprocess
import sys
import time

import numpy as np
import pytest
from gancourse import check
from gancourse.check import CheckFailed, call, calling, describe, outcomes, reporting
from IPython.core.interactiveshell import InteractiveShell
from nbconvert.filters import strip_ansi

from autograder.hidden import hidden


def bce(y, p):
    return -np.log(np.where(y == 1, p, 1 - p))


def failure(function, *args, **kwargs):
    with pytest.raises(CheckFailed) as caught:
        function(*args, **kwargs)
    return caught.value


def said(value, expected, **kwargs):
    return str(failure(check.close, value, expected, **kwargs))


@pytest.mark.parametrize("value", [2, 2.0, np.float32(2), np.array(2.0), np.int64(2), True + 1])
def test_numbers_of_any_kind_are_welcome(value):
    check.close(value, 2.0)


def test_arrays_may_be_lists_or_tensors():
    import torch

    expected = np.array([1.0, 2.0])
    for value in ([1, 2], (1.0, 2.0), torch.tensor([1.0, 2.0], requires_grad=True), torch.tensor([1, 2]).bfloat16()):
        check.close(value, expected)


def test_bounds_say_why_nothing_else_is_possible_and_no_right_value():
    check.between(call(np.negative, np.array([1.0, 3.0])), -np.inf, 0, "never positive")
    for value in ([-1.0, -0.5], np.nan):
        text = str(failure(check.between, call(np.negative, np.array(value)), -np.inf, 0, "never positive"))
        assert text.startswith("never positive")
        assert "at most 0" in text
        assert "at least" not in text
    text = str(failure(check.between, call(lambda x: None, 1.0), 0, 1, "a share"))
    assert "returned None" in text
    assert "at least 0 and at most 1" in str(failure(check.between, call(abs, -3), 0, 1, "a share"))


def test_infinities_and_nan_count_as_equal_to_themselves():
    check.close(np.array([np.inf, -np.inf, np.nan]), np.array([np.inf, -np.inf, np.nan]))
    assert "overflow" in said(np.inf, 1.0)
    assert "is infinite" in said(16.1, np.inf)
    assert "is infinite" in said(-16.1, -np.inf)
    assert "not a number" in said(np.nan, 1.0)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "returned None"),
        ("0.5", "not a number"),
        ({"a": 1}, "not a number"),
        (lambda: 1, "not a number"),
        (1 + 2j, "complex"),
        ([[1, 2], [3]], "differ in length"),
        (np.array([None, 1]), "not a number"),
    ],
)
def test_what_is_no_number_is_named(value, words):
    error = failure(check.close, value, 1.0)
    assert error.reason == "type"
    assert words in str(error)


def test_the_shape_comes_before_the_value():
    error = failure(check.close, np.zeros((3, 1)), np.ones(3))
    assert error.reason == "shape"
    assert "shape (3, 1)" in str(error)
    assert "shape (3,)" in str(error)
    assert "axis of length 1" in str(error)
    assert "holds one" in said(np.array([1.0]), 1.0)
    assert "the average of yours" in said(np.array([1.0, 2.0, 4.0]), 7 / 3)
    assert "the sum of yours" in said(np.array([1.0, 2.0, 4.0]), 7.0)
    assert failure(check.close, np.array([1.0, 2.0, 4.0]), 5.5).advice == "One number was expected."
    assert "do not sum" in said(7 / 3, np.array([1.0, 2.0, 4.0]))
    assert "do not sum" not in said(5.5, np.array([1.0, 2.0, 4.0]))
    assert "transposed" in said(np.arange(6.0).reshape(2, 3), np.arange(6.0).reshape(2, 3).T)


@pytest.mark.parametrize(
    ("factor", "words"),
    [
        (-1, "sign is flipped"),
        (0.5, "half of"),
        (2, "twice"),
        (1 / np.log(2), "in bits"),
        (1 / np.log(10), "base 10"),
        (-1 / np.log(2), "in bits"),
        (-0.5, "sign is flipped"),
    ],
)
def test_scaled_conventions_are_recognised(factor, words):
    error = failure(check.close, 0.7312 * factor, 0.7312)
    assert error.reason == "convention"
    assert words in error.advice


def test_roots_squares_and_complements_are_recognised():
    assert "square root" in said(0.317**0.5, 0.317)
    assert "square of" in said(0.317**2, 0.317)
    assert "one minus" in said(1 - 0.317, 0.317)


def test_a_sum_for_a_mean_is_recognised():
    def total(y, p):
        return np.sum(bce(y, p))

    y, p = np.array([1, 0, 1]), np.array([0.9, 0.2, 0.4])
    assert "It is the sum; the mean" in said(call(total, y, p), np.mean(bce(y, p)))


def test_swapped_arguments_are_recognised_by_calling_again():
    def swapped(p, y):
        return bce(y, p)

    assert "arguments are swapped" in said(call(swapped, 1, 0.9), 0.105361)


def test_probabilities_for_logits_are_recognised():
    def loss(s, y):
        return -y * np.log(s) - (1 - y) * np.log(1 - s)

    assert "a logit comes in" in said(call(loss, 0.3, 1.0), np.log1p(np.exp(-0.3)))


def test_a_slip_named_by_the_author_is_shown():
    error = failure(check.close, 3.5, 4.5, slips={"That is the plain average.": 3.5})
    assert error.advice == "That is the plain average."


def test_an_unknown_wrong_value_gets_no_advice():
    assert failure(check.close, 0.123, 0.7312).advice == ""
    assert failure(check.close, 0.0, 1.0).advice == ""
    assert failure(check.close, np.array([7e-9, 0.5]), np.array([0.0, 1.0])).advice == ""


def test_the_recogniser_makes_nothing_of_equal_arguments_or_of_functions_named_like_logits():
    made = call(lambda y, p: np.abs(np.asarray(y) - p) + 1e-3, np.array([0.0, 1.0]), np.array([0.0, 1.0]))
    assert failure(check.close, made, np.zeros(2)).advice == ""
    made = call(lambda layers, x: np.zeros(2), [(np.ones((2, 3)), np.ones(2))], np.ones(3))
    assert failure(check.close, made, np.array([0.3, 0.9])).advice == ""
    made = call(lambda s, n: float(np.mean(s(n))), np.arange, 4)
    assert failure(check.close, made, 7.77).advice == ""


def test_common_messages_of_numpy_get_plainer_words():
    assert "np.where" in str(failure(call, lambda y: 1 if y == 1 else 0, np.array([1, 0])))
    assert "`**`" in str(failure(call, lambda x: x ^ 2, np.array([1.0])))


def test_the_message_names_input_found_and_expected():
    text = said(call(bce, 1, 0.5), 0.105361, why="a confident, right guess")
    assert text.splitlines() == [
        "a confident, right guess",
        "  found     0.693147",
        "  expected  0.105361",
        "  call      bce(1, 0.5)",
    ]


def test_the_cause_comes_first_and_then_the_numbers():
    error = failure(check.close, call(lambda x: -x, 3.5), 3.5, "the sign stays", slips={"The sign is flipped.": -3.5})
    assert str(error).splitlines()[0] == error.advice != ""
    assert [line.split()[0] for line in str(error).splitlines()[1:]] == ["the", "found", "expected", "call"]


def test_without_a_why_and_a_cause_no_bare_number_follows_the_cross():
    assert said(1.0, 7.77).splitlines()[0] == "Something else was expected:"


FACES = np.arange(24.0).reshape(3, 2, 4)


def test_arrays_that_the_notebook_names_in_capitals_are_called_by_their_name():
    total = np.sum
    assert call(total, FACES[0]).label == "sum(FACES[0])"
    assert call(total, FACES[:2]).label == "sum(FACES[:2])"
    assert call(total, 400 * FACES).label == "sum(400 * FACES)"
    for face in FACES[:1]:
        # What a loop's variable holds is not seen from its name.
        assert "shape (2, 4)" in call(total, face).label
    assert call(total, np.array([1.0, 2.0])).label == "sum([1, 2])"


def test_the_whole_call_is_printed_on_demand(capsys):
    x = np.arange(2000.0) + 0.125
    call(np.sum, x)
    check.whole_call()
    text = capsys.readouterr().out
    assert "1.999125e+03" in text
    assert "..." not in text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda x: x @ np.ones(3), "a row of A has 2 entries and a column of B has 3"),
        (lambda x: x + np.ones(3), "The shapes (4, 2) and (3,) do not fit together"),
    ],
)
def test_errors_about_shapes_are_said_in_the_shapes_of_the_exercise(wrong, said):
    error = failure(call, wrong, np.ones((4, 2)))
    assert said in error.advice
    assert "have the shapes (4, 2)." in error.advice


def test_errors_of_torch_about_shapes_too():
    torch = pytest.importorskip("torch")
    x = torch.ones(4, 2)
    assert "Shape (4, 2) meets" in failure(call, lambda x: x @ torch.ones(3, 5), x).advice
    assert "axis 1 one tensor has 2 entries and the other 3" in failure(call, lambda x: x + torch.ones(3), x).advice


def test_numbers_that_agree_in_six_digits_are_shown_with_more():
    text = said(1.00541e0, 1.0054129)
    assert "found     1.005410" in text
    assert "expected  1.005413" in text


def test_a_stub_is_not_a_mistake():
    def stub(x):
        raise NotImplementedError

    def uses_stub(x):
        return stub(x)

    assert failure(call, stub, 1).reason == "not written"
    assert "`stub` is not written yet" in str(failure(call, stub, 1))
    assert "Write `stub` first" in str(failure(call, uses_stub, 1))


def test_an_exception_is_reported_with_its_type_and_the_call():
    error = failure(call, lambda x: 1 / x, 0)
    assert error.reason == "exception"
    assert "raised ZeroDivisionError" in str(error)
    assert failure(call, lambda: sys.exit(3)).reason == "exception"


def test_arguments_changed_in_place_are_refused():
    def doubles(x):
        x *= 2
        return x

    x = np.ones(3)
    assert failure(call, doubles, x).reason == "argument changed"
    assert (x == 1).all()
    assert failure(call, lambda values: values.append(1), [1]).reason == "argument changed"


def test_warnings_and_stderr_are_kept_but_are_no_errors(capsys):
    def noisy(x):
        print("careful", file=sys.stderr)
        return np.log(x)

    with np.errstate(all="warn"):
        made = call(noisy, np.array([0.0]))
    assert made.value[0] == -np.inf
    assert made.warnings == ["divide by zero encountered in log"]
    assert capsys.readouterr().err == ""
    assert failure(check.silent, made).reason == "warning"
    check.silent(call(np.sqrt, 4.0))


def test_raises_accepts_the_exception_and_nothing_else():
    def picky(x):
        if x < 0:
            raise ValueError("negative")
        return x

    check.raises(ValueError, picky, -1)
    assert "expected  ValueError, raised" in str(failure(check.raises, ValueError, picky, 1))
    assert "Write `raise`" in str(failure(check.raises, ValueError, lambda x: ValueError("negative"), -1))
    assert "expected  TypeError" in str(failure(check.raises, TypeError, picky, -1))


def test_equal_is_exact_and_keeps_truth_values_apart_from_numbers():
    check.equal("implicit", "implicit")
    check.equal(np.array([1, 2]), [1, 2])
    check.equal({"a": np.float64(1)}, {"a": 1})
    assert failure(check.equal, 1, True).reason == "value"
    assert failure(check.equal, None, 1).reason == "type"


def test_dtype_is_exact():
    check.dtype(call(np.float32, 1), np.float32)
    assert "dtype float64" in str(failure(check.dtype, call(np.float64, 1), np.float32))


def test_arguments_that_are_ragged_lists_disturb_no_check():
    layers = [(np.ones((2, 3)), np.ones(3)), (np.ones((3, 1)), np.ones(1))]
    made = call(lambda given, x: 2.0, layers, np.ones(2))
    assert "found     2" in str(failure(check.close, made, 1.0))


def test_the_gradient_check_finds_a_wrong_factor():
    rng = np.random.default_rng(0)
    points = rng.normal(size=(5, 3))
    check.gradient(lambda x: np.sum(np.sin(x)), np.cos, points)
    assert failure(check.gradient, lambda x: np.sum(np.sin(x)), lambda x: 2 * np.cos(x), points).reason == "convention"


def test_the_statistical_check_fails_a_right_answer_at_its_stated_rate():
    """At failure_rate 0.05, 2000 right answers fail 100 ± 4·√95 times; the wrong mean always."""
    rng = np.random.default_rng(1)
    failures = 0
    for _ in range(2000):
        try:
            check.mean_near(rng.normal(size=50).mean(), 0.0, 1 / 50**0.5, failure_rate=0.05)
        except CheckFailed:
            failures += 1
    assert 61 <= failures <= 139
    assert failure(check.mean_near, 1.0, 0.0, 0.1).reason == "value"


def test_frequencies_accept_the_right_die_and_refuse_a_loaded_one():
    rng = np.random.default_rng(2)
    check.frequencies(rng.multinomial(600, np.full(6, 1 / 6)), np.full(6, 1 / 6))
    failure(check.frequencies, rng.multinomial(600, [0.1] * 5 + [0.5]), np.full(6, 1 / 6))


def test_a_failure_renders_its_message_only():
    error = failure(check.close, 1.0, 2.0)
    (shown,) = error._render_traceback_()
    assert strip_ansi(shown) == f"✗ {error}"
    assert shown.startswith("\x1b[1m✗")


def test_a_cell_whose_checks_all_pass_ends_with_their_number(capsys, monkeypatch):
    shell = InteractiveShell()
    reporting.count_in_cells(shell)
    good = 'from gancourse import check\ncheck.close(1.0, 1.0, "one")\ncheck.close(2.0, 2.0, "two")'
    for _again in range(2):
        shell.run_cell(good)
        assert capsys.readouterr().out.splitlines()[-1] == "✓ 2 of 2"
    monkeypatch.setattr(outcomes, "points_of", {good: 2.0, "check.close(1.0, 1.0)": 1.0}.get)
    shell.run_cell(good)
    assert capsys.readouterr().out.splitlines()[-1] == "✓ 2 of 2 · 2 points"
    shell.run_cell("check.close(1.0, 1.0)")
    assert capsys.readouterr().out.splitlines()[-1] == "✓ 1 of 1 · 1 point"
    form = 'from gancourse import check\ncheck.true(True, "It is no name.", why="a name", form_only=True)'
    monkeypatch.setattr(outcomes, "points_of", {form: 2.0, good: 2.0}.get)
    shell.run_cell(form)
    assert capsys.readouterr().out.splitlines()[-1].startswith("✓ 1 of 1 · the form only")
    shell.run_cell(good)
    assert capsys.readouterr().out.splitlines()[-1] == "✓ 2 of 2 · 2 points"
    shell.run_cell(f"{good}\ncheck.close(1.0, 7.77)")
    assert "of 2" not in capsys.readouterr().out
    shell.run_cell("1 + 1")
    assert "✓" not in capsys.readouterr().out


@pytest.mark.slow
def test_importing_the_package_does_not_import_torch():
    code = "import sys, gancourse, gancourse.check, gancourse.plots, gancourse.widgets, gancourse.machine; "
    done = subprocess.run([sys.executable, "-c", code + "sys.exit('torch' in sys.modules)"], check=False)
    assert done.returncode == 0


def test_arrays_inside_lists_are_written_like_lists():
    layers = [(np.array([[3.0], [4.0]]), np.array([0.5]))]
    assert describe.call(sum, (layers, np.array([1.0, 2.0])), {}) == "sum([([[3], [4]], [0.5])], [1, 2])"
    assert describe.value([np.zeros(9)] * 9).endswith("…")


def test_different_inputs_look_different_in_a_message():
    text = describe.call(sum, (np.array([0.1, 0.9]), np.array([0.1 + 1e-9, 0.9 - 1e-9])), {})
    first, second = text.removeprefix("sum(").removesuffix(")").split("], ")
    assert first.strip("[]") != second.strip("[]")
    assert describe.call(sum, (np.array([0.1, 0.9]), np.array([0.1, 0.9])), {}) == "sum([0.1, 0.9], [0.1, 0.9])"


def test_a_call_that_raises_still_shows_what_the_check_is_about():
    def picky(probs):
        if sum(probs) != 1:
            raise ValueError("no distribution")

    with pytest.raises(CheckFailed) as caught:
        check.close(call(picky, [0.7, 0.2, 0.1]), 0.4, "0.7 + 0.2 + 0.1 is 1 up to rounding")
    assert "here: 0.7 + 0.2 + 0.1 is 1 up to rounding" in str(caught.value)
    with pytest.raises(CheckFailed) as caught:
        call(picky, [0.7, 0.2, 0.1])
    assert "here:" not in str(caught.value)


def test_shapes_that_do_not_fit_get_plainer_words():
    assert "A @ B" in str(failure(call, lambda z, v: z @ v, np.ones((2, 3)), np.ones((4, 2))))
    assert "entry by entry" in str(failure(call, lambda z, v: z + v, np.ones(2), np.ones(4)))


def test_a_check_that_passes_says_first_what_it_means(capsys):
    check.close(call(bce, 1, 0.9), 0.105361, "a confident, right guess")
    assert capsys.readouterr().out == "✓ a confident, right guess · bce(1, 0.9) = 0.105361\n"


def test_a_loop_without_end_is_interrupted_with_a_sentence(monkeypatch):
    def bisect(low, high):
        while high - low >= 0:
            try:
                middle = (low + high) / 2
            except Exception:  # noqa: BLE001 - as students write it
                continue
            high = middle
        return low

    monkeypatch.setattr(calling, "MOST_SECONDS", 0.2)
    error = failure(call, bisect, 0.0, 1.0)
    assert "did not come to an end" in error.message
    assert "condition never becomes false" in error.advice
    assert call(abs, -1).value == 1


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_loop_that_was_in_a_destructor_when_its_time_came_is_interrupted_all_the_same(monkeypatch):
    class Busy:
        def __del__(self):
            ends = time.process_time() + 0.4
            while time.process_time() < ends:
                pass

    def endless():
        Busy()
        while True:
            pass

    monkeypatch.setattr(calling, "MOST_SECONDS", 0.2)
    error = failure(call, endless)
    assert "did not come to an end" in error.message


@pytest.mark.parametrize(
    "words",
    [
        "matmul: Input operand 1 has a mismatch, size 773182645 is different from 773182645",
        "operands could not be broadcast together with shapes (773182645,) (773182645,)",
        "The size of tensor a (773182645) must match the size of tensor b (7) at dimension 773182645",
        "mat1 and mat2 shapes cannot be multiplied (773182645x7 and 7x7)",
    ],
)
def test_a_visible_check_explains_the_words_of_an_exception_and_a_hidden_one_repeats_nothing_of_them(words):
    def given(_x):
        raise ValueError(words)

    assert "773182645" in failure(call, given, np.ones(7)).advice
    with pytest.raises(CheckFailed) as caught, hidden("any vectors"):
        call(given, np.ones(7))
    assert caught.value.from_hidden
    assert not any(letter.isdigit() for letter in str(caught.value))
