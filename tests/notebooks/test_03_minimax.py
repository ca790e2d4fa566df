"""What 03-minimax says in prose, recomputed: by its reference answers, and independently where that is possible."""

from __future__ import annotations

import functools
import itertools

import assignments
import numpy as np
import pytest
import sympy
from assignments import cell_with, coded, reference_of, said
from scipy.integrate import quad

NAME = "03-minimax"
printed = functools.partial(assignments.printed, NAME)


@pytest.fixture(scope="module")
def notebook():
    """The names that the locked cells, the solutions and the race define."""
    names = vars(reference_of(NAME)).copy()
    exec(compile(cell_with(NAME, "def race("), "<race>", "exec"), names)
    return names


def test_ceiling_and_blind_detective(notebook):
    assert notebook["value"]([0.0], [0.0]) == pytest.approx(-np.log(4), rel=1e-15)
    values = [notebook["value"]([a], [-a]) for a in (0, 2, 8, 30)]
    assert all(np.diff(values) > 0)
    assert -1e-12 < values[-1] < 0


def test_v_is_minus_twice_the_mean_cross_entropy(notebook):
    rng = np.random.default_rng(0)
    real, fake = rng.normal(size=64), rng.normal(size=64)
    both, labels = np.concatenate([real, fake]), np.repeat([1, 0], 64)
    mean_bce = np.mean(np.logaddexp(0, both) - both * labels)
    assert notebook["value"](real, fake) == pytest.approx(-2 * mean_bce, rel=1e-13)


def test_lotus_number_in_closed_form():
    z = sympy.symbols("z", positive=True)
    exact = sympy.integrate(sympy.log(1 + z**2), (z, 0, 1))
    assert sympy.simplify(exact - (sympy.log(2) - 2 + sympy.pi / 2)) == 0
    printed("0.263944", float(exact))
    assert sympy.integrate(2 * z * sympy.log(1 + z), (z, 0, 1)) == sympy.Rational(1, 2)
    coded(NAME, "0.386294", float(sympy.integrate(sympy.log(1 + z), (z, 0, 1))))
    # E (√z)² under the density 2z, and two ways to miss it: without a density, and with p_z(G(z))
    assert sympy.integrate(z * 2 * z, (z, 0, 1)) == sympy.Rational(2, 3)
    assert sympy.integrate(z, (z, 0, 1)) == sympy.Rational(1, 2)
    assert sympy.integrate(z * 2 * sympy.sqrt(z), (z, 0, 1)) == sympy.Rational(4, 5)


def test_the_midpoint_rule_misses_a_thousandth_of_the_peak(notebook):
    """The cell's own sum: 200 000 midpoints on (0, 4), and the density 1/(3√x) at 0."""
    said(NAME, "The midpoint rule misses about a thousandth of it")
    mass = 4 * np.mean(notebook["push_density"]("parabola", np.linspace(0, 4, 400_001)[1::2]))
    assert 0.0005 < 1 - mass < 0.0015


@pytest.mark.parametrize(("name", "pieces"), [("square", [0, 1]), ("absolute value", [0, 12]), ("parabola", [0, 1, 4])])
def test_push_forward_densities_have_mass_one_and_fit_samples(notebook, name, pieces):
    def density(x):
        return float(notebook["push_density"](name, np.array([x]))[0])

    mass = sum(quad(density, a, b)[0] for a, b in itertools.pairwise(pieces))
    assert mass == pytest.approx(1, abs=1e-7)
    rng = np.random.default_rng(1)
    z = {"square": rng.random, "absolute value": rng.normal, "parabola": lambda size: rng.uniform(-1, 2, size)}[name]
    samples = np.abs(z(size=100_000)) if name == "absolute value" else z(size=100_000) ** 2
    half = pieces[1] / 2 if pieces[1] < 12 else 1.0
    assert np.mean(samples < half) == pytest.approx(quad(density, 0, half)[0], abs=6 * 0.5 / np.sqrt(100_000))


