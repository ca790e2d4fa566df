"""The numbers and claims of 07-failure-modes, computed with the reference answers."""

from __future__ import annotations

import functools

import assignments
import numpy as np
import pytest
import torch
from assignments import reference_of, said
from gancourse import failure_figures, plots
from gancourse.check.probes.penalties import build_critic, logit_of, watch_penalty
from gancourse.widgets.dirac import compute_dirac_paths
from gancourse.widgets.overlap import compute_pulls
from gancourse.widgets.sliding import compute_sliding
from scipy.special import expit
from scipy.stats import wasserstein_distance

NAME = "07-failure-modes"
printed = functools.partial(assignments.printed, NAME)


@pytest.fixture(scope="module")
def ref():
    return reference_of(NAME)


# ---- vanishing gradients --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("mu", "noise"), [(0.5, 0.0), (2.0, 0.0), (8.0, 0.0), (2.0, 1.0), (8.0, 3.0), (12.0, 0.5)])
def test_slopes_agree_with_the_widget_and_sum_to_mu_over_v(ref, mu, noise):
    slopes, pulls = ref.generator_slopes(mu, noise), compute_pulls(mu, noise)
    np.testing.assert_allclose(slopes, [pulls.minimax, pulls.ns, pulls.w1], rtol=1e-5)
    assert slopes[0] + slopes[1] == pytest.approx(mu / (1 + noise**2))


def test_the_slope_of_the_minimax_loss_is_that_of_twice_the_jsd(ref):
    for mu in (1.0, 2.0, 4.0, 8.0):
        assert ref.generator_slopes(mu)[0] == pytest.approx(2 * float(compute_sliding(mu).jsd_slope), rel=1e-5)


def test_what_the_prose_says_of_the_pulls(ref):
    near, far = (ref.generator_slopes(mu)[0] for mu in (2.0, 8.0))
    there = "the pull of the minimax loss falls from 0.45 to 0.0004"
    printed("0.45", near, within=there)
    printed("0.0004", far, within=there)
    printed("20,000", 1 / float(compute_pulls(8.0).d_fake), within="where one sample in 20,000", to=1000)
    printed("0.0004", far, within="Noise of 3 turns 0.0004 into 0.12")
    printed("0.12", ref.generator_slopes(8.0, 3.0)[0], within="Noise of 3 turns 0.0004 into 0.12")
    there = "noise of 1 makes a pull of 0.45 into one of 0.32"
    printed("0.45", near, within=there)
    printed("0.32", ref.generator_slopes(2.0, 1.0)[0], within=there)
    printed("0.00005", compute_pulls(8.0).d_fake, within=r"At $\mu = 8$ a perfect $D$ says 0.00005 to a fake")


def test_a_good_d_takes_the_pull_from_one_of_three_losses(ref):
    said(NAME, "As far as the *pull* goes, it is right for one of the three losses.")
    near, far = (ref.generator_slopes(mu) for mu in (2.0, 8.0))
    assert [b >= a for a, b in zip(near, far, strict=True)] == [False, True, True]


# ---- rotation -------------------------------------------------------------------------------------------------------


def test_spectral_radii_have_their_closed_forms(ref):
    for a, b in ((0.1, 0.1), (0.4, 0.025), (0.7, 0.3), (1.5, 1.2)):
        p = a * b
        assert ref.growth(a, b, "simultaneous") == pytest.approx(np.sqrt(1 + p))
        assert ref.growth(a, b, "alternating") == pytest.approx(1)
        assert ref.growth(a, b, "extragradient") == pytest.approx(np.sqrt(1 - p + p**2))
    assert ref.growth(1.2, 1.2, "extragradient") > 1  # a rate above 1
    assert ref.growth(2.5, 2.5, "alternating") == pytest.approx(4)


