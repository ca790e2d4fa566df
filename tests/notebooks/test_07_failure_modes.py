"""The numbers and claims of 07-failure-modes, computed with the reference answers; its clinic and its recorded runs."""

from __future__ import annotations

import functools
import importlib.util
import zipfile
from pathlib import Path

import assignments
import numpy as np
import pytest
import torch
from assignments import coded, reference_of, said
from conftest import ROOT
from gancourse import recorded_runs as runs
from gancourse.check.probes.penalties import build_critic, watch_penalty
from gancourse.games import clinic
from gancourse.playground import Game, Settings
from gancourse.playground.look import Looker
from gancourse.widgets.dirac import compute_dirac_paths
from gancourse.widgets.overlap import compute_pulls
from gancourse.widgets.sliding import compute_sliding

NAME = "07-failure-modes"
printed = functools.partial(assignments.printed, NAME)


@pytest.fixture(scope="module")
def ref():
    return reference_of(NAME)


@pytest.fixture(scope="module")
def tools(ref):
    return clinic.Tools(ref.r1_penalty, ref.gradient_penalty, ref.pack, ref.ema)


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


def test_averaging_does_what_the_prose_says(ref):
    path = ref.dirac_path(ref.dirac_field, "minimax", 0.0, "alternating", rounds=600)
    mean = [path[0]]
    for point in path[1:]:
        mean = ref.ema(mean, [point], 0.99)
    said(NAME, "it is nearly nine times closer to the equilibrium than the players themselves")
    assert 8.5 < np.hypot(*path[-1]) / np.hypot(*mean[0]) < 9


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


def test_wgan_gp_brings_the_dirac_gan_to_rest_in_the_wrong_place(ref):
    def field(theta, psi, kind, gamma):
        return psi, -theta - 2 * (abs(psi) - 1) * np.sign(psi)

    for start in ((1.0, -1.0), (-1.0, 1.0)):
        path = ref.dirac_path(field, "", 0.0, "alternating", 4000, 0.02, start)
        np.testing.assert_allclose(path[-1], [-2 * start[0], 0], atol=1e-4)


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


# ---- collapse and the clinic ----------------------------------------------------------------------------------------


def found_modes(ref, tools, illness, cure, seed):
    samples = clinic.Patient(illness, cure, tools, seed).train().sample()
    modes, quality, kl, shares = ref.mode_stats(samples, clinic.centers(), clinic.STD)
    return int(np.sum(shares >= 0.01)), modes, quality, kl


def test_a_perfect_generator_has_quality_98_9(ref):
    points = clinic.ring(200_000, np.random.default_rng(0)).astype(float)
    modes, quality, kl, shares = ref.mode_stats(points, clinic.centers(), clinic.STD)
    assert modes == 8
    printed("98.9 %", 1 - np.exp(-4.5))
    assert quality == pytest.approx(1 - np.exp(-4.5), abs=1e-3)
    assert kl < 1e-3
    assert shares.sum() == pytest.approx(quality)


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("illness", ["G in a hurry", "D too slow"])
def test_both_recipes_collapse_r1_is_no_cure_and_packing_helps(ref, tools, illness, seed):
    none, r1 = (found_modes(ref, tools, illness, cure, seed)[0] for cure in ("none", "R1"))
    assert none <= 2
    assert r1 <= 2
    packed = found_modes(ref, tools, illness, "packing", seed)
    assert packed[0] >= 3  # at least 1 % each, and
    assert packed[1] >= 6  # at least one good sample each
    assert packed[2] < 0.3  # although few are good after so short a training


@pytest.mark.parametrize("seed", [0, 1])
def test_a_d_in_a_hurry_is_cured_by_bounding_its_slope(ref, tools, seed):
    none = found_modes(ref, tools, "D in a hurry", "none", seed)
    assert none[0] <= 4
    for cure in ("R1", "WGAN-GP", "spectral norm") if seed == 0 else ("R1",):
        modes, _, quality, kl = found_modes(ref, tools, "D in a hurry", cure, seed)
        assert modes == 8
        assert kl < 0.05
        assert 0.1 < quality < 0.3  # about what points spread over the ring have
        assert none[2] > 1.5 * quality