def test_slopes_in_d_and_in_the_logit():
    a = sympy.symbols("a", real=True)
    d = sympy.symbols("d", positive=True)
    sigma = 1 / (1 + sympy.exp(-a))
    assert sympy.simplify(sympy.diff(sympy.log(1 - sigma), a) + sigma) == 0
    assert sympy.simplify(sympy.diff(-sympy.log(sigma), a) + (1 - sigma)) == 0
    assert sympy.diff(sympy.log(1 - d), d).subs(d, 0) == -1  # not flat near D = 0
    there = "At $a = -8$ the saturating loss has slope $-0.0003$, the non-saturating one $-0.9997$"
    printed("-0.0003", float(-sigma.subs(a, -8)), within=there)
    printed("-0.9997", float(-(1 - sigma).subs(a, -8)), within=there)
    printed("0.0003", float(sigma.subs(a, -8)), within="At the logit $a = -8$, $D = 0.0003$.")


def test_ratio_of_the_two_slopes(notebook):
    for ratio in notebook["grad_ratio"](np.array([0.5, 0.1, 0.01, 1e-4])):
        np.testing.assert_allclose(ratio, [1, 9, 99, 9999], rtol=1e-9)


def test_ascending_v_is_descending_minus_v_to_the_last_bit(notebook):
    rng = np.random.default_rng(2)
    for _ in range(20):
        start, lr = rng.normal(size=2), rng.uniform(0.01, 2)
        up = notebook["ascend"](notebook["grad_v"], start, lr, 50)
        down = notebook["descend"](notebook["grad_minus_v"], start, lr, 50)
        mean = notebook["descend"](notebook["grad_mean_bce"], start, 2 * lr, 50)
        assert up.tobytes() == down.tobytes() == mean.tobytes()


def test_the_given_gradients_are_gradients(notebook):
    rng = np.random.default_rng(3)
    for w, b in rng.normal(size=(5, 2)):

        def v(w, b):
            return notebook["value"](w * notebook["REALS"] + b, w * notebook["FAKES"] + b)

        h = 1e-6
        measured = [(v(w + h, b) - v(w - h, b)) / (2 * h), (v(w, b + h) - v(w, b - h)) / (2 * h)]
        np.testing.assert_allclose(notebook["grad_v"](np.array([w, b])), measured, rtol=1e-6, atol=1e-8)


def test_hundred_rounds_on_the_saddle(notebook):
    said(NAME, r"the squared distance grows by the factor $1 + \eta^2$ in each round, exactly")
    said(NAME, "Alternating play circles on a slightly flattened ellipse along the diagonals, for ever")
    reached = {}
    for mode in ("simultaneous", "alternating"):
        path = [(1.0, 1.0)]
        for _ in range(100):
            path.append(notebook["game_step"](notebook["saddle_d"], notebook["saddle_g"], *path[-1], 0.1, mode))
        reached[mode] = np.array(path).T
    np.testing.assert_allclose((reached["simultaneous"] ** 2).sum(axis=0), 2 * 1.01 ** np.arange(101), rtol=1e-12)
    d, g = reached["alternating"]
    np.testing.assert_allclose(d**2 + g**2 + 0.1 * d * g, 2.1, rtol=1e-12)  # an ellipse, tilted by 45°
    # In (d + g)/√2 and (d − g)/√2 the form is (1 + η/2)u² + (1 − η/2)v².
    printed("1.05", np.sqrt((1 + 0.05) / (1 - 0.05)), within="its axes are as 1.05 to 1")


def test_alternating_play_is_bounded_below_a_step_of_two_only():
    def eigenvalues(lr):
        return np.abs(np.linalg.eigvals(np.array([[1, lr], [-lr, 1 - lr**2]])))

    said(NAME, r"as long as $\eta < 2$")
    for lr in (0.01, 0.1, 1, 1.99):
        np.testing.assert_allclose(eigenvalues(lr), 1, rtol=1e-9)
    assert eigenvalues(2.01).max() > 1.01


def test_max_min_is_never_above_min_max(notebook):
    rng = np.random.default_rng(4)
    pairs = [notebook["orders"](rng.normal(size=rng.integers(1, 6, size=2))) for _ in range(300)]
    assert all(maxmin <= minmax for minmax, maxmin in pairs)
    assert any(maxmin < minmax for minmax, maxmin in pairs)


def test_sum_of_the_two_generator_losses_is_minus_the_mean_logit(notebook):
    a = np.random.default_rng(5).normal(scale=5, size=100)
    total = notebook["g_loss"](a, "saturating") + notebook["g_loss"](a, "non-saturating")
    assert total == pytest.approx(-a.mean(), rel=1e-10)