def test_a_hundred_rounds_on_the_saddle(ref):
    there = "to the power of 100, times 1.414, is the distance of simultaneous play and of extragradient"
    printed("1.414", np.sqrt(2), within=there)
    printed("1.41", np.sqrt(2), within="Start: 1.41. Two time scales do not help")
    for method in ("simultaneous", "extragradient"):
        d, g = 1.0, 1.0
        for _ in range(100):
            d, g = ref.saddle_step(d, g, 0.1, 0.1, method)
        assert np.hypot(d, g) == pytest.approx(np.sqrt(2) * ref.growth(0.1, 0.1, method) ** 100)


# Radii after 500 rounds with h = 0.2: of the table in Mescheder's own convention, whose (1, 1) is our (1, −1).
RADII = {
    ("minimax", "simultaneous"): (3.097, 2.64e-6, 9.5e-22),
    ("minimax", "alternating"): (1.413, 2.38e-7, 8.5e-17),
    ("ns", "simultaneous"): (0.6402, 2.21e-6, 1.5e-23),
    ("ns", "alternating"): (0.2706, 1.64e-7, 3.3e-17),
    ("wgan", "simultaneous"): (2.564e4, 9.06e-3, 1.3e-19),
    ("wgan", "alternating"): (1.434, 2.71e-7, 5.3e-25),
}


@pytest.mark.parametrize(("kind", "order"), RADII)
def test_the_radii_of_the_dirac_gan(ref, kind, order):
    said(NAME, "and then the radii agree with their code to all printed digits")
    for gamma, radius in zip((0.0, 0.3, 1.0), RADII[kind, order], strict=True):
        assert ref.dirac_radius(ref.dirac_field, kind, gamma, order) == pytest.approx(radius, rel=0.02, abs=1e-12)
    there = "does shrink, to 0.64 or 0.27 after 500 rounds"
    printed("0.64", RADII["ns", "simultaneous"][0], within=there)
    printed("0.27", RADII["ns", "alternating"][0], within=there)


@pytest.mark.parametrize("kind", ["minimax", "ns", "wgan"])
def test_the_widget_plays_the_same_game(ref, kind):
    for gamma in (0.0, 0.3, 2.0):
        paths = compute_dirac_paths(kind, gamma)
        for order, path in paths._asdict().items():
            np.testing.assert_allclose(path, ref.dirac_path(ref.dirac_field, kind, gamma, order, 200), atol=1e-10)


def test_the_decay_is_that_of_the_eigenvalues_and_largest_at_the_critical_gamma(ref):
    for gamma in (0.0, 0.4, 1.7, 3.0):
        values = np.linalg.eigvals(np.array([[0, 0.5], [-0.5, -gamma]]))
        np.testing.assert_allclose(ref.dirac_rate(gamma), [-values.real.max(), abs(values.imag).max()], atol=1e-7)
    gammas = np.linspace(0, 3, 301)
    best = gammas[np.argmax([ref.dirac_rate(g)[0] for g in gammas])]
    printed("1", best, within=r"it rises with slope ½ up to $\gamma = 1")


def test_the_non_saturating_game_creeps_in_turns_and_stays_on_a_circle_at_once(ref):
    def left(order, rounds):
        return ref.dirac_radius(ref.dirac_field, "ns", 0.0, order, rounds)

    there = "0.27 are left after 500 rounds, 0.09 after 5,000, 0.029 after 50,000"
    for token, rounds in (("0.27", 500), ("0.09", 5000), ("0.029", 50_000)):
        printed(token, left("alternating", rounds), within=there)
    path = ref.dirac_path(ref.dirac_field, "ns", 0.0, "simultaneous", 5000)
    late = np.hypot(*path[500:].T)
    there = "Both balance between 0.62 and 0.64, and there it stays"
    printed("0.62", late.min(), within=there)
    printed("0.64", late.max(), within=there)
    assert late[-500:].max() > 0.62
    said(NAME, r"stretches the distance by $\sqrt{1 + h^2/4}$")
    h = 1e-6
    columns = [
        ref.dirac_path(ref.dirac_field, "ns", 0.0, "simultaneous", 1, start=at)[1] / h for at in ((h, 0), (0, h))
    ]
    assert np.abs(np.linalg.eigvals(np.array(columns))) == pytest.approx(np.sqrt(1 + 0.2**2 / 4))


