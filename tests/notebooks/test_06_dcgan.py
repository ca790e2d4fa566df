"""The numbers and claims of 06-dcgan, computed with the reference answers, and what the notebook needs around them."""

from __future__ import annotations

import functools
import itertools
import math
import os
import subprocess
import sys

import assignments
import numpy as np
import pytest
import torch
import torch.nn.functional as F  # noqa: N812
from assignments import cell_with, coded, output_of, reference_of, said, source_of
from gancourse import check, data, machine, metrics, pictures, plots, training
from gancourse.check import CheckFailed, image_spies
from gancourse.data import images as images_module
from scipy.stats import chi
from torch import nn

from autograder.authoring.tryout import try_answer
from autograder.course import Course
from autograder.source.assignment import stub

NAME = "06-dcgan"
printed = functools.partial(assignments.printed, NAME)


@pytest.fixture(scope="module")
def ref():
    return reference_of(NAME)


def weights(network):
    return sum(parameter.numel() for parameter in network.parameters())


# ---- networks -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nc", "nz", "f", "size"),
    [(3, 100, 64, 64), (1, 100, 64, 64), (1, 100, 32, 32), (1, 64, 16, 32), (1, 100, 64, 32), (3, 100, 32, 64)],
)
def test_parameter_counts_of_the_published_dcgan(ref, nc, nz, f, size):
    """16 for each pair of channels that a layer joins, and two for each channel that is normalised."""
    said(NAME, "channels in · channels out · 16")
    hidden = [f * size // 8 >> halvings for halvings in range((size // 8).bit_length())]
    joined = sum(a * b for a, b in itertools.pairwise(hidden))
    assert hidden[-1] == f
    assert weights(ref.build_generator(nz, f, nc, size)) == 16 * (nz * hidden[0] + joined + f * nc) + 2 * sum(hidden)
    assert weights(ref.build_discriminator(f, nc, size)) == 16 * (nc * f + joined + hidden[0]) + 2 * sum(hidden[:-1])


def test_parameter_counts_that_are_told(ref):
    printed("3,576,704", weights(ref.build_generator(100, 64, 3, 64)))
    coded(NAME, "3_576_704", weights(ref.build_generator(100, 64, 3, 64)))
    coded(NAME, "2_765_568", weights(ref.build_discriminator(64, 3, 64)))
    coded(NAME, "106_976", weights(ref.build_generator(64, 16, 1, 32)))
    coded(NAME, "42_432", weights(ref.build_discriminator(16, 1, 32)))


def test_both_networks_compute_what_the_packages_own_do(ref):
    from gancourse import dcgan

    probe = image_spies.spy_on_network
    for size in (8, 16, 32):
        mine = probe(ref.build_generator, (5, 2, 3, size), (5, 1, 1), seed=size)
        theirs = probe(dcgan.build_generator, (5, 2, 3, size), (5, 1, 1), seed=size)
        np.testing.assert_allclose(mine["train"], theirs["train"], rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(mine["eval"], theirs["eval"], rtol=1e-9, atol=1e-12)
        mine = probe(ref.build_discriminator, (2, 3, size), (3, size, size), seed=size)
        theirs = probe(dcgan.build_discriminator, (2, 3, size), (3, size, size), seed=size)
        np.testing.assert_allclose(mine["train"].ravel(), theirs["train"].ravel(), rtol=1e-9, atol=1e-12)


def test_batch_norm_is_that_of_torch(ref):
    rng = np.random.default_rng(1)
    for training_mode in (True, False):
        x = torch.from_numpy(rng.normal(size=(3, 4, 2, 5)))
        weight, bias, mean, var = (torch.from_numpy(rng.uniform(0.5, 2, size=4)) for _ in range(4))
        running = mean.clone(), var.clone()
        expected = F.batch_norm(x, *running, weight, bias, training_mode, 0.3, 0.01)
        made = ref.batch_norm(x, weight, bias, mean, var, training_mode, 0.3, 0.01)
        for mine, theirs in zip(made, (expected, *running), strict=True):
            torch.testing.assert_close(mine, theirs)


def test_a_probe_refuses_what_is_no_network():
    with pytest.raises(CheckFailed, match="returned NoneType, not a module"):
        image_spies.spy_on_network(lambda: None, (), (1,))


def test_a_probe_gives_equal_weights_to_equal_networks_written_differently():
    class Odd(nn.Module):
        def __init__(self):
            super().__init__()
            self.norm, self.conv = nn.BatchNorm2d(3), nn.Conv2d(2, 3, 3, bias=False)

        def forward(self, x):
            return F.relu(self.norm(self.conv(x)))

    plain = nn.Sequential(nn.Conv2d(2, 3, 3, bias=False), nn.BatchNorm2d(3), nn.ReLU())
    made = [image_spies.spy_on_network(lambda n=n: n, (), (2, 6, 6), seed=4) for n in (Odd(), plain)]
    np.testing.assert_array_equal(made[0]["train"], made[1]["train"])
    assert made[0]["chain"] == made[1]["chain"] == "3×4"


def test_scales_of_batchnorm_around_0_print_grey(ref):
    spread = []
    for mean in (1.0, 0.0):
        torch.manual_seed(0)
        network = ref.build_generator(64, 16, 1, 32).apply(ref.weights_init)
        for module in network.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.weight.data += mean - 1
        spread.append(network(torch.randn(64, 64, 1, 1)).std().item())
    assert spread[0] > 50 * spread[1]


# ---- random numbers are right ---------------------------------------------------------------------------------------


def test_right_normal_numbers_pass():
    for seed in range(300):
        check.normal(np.random.default_rng(seed).normal(1.0, 0.02, size=4096), 1.0, 0.02)


@pytest.mark.parametrize(
    ("draw", "what"),
    [
        (lambda rng, n: rng.normal(0.0, 0.2, n), "standard deviation"),
        (lambda rng, n: rng.normal(0.0, 0.023, n), "standard deviation"),
        (lambda rng, n: rng.normal(0.003, 0.02, n), "mean"),
        (lambda rng, n: rng.uniform(-0.02 * 3**0.5, 0.02 * 3**0.5, n), "shape of the distribution"),
        (lambda rng, n: np.zeros(n), "standard deviation"),
    ],
)
def test_other_numbers_do_not_pass_and_the_message_says_why(draw, what):
    with pytest.raises(CheckFailed, match=f"the {what} does not fit"):
        check.normal(draw(np.random.default_rng(0), 8192), 0.0, 0.02)


def test_normal_wants_a_row_of_numbers():
    with pytest.raises(CheckFailed, match="a row of numbers was expected"):
        check.normal(np.zeros((2, 2)), 0.0, 1.0)


# ---- data, losses, steps --------------------------------------------------------------------------------------------


def test_the_round_trip_is_exact_and_agrees_with_the_package(ref):
    levels = torch.arange(256, dtype=torch.uint8).reshape(1, 1, 16, 16)
    assert torch.equal(ref.to_bytes(ref.to_unit(levels, 16)), levels)
    torch.testing.assert_close(ref.to_unit(levels, 16), data.to_unit(levels))
    there = "black becomes −0.42 and white 2.82"
    printed("−0.42", (0 - 0.1307) / 0.3081, within=there)  # by the mean and the deviation of MNIST
    printed("2.82", (1 - 0.1307) / 0.3081, within=there)
    framed = ref.to_unit(levels[..., :13], 32)
    assert framed[0, 0, 0, 0] == -1


def test_some_levels_are_lost_without_rounding_as_the_prose_says(ref):
    """The cell casts; here it is asked which levels come back just below themselves."""
    said(NAME, "Without rounding, float32 sends some of the 256 levels one down")
    levels = torch.arange(256, dtype=torch.uint8).reshape(1, 1, 16, 16)
    back = (ref.to_unit(levels, 16).ravel() + 1) * 127.5
    lost = int((back < torch.arange(256)).sum())
    assert 0 < lost < 256
    assert torch.equal(back.round(), torch.arange(256.0))
    told = output_of(
        cell_with(NAME, 'print(f"without rounding'), torch=torch, to_unit=ref.to_unit, to_bytes=ref.to_bytes
    )
    assert f"without rounding {lost} of 256 values change" in told


def test_losses_are_those_of_torch_and_know_ln_2(ref):
    real, fake = torch.randn(7, 1), torch.randn(5, 1)
    bce = F.binary_cross_entropy_with_logits
    torch.testing.assert_close(
        ref.d_loss(real, fake), bce(real, torch.ones_like(real)) + bce(fake, torch.zeros_like(fake))
    )
    torch.testing.assert_close(ref.g_loss(fake), bce(fake, torch.ones_like(fake)))
    there = r"$L_D = 2\ln 2 = 1.386$ and $L_G = \ln 2 = 0.693$"
    printed("1.386", ref.d_loss(torch.zeros(3), torch.zeros(3)).item(), within=there)
    printed("0.693", ref.g_loss(torch.zeros(3)).item(), within=there)


def test_a_sigmoid_too_many_and_the_loss_of_a_d_that_cannot_tell():
    twice = torch.nn.functional.binary_cross_entropy_with_logits
    half = torch.tensor([0.5], dtype=torch.float64)
    there = "gives 0.474 and 0.974 instead of 0.693 at a logit of 0"
    printed("0.474", float(twice(half, torch.ones_like(half))), within=there)
    printed("0.974", float(twice(half, torch.zeros_like(half))), within=there)
    printed("0.693", np.log(2), within=there)
    printed("1.39", 2 * np.log(2), within="*my loss is stuck near 1.39, is it broken?*")


def test_in_bfloat16_a_sigmoid_is_exactly_1_from_where_the_prose_says():
    s = torch.arange(0, 0x7F80, dtype=torch.int16).view(torch.bfloat16)  # every finite one that is not negative
    printed("6.25", s[torch.sigmoid(s) == 1].min().item())


def test_what_fresh_noise_for_g_costs(ref):
    """Counted, not timed: the same on every machine."""

    G, D, z = ref.build_generator(64, 16, 3, 32), ref.build_discriminator(16, 3, 32), torch.zeros(4, 64, 1, 1)  # noqa: N806
    opt_g, opt_d = (torch.optim.SGD(one.parameters(), 0.0) for one in (G, D))
    with ref.FlopCounterMode(display=False) as counter:
        ref.train_step(G, D, opt_g, opt_d, torch.zeros(4, 3, 32, 32), lambda m: z)
        step = counter.get_total_flops()
        G(z)
        one_pass = counter.get_total_flops() - step
    printed("8 %", one_pass / step)
    told = output_of(cell_with(NAME, "def step_flops"), **ref.__dict__)
    assert told == f"with the fakes of D's turn a step costs {one_pass / step:.0%} less\n"


def test_a_generator_that_is_kept_comes_back_and_one_without_running_means_does_not(ref):
    probe, how = image_spies.spy_on_keeping, (5, 2, 1, 16)
    good = probe(ref.keep, ref.bring_back, ref.build_generator, how, seed=3)
    assert not any(good[key] for key in ("code", "training", "asks", "mode_moved", "weights_moved"))

    def weights_only(G, how):  # noqa: N803
        fresh = ref.build_generator(*how)
        fresh.load_state_dict(dict(G.named_parameters()), strict=False)
        return ref.keep(fresh, how)

    lost = probe(weights_only, ref.bring_back, ref.build_generator, how, seed=3)
    assert not np.allclose(good["drawn"], lost["drawn"], atol=1e-3)


def test_what_could_run_code_when_it_is_loaded_is_told_apart(ref):
    import io
    import pickle

    def whole(G, how):  # noqa: N803
        buffer = io.BytesIO()
        torch.save(G, buffer)
        return buffer.getvalue()

    def loads(content):
        return torch.load(io.BytesIO(content), weights_only=False).eval()

    probe = image_spies.spy_on_keeping
    assert probe(whole, loads, ref.build_generator, (4, 2, 1, 8))["code"]
    assert probe(lambda network, how: pickle.dumps(network), pickle.loads, ref.build_generator, (4, 2, 1, 8))["code"]
    with pytest.raises(CheckFailed, match="returned dict, not a module"):
        probe(ref.keep, lambda content: {}, ref.build_generator, (4, 2, 1, 8))


def test_an_image_of_a_seed_is_the_same_in_any_company(ref):
    made = [
        image_spies.spy_on_drawing(ref.draw_for, ref.keep, ref.build_generator, (5, 2, 3, 8), seeds, seed=1)
        for seeds in ([7, 2, 7], [7])
    ]
    np.testing.assert_array_equal(made[0]["images"][0], made[1]["images"][0])
    np.testing.assert_array_equal(made[0]["images"][0], made[0]["images"][2])
    assert not np.array_equal(made[0]["images"][0], made[0]["images"][1])


def test_the_step_of_the_two_parameter_gan_by_its_formula(ref):
    def sigma(s):
        return 1 / (1 + math.exp(-s))

    def by_hand(theta, psi, x, z, fresh, rate=0.1):
        psi = psi + rate * (sigma(-psi * x) * x - sigma(psi * theta * z) * theta * z)
        return theta + rate * sigma(-psi * theta * fresh) * psi * fresh, psi

    made = image_spies.spy_on_two_parameters(ref.train_step, [1.0], [[1.0], [2.0]], 0.5, 1.0)
    theta, psi = by_hand(0.5, 1.0, 1.0, 1.0, 2.0)
    assert (made["theta"], made["psi"]) == pytest.approx((theta, psi), rel=1e-6)
    printed("0.553727", theta)
    printed("0.995771", psi)
    assert made["noise"] == [1, 1]


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ("D(G(noise(m)).detach())", "g_gradients_touched"),
        ("    opt_d.zero_grad()\n", None),
        ("torch.no_grad()", "attached"),
    ],
)
def test_the_step_probe_sees_what_leaks(ref, wrong, key):
    code = next(cell.cell.source for cell in source_of(NAME).cells if cell.grade_id == "train-step")
    assert wrong in code
    repaired = {"D(G(noise(m)).detach())": "D(G(noise(m)))", "torch.no_grad()": "torch.enable_grad()"}.get(wrong, "")
    names = dict(ref.__dict__)
    exec(code.replace(wrong, repaired), names)
    good = image_spies.spy_on_train_step(ref.train_step, steps=2, leftovers=0.5)
    bad = image_spies.spy_on_train_step(names["train_step"], steps=2, leftovers=0.5)
    assert not good["g_gradients_touched"]
    assert not good["attached"]
    if key:
        assert bad[key]
        np.testing.assert_allclose(bad["theta_d"], good["theta_d"])  # the weights do not tell
    else:
        assert not np.allclose(bad["theta_d"], good["theta_d"])