def test_points_spread_over_the_ring_have_eight_modes_and_18_per_cent(ref):
    rng = np.random.default_rng(0)
    radius, angle = np.sqrt(rng.uniform(1.5**2, 2.5**2, 50_000)), rng.uniform(0, 2 * np.pi, 50_000)
    spread = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    modes, quality, kl, _ = ref.mode_stats(spread, clinic.centers(), clinic.STD)
    assert modes == 8
    by_chance = 8 * 0.3**2 / (2.5**2 - 1.5**2)
    printed(r"18\,\%", by_chance, within=r"$8\cdot0.3^2/(2.5^2 - 1.5^2) = 18\,\%$ of the points")
    assert quality == pytest.approx(by_chance, abs=0.006)
    assert kl < 0.01


def test_averaging_is_no_cure_of_a_collapse(ref, tools):
    assert found_modes(ref, tools, "D in a hurry", "EMA", 0)[0] <= 4


def test_a_collapsed_generator_hops(tools):
    patient, places = clinic.Patient("G in a hurry", "none", tools, 0), []
    for _ in range(5):
        samples = patient.train(40).sample()
        assert samples.std(axis=0).max() < 1.0  # the ring's is 1.4
        places.append(samples.mean(axis=0))
    assert np.linalg.norm(np.diff(places, axis=0), axis=1).max() > 1.5


def test_what_d_says_in_the_film_and_that_asking_changes_nothing(tools):
    patient, told = clinic.Patient("G in a hurry", "none", tools, 0), []
    for _ in range(20):
        told.append(patient.train(10).mean_d(patient.sample()))
    assert told[1] > 0.7  # at iteration 20
    assert all(0.4 < mean < 0.6 for mean in told[3:])  # from iteration 40 on
    said(NAME, "After the first 30 iterations the mean of D on the fakes stays between 0.4 and 0.6")
    for cure in ("spectral norm", "packing"):
        asked, left = (clinic.Patient("healthy", cure, tools, 0) for _ in range(2))
        assert 0 < asked.train(3).mean_d(asked.sample()) < 1
        np.testing.assert_array_equal(asked.train(3).sample(), left.train(6).sample())


def test_a_seed_fixes_a_patient_and_torch_is_left_alone(tools):
    torch.manual_seed(5)
    expected = torch.rand(1)
    torch.manual_seed(5)
    patients = [clinic.Patient("healthy", "EMA", tools, 3) for _ in range(2)]
    assert torch.equal(torch.rand(1), expected)
    patients[0].train(2).sample()
    np.testing.assert_array_equal(patients[0].train(2).sample(), patients[1].train(4).sample())
    assert patients[0].iteration == 4


@pytest.mark.parametrize("cure", clinic.CURES)
def test_every_cure_takes_a_step_in_every_illness(tools, cure):
    for illness in clinic.ILLNESSES:
        assert np.isfinite(clinic.Patient(illness, cure, tools).train(2).sample(10)).all()


def test_the_clinic_refuses_unknown_names(tools):
    with pytest.raises(ValueError, match="no illness 'cold'"):
        clinic.Patient("cold", "none", tools)
    with pytest.raises(ValueError, match="no cure 'tea'"):
        clinic.Patient("healthy", "tea", tools)
    with pytest.raises(ValueError, match="no cure 'tea'"):
        clinic.memorise("tea", tools)


@pytest.mark.parametrize("seed", [0, 1])
def test_d_memorises_and_a_bounded_slope_makes_it_milder(ref, tools, seed):
    trust = {}
    for cure in ("none", "R1", "spectral norm"):
        told = clinic.memorise(cure, tools, seed=seed)
        trust[cure] = told["training"].mean() - told["held_out"].mean()
        assert ref.memory_index(**told) == pytest.approx(1, abs=0.05)
    assert trust["none"] > 0.5
    assert max(trust["R1"], trust["spectral norm"]) < 0.8 * trust["none"]


# ---- labels and numbers that lie ------------------------------------------------------------------------------------


