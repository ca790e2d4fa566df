"""The numbers and claims of 09-since-2014, computed with the reference answers; its pictures say the same."""

from __future__ import annotations

import functools

import assignments
import numpy as np
import pytest
import sympy as sp
from assignments import coded, reference_of, said
from gancourse import plots, since_2014
from gancourse.widgets.dirac import compute_dirac_paths
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.stats import norm

NAME = "09-since-2014"
printed = functools.partial(assignments.printed, NAME)


@pytest.fixture(scope="module")
def ref():
    return reference_of(NAME)


# ---- one bound, many games ------------------------------------------------------------------------------------------


def test_the_conjugates_are_those_that_algebra_finds(ref):
    u = sp.Symbol("u", positive=True)
    p, q = np.array([0.7, 0.3]), np.array([0.4, 0.6])
    for kind, f, at in (
        ("kl", u * sp.log(u), -0.6),
        ("pearson", (u - 1) ** 2, -0.6),
        ("gan", u * sp.log(u) - (u + 1) * sp.log(u + 1), -0.6),
    ):
        value, slope = (sp.lambdify(u, one) for one in (f, sp.diff(f, u)))
        best = brentq(lambda ratio, slope=slope, at=at: slope(ratio) - at, 1e-9, 50)
        conjugate = best * at - value(best)
        assert ref.bound(p, q, np.full(2, at), kind) == pytest.approx(at - conjugate)
        np.testing.assert_allclose(ref.best_critic(p, q, kind), slope(p / q))


def test_the_bound_is_exact_at_the_best_critic_and_lower_elsewhere(ref):
    rng = np.random.default_rng(0)
    p, q = rng.dirichlet(np.ones(6), size=2)
    divergences = {
        "kl": np.sum(p * np.log(p / q)),
        "pearson": np.sum((p - q) ** 2 / q),
        "gan": np.sum(p * np.log(p / (p + q)) + q * np.log(q / (p + q))),
    }
    for kind, divergence in divergences.items():
        best = ref.best_critic(p, q, kind)
        assert ref.bound(p, q, best, kind) == pytest.approx(divergence)
        for _ in range(20):
            other = best + rng.normal(size=6) * (0.1 if kind != "gan" else 0.1 * np.minimum(1, -best))
            if kind != "gan" or np.all(other < 0):
                assert ref.bound(p, q, other, kind) < divergence


def test_what_the_prose_says_of_three_outcomes(ref):
    p, q = ref.p_three, ref.q_three
    m = (p + q) / 2
    jsd = (np.sum(p * np.log(p / m)) + np.sum(q * np.log(q / m))) / 2
    printed("0.0906", jsd)
    printed("-1.205", ref.bound(p, q, ref.best_critic(p, q, "gan"), "gan"))
    assert 2 * jsd - np.log(4) == pytest.approx(ref.bound(p, q, ref.best_critic(p, q, "gan"), "gan"))
    printed("1.693", 1 + np.log(2))
    for kind, token in (("kl", "-0.869388"), ("gan", "-1.247205")):
        coded(NAME, token, ref.bound(p, q, ref.critic_three, kind))
    coded(NAME, "0.008", ref.bound(p, q, ref.critic_three, "pearson"))


# ---- three judges ---------------------------------------------------------------------------------------------------


def test_no_other_answer_costs_a_judge_less(ref):
    rng = np.random.default_rng(1)
    p, q = rng.uniform(0.1, 1, size=(2, 5))
    losses = (
        lambda s: p * np.logaddexp(0, -s) + q * np.logaddexp(0, s),
        lambda s: p * (s - 1) ** 2 / 2 + q * (s + 1) ** 2 / 2,
        lambda s: p * np.maximum(0, 1 - s) + q * np.maximum(0, 1 + s),
    )
    for loss, best, left in zip(losses, ref.judges(p, q), ref.leftovers(p, q), strict=True):
        assert loss(best).sum() == pytest.approx(left)
        for other in np.linspace(-5, 5, 201):
            assert np.all(loss(other) >= loss(best) - 1e-12)


def test_the_leftovers_are_divergences_in_disguise(ref):
    p, q = np.random.default_rng(2).dirichlet(np.ones(7), size=2)
    m = (p + q) / 2
    jsd = (np.sum(p * np.log(p / m)) + np.sum(q * np.log(q / m))) / 2
    log, least, hinge = ref.leftovers(p, q)
    said(NAME, "2 ln 2 − 2·JSD, 1 − χ²/2 with χ² of p + q against 2q, and 2 − 2·TV")
    assert log == pytest.approx(2 * np.log(2) - 2 * jsd)
    assert least == pytest.approx(1 - np.sum((p + q - 2 * q) ** 2 / (p + q)) / 2)
    assert hinge == pytest.approx(2 - 2 * np.abs(p - q).sum() / 2)