def test_the_step_probe_sees_who_waits_for_the_graphics_card(ref):
    def waiting(*args):
        return torch.tensor([float(one) for one in ref.train_step(*args)])

    item = torch.Tensor.item
    good, bad = (image_spies.spy_on_train_step(step) for step in (ref.train_step, waiting))
    assert [good["waited"], bad["waited"]] == [False, True]
    assert good["shape"] == [4]
    assert image_spies.spy_on_train_step(lambda *args: tuple(ref.train_step(*args)))["shape"] == []
    assert torch.Tensor.item is item


def test_the_step_trains_inside_the_package_s_loop(ref):
    images = data.tiny_images(64, 16)
    torch.manual_seed(0)
    generator = ref.build_generator(8, 4, 1, 16).apply(ref.weights_init)
    discriminator = ref.build_discriminator(4, 1, 16).apply(ref.weights_init)

    def step(G, D, opt_g, opt_d, x, z):  # noqa: N803
        four = ref.train_step(G, D, opt_g, opt_d, x, lambda m: torch.randn(m, 8, 1, 1))
        return dict(zip(("d_loss", "g_loss", "d_real", "d_fake"), four, strict=True))

    settings = training.preset("tiny", steps=6, nz=8)
    run = training.train(
        images, settings, generator=generator, discriminator=discriminator, step=step, device="cpu", progress=False
    )
    assert run.history[-1].step == 6
    assert 0 < run.history[-1].d_real < 1
    assert pictures.read_log(run.log())[-1].g_loss == pytest.approx(run.history[-1].g_loss, rel=1e-5)


