"""The numbers and claims of 08-diagnosis, computed with the reference answers; its clinic and what was recorded."""

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
from gancourse import plots, recorded_cures
from gancourse import recorded_runs as runs
from gancourse.games import clinic
from gancourse.games.ward import Stack, Ward
from gancourse.playground import Game, Settings
from gancourse.playground.look import Looker

NAME = "08-diagnosis"
printed = functools.partial(assignments.printed, NAME)
# Short trainings: the recorded ones are longer.
ROUNDS = {"G in a hurry": 200, "D too slow": 800, "D in a hurry": 150}


@pytest.fixture(scope="module")
def ref():
    return reference_of(NAME)


@pytest.fixture(scope="module")
def tools(ref):
    return clinic.Tools(pack=ref.pack)


# ---- collapse and the clinic ----------------------------------------------------------------------------------------


def found_modes(ref, tools, illness, cure, seed):
    samples = clinic.Patient(illness, cure, tools, seed).train(ROUNDS[illness]).sample()
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


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.parametrize("illness", ["G in a hurry", "D too slow"])
def test_both_recipes_collapse_r1_is_no_cure_and_packing_helps(ref, tools, illness, seed):
    none, r1 = (found_modes(ref, tools, illness, cure, seed)[0] for cure in ("none", "R1"))
    assert none <= 2
    assert r1 <= 2
    packed = found_modes(ref, tools, illness, "packing", seed)
    assert packed[0] >= 3  # at least 1 % each, and
    assert packed[1] >= 6  # at least one good sample each
    assert packed[2] < 0.3  # although few are good after so short a training


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.long)])
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
    modes, quality, kl, shares = ref.mode_stats(spread, clinic.centers(), clinic.STD)
    assert modes == 8
    by_chance = 8 * 0.3**2 / (2.5**2 - 1.5**2)
    printed(r"18\,\%", by_chance, within=r"$8\cdot0.3^2/(2.5^2 - 1.5^2) = 18\,\%$ of the points")
    assert quality == pytest.approx(by_chance, abs=0.006)
    assert kl < 0.01
    printed("0.18", ref.score(shares), within="the score is 0.18: by chance")


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
        clinic.memorise("tea")
    with pytest.raises(ValueError, match="no 'cold' under 'none'"):
        Ward("cold", "none")
    with pytest.raises(ValueError, match="no record of 'healthy' under 'none'"):
        recorded_cures.load("healthy", "none")


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.long)])
def test_d_memorises_and_a_bounded_slope_makes_it_milder(ref, tools, seed):
    trust = {}
    for cure in ("none", "R1", "spectral norm"):
        told = clinic.memorise(cure, seed=seed)
        trust[cure] = told["training"].mean() - told["held_out"].mean()
        assert ref.memory_index(**told) == pytest.approx(1, abs=0.05)
    assert trust["none"] > 0.5
    assert max(trust["R1"], trust["spectral norm"]) < 0.8 * trust["none"]


# ---- illness × cure -------------------------------------------------------------------------------------------------


def scores(ref, illness, cure):
    return ref.score(recorded_cures.load(illness, cure)[:, -1])


def test_the_score_is_1_for_a_perfect_generator_and_low_for_what_looks_good(ref):
    assert ref.score(np.full(8, 1 / 8)) == pytest.approx(1)
    assert ref.score(np.eye(8)[3]) == pytest.approx(1 / 8)
    points = clinic.ring(100_000, np.random.default_rng(0)).astype(float)
    assert ref.score(ref.mode_stats(points, clinic.centers(), clinic.STD)[3]) > 0.98
    np.testing.assert_allclose(
        recorded_cures.counts(points) / len(points), ref.mode_stats(points, clinic.centers(), clinic.STD)[3]
    )


def test_beds_do_not_feel_each_other_and_each_cure_takes_steps():
    for illness in recorded_cures.ILL:
        for cure in clinic.CURES:
            samples = Ward(illness, cure, beds=3).train(2).sample(20)
            assert samples.shape == (3, 20, 2)
            assert np.isfinite(samples).all()
            assert not np.allclose(samples[0], samples[1])
    first, again = (Ward("healthy", "R1", beds=2, seed=4).train(3).sample(10) for _ in range(2))
    np.testing.assert_array_equal(first, again)
    ward = Ward("healthy", "R1", beds=2)
    loss = ward.D(torch.ones(2, 4, 2))[0].sum()
    loss.backward()
    assert not any(p.grad[1].any() for p in ward.D.parameters())


def test_a_stack_with_spectral_norm_stretches_no_vector_by_more_than_1():
    stack = Stack(2, (2, 16, 1), np.random.default_rng(0), spectral=True)
    for _ in range(60):
        stack(torch.zeros(2, 1, 2))
    for layer, weight in enumerate(stack.weights):
        exact = torch.linalg.matrix_norm(weight.detach(), 2)
        torch.testing.assert_close(stack._stretch(layer, weight).detach()[:, 0, 0], exact, rtol=1e-4, atol=1e-5)