def test_with_too_much_r1_the_generator_is_late(ref):
    said(NAME, r"$\theta$ is late, with $\psi$ nearly four times as close to 0")
    theta, psi = ref.dirac_path(ref.dirac_field, "minimax", 2.0, "simultaneous", 200)[-1]
    assert 3.5 < abs(theta / psi) < 4


def test_a_best_critic_may_be_flat_between_random_pairs():
    there = (
        "with data at 0 and 10 and fakes at 1 and 9, $W_1$ is 1, and a critic that is flat from 1 to 9 is a best one"
    )
    said(NAME, there)
    data, fakes = np.array([0.0, 10.0]), np.array([1.0, 9.0])
    critic = np.maximum(0, np.maximum(1 - data, data - 9)), np.maximum(0, np.maximum(1 - fakes, fakes - 9))
    assert wasserstein_distance(data, fakes) == pytest.approx(critic[0].mean() - critic[1].mean()) == 1


def test_instance_noise_is_a_friction_on_the_dirac_gan():
    said(NAME, r"noise of standard deviation $r$, for one, is a friction of $r^2/2$ on the $\psi$")
    x, weight = np.polynomial.hermite_e.hermegauss(60)
    r, h = 0.7, 1e-4

    def value(psi):
        return np.sum(weight * (np.log(expit(psi * r * x)) + np.log(expit(-psi * r * x)))) / weight.sum()

    assert (value(h) - 2 * value(0.0) + value(-h)) / h**2 == pytest.approx(-(r**2) / 2, rel=1e-4)


def test_averaging_does_what_the_prose_says(ref):
    path = ref.dirac_path(ref.dirac_field, "minimax", 0.0, "alternating", rounds=600)
    mean = [path[0]]
    for point in path[1:]:
        mean = ref.ema(mean, [point], 0.99)
    said(NAME, "it is nearly nine times closer to the equilibrium than the players themselves")
    assert 8.5 < np.hypot(*path[-1]) / np.hypot(*mean[0]) < 9
    there = "One lap takes about 71 rounds here (63 close to the equilibrium)"
    turned = np.unwrap(np.arctan2(*np.array(path).T))
    printed("71", 2 * np.pi * (len(path) - 1) / abs(turned[-1] - turned[0]), within=there)
    # Steps of 0.2 on a field whose linear part turns by ½ in a unit of time.
    printed("63", 2 * np.pi / (0.5 * 0.2), within=there)


def test_unrolling_is_the_gradient_that_autograd_finds(ref):
    rng = np.random.default_rng(0)
    for k in (0, 1, 4, 9):
        d, start, eta, c = rng.uniform([-2, -2, 0.05, 0], [2, 2, 0.5, 1.5])
        g = torch.tensor(start, requires_grad=True)
        ahead = torch.tensor(d)
        for _ in range(k):
            ahead = ahead + eta * (g - c * ahead)
        (slope,) = torch.autograd.grad(ahead * g - c / 2 * ahead**2, g)
        assert ref.unrolled_gradient(d, start, eta, k, c) == pytest.approx(slope.item())


def test_which_rules_arrive_on_the_saddle(ref):
    def after(move):
        d, g = 1.0, 1.0
        for _ in range(200):
            d, g = move(d, g)
        return np.hypot(d, g)

    said(NAME, "with rates of 0.4 and 0.025 the product is the same as before, and so is the spectral radius")
    assert after(lambda d, g: ref.saddle_step(d, g, 0.4, 0.025, "simultaneous")) > 3
    assert ref.growth(0.4, 0.025, "simultaneous") == pytest.approx(ref.growth(0.1, 0.1, "simultaneous"))
    one, five = (after(lambda d, g, k=k: (d + 0.1 * g, g - 0.1 * ref.unrolled_gradient(d, g, 0.1, k))) for k in (1, 5))
    r1 = after(lambda d, g: (d + 0.1 * (g - 0.3 * d), g - 0.1 * d))
    extra = after(lambda d, g: ref.saddle_step(d, g, 0.1, 0.1, "extragradient"))
    assert five < 1e-3 < r1 < extra < one < 1