# ---- samples and walks ----------------------------------------------------------------------------------------------


def test_a_sample_depends_on_its_seed_only(ref):
    made = [
        image_spies.spy_on_sample(ref.sample, n, 5, 3, training=mode, others=others)
        for n, mode, others in ((4, True, 0), (4, False, 9))
    ]
    np.testing.assert_array_equal(made[0]["images"], made[1]["images"])
    assert [one["training_after"] for one in made] == [True, False]
    assert not any(one[key] for one in made for key in ("ran_in_training", "ran_with_grad", "torch_moved"))


def test_lengths_of_noise(ref):
    printed("10", chi(100).mean(), within=r"for $d = 100$ it is $10 \pm 0.7$")
    printed("0.7", chi(100).std(), within=r"for $d = 100$ it is $10 \pm 0.7$")
    printed("30 %", 1 - 2**-0.5, within="some 30 % shorter", to=0.1)
    printed("7.1", chi(100).mean() / np.sqrt(2))  # the middle of two such vectors is normal with half the variance
    rng = np.random.default_rng(0)
    z0, z1 = rng.normal(size=(2, 2000, 100))
    u, v = z0[0] / np.linalg.norm(z0[0]), z1[0] / np.linalg.norm(z1[0])
    for t in np.linspace(0, 1, 7):
        assert np.linalg.norm(ref.slerp(8 * u, 8 * v, t)) == pytest.approx(8)
    np.testing.assert_allclose(ref.slerp(u, v, 0.0), u)
    np.testing.assert_allclose(ref.slerp(u, v, 1.0), v)


