"""The numbers of assignment 05, each against a second computation, and the claims that its prose makes."""

from __future__ import annotations

import functools
import itertools
import math

import assignments
import numpy as np
import pytest
import sympy as sp
import torch
from assignments import cell_with, coded, output_of, reference_of, said
from gancourse import logistic
from gancourse.playground import Game, Settings
from gancourse.playground.look import Looker
from gancourse.widgets import pointwise, sliding
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.spatial.distance import jensenshannon
from scipy.special import xlogy
from scipy.stats import norm, wasserstein_distance

NAME = "05-jensen-shannon"
printed = functools.partial(assignments.printed, NAME)
LN2 = math.log(2)


@pytest.fixture(scope="module")
def solved():
    """The names that the locked and the solution cells of the source define."""
    return reference_of(NAME)


def jsd_by_quad(mu, sigma=1.0):
    def integrand(x):
        log_p, log_q = norm.logpdf(x), norm.logpdf(x, mu, sigma)
        log_m = np.logaddexp(log_p, log_q) - LN2
        return (math.exp(log_p) * (log_p - log_m) + math.exp(log_q) * (log_q - log_m)) / 2

    edges = sorted({-12.0, 0.0, mu / 2, mu, mu - 12 * sigma, mu + 12 * sigma, 12.0})
    return sum(quad(integrand, a, b, epsabs=1e-12, limit=200)[0] for a, b in itertools.pairwise(edges))


@pytest.mark.parametrize("mu", [0.5, 1.0, 2.0, 4.0, 8.0])
def test_three_ways_to_the_table_of_the_theorem(solved, mu):
    at, jsd = sliding.compute_sliding(mu), solved.jsd_gauss(mu)
    assert (jsd_by_quad(mu), float(at.jsd)) == pytest.approx((jsd, jsd), abs=6e-7)
    assert float(at.value) == pytest.approx(-math.log(4) + 2 * jsd, abs=6e-7)
    assert float(at.bce) == pytest.approx(LN2 - jsd, abs=6e-7)


def test_the_numbers_of_bells_that_slide_apart(solved):
    four, eight = solved.jsd_gauss(4.0), solved.jsd_gauss(8.0)
    printed("0.632720", four, within=r"At $\mu = 4$ it is 0.632720")
    printed("0.060427", LN2 - four)
    printed("0.693054", eight, within=r"at $\mu = 8$ it is 0.693054")
    printed("-0.000187", 2 * eight - math.log(4), within="$C = -0.000187$", times=2)
    slope = (solved.jsd_gauss(8.0 + 1e-3) - solved.jsd_gauss(8.0 - 1e-3)) / 1e-3  # of C = −ln 4 + 2·JSD
    printed("0.0004", slope, within="its slope is $0.0004$")
    coded(NAME, "0.111421", solved.jsd_gauss(1.0))
    coded(NAME, "0.336831", solved.jsd_gauss(2.0))
    coded(NAME, "0.581726", LN2 - solved.jsd_gauss(1.0))


def test_other_known_numbers(solved):
    coded(NAME, "0.092733", solved.jsd_gauss(0.0, 2.0))
    said(
        NAME,
        r"At $\mu = 40$ each density is 0 in floating point where the other one lives; the answer is still $\ln 2$.",
    )
    assert solved.jsd_gauss(40.0) == pytest.approx(LN2, abs=1e-12)
    one = solved.jsd_gauss(1.0)
    for token, mutant in {"0.222843": 2 * one, "0.333799": math.sqrt(one), "0.160747": one / LN2}.items():
        coded(NAME, token, mutant)
    y, height = solved.argmax_ab(0.45, 0.6)
    assert y == pytest.approx(3 / 7)
    coded(NAME, "-0.717054", height)
    assert pointwise.compute_pointwise(0.45, 0.6) == pytest.approx((y, height), rel=1e-14)
    sure, fair = np.array([1.0, 0.0]), np.array([0.5, 0.5])
    printed("0.215762", solved.jsd(sure, fair))
    coded(NAME, "0.215762", solved.jsd(sure, fair))
    coded(NAME, "0.464501", jensenshannon(sure, fair))
    coded(NAME, "-1.182796", solved.c_of_g(np.array([0.9, 0.1]), fair))