def test_the_beginning_of_a_record_is_made_again():
    spec = importlib.util.spec_from_file_location("record_cures", ROOT / "solutions" / NAME / "record_cures.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    again = module.record("D in a hurry", "none", checkpoints=1) / recorded_cures.SAMPLES
    torch.set_num_threads(threads)
    np.testing.assert_allclose(again[:, 0], recorded_cures.load("D in a hurry", "none")[:, 0], atol=0.05)


def test_what_the_prose_says_of_the_table(ref):
    ends = {(i, c): scores(ref, i, c) for i in recorded_cures.ILL for c in recorded_cures.treatments()}
    modes = {
        (i, c): (recorded_cures.load(i, c)[:, -1] >= 0.01).sum(axis=1)
        for i in recorded_cures.ILL
        for c in recorded_cures.treatments()
    }
    hurry, steep = "G in a hurry", "D in a hurry"
    printed("0.37", ends[steep, "none"].mean(), within="Untreated, the score is 0.37")
    helped = {"R1": "0.51", "spectral norm": "0.52", "WGAN-GP": "0.58", "packing": "0.64"}
    there = "With R1 it is 0.51, with spectral normalisation 0.52, with WGAN-GP 0.58 and with packs 0.64"
    for cure, token in helped.items():
        printed(token, ends[steep, cure].mean(), within=there)
        assert (modes[steep, cure] == 8).all()
    said(NAME, "all twenty of these trainings have all eight modes")
    assert set(modes[steep, "none"]) == {3, 4}
    said(NAME, "The standard deviations are 0.05 and less")
    assert max(ends[steep, cure].std(ddof=1) for cure in ("none", *helped)) < 0.05
    assert [cure for cure in clinic.CURES if ends[steep, cure].mean() > 0.5] == [
        "R1",
        "WGAN-GP",
        "spectral norm",
        "packing",
    ]

    said(NAME, "All forty trainings without packs end with one mode or with none")
    without = [modes[hurry, cure] for cure in clinic.CURES if cure != "packing"]
    assert np.size(without) == 40
    assert np.max(without) <= 1
    said(NAME, "With packs every training has at least four modes")
    assert modes[hurry, "packing"].min() == 4
    printed("0.22", ends[hurry, "packing"].mean(), within="Its score is 0.22, though")

    said(NAME, "two of five trainings find their way out by themselves, with R1 two as well")
    for cure in ("none", "R1"):
        luck = ends["D too slow", cure]
        assert (luck > 0.3).sum() == 2
        assert luck.std(ddof=1) > 0.75 * luck.mean()
    there = "With packs four of five have six modes or more, and the mean score is 0.22, where it was 0.21"
    assert (modes["D too slow", "packing"] >= 6).sum() == 4
    printed("0.22", ends["D too slow", "packing"].mean(), within=there)
    printed("0.21", ends["D too slow", "none"].mean(), within=there)

    printed("0.37", ends[steep, "EMA"].mean(), within="0.37 against a $D$ in a hurry, as without it")
    there = "0.22 is left of the 0.37"
    printed("0.22", ends[steep, "TTUR"].mean(), within=there)
    printed("0.37", ends[steep, "none"].mean(), within=there)
    there = "0.64 is far above the 0.18 of points that are spread over the ring, and far below the 0.97 that as many"
    printed("0.64", max(end.mean() for end in ends.values()), within=there)
    samples = [clinic.ring(recorded_cures.SAMPLES, np.random.default_rng(seed)).astype(float) for seed in range(20)]
    perfect = [ref.score(ref.mode_stats(x, clinic.centers(), clinic.STD)[3]) for x in samples]
    printed("0.97", np.mean(perfect), within=there)


def test_every_treatment_of_the_clinic_is_recorded():
    assert recorded_cures.treatments() == tuple(clinic.CURES)


def test_the_table_has_a_mean_and_a_spread_in_each_field(ref):
    words = plots.alt_text(recorded_cures.matrix_figure(ref.score)) or ""
    assert words.count("±") == 3 * len(recorded_cures.treatments())
    for illness in recorded_cures.ILL:
        for cure in recorded_cures.treatments():
            assert recorded_cures.load(illness, cure).shape == (5, 10, 8)


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
    p, q = np.ones(1), np.ones(1)
    there = "At p = q it gives 0.474 for α = 0.9; smoothing gives 0.45"
    printed("0.474", 0.9 / 1.9, within=there)
    printed("0.45", float(ref.smoothed_d_star(p, q, 0.9)[0]), within=there)


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
    printed("1.177", np.sqrt(2 * np.log(2)), within=r"n = \sqrt{2\ln 2\cdot N} = 1.177\sqrt N$")
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
    printed("1,536", at["k too large"]["passes"], within="A: 1,536 passes")
    printed("19,202", at["D memorises"]["passes"], within="19,202 passes")
    printed("77", strong["passes"], within="H: 77 passes")
    there = "D(x) near 1 for the first thousand iterations and still 0.83 in the last quarter"
    printed("0.83", strong["d_real"], within=there)
    won = runs.load({fault: letter for letter, fault in recorder.DEALT.items()}["D too strong"])
    assert won["d_real"][3:11].min() > 0.9
    printed("0.42", at["D memorises"]["d_held_out"], within="held-out images near 0.42")
    for token, name in {"0.6": "d_real", "0.4": "d_fake"}.items():
        printed(token, healthy[name], within="E: D near 0.6 and 0.4")
    for name in ("loss_d", "loss_g"):
        printed("1.1", healthy[name], within="both losses near 1.1")
    printed("0.8", healthy["fake_spread"] / healthy["real_spread"], within="variety 0.8")
    by_heart = at["D memorises"]["d_real"] - at["D memorises"]["d_held_out"]
    assert by_heart > 0.3
    assert strong["passes"] == healthy["passes"]
    assert strong["d_real"] > healthy["d_real"] + 0.2
    assert abs(strong["d_real"] - strong["d_held_out"]) < 0.2 * by_heart
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
    monkeypatch.setattr(recorder, "ITERATIONS", 2 * recorder.EVERY)
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
    np.testing.assert_array_equal(run["iteration"], np.arange(0, 9601, 96))


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
    assert max(signs, key=lambda letter: signs[letter]["variety"]) == "B"


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