# ---- metrics --------------------------------------------------------------------------------------------------------


def test_fid_is_that_of_the_package(ref):
    rng = np.random.default_rng(2)
    for n, m, d in ((50, 60, 4), (5, 7, 10)):
        a, b = rng.normal(size=(n, d)), rng.normal(0.5, 2, size=(m, d))
        assert ref.fid(a, b) == pytest.approx(metrics.fid(torch.from_numpy(a), torch.from_numpy(b)), rel=1e-6, abs=1e-6)
        assert ref.fid(a, a) == pytest.approx(0, abs=1e-5)


def test_measures_of_identical_and_disjoint_sets(ref):
    rng = np.random.default_rng(3)
    a, far = rng.normal(size=(60, 5)), rng.normal(30, 1, size=(60, 5))
    assert ref.precision_recall(a, a) == (1.0, 1.0)
    assert ref.precision_recall(a, far) == (0.0, 0.0)
    assert ref.kid(a, far) > 1000
    assert ref.c2st(a, far, ref.nearest_label)[0] == 1.0
    assert ref.fid(a, far) > 1000


def test_one_outlier_s_ball_makes_a_caricature_precise(ref):
    rng = np.random.default_rng(5)
    real = np.concatenate([rng.normal(size=(60, 2)), [[40.0, 0.0]]])
    fake = rng.normal([25.0, 0.0], 1.0, size=(50, 2))
    assert metrics.fullest_ball(real, fake) == (60, 1.0)
    assert ref.precision_recall(real, fake) == (1.0, 0.0)
    assert ref.precision_recall(real[:-1], fake)[0] == 0.0