def test_jsd_is_no_distance_but_its_root_is(solved):
    sure, fair, other = np.array([1.0, 0.0]), np.array([0.5, 0.5]), np.array([0.0, 1.0])
    direct, half = solved.jsd(sure, other), solved.jsd(sure, fair)
    there = r"the detour over the fair coin is 0.431523, and $\ln 2 = 0.693147$"
    printed("0.431523", 2 * half, within=there)
    printed("0.693147", direct, within=there)
    assert 2 * half < direct
    assert 2 * math.sqrt(half) > math.sqrt(direct)
    rng = np.random.default_rng(0)
    for _ in range(1000):
        p, m, q = rng.dirichlet(np.full(4, 0.5), size=3)
        roots = [math.sqrt(solved.jsd(*pair)) for pair in ((p, q), (p, m), (m, q))]
        assert roots[0] <= roots[1] + roots[2] + 1e-12


@pytest.mark.parametrize(("mu", "sigma"), [(0.5, 1), (2, 1), (8, 1), (0, 2), (1, 0.5)])
def test_total_variation_bounds(solved, mu, sigma):
    x = np.linspace(-12, 20, 64_001)
    tv = np.sum(np.abs(norm.pdf(x) - norm.pdf(x, mu, sigma))) * (x[1] - x[0]) / 2
    assert tv**2 / 2 <= solved.jsd_gauss(mu, sigma) <= LN2 * tv + 1e-9


def test_jsd_is_the_mutual_information_with_a_fair_label(solved):
    rng = np.random.default_rng(3)
    p, q = rng.dirichlet(np.ones(6), size=2)
    joint = np.stack([p, q]) / 2
    independent = joint.sum(axis=1, keepdims=True) * joint.sum(axis=0, keepdims=True)
    assert solved.jsd(p, q) == pytest.approx(np.sum(joint * np.log(joint / independent)), rel=1e-12)
    d = solved.d_star(p, q)
    bce = -np.sum(p * np.log(d) + q * np.log(1 - d)) / 2
    assert solved.jsd(p, q) == pytest.approx(LN2 - bce, rel=1e-12)
    for _ in range(20):  # no other D does better
        other = np.clip(d + 0.1 * rng.normal(size=6), 0.01, 0.99)
        assert LN2 + np.sum(p * np.log(other) + q * np.log(1 - other)) / 2 < solved.jsd(p, q)


def test_the_ten_steps_by_algebra(solved):
    a, b, y = solved.ABY
    p, q = solved.PQ
    f = a * sp.log(y) + b * sp.log(1 - y)

    def zero(difference):
        return sp.simplify(sp.expand_log(difference, force=True)) == 0

    top = solved.root(a, b)
    assert zero(solved.slope(a, b, y) - sp.diff(f, y))
    assert zero(sp.diff(f, y).subs(y, top))
    assert zero(sp.diff(f, y, 2).subs(y, top) - solved.curvature(a, b))
    assert solved.curvature(a, b).is_negative
    assert zero(solved.height(a, b) - f.subs(y, sp.together(top)).subs(1 - a / (a + b), b / (a + b)))
    line = p * sp.log(p / (p + q)) + q * sp.log(q / (p + q))
    assert zero(solved.step_5(p, q) - line)
    assert zero(solved.step_6(p, q) - line)
    assert solved.step_7() == -2 * sp.log(2)
    assert zero(2 * solved.step_8(p, q) - (p + q) * sp.log(2) - line)
    assert zero(solved.step_10(p, q) - sp.diff(line, q, 2))
    assert solved.step_10(p, q).is_positive
    first, second, least = solved.step_9(solved.T)
    g = solved.T * sp.log(solved.T) - solved.T + 1
    assert zero(first - sp.diff(g, solved.T))
    assert second.is_positive
    assert g.subs(solved.T, least) == 0


def test_the_published_slip_has_no_root_in_the_interval():
    y = np.linspace(0.001, 0.999, 999)
    for a, b in ((0.45, 0.6), (2.0, 0.1)):
        assert np.all(a / y + b / (1 - y) > 0)
        assert not 0 <= a / (a - b) <= 1


def test_convex_when_mixed_not_when_moved(solved):
    def bins(mu):
        density = np.exp(-((np.linspace(-10, 10, 400) - mu) ** 2) / 2)
        return density / density.sum()

    data, fakes = bins(0), bins(4)
    mixed = [solved.c_of_g(data, (1 - t) * fakes + t * data) for t in np.linspace(0, 1, 41)]
    moved = [solved.c_of_g(data, bins(mu)) for mu in np.linspace(-5, 5, 41)]
    assert np.all(np.diff(mixed, 2) >= -1e-12)
    assert np.sum(np.diff(moved, 2) < -1e-3) > 10
    assert min(mixed) == pytest.approx(min(moved)) == pytest.approx(-math.log(4))


