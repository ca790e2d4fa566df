"""A cause is named only when, applied to the right answer, it gives what was returned in every call; no other does."""

from __future__ import annotations

import numpy as np
import pytest
from gancourse import check
from gancourse.check import CheckFailed, call, conventions
from scipy.special import expit, rel_entr, xlogy


def said(value, expected, **kwargs):
    """The sentence about the cause, or ""."""
    with pytest.raises(CheckFailed) as caught:
        check.close(value, expected, **kwargs)
    return caught.value.advice


def jsd(p, q):
    m = (np.asarray(p) + q) / 2
    return (rel_entr(p, m).sum() + rel_entr(q, m).sum()) / 2


P, Q = np.array([0.7, 0.2, 0.1]), np.array([0.25, 0.35, 0.4])


def named(function):
    """A function with a name, as students write it."""
    function.__name__ = "student"
    return function


# The rows of a table of sentences that were false: what was answered, and what must not be said.


def test_the_sum_of_squares_of_1_2_2_is_not_called_a_square():
    """9 is the sum of the squares and the square of 3: which of the two it was, one number does not say."""
    assert said(call(named(lambda x: np.sum(np.square(x))), np.array([1.0, 2.0, 2.0])), 3.0) == ""
    words = said(call(named(lambda x: np.sum(np.square(x))), np.array([1.0, 2.0, 6.0])), 41 / 3)
    assert "the sum; the mean" in words


def test_an_epsilon_is_not_called_anything_else():
    words = said(call(named(lambda p, q: jsd(p + 1e-7, q + 1e-7)), P, Q), jsd(P, Q), rtol=1e-9, atol=1e-12)
    assert words.startswith("It is right to about six digits")


def test_single_precision_is_told_and_no_swapped_arguments():
    def student(p, q):
        return jsd(np.asarray(p, np.float32), np.asarray(q, np.float32))

    words = said(call(student, P, Q), jsd(P, Q), rtol=1e-9, atol=1e-12)
    assert "single precision" in words
    assert "swapped" not in words


def test_a_coarse_bisection_is_told_as_such():
    assert "six digits" in said(call(named(lambda a: np.log(3) - 1 + 2e-7), 0.5), np.log(3) - 1, rtol=1e-9, atol=0)


def test_half_and_the_mean_of_two_are_not_told_apart_on_two_examples():
    """A mean for a sum over two entries halves it, and so does a factor ½."""
    x = np.array([0.317, 1.234])
    assert said(call(named(lambda x: np.mean(x)), x), np.sum(x)) == ""
    x = np.array([0.317, 1.234, 0.61])
    assert "divided by how many" in said(call(named(lambda x: np.mean(x)), x), np.sum(x))
    assert "half" in said(call(named(lambda x: np.sum(x) / 2), x), np.sum(x))


def test_a_lost_sign_is_not_called_a_square():
    assert said(call(named(lambda m: np.array([1.0, 1.0])), 1.0), np.array([1.0, -1.0])) == ""


def test_exchanged_parts_are_seen_before_shapes_and_numbers():
    def d_grads(x):
        return 0.25, np.array([0.5, 0.75])

    words = said(call(d_grads, 1.5)[0], np.array([0.5, 0.75]))
    assert "exchanged" in words
    assert "sum or average" not in words


def test_exchanged_parts_are_named_only_when_every_call_says_so():
    def student(x):
        return (x, 0.317) if x < 1 else (0.317, 0.61)

    check.close(call(student, 0.2)[0], 0.2)
    assert said(call(student, 1.5)[0], 0.61).startswith("What is asked for as part [0] stands in part [1]") is False


def test_nan_and_a_part_that_is_right_where_it_stands_are_not_called_exchanged():
    def by_hand(a):
        return 0.0, np.nan

    made = call(by_hand, 0.0)
    check.close(made[0], 0.0)
    words = said(made[1], 0.0)
    assert "exchanged" not in words
    assert words.startswith("nan")

    def alike(a):
        return 0.5, 0.75

    made = call(alike, 0.0)
    check.close(made[0], 0.5)
    assert "exchanged" not in said(made[1], 0.5)


def test_an_epsilon_in_a_root_is_told_as_nearly_right():
    words = said(call(named(lambda x: np.sqrt(np.sum(x**2) + 1e-8)), P), np.sqrt(np.sum(P**2)), rtol=1e-12, atol=0)
    assert words.startswith("It is right to about")


@pytest.mark.parametrize("relative", [5e-8, 3e-6, 1e-4, -1e-4])
def test_right_answers_that_are_a_little_off_are_told_just_that(relative):
    for right in (0.7312, 14 / 3, np.array([0.25, -3.0]), np.array([[0.0, 1.0], [2.0, 3.0]]), 1.0, -1.0):
        words = said(np.asarray(right) * (1 + relative), right, rtol=1e-9, atol=1e-12)
        assert words.startswith("It is right to about"), words


def test_a_remark_on_infinity_names_no_clipping():
    """A finite value may come from clipping, from a mask, from an ε: nobody has looked."""
    for found, right in ((16.1, np.inf), (-16.1, -np.inf), (-0.35, np.inf)):
        assert "clip" not in said(found, right)


# All calls, and no other claim.


def test_a_convention_must_hold_in_every_call_so_far():
    def student(x):
        return 2 * x if x > 1 else x

    check.close(call(student, 0.317), 0.317)
    assert said(call(student, 1.234), 1.234) == ""


def test_a_convention_that_held_in_every_call_is_named():
    def student(x):
        return 2 * x

    check.close(call(student, 0.0), 0.0)
    assert "twice" in said(call(student, 1.234), 1.234)