def test_wgan_gp_brings_the_dirac_gan_to_rest_in_the_wrong_place_or_not_at_all(ref):
    def late(weight, start, rounds=12000, h=0.02):
        def field(theta, psi, kind, gamma):
            return psi, -theta - 2 * weight * (abs(psi) - 1) * np.sign(psi)

        return ref.dirac_path(field, "", 0.0, "alternating", rounds, h, start)[rounds // 2 :]

    for weight in (1.0, 2.0, 10.0):
        for start in ((1.0, -1.0), (-1.0, 1.0)):
            np.testing.assert_allclose(late(weight, start)[-1], [-2 * weight * start[0], 0], atol=1e-3)
    said(NAME, r"they come to rest at $\psi = 0$ and $\theta = \pm2\lambda$: $-2$ for $\lambda = 1$, and $-20$ for the")
    swings = late(0.5, (1.0, -1.0))[:, 0]
    there = r"with 0.5, $\theta$ swings between $-1.38$ and $1.38$ for ever"
    printed("-1.38", swings.min(), within=there)
    printed("1.38", swings.max(), within="and $1.38$ for ever")
    assert late(0.95, (1.0, -1.0))[:, 0].std() > 0.5  # just below 1 they still circle


# ---- penalties ------------------------------------------------------------------------------------------------------


def test_a_probe_builds_the_network_it_was_told():
    layers = [
        (np.array([[1.0, -0.5], [0.5, 2.0]]), np.array([0.1, -0.3])),
        (np.array([[1.0], [-1.5]]), np.array([0.2])),
    ]
    x = np.array([[1.0, 2.0], [0.0, 1.0]])
    expected = np.tanh(x @ layers[0][0] + layers[0][1]) @ layers[1][0] + layers[1][1]
    np.testing.assert_allclose(build_critic(layers)(torch.from_numpy(x)).detach(), expected)


def test_a_probe_sees_what_is_wrong(ref):
    def sloppy(D, x, gamma):  # noqa: N803
        x = x.clone().requires_grad_(True)
        D(x).sum().backward()
        with torch.no_grad():
            next(D.parameters()).add_(1.0)
        return gamma / 2 * x.grad.pow(2).sum(dim=1).mean()

    seen = watch_penalty(sloppy, ref.linear, np.ones((2, 2)), 1.0)
    assert seen["stored"]
    assert seen["moved"]
    assert not seen["connected"]
    assert np.array_equal(seen["gradient"], np.zeros(3))
    assert not seen["touched"]
    for change in (lambda x: x.requires_grad_(True), lambda x: x.add_(1.0)):
        seen = watch_penalty(lambda D, x, change=change: D(change(x)).sum(), ref.linear, np.ones((2, 2)))  # noqa: N803
        assert seen["touched"]
    assert np.isnan(watch_penalty(lambda D, x: "nothing", ref.linear, np.ones((2, 2)))["value"])  # noqa: N803


def test_penalties_of_a_linear_critic_have_their_closed_forms(ref):
    x, fake = np.random.default_rng(0).normal(size=(2, 5, 2))
    seen = watch_penalty(ref.r1_penalty, ref.linear, x, 3.0)
    assert seen["value"] == pytest.approx(1.5 * 25)
    np.testing.assert_allclose(seen["gradient"], [9, 12, 0])
    seen = watch_penalty(ref.gradient_penalty, ref.linear, x, fake, np.linspace(0, 1, 5))
    assert seen["value"] == pytest.approx(16)


def test_the_estimate_of_the_spectral_norm_is_that_of_torch_and_never_overshoots(ref):
    torch.manual_seed(0)
    layer = torch.nn.utils.parametrizations.spectral_norm(torch.nn.Linear(6, 4, bias=False).double())
    for _ in range(40):
        normalised = layer.weight.detach().numpy()
    original = layer.parametrizations.weight.original.detach().numpy()
    sigma = ref.spectral_norm(original, np.ones(4), 60)
    np.testing.assert_allclose(normalised, original / sigma, rtol=1e-4)
    W, u = np.random.default_rng(7).normal(size=(64, 64)), np.random.default_rng(8).normal(size=64)  # noqa: N806
    estimates = [ref.spectral_norm(W, u, rounds) for rounds in (1, 3, 10, 30, 100)]
    assert np.all(np.diff(estimates) > 0)
    assert estimates[-1] <= np.linalg.norm(W, 2) * (1 + 1e-12)


def test_the_measured_penalty_is_that_of_autograd(ref):
    x = np.random.default_rng(6).normal(size=(5, 2))
    np.testing.assert_allclose(logit_of(ref.curved, x), build_critic(ref.curved)(torch.from_numpy(x)).detach()[:, 0])
    seen = watch_penalty(ref.r1_penalty, ref.curved, x, 1.7)
    assert ref.measured_penalty(ref.curved, x, 1.7) == pytest.approx(seen["value"], rel=1e-6)


def test_r1_flattens_d_on_the_data_and_hardly_half_way_to_the_fakes(ref):
    said(NAME, "it flattens $D$ **on the data**, and only there. Half way to the fakes $D$ is about as steep as before")
    (x, _, free), (_, _, held) = (failure_figures.steepness(ref.r1_penalty, gamma) for gamma in (0.0, 1.0))
    on_data, between = np.abs(x) < 2, np.abs(x - 4.5) < 1
    assert np.abs(held[on_data]).mean() < 0.25 * np.abs(free[on_data]).mean()
    assert np.abs(held[between]).mean() > 0.5 * np.abs(free[between]).mean()


def test_the_table_at_the_end_says_what_was_computed(ref):
    move = {
        "TTUR (0.4, 0.025)": lambda d, g: ref.saddle_step(d, g, 0.4, 0.025, "simultaneous"),
        "unrolling, k = 5": lambda d, g: (d + 0.1 * g, g - 0.1 * ref.unrolled_gradient(d, g, 0.1, 5)),
        "R1, γ = 0.3": lambda d, g: (d + 0.1 * (g - 0.3 * d), g - 0.1 * d),
    } | {
        name: lambda d, g, name=name: ref.saddle_step(d, g, 0.1, 0.1, name)
        for name in ("simultaneous", "alternating", "extragradient")
    }
    ends = {}
    for name, step in move.items():
        d, g = 1.0, 1.0
        for _ in range(200):
            d, g = step(d, g)
        ends[name] = float(np.hypot(d, g))
    words = plots.alt_text(failure_figures.cures_figure(ref.generator_slopes, ends, ref.dirac_radius, ref.dirac_field))
    assert "no overlap: pull: none 0.00039, −ln D 8, W₁ 1, noise 3 0.12" in words
    there = "with $-\\ln D$ the smallest GAN is still 0.68 away, with the loss of Wasserstein it flies off to 71"
    for token, kind in (("0.68", "ns"), ("71", "wgan")):
        end = ref.dirac_radius(ref.dirac_field, kind, 0.0, "simultaneous", 200)
        printed(token, end, within=there)
        assert f"{end:.2g}" in words
    said(NAME, "Taking turns only stops the flight, and two time scales do not even do that.")
    assert ends["TTUR (0.4, 0.025)"] > np.sqrt(2)
    assert 1 < ends["alternating"] < 1.6
