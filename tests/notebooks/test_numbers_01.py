"""Every number in the prose of 01-cross-entropy, computed; and the known numbers that belong to it."""

from __future__ import annotations

import functools

import assignments
import numpy as np
import pytest
from assignments import cell_with, coded, output_of, reference_of, said
from scipy.integrate import quad
from scipy.stats import binom, norm

NAME = "01-cross-entropy"
printed = functools.partial(assignments.printed, NAME)
die = np.arange(1, 7)


def sigmoid(s):
    return 1 / (1 + np.exp(-s))


def test_the_die():
    printed("3.5", die.mean(), times=3)
    printed("1.7078", die.std())
    printed("4.5", die @ [0.1, 0.1, 0.1, 0.1, 0.1, 0.5], within="the heavy six moves it from 3.5 to 4.5")


def test_floating_point_does_not_add_up():
    printed("0.9999999999999999", 0.7 + 0.2 + 0.1)


def test_prices_of_predictions():
    printed("0.105361", -np.log(0.9))
    printed("2.302585", -np.log(0.1))
    printed("22", np.log(0.1) / np.log(0.9), within="almost 22 times as much")
    printed("16.1", -np.log(1e-7))
    printed("9.4e-14", sigmoid(-30.0))
    printed("0.504614", -2 * np.mean(np.log([0.9, 0.9, 0.9, 0.5])))


def test_five_is_small_enough_to_tell_ddof_apart():
    printed("12 %", np.sqrt(5 / 4) - 1, within="dividing by n and by n − 1 is 12 %")


def test_the_envelope_of_the_iterated_logarithm_passes_the_funnel_near_1600():
    printed("1600", np.exp(np.exp(2)), to=100)  # √(2 ln ln n) = 2


def test_twenty_rolls_leave_the_funnel_at_most_twice_for_most_people():
    printed("0.0455", 2 * norm.sf(2))
    said(NAME, "In twenty runs most people count 0, 1 or 2.")
    assert binom.cdf(2, 20, 2 * norm.sf(2)) > 0.9


def test_the_product_of_coins_underflows_where_the_prose_says():
    said(NAME, "−inf for 1100 or more fair coins")
    assert np.prod(np.full(1100, 0.5)) == 0
    said(NAME, "returns `nan` from $x = 710$ on")
    said(NAME, "which ends in mid-air at 710")
    assert np.isfinite(np.exp(709.0))
    with np.errstate(over="ignore"):
        assert np.isinf(np.exp(710.0))


def test_sigmoid_of_minus_forty_keeps_its_digits():
    printed(r"4.248\cdot 10^{-18}", np.exp(-40) / (1 + np.exp(-40)))
    assert 0.5 * (1 + np.tanh(-20.0)) == 0  # what the commentary says of tanh


KNOWN = {
    "0.385662": -np.log(0.68),
    "1.139434": -np.log(0.32),
    "0.731059": sigmoid(1),
    "0.377541": sigmoid(-0.5),
    "0.182426": sigmoid(-1.5),
    "1.386294": np.log(4),
    "0.693147": np.log(2),
    "-0.798508": np.log(0.9) + np.log(0.5),
}


@pytest.mark.parametrize("token", KNOWN)
def test_known_numbers_of_the_basics_are_those_of_the_cells(token):
    coded(NAME, token, KNOWN[token])


def test_torch_clamps_the_loss_at_100_as_the_commentary_says():
    import torch

    loss = torch.nn.BCELoss()(torch.sigmoid(torch.tensor([1e4])), torch.tensor([0.0]))
    printed("100", float(loss), within="exactly 100 in torch's `BCELoss`")


def test_the_absolute_difference_rewards_exaggeration():
    p = np.linspace(0, 1, 101)
    with np.errstate(divide="ignore"):
        log_score = -0.7 * np.log(p) - 0.3 * np.log(1 - p)
    printed("0.7", p[np.argmin(log_score)], within="The log loss is smallest at $p = 0.7$")
    assert p[np.argmin(0.7 * (1 - p) + 0.3 * p)] == 1.0
    said(NAME, "The squared difference is proper, too")
    assert p[np.argmin(0.7 * (1 - p) ** 2 + 0.3 * p**2)] == pytest.approx(0.7)