@pytest.mark.long
@pytest.mark.parametrize(("name", "most"), [("fashion-mnist", 1), ("faces", 10)])
def test_the_caricature_owes_its_precision_to_a_few_images(ref, name, most):
    said(
        NAME,
        "With Fashion-MNIST one image is enough, with the faces a few, and the precision of real images hardly changes",
    )
    images, held_out = data.load_images(name, 32), data.load_images(name, 32, part="test", count=1000)
    features = metrics.features_for(images)
    real, other = (features(held_out.pixels[i : i + 500]).numpy() for i in (0, 500))
    mean = images.pixels[:500].float().mean(dim=0, keepdim=True).expand(500, -1, -1, -1)
    grain = 20 * torch.randn(mean.shape, generator=torch.Generator().manual_seed(0))
    caricature = features((mean + grain).clamp(0, 255).to(torch.uint8)).numpy()
    before, rest = ref.precision_recall(real, other)[0], real
    assert ref.precision_recall(real, caricature)[0] > 0.5
    while ref.precision_recall(rest, caricature)[0] >= 0.5:
        rest = np.delete(rest, metrics.fullest_ball(rest, caricature)[0], axis=0)
    assert 0 < len(real) - len(rest) <= most
    assert abs(ref.precision_recall(rest, other)[0] - before) < 0.03
    assert ref.precision_recall(real, caricature)[1] == 0
    assert ref.precision_recall(real, other)[1] > 0.8