def test_every_rate_below_eight_over_the_largest_weight_climbs(solved):
    rng = np.random.default_rng(1)
    for _ in range(20):
        p, q = rng.dirichlet(np.ones(5), size=2)
        _, values = solved.ascend(p, q, rng.normal(size=5), 7.9 / np.max(p + q), 50)
        assert np.all(np.diff(values) >= -1e-12)


@pytest.mark.parametrize("t", [-2.5, -0.6, 0.25, 0.9, 3.0])
def test_sliding_boxes(solved, t):
    jsd, slope, w1 = solved.uniform_shift(t)
    x = np.linspace(min(0, t), max(1, 1 + t), 200_001)
    p, q = ((x >= left) & (x < left + 1) for left in (0.0, t))
    alone = np.mean(p ^ q) * (x[-1] - x[0])
    assert jsd == pytest.approx(alone / 2 * LN2, abs=1e-4)
    ahead, behind = (solved.uniform_shift(t + h)[0] for h in (1e-6, -1e-6))
    assert slope == pytest.approx((ahead - behind) / 2e-6, abs=1e-9)
    grid = np.linspace(0, 1, 1001)
    assert w1 == pytest.approx(wasserstein_distance(grid, grid + t), abs=1e-12)


def test_what_the_formula_says_of_a_third_of_a_distribution():
    said(NAME, "a histogram of the data that sums to about a third instead of 1")
    third, whole = np.full(6, 1 / 18), np.full(6, 1 / 6)
    mixed = (third + whole) / 2
    unasked = (np.sum(third * np.log(third / mixed)) + np.sum(whole * np.log(whole / mixed))) / 2
    told = output_of(cell_with(NAME, "data_third ="), np=np, xlogy=xlogy)
    assert told == f"without a ValueError: {unasked:.3f} nats for a perfect generator, whose JSD is 0\n"
    assert unasked > 0.05


def test_the_maximum_of_the_first_picture(solved):
    best, _ = solved.argmax_ab(0.45, 0.6)
    printed("0.429", best, within="the maximum is at $y^* = 0.429$")


def test_the_pull_at_8_is_a_thousand_times_weaker_than_at_2(solved):
    said(NAME, r"What $G$ feels at $\mu = 8$ is more than a thousand times weaker than at $\mu = 2$")
    at_2, at_8 = (solved.jsd_gauss(mu + 1e-3) - solved.jsd_gauss(mu - 1e-3) for mu in (2.0, 8.0))
    assert at_2 > 1000 * at_8 > 0


# ---- the lopsided game ----------------------------------------------------------------------------------------------


def test_no_detective_and_no_generator_beat_the_lopsided_theorem(solved):
    rng = np.random.default_rng(0)
    for a, b in ((0.95, 1.0), (1.7, 0.6), (1.0, 1.0)):
        p, q = rng.dirichlet(np.ones(5), size=2)
        d, left, least, _ = solved.lopsided(p, q, a, b)
        assert np.all((d > 0) & (d < 1))
        for _ in range(200):
            other = rng.random(5)
            assert np.sum(a * p * np.log(other) + b * q * np.log(1 - other)) <= left
            assert solved.lopsided(p, rng.dirichlet(np.ones(5)), a, b)[1] >= least
        assert solved.lopsided(p, p, a, b)[1] == pytest.approx(least)


def test_the_lopsided_game_has_the_theorem_as_one_case_and_gan_lab_as_another(solved):
    rng = np.random.default_rng(1)
    p, q = rng.dirichlet(np.ones(6), size=2)
    d, left, least, divergence = solved.lopsided(p, q, 1.0, 1.0)
    np.testing.assert_allclose(d, solved.d_star(p, q))
    assert (left, least) == pytest.approx((solved.c_of_g(p, q), -math.log(4)))
    assert divergence == pytest.approx(2 * solved.jsd(p, q))
    printed("0.487", solved.lopsided(p, p, 0.95, 1.0)[0][0], within="a detective who says 0.487 at equilibrium")


def test_a_classifier_bounds_from_below_only_on_fresh_data(solved):
    """The table of section 6, with other seeds: relations, no numbers."""
    bound, truth = solved.jsd_lower_bound, solved.jsd_gauss(2.0)
    for start in range(3):
        rng = np.random.default_rng(start)
        fresh = rng.normal(0, 1, 20_000), rng.normal(2, 1, 20_000)
        scores = {}
        for powers, n, runs in ((1, 20_000, 1), (12, 50, 20)):
            each = []
            for _ in range(runs):
                seen = rng.normal(0, 1, n), rng.normal(2, 1, n)
                fitted = logistic.fit(*seen, powers)
                each.append([bound(fitted(real), fitted(fake)) for real, fake in (seen, fresh)])
            scores[powers] = np.mean(each, axis=0)
        assert scores[1] == pytest.approx([truth, truth], abs=0.02)
        seen_score, fresh_score = scores[12]
        assert seen_score > truth + 0.02
        assert fresh_score < truth - 0.1
        said(NAME, "The one on fresh samples is far below it, near 0")
        assert abs(fresh_score) < 0.15