def test_one_sided_smoothing_keeps_a_slope_far_away_and_two_sided_does_not(ref):
    x = np.array([4.0, 8.0])
    p, q = np.exp(-(x**2) / 2), np.exp(-((x - 6) ** 2) / 2)
    logits = {
        labels: np.log(d / (1 - d)) for labels in ((0.9, 0.0), (0.9, 0.1)) for d in [ref.smoothed_d_star(p, q, *labels)]
    }
    assert logits[0.9, 0.0][0] - logits[0.9, 0.0][1] == pytest.approx(6 * (8 - 4), abs=0.1)  # ln p/q has slope 6
    np.testing.assert_allclose(logits[0.9, 0.1], np.log(0.1 / 0.9), atol=0.03)
    printed("-2.2", np.log(0.1 / 0.9), within=r"it levels off at $\ln(0.1/0.9) = -2.2$")


def test_the_truth_loses_the_parzen_contest(ref):
    rng = np.random.default_rng(0)
    test, truth = rng.normal(size=(2, 300, 30))
    for sigma in (0.3, 0.5, 0.7, 1.0):
        assert ref.parzen_ll(test, truth, sigma) < ref.parzen_ll(test, 0.5 * truth, sigma)
    best = ref.parzen_ll(test, np.zeros((1, 30)), 1.0)
    assert best > ref.parzen_ll(test, 0.5 * truth, 1.0)
    assert best == pytest.approx(np.mean(-np.sum(test**2, axis=1) / 2 - 15 * np.log(2 * np.pi)))


def test_twins(ref):
    said(NAME, "if among 23 people two share a birthday with probability ½, because there are only 365 days")
    coded(NAME, "0.507297", ref.twin_probability(23, 365))
    printed("988", ref.repertoire(37))
    said(NAME, "A generator with 1,000 equally likely pictures")
    said(NAME, "At $n = 37$ half of them have twins")
    assert ref.twin_probability(37, 1000) == pytest.approx(0.5, abs=0.02)


# ---- the recorded runs ----------------------------------------------------------------------------------------------

RECORDS = Path(runs.__file__).parent / "runs.npz"