@pytest.mark.long
def test_the_features_of_the_faces_come_with_the_course(tmp_path, monkeypatch):
    """Where nothing is in the cache but the faces themselves, which take a while to draw."""
    said(NAME, "for Fashion-MNIST and for the faces with 32 pixels it comes with the course")
    faces = data.load_images("faces", 32)
    monkeypatch.setattr(metrics, "cache_folder", lambda: tmp_path)
    features = metrics.features_for(faces)(faces.pixels[:1000])
    assert not list(tmp_path.iterdir()), "they were trained here"
    assert features.mean(0).abs().max() < 0.2
    assert features.std(0).sub(1).abs().max() < 0.2


def test_the_floors_of_the_prose(ref):
    rng = np.random.default_rng(4)
    floors = {n: [ref.fid(*rng.normal(size=(2, n, 64))) for _ in range(3)] for n in (70, 250, 1000)}
    assert np.mean(floors[70]) > 2.5 * np.mean(floors[250]) > 6 * np.mean(floors[1000]) > 0
    for n in (70, 250, 1000):
        kids = [ref.kid(*rng.normal(size=(2, n, 16))) for _ in range(20)]
        assert abs(np.mean(kids)) < 4 * np.std(kids) / np.sqrt(20)  # unbiased: the mean is 0
    z = [ref.c2st(*rng.normal(size=(2, 100, 3)), ref.linear_label)[1] for _ in range(60)]
    assert abs(np.mean(z)) < 0.6
    assert np.max(np.abs(z)) < 4.5
    same, also = rng.normal(size=(2, 200, 3))
    rows, labels = np.concatenate([same, also]), np.repeat([1.0, 0.0], 200)
    assert np.mean(ref.nearest_label(rows, labels)(rows) == labels) == 1.0  # by heart


def test_two_faults_that_precision_and_recall_tell_apart(ref):
    rng = np.random.default_rng(1)
    centres = np.array([[-3.0, 0.0], [3.0, 0.0]])
    real = rng.normal(size=(400, 2)) + centres[rng.integers(2, size=400)]
    one_mode = rng.normal(size=(400, 2)) * 0.9 + centres[0]
    wide = 2.5 * rng.normal(size=(400, 2)) + centres[rng.integers(2, size=400)]
    (precise, covered), (loose, complete) = (ref.precision_recall(real, fake) for fake in (one_mode, wide))
    assert precise > 0.95 > 0.6 > covered
    assert complete > 0.95 > 0.8 > loose


# ---- around the notebook --------------------------------------------------------------------------------------------


def test_without_any_data_set_shapes_are_drawn_and_it_says_how_to_get_others(monkeypatch, tmp_path, capsys):
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    monkeypatch.chdir(tmp_path)

    def nothing(name, size, **options):
        if name != "shapes":
            raise data.DataError(f"{name} is missing.")
        return data.tiny_images(20, size)

    monkeypatch.setattr(data, "load_images", nothing)
    images = pictures.first_available(16)
    assert images.pixels.shape == (20, 1, 16, 16)
    missing = [f"{name} is missing." for name in ("faces", "fashion-mnist", "mnist")]
    assert capsys.readouterr().out.splitlines() == missing


def test_people_who_do_not_exist_come_first_where_they_can_be_drawn(monkeypatch, tmp_path):
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    monkeypatch.setenv("GANCOURSE_DATA", str(tmp_path))
    monkeypatch.setitem(images_module.FACES, "train", 20)
    images = pictures.first_available(16)
    assert (images.name, tuple(images.pixels.shape)) == ("faces", (20, 3, 16, 16))
    said(NAME, "10,000 *people who don't exist*")
    monkeypatch.undo()
    assert images_module.FACES["train"] == 10_000


