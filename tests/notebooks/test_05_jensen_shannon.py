"""The numbers of assignment 05, each against a second computation, and the claims that its prose makes."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
import sympy as sp
from gancourse import logistic
from gancourse.widgets import pointwise, sliding
from scipy.integrate import quad
from scipy.spatial.distance import jensenshannon
from scipy.stats import norm, wasserstein_distance

from autograder.course import Course
from autograder.source.assignment import read

LN2 = math.log(2)


@pytest.fixture(scope="module")
def solved():
    """The names that the locked and the solution cells of the source define."""
    course = Course.find()
    source, problems = read(course.root / "solutions/05-jensen-shannon/05-jensen-shannon.py")
    assert not problems
    names = {"__name__": "reference"}
    for cell in source.cells:
        if cell.cell.cell_type == "code" and (cell.solution or (cell.locked and not cell.is_test)):
            exec(compile(cell.cell.source, cell.grade_id, "exec"), names)
    return names


def jsd_by_quad(mu, sigma=1.0):
    def integrand(x):
        log_p, log_q = norm.logpdf(x), norm.logpdf(x, mu, sigma)
        log_m = np.logaddexp(log_p, log_q) - LN2
        return (math.exp(log_p) * (log_p - log_m) + math.exp(log_q) * (log_q - log_m)) / 2

    edges = sorted({-12.0, 0.0, mu / 2, mu, mu - 12 * sigma, mu + 12 * sigma, 12.0})
    return sum(quad(integrand, a, b, epsabs=1e-12, limit=200)[0] for a, b in itertools.pairwise(edges))


TABLE = [
    (0.5, 0.030311, -1.325672, 0.662836),
    (1.0, 0.111421, -1.163451, 0.581726),
    (2.0, 0.336831, -0.712633, 0.356316),
    (4.0, 0.632720, -0.120854, 0.060427),
    (8.0, 0.693054, -0.000187, 0.000094),
]


@pytest.mark.parametrize(("mu", "jsd", "value", "bce"), TABLE)
def test_the_table_of_the_theorem(solved, mu, jsd, value, bce):
    at = sliding.compute_sliding(mu)
    for computed in (solved["jsd_gauss"](mu), jsd_by_quad(mu), float(at.jsd)):
        assert computed == pytest.approx(jsd, abs=6e-7)
    assert -math.log(4) + 2 * solved["jsd_gauss"](mu) == pytest.approx(value, abs=6e-7)
    assert float(at.value) == pytest.approx(value, abs=6e-7)
    assert float(at.bce) == pytest.approx(bce, abs=6e-7)


def test_other_known_numbers(solved):
    assert solved["jsd_gauss"](0.0, 2.0) == pytest.approx(0.092733, abs=5e-7)
    assert solved["jsd_gauss"](40.0) == pytest.approx(LN2, abs=1e-12)
    one = solved["jsd_gauss"](1.0)
    mutants = (2 * one, math.sqrt(one), one / LN2, 0.5)
    assert mutants == pytest.approx((0.222843, 0.333799, 0.160747, 0.5), abs=6e-7)
    y, height = solved["argmax_ab"](0.45, 0.6)
    assert (y, height) == pytest.approx((3 / 7, -0.717054), abs=5e-7)
    assert pointwise.compute_pointwise(0.45, 0.6) == pytest.approx((y, height), rel=1e-14)
    sure, fair = np.array([1.0, 0.0]), np.array([0.5, 0.5])
    assert solved["jsd"](sure, fair) == pytest.approx(0.215762, abs=5e-7)
    assert jensenshannon(sure, fair) == pytest.approx(0.464501, abs=5e-7)
    assert solved["c_of_g"](np.array([0.9, 0.1]), fair) == pytest.approx(-1.182796, abs=5e-7)


def test_jsd_is_no_distance_but_its_root_is(solved):
    sure, fair, other = np.array([1.0, 0.0]), np.array([0.5, 0.5]), np.array([0.0, 1.0])
    direct, half = solved["jsd"](sure, other), solved["jsd"](sure, fair)
    assert (direct, 2 * half) == pytest.approx((0.6931, 0.4315), abs=5e-5)
    assert (math.sqrt(direct), 2 * math.sqrt(half)) == pytest.approx((0.8326, 0.9290), abs=5e-5)
    rng = np.random.default_rng(0)
    for _ in range(1000):
        p, m, q = rng.dirichlet(np.full(4, 0.5), size=3)
        roots = [math.sqrt(solved["jsd"](*pair)) for pair in ((p, q), (p, m), (m, q))]
        assert roots[0] <= roots[1] + roots[2] + 1e-12


@pytest.mark.parametrize(("mu", "sigma"), [(0.5, 1), (2, 1), (8, 1), (0, 2), (1, 0.5)])
def test_total_variation_bounds(solved, mu, sigma):
    x = np.linspace(-12, 20, 64_001)
    tv = np.sum(np.abs(norm.pdf(x) - norm.pdf(x, mu, sigma))) * (x[1] - x[0]) / 2
    assert tv**2 / 2 <= solved["jsd_gauss"](mu, sigma) <= LN2 * tv + 1e-9


def test_jsd_is_the_mutual_information_with_a_fair_label(solved):
    rng = np.random.default_rng(3)
    p, q = rng.dirichlet(np.ones(6), size=2)
    joint = np.stack([p, q]) / 2
    independent = joint.sum(axis=1, keepdims=True) * joint.sum(axis=0, keepdims=True)
    assert solved["jsd"](p, q) == pytest.approx(np.sum(joint * np.log(joint / independent)), rel=1e-12)
    d = solved["d_star"](p, q)
    bce = -np.sum(p * np.log(d) + q * np.log(1 - d)) / 2
    assert solved["jsd"](p, q) == pytest.approx(LN2 - bce, rel=1e-12)
    for _ in range(20):  # no other D does better
        other = np.clip(d + 0.1 * rng.normal(size=6), 0.01, 0.99)
        assert LN2 + np.sum(p * np.log(other) + q * np.log(1 - other)) / 2 < solved["jsd"](p, q)


def test_the_ten_steps_by_algebra(solved):
    a, b, y = solved["ABY"]
    p, q = solved["PQ"]
    f = a * sp.log(y) + b * sp.log(1 - y)

    def zero(difference):
        return sp.simplify(sp.expand_log(difference, force=True)) == 0

    top = solved["root"](a, b)
    assert zero(solved["slope"](a, b, y) - sp.diff(f, y))
    assert zero(sp.diff(f, y).subs(y, top))
    assert zero(sp.diff(f, y, 2).subs(y, top) - solved["curvature"](a, b))
    assert solved["curvature"](a, b).is_negative
    assert zero(solved["height"](a, b) - f.subs(y, sp.together(top)).subs(1 - a / (a + b), b / (a + b)))
    line = p * sp.log(p / (p + q)) + q * sp.log(q / (p + q))
    assert zero(solved["step_5"](p, q) - line)
    assert zero(solved["step_6"](p, q) - line)
    assert solved["step_7"]() == -2 * sp.log(2)
    assert zero(2 * solved["step_8"](p, q) - (p + q) * sp.log(2) - line)
    assert zero(solved["step_10"](p, q) - sp.diff(line, q, 2))
    assert solved["step_10"](p, q).is_positive
    first, second, least = solved["step_9"](solved["T"])
    g = solved["T"] * sp.log(solved["T"]) - solved["T"] + 1
    assert zero(first - sp.diff(g, solved["T"]))
    assert second.is_positive
    assert g.subs(solved["T"], least) == 0


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
    mixed = [solved["c_of_g"](data, (1 - t) * fakes + t * data) for t in np.linspace(0, 1, 41)]
    moved = [solved["c_of_g"](data, bins(mu)) for mu in np.linspace(-5, 5, 41)]
    assert np.all(np.diff(mixed, 2) >= -1e-12)
    assert np.sum(np.diff(moved, 2) < -1e-3) > 10
    assert min(mixed) == pytest.approx(min(moved)) == pytest.approx(-math.log(4))


def test_every_rate_below_eight_over_the_largest_weight_climbs(solved):
    rng = np.random.default_rng(1)
    for _ in range(20):
        p, q = rng.dirichlet(np.ones(5), size=2)
        _, values = solved["ascend"](p, q, rng.normal(size=5), 7.9 / np.max(p + q), 50)
        assert np.all(np.diff(values) >= -1e-12)


@pytest.mark.parametrize("t", [-2.5, -0.6, 0.25, 0.9, 3.0])
def test_sliding_boxes(solved, t):
    jsd, slope, w1 = solved["uniform_shift"](t)
    x = np.linspace(min(0, t), max(1, 1 + t), 200_001)
    p, q = ((x >= left) & (x < left + 1) for left in (0.0, t))
    alone = np.mean(p ^ q) * (x[-1] - x[0])
    assert jsd == pytest.approx(alone / 2 * LN2, abs=1e-4)
    ahead, behind = (solved["uniform_shift"](t + h)[0] for h in (1e-6, -1e-6))
    assert slope == pytest.approx((ahead - behind) / 2e-6, abs=1e-9)
    grid = np.linspace(0, 1, 1001)
    assert w1 == pytest.approx(wasserstein_distance(grid, grid + t), abs=1e-12)


def test_the_list_that_is_cut_with_its_own_points():
    """154 points for 12,000 in the list; a shorter list gives fewer, never 450."""
    counts = []
    for points in (11_600, 12_000):
        atlas, counted = list(range(2 * points)), 0
        for i in range(450):
            counted += len(atlas) > 2 * i + 1
            del atlas[2 * i : 2 * i + 2 * i + 2]
        counts.append(counted)
    assert counts[1] == 154
    assert counts[1] / 450 == pytest.approx(0.342, abs=5e-4)
    assert counts[0] < counts[1]


def test_a_classifier_bounds_from_below_only_on_fresh_data(solved):
    """The table of section 6, with other seeds: relations, no numbers."""
    bound, truth = solved["jsd_lower_bound"], solved["jsd_gauss"](2.0)
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
        assert abs(fresh_score) < 0.15  # “near 0”


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