@pytest.mark.parametrize("seed", range(3))
def test_the_race(notebook, seed):
    """A relation, with room: the numbers of seed 0 are those in the notebook."""
    arrival = {}
    for kind in ("saturating", "non-saturating"):
        path, heard = notebook["race"](kind, seed)
        assert heard[0] < 0.02  # the detective is sure at the start
        if seed == 0:
            printed("0.015", heard[0])
        arrival[kind] = int(np.argmax(np.abs(path) < 0.5))
        assert abs(path[-1]) < 0.5, "both arrive in the end"
    said(NAME, "the non-saturating forger arrives after some seventy rounds")
    assert 60 < arrival["non-saturating"] < 85
    said(NAME, "the saturating one needs more than ten times as long")
    assert arrival["saturating"] > 10 * arrival["non-saturating"]
    far, _ = notebook["race"]("saturating", seed, theta=-8.0)
    said(NAME, f"from $\\theta = -8$, the saturating forger has hardly moved after {len(far) - 1} rounds")
    assert far[-1] < -7.3


@pytest.mark.parametrize(("theta", "sigma"), [(1.3, 1.0), (1.3, 0.5), (-2.0, 1.6), (0.4, 0.8)])
def test_what_the_non_saturating_generator_descends(notebook, theta, sigma):
    """Arjovsky & Bottou (2017), Theorem 2.5, and Theorem 1 of Goodfellow et al. (2014) for the other loss."""
    kl, jsd = notebook["divergence_gradients"](theta, sigma)
    assert kl == pytest.approx(theta, abs=1e-8)
    assert notebook["g_gradient"](theta, sigma, "non-saturating") == pytest.approx(kl - 2 * jsd, abs=1e-7)
    assert notebook["g_gradient"](theta, sigma, "saturating") == pytest.approx(2 * jsd, abs=1e-7)


def test_known_numbers_of_the_identity(notebook):
    coded(NAME, "0.850990", notebook["g_gradient"](1.3, 1.0, "non-saturating"))
    coded(NAME, "0.449010", notebook["g_gradient"](1.3, 1.0, "saturating"))
    coded(NAME, "0.774491", notebook["g_gradient"](1.3, 0.6, "non-saturating"))
    kl, jsd = notebook["divergence_gradients"](1.0, 0.5)
    assert kl == pytest.approx(1, abs=5e-7)
    coded(NAME, "0.234969", jsd)
    # KL(p_data ‖ p_g), the wrong way round: the mean under p_data of the derivative of −ln p_g, at θ = 1 and σ = ½
    assert quad(lambda x: notebook["normal"](x) * (1 - x) / 0.5**2, -14, 14)[0] == pytest.approx(4)


def test_sums_that_split_have_no_mixed_derivative():
    """−V with the fake term alone splits; with the non-saturating loss it does not."""
    d, g = sympy.symbols("d g", real=True)

    def log_sigma(s):
        return -sympy.log(1 + sympy.exp(-s))

    minus_v = -log_sigma(d) - log_sigma(-d * g)
    assert sympy.simplify(sympy.diff(minus_v + log_sigma(-d * g), d, g)) == 0
    mixed = sympy.diff(minus_v - log_sigma(d * g), d, g)
    assert abs(float(mixed.subs({d: 1, g: 1}))) > 0.1


def test_a_step_of_g_lowers_the_v_that_d_raises_though_no_v_has_both_gradients():
    said(NAME, r"No single $V$ has both gradients, that of $D$'s step as $\nabla_d V$")
    said(NAME, r"a small step of $G$ does lower the very $V$ that $D$ raises")
    rng = np.random.default_rng(0)
    d, g = rng.normal(0, 2, (2, 100_000))
    fake = 1 / (1 + np.exp(-d * g))
    slope_of_v, slope_of_ns = -fake * d, -(1 - fake) * d
    assert np.all(slope_of_v * slope_of_ns >= 0)
    # Two forgeries τ and −τ against D = σ(x), at τ = 1: a step down the non-saturating loss goes up V.
    said(NAME, "a step may even raise $V$")
    z = np.array([1.0, -1.0])
    told = 1 / (1 + np.exp(-z))
    assert np.mean(-told * z) * np.mean(-(1 - told) * z) < 0
    # Both gradients of one V would have the same mixed derivative: −∂_d of G's slope is ∂_g of D's.
    h = 1e-5
    at = lambda d, g: (d * (1 - 1 / (1 + np.exp(-d * g))), -g / (1 + np.exp(-d * g)))  # noqa: E731
    mixed = [(at(1 + h, 1)[0] - at(1 - h, 1)[0]) / (2 * h), (at(1, 1 + h)[1] - at(1, 1 - h)[1]) / (2 * h)]
    assert abs(mixed[0] - mixed[1]) > 0.5