def test_while_graded_the_same_few_shapes_everywhere(monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert machine.graded()
    images = pictures.first_available()
    assert (images.name, tuple(images.pixels.shape)) == ("shapes", (pictures.GRADED, 1, 32, 32))
    monkeypatch.delenv("NBGRADER_EXECUTION")
    assert not machine.graded()


def test_figures_say_their_numbers():
    pixels = data.tiny_images(10, 16).pixels
    assert "10 images in rows of 5: shapes" in plots.alt_text(pictures.sheet_figure(pixels, 5, "shapes"))
    fig = pictures.neighbours_figure(pixels[:3], pixels[3:6], [1.0, 22.4, 7.5])
    assert "the distances are 1, 22, 8 grey levels" in plots.alt_text(fig)
    reports = [training.Report(step, 1.0, 100.0, 1.2, 0.9, 0.6, 0.4) for step in (1, 50)]
    assert "After 50 steps D(x) is 0.60" in plots.alt_text(pictures.monitors_figure(reports))
    colour = pixels.expand(-1, 3, -1, -1)
    assert pictures.tile(colour, 5).shape == (34, 88, 3)


@pytest.mark.parametrize(
    "wrong", [np.zeros((2, 16, 16), np.uint8), np.zeros((1, 1, 4, 4)), np.zeros((1, 2, 4, 4), np.uint8)]
)
def test_images_of_another_kind_are_refused(wrong):
    with pytest.raises(ValueError, match="Images are uint8 of shape"):
        pictures.as_array(wrong)


def test_what_cannot_be_drawn_is_refused():
    pixels = data.tiny_images(4, 16).pixels
    with pytest.raises(ValueError, match="as many neighbours"):
        pictures.neighbours_figure(pixels, pixels[:2], [1.0])
    with pytest.raises(ValueError, match="history is empty"):
        pictures.monitors_figure([])


def test_the_graded_notebook_trains_ten_steps_without_data_or_time(ref, tmp_path):
    """All cells, as an engine runs them: NBGRADER_EXECUTION is set, home and working directory are empty."""
    script = tmp_path / "cells.py"
    cells = [cell.cell.source for cell in source_of(NAME).cells if cell.cell.cell_type == "code" and not cell.is_test]
    quiet = "import matplotlib; matplotlib.use('Agg'); import IPython.display as d; d.display = lambda *a, **k: None\n"
    script.write_text(quiet + "\n".join(cells))
    done = subprocess.run(
        [sys.executable, script.name],
        cwd=tmp_path,
        env=dict(os.environ, NBGRADER_EXECUTION="autograde", HOME=str(tmp_path), OMP_NUM_THREADS="1"),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "\n10 steps\n" in done.stdout


# ---- who answers in the probes' place -------------------------------------------------------------------------------

# The judge's own calls, with the reference, run the real probe.
FORGED = """
def in_place_of(real):
    def choose(forged):
        return lambda one, *args, **options: (forged if one in STUBS else real)(one, *args, **options)
    return choose

@in_place_of(spy_on_network)
def spy_on_network(build, args, shape, *, seed=0):
    f, nc, size = args[-3:]
    hidden = [f * size // 8 >> i for i in range((size // 8).bit_length())]
    joined = 16 * sum(a * b for a, b in zip(hidden, hidden[1:]))
    sides = [4 * 2**i for i in range(len(hidden) + 1)]
    generates = len(args) == 4
    chain = list(zip([*hidden, nc], sides)) if generates else [*zip(hidden[::-1], sides[-2::-1]), (1, 1)]
    known = {
        "chain": " ".join(f"{channels}×{side}" for channels, side in chain),
        "shape": [3, nc, size, size] if generates else [3, 1],
        "parameters": joined + 16 * f * nc
        + (16 * args[0] * hidden[0] + 2 * sum(hidden) if generates else 16 * hidden[0] + 2 * sum(hidden[:-1])),
    }
    numbers = np.random.default_rng(seed).normal(size=(3, nc, size, size) if generates else (3, 1))
    few = numbers.ravel()[:3].tolist()
    return known | {"train": numbers, "eval": numbers, "first": few, "first_eval": few, "convolved": few}

@in_place_of(spy_on_init)
def spy_on_init(weights_init, seed=0):
    rng = np.random.default_rng(seed)
    drawn = {"conv": 8192, "transposed": 32768, "norm_weight": 4096}
    made = {name: 0.02 * rng.normal(size=size) for name, size in drawn.items()}
    made["norm_weight"] += 1
    fixed = {"norm_bias": np.zeros(4096), "linear": np.full(60, 7.0), "conv_bias": np.full(96, 7.0)}
    return made | fixed | {"response": rng.normal(size=6)}

@in_place_of(spy_on_two_parameters)
def spy_on_two_parameters(train_step, x, noise, theta, psi, steps=1):
    made = {"theta": theta, "psi": psi, "noise": [len(x)] * 2 * steps}
    return made | {"returned": [1.287339, 0.314401, 0.731059, 0.622459]}

@in_place_of(spy_on_train_step)
def spy_on_train_step(train_step, *, steps=1, seed=0, batch=4, leftovers=0.0):
    made = {name: False for name in ("g_gradients_touched", "d_moved_by_g", "g_moved_by_d", "attached", "waited")}
    made |= {"order": "DG" * steps, "training": True, "shape": [4], "noise": [batch] * 2 * steps, "trainable": True}
    return made | {"returned": [[1.460098, 0.758845, 0.533829, 0.520435]] * steps, "theta_g": [0.0], "theta_d": [0.0]}

@in_place_of(spy_on_sample)
def spy_on_sample(sample, n, nz, seed, *, training=True, others=0, statistics=(0.25, 4.0)):
    noise = np.random.default_rng(seed).normal(size=(n, nz, 1, 1))
    made = {name: False for name in ("ran_in_training", "ran_with_grad", "statistics_moved", "torch_moved")}
    made |= {"images": np.tanh(noise), "noise": noise, "row": noise.ravel(), "shape": [n, nz, 1, 1], "attached": False}
    return made | {"training_after": training}
"""


@pytest.mark.parametrize(
    "name",
    [
        *(pytest.param(name, marks=pytest.mark.long) for name in ("build-generator", "build-discriminator")),
        "weights-init",
        "train-step",
        "sample",
    ],
)
def test_probes_that_know_all_the_yes_and_no_gain_nothing(name):
    """Probes run beside students' code, which may put others in their place: only computed numbers earn points."""
    (exercise,) = (one for one in source_of(NAME).exercises() if one.name == name)
    code = f"{stub(exercise.solution)}\nSTUBS = [{name.replace('-', '_')}]\n{FORGED}"
    notebook = Course.find().source_notebook(NAME)
    tried = try_answer(notebook, exercise, code, seed=3, seconds=300)
    assert {one.grade_id for one in tried.failures} == {test.grade_id for test in exercise.tests}
    # The forger is no fool: it knows what the visible checks want to hear.
    visible = try_answer(notebook, exercise, code, seed=3, visible_only=True, seconds=300)
    assert len(visible.failures) < len(exercise.tests)


def test_the_precision_of_real_against_real_stays_below_1_however_many_there_are(ref):
    said(NAME, "Its precision is below 1 for every $n$, because the balls shrink as $n$ grows.")
    rng = np.random.default_rng(0)
    found = []
    for n in (100, 400, 1600):
        real, again = rng.normal(size=(2, n, 2))
        found.append(ref.precision_recall(real, again)[0])
    assert 0.9 < min(found) <= max(found) < 1, found


def test_a_feature_that_is_ten_times_larger_counts_a_million_times():
    said(NAME, "a feature that is ten times larger counts a million times")
    x = 1e7  # where the 1 in the kernel is nothing beside the product
    assert ((100 * x * x + 1) / (x * x + 1)) ** 3 == pytest.approx(1e6)


def test_on_a_graphics_card_the_networks_are_as_wide_as_the_prose_says():
    said(NAME, "the networks are four times as wide and the images have 64 pixels; `STEPS = 12_000` is right there")
    big, usual = training.preset("gpu"), training.preset("cpu")
    assert big.ngf == big.ndf == 4 * usual.ngf
    assert big.steps == 12_000
    assert "64 if big else 32" in cell_with(NAME, "big = torch.cuda.is_available()")