class TestLogistic:
    def test_it_finds_the_best_classifier_of_two_bells(self):
        rng = np.random.default_rng(0)
        fitted = logistic.fit(rng.normal(0, 1, 50_000), rng.normal(2, 1, 50_000), 1)
        x = np.linspace(-1.5, 3.5, 11)
        np.testing.assert_allclose(fitted(x), 1 / (1 + np.exp(2 * x - 2)), atol=0.02)

    def test_groups_of_different_sizes_weigh_the_same(self):
        rng = np.random.default_rng(0)
        fitted = logistic.fit(rng.normal(size=20_000), rng.normal(size=500), 0)
        assert fitted(np.zeros((2, 3))) == pytest.approx(np.full((2, 3), 0.5), abs=1e-6)

    def test_separated_samples_stay_finite(self):
        fitted = logistic.fit([0.0, 0.1], [1.0, 1.1], 12)
        assert np.all((fitted([0.0, 1.1, 1e9, -1e9]) > 0) & (fitted([0.0, 1.1, 1e9, -1e9]) < 1))
        assert fitted(0.0) > 0.9 > 0.1 > fitted(1.1)
        assert logistic.fit([1.0], [1.0], 1)(1.0) == pytest.approx(0.5)

    @pytest.mark.parametrize("bad", [([], [1.0], 1), ([1.0], [], 1), ([1.0], [2.0], -1), ([1.0], [2.0], 1, 0)])
    def test_it_refuses(self, bad):
        with pytest.raises(ValueError, match=r"^[A-Z].*\.$"):
            logistic.fit(*bad)


def test_the_last_hint_to_the_value_of_g_is_right_where_d_star_is_rounded_to_1():
    coded = "np.sum(xlogy(p, d_star(p, q)) + xlogy(q, d_star(q, p)))"
    said(NAME, f"`{coded}`")
    known = reference_of(NAME)
    names = {"np": np, "xlogy": xlogy, "d_star": known.d_star}
    for p, q in (([1.0, 1e-20], [1e-20, 1.0]), ([0.3, 0.7], [0.6, 0.4]), ([0.0, 1.0], [0.5, 0.5])):
        p, q = np.array(p), np.array(q)
        made = eval(coded, names, {"p": p, "q": q})
        assert np.isfinite(made)
        assert made == pytest.approx(known.c_of_g(p, q), rel=1e-12, abs=1e-15)


def test_the_bound_is_close_to_the_jsd_where_d_keeps_up():
    torch.set_num_threads(1)
    below = []
    for k_d in (1, 10):
        game = Game(Settings(data="two Gaussians", k_d=k_d))
        looker = Looker(game)
        for iteration in range(1, 126):
            game.iterate()
            if iteration >= 75 and iteration % 25 == 0:
                looker.measure()
        below.append(np.mean([row.jsd - row.ln2_minus_bce for row in looker.rows]))
    assert below[0] > 0.15
    assert abs(below[1]) < 0.1


def test_where_the_jsd_is_steepest_and_half_way_up(solved):
    there = r"is steepest at $\mu = 1.64$, half way up at $\mu = 2.04$"
    mu = np.linspace(1, 2.5, 1501)
    printed("1.64", mu[np.argmax(sliding.compute_sliding(mu).jsd_slope)], within=there)
    printed("2.04", brentq(lambda m: solved.jsd_gauss(m) - LN2 / 2, 0.5, 6), within=there)


def test_the_value_of_the_other_order_is_the_same_and_tells_the_generator_nothing():
    """G's best answer to a fixed D is all mass where ln(1 − D) is least; what D can make of that is largest at ½."""
    said(NAME, r"$\max_D \min_G V$ is $-\ln 4$ as well, reached at $D = ½$")
    p, rng = np.array([0.5, 0.3, 0.2]), np.random.default_rng(0)

    def after_g(d):
        return np.sum(p * np.log(d)) + np.log(1 - d).min()

    assert after_g(np.full(3, 0.5)) == pytest.approx(-math.log(4))
    assert all(after_g(d) < -math.log(4) for d in rng.uniform(0.01, 0.99, size=(500, 3)))
    against_half = [np.sum(p * np.log(0.5)) + np.sum(q * np.log(0.5)) for q in rng.dirichlet(np.ones(3), size=5)]
    assert against_half == pytest.approx([-math.log(4)] * 5)