def test_the_ratio_of_the_slopes_is_the_same_in_both_variables(notebook):
    said(NAME, "Your ratio, $(1 - D)/D$, is the same over $D$ and over the logit")
    d = np.linspace(0.001, 0.999, 200)
    saturating, other = (notebook["g_slopes"](d, kind) for kind in ("saturating", "non-saturating"))
    for variable in (0, 1):
        np.testing.assert_allclose(other[variable] / saturating[variable], (1 - d) / d, rtol=1e-12)
    over_d, over_logit = notebook["g_slopes"](0.01, "saturating")
    printed("-1.01", over_d, within="it is $-1.01$ over $D$")
    printed("-0.01", over_logit, within="and $-0.01$ over the logit")


@pytest.mark.parametrize(("kind", "spread"), [("saturating", "2.59"), ("non-saturating", "0.17")])
def test_a_linear_detective_teaches_the_mean_and_not_the_spread(notebook, kind, spread):
    names = dict(notebook)
    exec(compile(cell_with(NAME, "def play("), "<play>", "exec"), names)
    theta, tau = names["play"](kind)[:, -1]
    said(NAME, "Both losses bring the mean to that of the data")
    assert theta == pytest.approx(2, abs=0.05)
    printed(spread, tau, within="comes out as 2.59 with one loss and as 0.17 with the other")


@pytest.mark.parametrize("seed", range(3))
def test_which_loss_stretches_the_forgeries_and_which_shrinks_them(notebook, seed):
    """The change of τ in a round, for a large batch, by the formula; and in the play, for three seeds."""
    said(NAME, r"changes $\tau$ by $+\eta\,\tau\,w^2\,\mathbb{E}\,D(1 - D)$ with the one loss and by minus that")
    rng = np.random.default_rng(seed)
    z = rng.normal(size=400_000)
    w, b, theta, tau = rng.uniform([-1.5, -1, -2, 0.3], [1.5, 1, 2, 2])
    d = notebook["sigmoid"](w * (theta + tau * z) + b)
    expected = tau * w**2 * np.mean(d * (1 - d))
    for kind, sign in (("saturating", 1), ("non-saturating", -1)):
        at = (np.array([w, b]), np.array([theta, tau]), np.array([2.0]), z, 1.0, kind, "simultaneous")
        change = notebook["gan_round"](*at)[1][1] - tau
        assert change == pytest.approx(sign * expected, abs=5 * abs(w) / np.sqrt(len(z)))
    names = dict(notebook)
    exec(compile(cell_with(NAME, "def play("), "<play>", "exec"), names)
    assert names["play"]("saturating", seed=seed)[1, -1] > 2.4
    assert names["play"]("non-saturating", seed=seed)[1, -1] < 0.3


def test_the_round_of_the_whole_gan_has_the_gradients_of_autograd(notebook):
    import torch
    from torch.nn.functional import softplus

    rng = np.random.default_rng(0)
    d, g, real, z = (rng.normal(size=k) for k in (2, 2, 5, 7))
    at = [torch.tensor(part, requires_grad=True) for part in (d, g)]
    fake = at[1][0] + at[1][1] * torch.tensor(z)
    v = -softplus(-(at[0][0] * torch.tensor(real) + at[0][1])).mean() - softplus(at[0][0] * fake + at[0][1]).mean()
    v.backward()
    new_d, new_g = notebook["gan_round"](d, g, real, z, 0.1, "saturating", "simultaneous")
    np.testing.assert_allclose(new_d, d + 0.1 * at[0].grad.numpy(), rtol=1e-12)
    np.testing.assert_allclose(new_g, g - 0.1 * at[1].grad.numpy(), rtol=1e-12)