@pytest.fixture(scope="module")
def recorder():
    spec = importlib.util.spec_from_file_location("record_runs", ROOT / "solutions" / NAME / "record_runs.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_answer_is_what_was_recorded(ref, recorder):
    assert ref.diagnosis() | {"P": "G's step detached"} == recorder.DEALT
    assert set(recorder.DEALT.values()) == set(ref.FAULTS)


def test_all_runs_have_the_same_entries_and_nothing_else():
    shapes = {}
    for letter in (*runs.LETTERS, runs.PRACTICE):
        run = runs.load(letter)
        shapes[letter] = {name: values.shape for name, values in run.items()}
        assert all(np.isfinite(values).all() for values in run.values())
    assert all(shape == shapes["A"] for shape in shapes.values())
    assert shapes["A"]["loss_d"] == (101,)
    assert shapes["A"]["samples"] == (4, 16, 12, 12)
    with zipfile.ZipFile(RECORDS) as archive:
        names = {info.filename for info in archive.infolist()}
    letters = (*runs.LETTERS, runs.PRACTICE)
    assert names == {f"{letter}/{name}.npy" for letter in letters for name in (*runs.MONITORS, "samples", "data")}
    assert RECORDS.stat().st_size < 300_000


def test_no_file_of_the_student_names_a_fault_beside_a_letter(recorder):
    text = (ROOT / "course" / "gancourse" / "recorded_runs" / "__init__.py").read_text("utf-8")
    assert not any(fault in text for fault in recorder.DEALT.values())
    content = RECORDS.read_bytes()
    assert not any(fault.encode() in content for fault in recorder.DEALT.values())


def late(letter):
    run = runs.load(letter)
    return {name: float(values[-25:].mean()) for name, values in run.items() if values.ndim == 1} | {
        "first": {name: float(values[0]) for name, values in run.items() if values.ndim == 1},
        "passes": float(run["passes"][-1]),
    }


def test_every_fault_shows_in_the_monitors_of_its_run(recorder):
    at = {fault: late(letter) for letter, fault in recorder.DEALT.items()}
    healthy, strong = at["healthy"], at["D too strong"]
    assert 0.5 < healthy["d_real"] < 0.8 > 0.5 > healthy["d_fake"] > 0.2
    assert abs(healthy["d_real"] - healthy["d_held_out"]) < 0.05
    assert healthy["fake_spread"] > 0.6 * healthy["real_spread"]
    assert at["k too large"]["passes"] == pytest.approx(20 * healthy["passes"], rel=0.01)
    printed("384", at["k too large"]["passes"], within="A: 384 passes")
    printed("4,802", at["D memorises"]["passes"], within="4,802 passes")
    printed("19", strong["passes"], within="H: 19 passes")
    assert at["D memorises"]["d_real"] - at["D memorises"]["d_held_out"] > 0.3
    assert strong["passes"] == healthy["passes"]
    assert strong["d_real"] > 0.85
    assert abs(strong["d_real"] - strong["d_held_out"]) < 0.05
    assert at["no tanh"]["fake_max"] > 2
    assert at["no tanh"]["fake_min"] < -2
    assert at["data range"]["real_max"] > 2 > 1.001 > at["data range"]["fake_max"]
    assert at["labels swapped"]["d_real"] < 0.01 < 0.99 < at["labels swapped"]["d_fake"]
    assert at["initialisation"]["first"]["loss_g"] > 50
    assert at["initialisation"]["first"]["fake_spread"] > 0.6
    assert at["collapse"]["fake_spread"] < 0.1 * at["collapse"]["real_spread"]
    twice = runs.load({fault: letter for letter, fault in recorder.DEALT.items()}["sigmoid twice"])
    for name in ("d_real", "d_held_out", "d_fake", "d_fake_after"):
        assert 0.5 <= twice[name].min() <= twice[name].max() <= 1 / (1 + np.exp(-1)) + 1e-6
    assert not runs.load("P")["grad_g"].any()
    assert np.array_equal(runs.load("P")["samples"][0], runs.load("P")["samples"][-1])


@pytest.mark.parametrize("letter", ["E", "F"])
def test_a_recording_reproduces(recorder, monkeypatch, letter):
    monkeypatch.setattr(recorder, "ITERATIONS", 48)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    again = recorder.record(recorder.DEALT[letter], recorder.SEEDS[letter])
    torch.set_num_threads(threads)
    stored = runs.load(letter)
    for name in runs.MONITORS:
        np.testing.assert_allclose(again[name], stored[name][:3], rtol=0.02, atol=1e-3)


def test_shapes_are_in_the_range_of_tanh_and_differ():
    images = runs.draw_shapes(500, np.random.default_rng(0))
    assert images.shape == (500, 12, 12)
    assert images.dtype == np.float32
    assert images.min() == -1
    assert images.max() == 1
    assert len(np.unique(images.reshape(500, -1), axis=0)) == 500
    border = np.concatenate([images[:, 0].ravel(), images[:, -1].ravel(), images[:, :, 0].ravel()])
    assert border.mean() < -0.95


@pytest.mark.parametrize("letter", runs.LETTERS)
def test_passes_count_rounds_and_not_steps_of_g(recorder, letter):
    fault, run = recorder.DEALT[letter], runs.load(letter)
    steps, images = (20 if fault == "k too large" else 1), (32 if fault == "D memorises" else 8000)
    np.testing.assert_allclose(run["passes"], (run["iteration"] + 1) * steps * 64 / images, rtol=1e-5)
    np.testing.assert_array_equal(run["iteration"], np.arange(0, 2401, 24))


def test_an_unknown_run_is_refused():
    with pytest.raises(ValueError, match="not 'Z'"):
        runs.load("Z")


def test_vital_signs_name_the_runs_of_the_prose(ref):
    signs = {
        letter: ref.vital_signs({name: runs.load(letter)[name] for name in ref.tiny_run}) for letter in runs.LETTERS
    }
    assert max(signs, key=lambda letter: signs[letter]["trust"]) == "C"
    assert max(signs, key=lambda letter: signs[letter]["above"]) == "B"
    assert min(signs, key=lambda letter: signs[letter]["variety"]) == "I"
    assert max(signs, key=lambda letter: signs[letter]["variety"]) == "G"


def test_ten_steps_of_d_cure_the_collapse_that_ten_steps_of_g_make():
    torch.set_num_threads(1)
    widest, found = [], []
    for k_d in (1, 10):
        game = Game(Settings(k_g=10, k_d=k_d, seed=2))
        looker = Looker(game)
        for _ in range(100):
            game.iterate()
        widest.append(looker.look().fake.std(axis=0).max())
        found.append(looker.measure().modes)
    assert widest[0] < 0.6  # one cloud; the ring has a standard deviation of 1.4
    assert widest[1] > 1.0
    assert found[0] <= 2 < 5 < found[1]