def test_numbers_on_which_two_conventions_agree_name_none():
    assert said(4.0, 2.0) == ""  # twice, or the square
    assert said(call(named(lambda x: 21.0), np.ones(3)), 7.0) != ""
    assert said(call(named(lambda x: 2 * 7.31), np.ones(2)), 7.31) == ""  # twice, or the sum of two


@pytest.mark.parametrize("factor", [-2.0, 2 / np.log(2), -0.5, 0.5 / np.log(2)])
def test_beside_another_slip_a_factor_of_two_for_two_things_is_told_with_what_else_it_may_be(factor):
    """On two examples a lost mean is a factor 2: the sentence leaves both open, and a third example settles it."""

    def student(x):
        return factor * np.mean(x)

    two, three = np.array([0.317, 1.234]), np.array([0.317, 1.234, 0.61])
    words = said(call(student, two), np.mean(two))
    assert "divided by how many there are" in words
    assert ("a factor ½ lost" if abs(factor) > 1 else "a factor 2 lost") in words
    assert words in conventions.sentences()
    words = said(call(named(student), three), np.mean(three))
    assert "how many there are" not in words
    assert words in conventions.sentences()


@pytest.mark.parametrize(
    ("slip", "words"),
    [
        (lambda v: -v, "sign is flipped"),
        (lambda v: v / np.log(2), "in bits"),
        (lambda v: -v / np.log(2), "Two things at once. The sign is flipped"),
        (lambda v: np.sqrt(v), "square root"),
    ],
)
def test_a_small_value_with_six_decimals_is_as_good_as_any(slip, words):
    """0.005634 is only four digits of the right value; found was computed with all of them."""
    right = np.array([0.0056344721, 0.111068732, 1.6216587])
    assert words in said(call(named(lambda x: slip(right)), 0.3), np.round(right, 6))
    # So far off a rounded value cannot be.
    off = np.array([1.002, 1.0, 1.0])
    assert said(call(named(lambda x: slip(right) * off), 0.3), np.round(right, 6)) == ""


def test_the_root_of_half_is_told_on_two_simple_numbers_and_not_on_one():
    right = np.array([0.1, 0.75, 0.5])
    words = said(call(named(lambda x: np.sqrt(right / 2)), 0.3), right)
    assert words.startswith("Two things at once.")
    assert "square root" in words
    assert said(call(named(lambda x: np.sqrt(0.75 / 2)), 0.3), 0.75) == ""


@pytest.mark.parametrize(
    ("found", "right"), [(13 / 17, 12 / 17), (7 / 13, 6 / 13), (1 / 13, 2 / 13), (13 / 17, 0.705882)]
)
def test_shares_of_a_few_things_tell_nothing_of_a_factor_or_a_complement(found, right):
    """13/17 is 12/17 times 13/12, and 7/13 is one minus 6/13: by accident, where another thing was counted."""
    assert said(call(named(lambda x: found), np.linspace(0.1, 0.9, 13)), right) == ""


@pytest.mark.parametrize(
    ("slip", "words"),
    [
        (lambda v, n: -2 * v, ("sign is flipped", "twice")),
        (lambda v, n: v * n / np.log(2), ("in bits", "the sum")),
        (lambda v, n: -v / n, ("sign is flipped", "divided by how many")),
        (lambda v, n: v / 2 / np.log(10), ("half", "base 10")),
        (lambda v, n: np.sqrt(v / 2), ("half", "square root")),
    ],
)
def test_two_slips_at_once_are_named_as_two(slip, words):
    x = np.array([0.317, 1.234, 0.61, 0.2, 0.9])
    text = said(call(named(lambda x: slip(np.mean(x), len(x))), x), np.mean(x))
    assert text.startswith("Two things at once.")
    assert all(part in text for part in words)


def test_bessels_correction_is_recognised():
    x = np.array([0.317, 1.234, 0.61])
    assert "divided by n − 1" in said(call(named(lambda x: np.var(x, ddof=1)), x), np.var(x))


def test_swapped_arguments_and_probabilities_for_logits_must_be_right_in_all_calls():
    def cross_entropy(q, p):
        return -xlogy(p, q).sum()

    def right(p, q):
        return -xlogy(p, q).sum()

    check.close(call(cross_entropy, P, P), right(P, P))
    assert "arguments are swapped" in said(call(cross_entropy, P, Q), right(P, Q))

    def lost(s):
        return np.log(s) if s < 0.9 else 0.0

    def log_sigmoid(s):
        return np.log(expit(s))

    assert said(call(lost, 0.3), log_sigmoid(0.3)) != ""
    assert "a logit comes in" not in said(call(lost, 5.0), log_sigmoid(5.0))


def test_a_slip_is_silent_where_a_convention_gives_the_same():
    slips = {"You take one mean over real and fake together.": 0.5 * 1.234}
    assert said(call(named(lambda x: 0.5 * 1.234), 0.3), 1.234, slips=slips) == ""
    slips = {"You take one mean over real and fake together.": 0.777}
    assert "one mean" in said(call(named(lambda x: 0.777), 0.3), 1.234, slips=slips)


def test_no_two_conventions_of_different_kind_have_one_sentence():
    kinds = {}
    for claim in conventions._singles():
        assert kinds.setdefault(claim.sentence, claim.kind) == claim.kind


def test_one_array_in_place_of_a_pair_of_arrays_is_told_so():
    made = call(named(lambda x: 1 / x), np.array([1.0, 2.0, 4.0]))
    with pytest.raises(CheckFailed) as caught:
        check.close(made[0], np.array([1.0, 0.5, 0.25]))
    assert "without a second part" in caught.value.advice