def test_what_is_left_at_a_distance_of_four():
    p, q = (lambda x: norm.pdf(x)), (lambda x: norm.pdf(x, 4))
    there = "4.6 % left of what a blind judge pays, least squares 6.9 %, the logarithm 8.7 %"
    halves = [(lambda x: 2 * min(p(x), q(x)), 2, "4.6 %"), (lambda x: 2 * p(x) * q(x) / (p(x) + q(x)), 1, "6.9 %")]
    halves.append((lambda x: p(x) * np.log1p(q(x) / p(x)) + q(x) * np.log1p(p(x) / q(x)), 2 * np.log(2), "8.7 %"))
    for left, blind, token in halves:
        share = (quad(left, -8, 2)[0] + quad(left, 2, 12)[0]) / blind
        printed(token, share, within=there)


# ---- side by side ---------------------------------------------------------------------------------------------------


def test_the_two_losses_differ_by_the_mean_gap(ref):
    said(NAME, "$L_G - L_D$ is exactly the mean gap")
    s_real, s_fake = np.random.default_rng(3).normal(size=(2, 9)) * 4
    loss_d, loss_g = ref.relativistic_losses(s_real, s_fake)
    assert loss_g - loss_d == pytest.approx(np.mean(s_real - s_fake))


def test_the_field_is_that_of_the_losses_and_at_0_that_of_07(ref):
    for theta, psi, place, gamma1, gamma2 in np.random.default_rng(4).uniform(-2, 2, size=(9, 5)):
        made = ref.relativistic_field(theta, psi, place, gamma1, gamma2)
        np.testing.assert_allclose(made, ref.measured_directions(theta, psi, place, gamma1, gamma2), atol=1e-8)
        np.testing.assert_allclose(
            ref.relativistic_field(theta, psi), since_2014.classical_field(theta, psi), atol=1e-12
        )
    path = since_2014.distances(ref.relativistic_field, 0.1, 0.2, rounds=200)
    np.testing.assert_allclose(path, np.hypot(*compute_dirac_paths("ns", 0.3).simultaneous.T))


def test_what_the_prose_says_of_three_hundred_rounds(ref):
    field = ref.relativistic_field
    there = "after 300 rounds they are still 0.64 away, and after 50,000 still 0.63"
    printed("0.64", since_2014.distances(field)[-1], within=there)
    printed("0.63", since_2014.distances(field, rounds=50_000)[-1], within=there)
    ends = [since_2014.distances(field, *gammas)[-1] for gammas in ((0.3, 0.0), (0.0, 0.3), (0.15, 0.15))]
    np.testing.assert_allclose(ends, ends[0], rtol=1e-9)
    assert ends[0] < 1e-3
    assert since_2014.distances(field, place=3.0)[-1] == pytest.approx(since_2014.distances(field)[-1])
    moved = since_2014.distances(since_2014.classical_field, place=3.0)[-1]
    printed("0.03", moved, within="and are still 0.03 away")
    printed(
        "0.87", since_2014.distances(since_2014.classical_field, place=5.0)[-1], within="at $m = 5$ it would be 0.87"
    )
    said(NAME, "At $m = 1$ that is a cure, and less than a millionth of the way is left")
    assert since_2014.distances(since_2014.classical_field, place=1.0)[-1] < 1e-6 * np.sqrt(2)


def test_near_the_equilibrium_the_relativistic_game_only_turns_without_a_penalty(ref):
    h = 1e-6

    def eigenvalues(*gammas):
        columns = [ref.relativistic_field(2 + a, b, 2.0, *gammas) for a, b in ((h, 0.0), (0.0, h))]
        return np.linalg.eigvals(np.array(columns).T / h)

    said(NAME, r"the eigenvalues are $\pm\frac i2$")
    np.testing.assert_allclose(sorted(eigenvalues(), key=lambda one: one.imag), [-0.5j, 0.5j], atol=1e-5)
    assert all(eigenvalues(0.1, 0.1).real < -0.05)