def test_twice_the_mean_over_everything_is_the_score_for_equal_groups_or_equal_means_only():
    said(NAME, "it is the same only if $m = n$ or both groups have the same mean")
    rng = np.random.default_rng(0)
    for m, n, equal_means in ((4, 4, False), (3, 7, True), (3, 7, False), (9, 2, False)):
        real, fake = rng.normal(size=m), rng.normal(size=n)
        if equal_means:
            fake += real.mean() - fake.mean()
        whole, groups = 2 * np.concatenate([real, fake]).mean(), real.mean() + fake.mean()
        assert np.isclose(whole, groups) == (m == n or equal_means)


@pytest.fixture(scope="module")
def told():
    """What the cell prints that trains and judges two detectives: a line for each, as words."""
    cell = cell_with(NAME, "trained = {n: train_detective(")
    return [line.replace("±", "").split() for line in output_of(cell, **vars(reference_of(NAME))).splitlines()]


def test_a_detective_of_many_numbers_and_one_of_few(told):
    def numbers(line):
        return [
            float(word.rstrip(",")) for word in line if word.rstrip(",").replace("-", "").replace(".", "").isdigit()
        ]

    (_, w, b, known, known_error, fresh, error), (_, _, _, v, se, few, few_error) = map(numbers, told)
    printed("1.95", w, within="lead to $w = 1.95$, $b = -0.04$")
    printed("-0.04", b, within="lead to $w = 1.95$, $b = -0.04$")
    there = r"numbers yours gets $-0.709 \pm 0.012$"
    printed("-0.709", fresh, within=there)
    printed("0.012", error, within=there)
    there = r"it gets $-0.724 \pm 0.013$, less than on the fresh ones"
    printed("-0.724", known, within=there)
    printed("0.013", known_error, within=there)
    there = r"gets $-0.010 \pm 0.003$, nearly the ceiling 0; on fresh ones $-1.224 \pm 0.037$"
    for token, number in (("-0.010", v), ("0.003", se), ("-1.224", few), ("0.037", few_error)):
        printed(token, number, within=there)


def test_that_a_detective_of_many_numbers_does_worse_on_those_it_knows_is_chance():
    """Over other draws it is as often better as worse, and the difference is as large as its standard error."""
    said(NAME, "That is chance as well")
    solution = reference_of(NAME)
    ahead = []
    for seed in range(12):
        known, fresh = (np.random.default_rng([seed, i]).normal([[1.0], [-1.0]], 1.0, (2, 4000)) for i in range(2))
        w, b = solution.train_detective(*known, 0.5, 100)
        ahead.append(solution.judge(*known, w, b)[0] - solution.judge(*fresh, w, b)[0])
    assert min(ahead) < -0.0125
    assert max(ahead) > 0.0125
    assert abs(np.mean(ahead)) < 0.02


def test_the_smallest_sigmoid_that_float64_holds():
    said(NAME, "everything from $s = -746$ down is too small for it")
    assert np.exp(-745.0) > 0
    assert np.exp(-746.0) == 0


def test_the_best_detective_of_two_bells_has_the_logit_2x():
    def integrand(x):
        return -norm.pdf(x, 1) * np.logaddexp(0, -2 * x) - norm.pdf(x, -1) * np.logaddexp(0, 2 * x)

    best = quad(integrand, -12, 12)[0]
    printed("-0.713", best, within="and its value is $-0.713$")
    printed("−0.7126", best, within="has w = 2, b = 0, and V = −0.7126")
    x = np.linspace(-3, 3, 7)
    np.testing.assert_allclose(norm.logpdf(x, 1) - norm.logpdf(x, -1), 2 * x)