def test_the_classical_game_has_a_friction_of_half_the_square_of_the_place():
    said(NAME, "works as a friction of m²/2 on ψ")
    said(NAME, "a friction of $m^2/2$ that nobody has asked for")
    h, place = 1e-6, 3.0
    slope = since_2014.classical_field(place, h, place)[1] / h
    assert slope == pytest.approx(-(place**2) / 2, rel=1e-4)
    columns = [since_2014.classical_field(place + a, b, place) for a, b in ((h, 0.0), (0.0, h))]
    slow, fast = sorted(np.linalg.eigvals(np.array(columns).T / h), key=abs)
    printed("-0.056", slow, within="the eigenvalues are $-0.056$ and $-4.44$")
    printed("-4.44", fast, within="the eigenvalues are $-0.056$ and $-4.44$")
    # The friction is that of R1 with γ = m²/2; it is critical at γ = 1, and at 0 nothing is paid: D = ½ everywhere.
    ends = [since_2014.distances(since_2014.classical_field, place=at)[-1] for at in (0.0, 1.0, np.sqrt(2), 2.0, 3.0)]
    assert np.argmin(ends) == 2
    assert since_2014.classical_field(place, 0.0, place) == (0.0, 0.0)


def test_at_the_fakes_only_the_pull_of_the_data_is_left(ref):
    real, fake = np.array([[-1.2, 0.0], [1.2, 0.0]]), np.array([[-1.5, 0.3]])
    assert np.allclose(ref.mixture_score(fake, fake, 0.7), 0)
    left = ref.logit_slope(fake, real, fake, 0.7)[0]
    np.testing.assert_allclose(left, ref.mixture_score(fake, real, 0.7)[0])
    there = "the pull of the data alone, $(+0.62, -0.61)$"
    printed("0.62", left[0], within=there)
    printed("-0.61", left[1], within=there)


# ---- scores ---------------------------------------------------------------------------------------------------------


def test_the_score_is_the_measured_one_and_the_best_denoiser(ref):
    rng = np.random.default_rng(5)
    x, centers = rng.normal(size=(6, 2)), rng.normal(size=(4, 2))
    made = ref.mixture_score(x, centers, 0.6)
    np.testing.assert_allclose(made, ref.measured_score(x, centers, 0.6), rtol=1e-6)
    # Tweedie: noisy points x of the centres; the mean of what they were is x + r²·score.
    weights = np.exp(-np.sum((x[:, None] - centers) ** 2, axis=2) / (2 * 0.6**2))
    denoised = weights / weights.sum(axis=1, keepdims=True) @ centers
    np.testing.assert_allclose(x + 0.6**2 * made, denoised)


def test_the_slope_of_the_logit_of_two_bells_is_that_of_07(ref):
    said(NAME, "logit_slope is −μ for N(0, 1) against N(μ, 1)")
    x = np.linspace(-3, 5, 9)[:, None]
    np.testing.assert_allclose(ref.logit_slope(x, np.zeros((1, 1)), np.full((1, 1), 2.5), 1.0), -2.5)


def test_a_perfect_d_undoes_a_collapse_and_half_of_it_does_not(ref):
    frames = since_2014.film(ref.flow)
    assert frames[0]["shares"] == [1.0] + [0.0] * 7
    shares = frames[-1]["shares"]
    there = "all eight modes, with shares from 11 % to 14 %, where 12.5 % would be fair"
    printed("11 %", min(shares), within=there)
    printed("14 %", max(shares), within=there)
    printed("12.5 %", 1 / 8, within=there)
    said(NAME, "which sends every sample to the nearest peak, all 200 end in the mode where they began")
    x = since_2014.collapsed()
    assert len(x) == 200
    for r in since_2014.NOISES:
        x = x + 0.5 * r**2 * ref.mixture_score(x, since_2014.centers(), np.hypot(since_2014.RING_STD, r))
    assert since_2014.shares(x)[0] == 1
    said(NAME, "60 noise levels go from 2 down to 0.1")
    assert (len(since_2014.NOISES), *since_2014.NOISES[[0, -1]].round(9)) == (60, 2.0, 0.1)


def test_each_picture_says_what_it_shows(ref):
    drawn = [
        since_2014.tangents_figure(),
        since_2014.bounds_figure(ref.bound, ref.best_critic, ref.p_three, ref.q_three),
        since_2014.judges_figure(ref.judges, ref.leftovers),
        since_2014.side_by_side_figure(ref.relativistic_field),
        since_2014.arrows_figure(ref.mixture_score, ref.logit_slope),
        since_2014.flow_figure(ref.mixture_score, ref.flow),
    ]
    words = [plots.alt_text(fig) or "" for fig in drawn]
    assert all(len(text) > 80 for text in words)
    assert "Kullback–Leibler 0.360" in words[1]
    assert "logarithm 8.7 %" in words[2]
    assert "0.64" in words[3]
