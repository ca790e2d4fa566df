"""Training: the student's pieces, resuming, interrupting, several processes, files, and what goes wrong in words."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import signal
import subprocess
import sys
import time

import pytest
import torch
from conftest import BIN, ROOT
from gancourse import dcgan, metrics
from gancourse.data import Attribute, ImageSet, find_fashion_mnist, load_images, tiny_images, to_unit
from gancourse.train import app
from gancourse.training import (
    Settings,
    Speed,
    TrainingError,
    grid,
    load_generator,
    load_trained,
    png,
    preset,
    sample,
    train,
)
from gancourse.training.step import WARM_UP, Own, TrainingStep
from jupyter_client.manager import start_new_kernel
from torch import nn
from typer.testing import CliRunner

IMAGES = tiny_images(160, 16)
TINY = preset("tiny", steps=12, report_every=4, grid_every=6, grid_count=4, checkpoint_every=4, ema=0.5)


@pytest.fixture(autouse=True)
def one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def weights(run):
    parts = {"g": run.last_generator, "d": run.discriminator, "average": run.generator}
    return {f"{name}.{key}": value.clone() for name, part in parts.items() for key, value in part.state_dict().items()}


def same(one, other):
    return one.keys() == other.keys() and all(torch.equal(one[key], other[key]) for key in one)


def quietly(**more):
    return train(more.pop("images", IMAGES), more.pop("settings", TINY), progress=False, **more)


@pytest.mark.parametrize(
    ("shape", "g", "d"),
    [
        ((3, 100, 64, 64), 3_576_704, 2_765_568),
        ((1, 100, 32, 32), 369_600, 166_784),
        ((1, 64, 16, 32), 106_976, 42_432),
    ],
)
def test_the_networks_have_the_known_numbers_of_parameters(shape, g, d):
    nc, nz, width, size = shape
    generator, discriminator = dcgan.build_generator(nz, width, nc, size), dcgan.build_discriminator(width, nc, size)
    assert (dcgan.parameter_count(generator), dcgan.parameter_count(discriminator)) == (g, d)
    images = generator(torch.randn(2, nz))
    assert images.shape == (2, nc, size, size)
    assert images.abs().max() <= 1
    assert discriminator(images).shape == (2,)


def test_initial_weights_are_spread_as_the_paper_says_and_follow_the_seed():
    net = dcgan.initialise(dcgan.Generator(100, 32, 1, 32), seed=4)
    big = net.blocks[1].conv.weight
    assert abs(float(big.detach().std()) - 0.02) < 5 * 0.02 / (2 * big.numel()) ** 0.5
    assert abs(float(net.blocks[0].norm.weight.detach().mean()) - 1) < 5 * 0.02 / 128**0.5
    assert not net.blocks[0].norm.bias.any()
    again = dcgan.initialise(dcgan.Generator(100, 32, 1, 32), seed=4)
    assert torch.equal(again.blocks[1].conv.weight, big)


@pytest.mark.slow
def test_a_run_reports_means_grids_and_rates_and_repeats_with_its_seed():
    run = quietly()
    assert [report.step for report in run.history] == [4, 8, 12]
    assert all(0 < report.d_real < 1 and 0 < report.d_fake < 1 and report.d_loss > 0 for report in run.history)
    assert all(report.images_per_second > 0 for report in run.history)
    assert [step for step, _ in run.grids] == [0, 6, 12]
    assert run.grids[0][1].shape == (4, 1, 16, 16)
    assert (run.steps, run.stopped) == (12, "")
    assert same(weights(run), weights(quietly()))
    assert not same(weights(run), weights(quietly(settings=dataclasses.replace(TINY, seed=1))))


def test_training_leaves_the_callers_random_numbers_alone():
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    quietly()
    assert torch.equal(torch.rand(3), expected)


def test_resuming_gives_bit_by_bit_the_weights_of_an_uninterrupted_run(tmp_path):
    whole = quietly(folder=tmp_path / "whole")
    quietly(settings=dataclasses.replace(TINY, steps=8), folder=tmp_path / "part")
    resumed = quietly(folder=tmp_path / "part", resume=True)
    assert same(weights(resumed), weights(whole))
    told = [dataclasses.astuple(report)[3:7] for report in resumed.history]
    assert told == [dataclasses.astuple(report)[3:7] for report in whole.history]
    assert len(resumed.grids) == len(whole.grids) + 1  # the end of the first part is one more


def test_a_run_with_dropout_resumes_bit_by_bit_too(tmp_path):
    def discriminator():
        return nn.Sequential(nn.Flatten(), nn.Linear(256, 32), nn.LeakyReLU(0.2), nn.Dropout(0.5), nn.Linear(32, 1))

    def go(steps, folder, resume=False):
        torch.manual_seed(0)
        settings = dataclasses.replace(TINY, steps=steps)
        return quietly(settings=settings, discriminator=discriminator(), folder=tmp_path / folder, resume=resume)

    whole = go(12, "whole")
    go(8, "part")
    assert same(weights(go(12, "part", resume=True)), weights(whole))


def test_what_is_written_can_be_read_again(tmp_path):
    run = quietly(folder=tmp_path)
    names = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert names == {
        "checkpoint.pt",
        "generator.safetensors",
        "grids/step-000000.png",
        "grids/step-000006.png",
        "grids/step-000012.png",
        "log.csv",
        "metrics.json",
        "samples.png",
    }
    loaded = load_generator(tmp_path / "generator.safetensors")
    assert torch.equal(sample(loaded, 5, 16, seed=3), run.sample(5, seed=3))
    assert len((tmp_path / "log.csv").read_text().splitlines()) == 4
    assert json.loads((tmp_path / "metrics.json").read_text())["steps"] == 12
    torch.load(tmp_path / "checkpoint.pt", weights_only=True)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"settings": dataclasses.replace(TINY, steps=20, lr=0.1)}, "was trained with lr = 0.001, not 0.1"),
        ({"settings": TINY}, "already has 12 steps"),
        ({"images": tiny_images(160, 16, seed=9)}, "was trained on other images"),
    ],
)
def test_resuming_another_run_is_refused(tmp_path, change, says):
    quietly(folder=tmp_path)
    with pytest.raises(TrainingError, match=re.escape(says)):
        quietly(**{"settings": dataclasses.replace(TINY, steps=20), **change}, folder=tmp_path, resume=True)


def test_resuming_nothing_or_a_cut_off_checkpoint_is_refused(tmp_path):
    with pytest.raises(TrainingError, match="nothing to resume"):
        quietly(folder=tmp_path, resume=True)
    with pytest.raises(TrainingError, match="needs the folder"):
        quietly(resume=True)
    quietly(folder=tmp_path)
    kept = tmp_path / "checkpoint.pt"
    kept.write_bytes(kept.read_bytes()[:3000])
    with pytest.raises(TrainingError, match="cut off"):
        quietly(folder=tmp_path, resume=True)


def test_the_students_networks_and_losses_are_used():
    seen = []

    def d_loss(real_logits, fake_logits):
        seen.append((real_logits.shape, real_logits.dtype))
        return nn.functional.softplus(-real_logits).mean() + nn.functional.softplus(fake_logits).mean()

    def g_loss(fake_logits):
        return nn.functional.softplus(-fake_logits).mean()

    mine = nn.Sequential(nn.Flatten(), nn.Linear(16, 256), nn.Tanh(), nn.Unflatten(1, (1, 16, 16)))
    before = mine[1].weight.clone()
    run = quietly(generator=mine, d_loss=d_loss, g_loss=g_loss)
    assert run.last_generator is mine
    assert not torch.equal(mine[1].weight, before)
    assert set(seen) == {((16,), torch.float32)}
    assert same(weights(quietly()), weights(quietly(d_loss=d_loss, g_loss=g_loss)))


def test_the_students_step_is_used_and_what_it_tells_is_shown():
    calls = []

    def step(generator, discriminator, opt_g, opt_d, real, z):
        calls.append((real.shape, float(real.min()), z.shape))
        return {"d_loss": torch.tensor(1.5), "d_real": 0.25}

    run = quietly(step=step)
    assert len(calls) == 12
    assert calls[0] == ((16, 1, 16, 16), -1.0, (16, 16, 1, 1))
    report = run.history[-1]
    assert (report.d_loss, report.d_real) == (1.5, 0.25)
    assert report.g_loss != report.g_loss
    assert not run.stopped


def test_in_low_precision_the_networks_of_the_students_step_see_to_it_themselves():
    seen = []

    def step(generator, discriminator, opt_g, opt_d, real, z):
        fake = generator(z)
        logits = discriminator(fake)
        loss = nn.functional.softplus(-logits.float()).mean()
        opt_g.zero_grad()
        loss.backward()
        opt_g.step()
        seen.append((fake.dtype, logits.dtype, loss.dtype, generator.training))
        return {"g_loss": loss.detach()}

    run = quietly(step=step, speed=Speed(bf16=True), device="cpu")
    assert set(seen) == {(torch.bfloat16, torch.bfloat16, torch.float32, True)}
    assert {value.dtype for value in run.last_generator.state_dict().values()} == {torch.float32, torch.int64}
    assert not same(weights(run), weights(quietly(step=lambda *pieces: {}, device="cpu")))


def test_a_students_step_that_cannot_be_recorded_is_played_as_it_is(monkeypatch):
    """Without a GPU the recording is played by a stand-in, which fails as CUDA does where a step asks for a value."""

    class Refusing:
        def __init__(self, graph):
            pass

        def __enter__(self):
            raise RuntimeError("operation not permitted when stream is capturing")

        def __exit__(self, *problem):
            return False

    monkeypatch.setattr(torch.cuda, "CUDAGraph", object)
    monkeypatch.setattr(torch.cuda, "graph", Refusing)
    pixels, z, played = IMAGES.pixels[:4], torch.zeros(4, 16, 1, 1), []

    def step(generator, discriminator, opt_g, opt_d, real, z):
        played.append(len(real))
        return {"d_loss": torch.tensor(1.5)}

    def recorded(own):
        networks = dcgan.build_generator(16, 8, 1, 16), dcgan.build_discriminator(8, 1, 16)
        made = TrainingStep(*networks, TINY, Speed(cuda_graph=True), torch.device("cpu"), own)
        made._steps = WARM_UP
        return made

    mine = recorded(Own(step=step))
    for _ in range(3):
        mine(pixels, z)
    assert played == [4, 4, 4]
    assert not mine.speed.cuda_graph
    assert mine.totals[0] == 4.5
    with pytest.raises(RuntimeError, match="not permitted"):
        recorded(Own())(pixels, z)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"generator": dcgan.build_generator(16, 8, 1, 32)}, "makes images of shape (2, 1, 32, 32)"),
        ({"discriminator": nn.Flatten()}, "one logit for each image: for 2 it returns shape (2, 256)"),
        ({"d_loss": lambda real, fake: real - fake}, "d_loss must return one number"),
        ({"g_loss": lambda fake: 0.7}, "g_loss must return one number as a tensor"),
        ({"g_loss": lambda fake: fake.detach().mean()}, "autograd can follow"),
        ({"step": lambda *pieces: 3}, "must return a dict"),
        ({"step": lambda *pieces: {}, "g_loss": lambda fake: fake.mean()}, "a step of your own or losses"),
        ({"images": tiny_images(8, 16)}, "fewer than one batch of 16"),
        ({"speed": Speed(plain=True, bf16=True)}, "set plain alone"),
    ],
)
def test_what_does_not_fit_is_said_in_one_sentence(more, says):
    with pytest.raises(TrainingError, match=re.escape(says)) as caught:
        quietly(**more)
    assert "\n" not in str(caught.value)


def test_a_failing_loss_does_not_leave_the_discriminator_frozen():
    discriminator = dcgan.build_discriminator(8, 1, 16)
    with pytest.raises(TrainingError):
        quietly(discriminator=discriminator, g_loss=lambda fake: 0.7)
    assert all(weight.requires_grad for weight in discriminator.parameters())


@pytest.mark.parametrize(
    "changes", [{"batch": 1}, {"steps": 0}, {"lr": -1.0}, {"ema": 1.0}, {"fid_every": 5, "fid_count": 1}]
)
def test_settings_of_no_use_are_refused(changes):
    with pytest.raises(TrainingError):
        preset("tiny", **changes)
    with pytest.raises(TrainingError, match="choose one of"):
        preset("huge")


def test_a_loss_that_is_no_longer_finite_ends_the_run_with_a_sentence():
    run = quietly(d_loss=lambda real, fake: (real - fake).mean() * float("nan"))
    assert run.steps == 4
    assert "not finite" in run.stopped


@pytest.mark.slow
def test_switches_change_the_speed_but_hardly_the_numbers():
    plain = quietly(speed=Speed(plain=True)).history[0]
    for speed in (Speed(), Speed.for_device("cpu"), Speed(channels_last=True), Speed(frozen_d=True, fused_adam=True)):
        fast = quietly(speed=speed).history[0]
        for name in ("d_loss", "g_loss", "d_real", "d_fake"):
            assert getattr(fast, name) == pytest.approx(getattr(plain, name), abs=2e-4)
    rough = quietly(speed=Speed(bf16=True)).history[0]
    assert rough.d_loss == pytest.approx(plain.d_loss, abs=0.05)


def test_switches_that_need_a_gpu_are_ignored_with_a_sentence(capsys):
    run = train(IMAGES, TINY, speed=Speed(cuda_graph=True, autotune=True), device="cpu")
    assert run.notes == [
        "The switch cuda_graph is ignored: it needs CUDA.",
        "The switch autotune is ignored: it needs CUDA.",
    ]
    shown = capsys.readouterr().out
    assert run.notes[0] in shown
    assert "step 12/12" in shown
    assert "images/s" in shown


def test_fid_is_measured_beside_its_floor_at_the_same_n():
    images, held_out = tiny_images(600, 16), tiny_images(200, 16, seed=1)
    settings = dataclasses.replace(TINY, fid_every=6, fid_count=200)
    run = quietly(images=images, settings=settings, held_out=held_out, features=metrics.pca_features(images))
    assert [report.fid is None for report in run.history] == [True, False, True, False]
    assert [report.step for report in run.history] == [4, 6, 8, 12]
    assert 0 < run.floor < run.fid
    with pytest.raises(ValueError, match="too few images"):
        metrics.FidMeter(images, held_out, count=201)


def test_frechet_distance_of_known_gaussians_and_without_full_rank():
    rng = torch.Generator().manual_seed(0)
    one = torch.randn(400, 6, generator=rng, dtype=torch.float64)
    shift = torch.tensor([3.0, 4, 0, 0, 0, 0], dtype=torch.float64)
    assert metrics.fid(one, one) == pytest.approx(0, abs=1e-8)
    assert metrics.fid(one, one + shift) == pytest.approx(25)
    flat = one * torch.tensor([1.0, 1, 0, 0, 0, 0], dtype=torch.float64)
    assert metrics.fid(flat, flat + shift) == pytest.approx(25)
    eye, zero = torch.eye(2, dtype=torch.float64), torch.zeros(2, dtype=torch.float64)
    assert metrics.frechet(zero, eye, zero, 9 * eye) == pytest.approx(8)


@pytest.mark.slow
def test_features_of_images_with_more_than_ten_attributes_are_learnt_once_and_kept(tmp_path, monkeypatch):
    """As the faces have: the heads of the classifier are put back in their order, not in that of their names."""
    monkeypatch.setenv("GANCOURSE_DATA", str(tmp_path))
    shapes = tiny_images(200, 16)
    widths = {f"attribute {i}": 2 + i for i in range(12)}
    attributes = {
        name: Attribute(tuple("abcdefghijklmn"[:width]), torch.arange(200) % width) for name, width in widths.items()
    }
    images = ImageSet("faces of a kind", shapes.pixels, attributes=attributes)
    first = metrics.features_for(images)(images.pixels)

    def again(*args, **options):
        raise AssertionError("they are learnt a second time")

    monkeypatch.setattr(metrics, "train_classifier", again)
    torch.testing.assert_close(metrics.features_for(images)(images.pixels), first, atol=0.05, rtol=0)


@pytest.mark.slow
def test_features_of_images_with_labels_are_learnt_once_and_kept(tmp_path, monkeypatch):
    monkeypatch.setenv("GANCOURSE_DATA", str(tmp_path))
    images = tiny_images(300, 16)
    first = metrics.classifier_features(images)(images.pixels)
    (kept,) = tmp_path.glob("features-*.safetensors")
    written = kept.stat().st_mtime_ns
    again = metrics.features_for(images)(images.pixels)
    assert kept.stat().st_mtime_ns == written
    assert torch.allclose(first, again, atol=0.05)
    kept.write_bytes(b"cut off")
    metrics.classifier_features(images)
    assert kept.stat().st_size > 10_000
    unknown = ImageSet("unknown", images.pixels)
    with pytest.raises(ValueError, match="use pca_features"):
        metrics.train_classifier(unknown)
    assert metrics.features_for(unknown)(images.pixels).shape == (300, 64)


def test_the_nearest_image_of_an_image_is_itself():
    assert metrics.nearest(IMAGES.pixels[20:90], IMAGES.pixels).tolist() == list(range(20, 90))


def test_grids_hold_the_images_where_they_belong():
    pixels = torch.arange(3, dtype=torch.uint8).reshape(3, 1, 1, 1).expand(3, 1, 4, 4)
    sheet = grid(pixels, columns=2, gap=1)
    assert sheet.shape == (1, 9, 9)
    assert (sheet[0, 0, 0], sheet[0, 0, 5], sheet[0, 5, 0], sheet[0, 5, 5], sheet[0, 4, 4]) == (0, 1, 2, 255, 255)
    assert png(pixels).startswith(b"\x89PNG")


def test_sampling_follows_the_seed_and_puts_the_mode_back():
    net = dcgan.build_generator(16, 8, 1, 16).train()
    before = net.blocks[0].norm.running_mean.clone()
    assert torch.equal(sample(net, 7, 16, seed=1), sample(net, 7, 16, seed=1))
    assert not torch.equal(sample(net, 7, 16, seed=1), sample(net, 7, 16, seed=2))
    assert net.training
    assert torch.equal(net.blocks[0].norm.running_mean, before)


def test_the_trained_generator_comes_with_its_history_and_fills_other_networks():
    trained = load_trained()
    assert trained.command.startswith("python -m gancourse.train --data fashion-mnist --size 32")
    assert trained.metrics["fid"] > trained.metrics["fid_floor"] > 0
    assert len(trained.log.splitlines()) > 10
    assert [step for step, _ in trained.grids] == [0, 250, 500, 1000, 2000, 3500, 7000]
    pixels = sample(trained.generator, 16, trained.settings.nz)
    assert pixels.shape == (16, 1, 32, 32)
    own = nn.Sequential(
        *(layer for block in dcgan.Generator().blocks for layer in (block.conv, block.norm, block.activation))
    )
    filled = load_trained(own).generator
    assert filled is own
    assert torch.equal(sample(own, 16, 64), pixels)
    with pytest.raises(TrainingError, match=re.escape("those of build_generator(64, 16, 1, 32)")):
        load_trained(dcgan.Generator(64, 32, 1, 32))
    files = list((ROOT / "course" / "gancourse" / "trained").rglob("*.*"))
    assert sum(path.stat().st_size for path in files) <= 1_500_000


@pytest.mark.slow
@pytest.mark.skipif(find_fashion_mnist() is None, reason="Fashion-MNIST is not on this machine")
def test_the_trained_generators_fid_is_what_its_file_says():
    images, held_out = (load_images("fashion-mnist", part=part) for part in ("train", "test"))
    trained = load_trained()
    n = trained.metrics["fid_samples"]
    meter = metrics.FidMeter(images, held_out, n)
    assert meter.floor == pytest.approx(trained.metrics["fid_floor"], rel=0.01)
    samples = sample(trained.generator, n, trained.settings.nz, seed=trained.settings.seed + 1)
    assert meter(samples) == pytest.approx(trained.metrics["fid"], rel=0.01)


def test_a_damaged_or_missing_generator_file_is_refused(tmp_path):
    with pytest.raises(TrainingError, match="no trained generator"):
        load_generator(tmp_path / "none.safetensors")
    (tmp_path / "bad.safetensors").write_bytes(b"bad")
    with pytest.raises(TrainingError, match="damaged"):
        load_generator(tmp_path / "bad.safetensors")


def command(*arguments):
    return CliRunner().invoke(app, [str(one) for one in arguments])


@pytest.mark.slow
def test_the_command_trains_refuses_to_overwrite_and_resumes(tmp_path):
    basic = ["--data", "shapes", "--size", 16, "--preset", "tiny", "--out", tmp_path / "run"]
    first = command(*basic, "--steps", 10)
    assert first.exit_code == 0, first.output
    assert "10 steps in" in first.stdout
    assert (tmp_path / "run" / "samples.png").exists()
    assert json.loads((tmp_path / "run" / "settings.json").read_text())["settings"]["steps"] == 10
    again = command(*basic, "--steps", 20)
    assert again.exit_code == 1
    assert "go on with --resume" in again.stderr
    resumed = command(*basic, "--steps", 20, "--resume")
    assert "20 steps in" in resumed.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--data", "nothing"], "neither the name of an image set"),
        (["--data", "shapes", "--size", "33"], "not 33"),
        (["--preset", "huge"], "choose one of tiny, cpu, gpu"),
        (["--switch", "warp"], "There is no switch 'warp'"),
        (["--data", "shapes", "--device", "cuda:99"], "There is no device cuda:99"),
    ],
)
def test_the_command_says_in_one_line_what_is_wrong(tmp_path, monkeypatch, arguments, says):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 1
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_ctrl_c_ends_after_the_current_step_and_the_run_can_be_resumed(tmp_path):
    argv = [sys.executable, "-m", "gancourse.train", "--data", "shapes", "--size", "16", "--preset", "tiny"]
    argv += ["--steps", "100000", "--out", str(tmp_path / "run")]
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    running = subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    try:
        while "step 20/" not in running.stdout.readline():
            assert running.poll() is None, running.stderr.read()
        time.sleep(0.1)
        running.send_signal(signal.SIGINT)
        out, problem = running.communicate(timeout=30)
    finally:
        running.kill()
    assert running.returncode == 0, problem
    assert "interrupted after step" in out
    assert "Traceback" not in problem
    told = json.loads((tmp_path / "run" / "metrics.json").read_text())
    kept = torch.load(tmp_path / "run" / "checkpoint.pt", weights_only=True)
    assert 20 <= told["steps"] == kept["step"] < 100_000
    settings = Settings.from_plain_data(kept["settings"])
    more = dataclasses.replace(settings, steps=told["steps"] + 5)
    resumed = train(load_images("shapes", 16), more, folder=tmp_path / "run", resume=True, progress=False)
    whole = train(load_images("shapes", 16), more, progress=False)
    assert same(weights(resumed), weights(whole))


@pytest.mark.slow
def test_the_stop_button_of_a_notebook_ends_after_the_current_step_and_keeps_the_run():
    manager, client = start_new_kernel(kernel_name="python3")
    try:
        client.execute(
            "import torch; torch.set_num_threads(1)\n"
            "from gancourse.data import tiny_images\n"
            "from gancourse.training import preset, train\n"
            "settings = preset('tiny', steps=100_000, report_every=5)\n"
            "tell = lambda run: print('report', run.steps, flush=True)\n"
            "run = train(tiny_images(160, 16), settings, on_report=tell)\n"
            "print('kept', run.stopped)"
        )
        shown = ""
        while "kept" not in shown:
            message = client.get_iopub_msg(timeout=60)
            assert message["msg_type"] != "error", message["content"]
            if message["msg_type"] == "stream":
                before, shown = shown, shown + message["content"]["text"]
                if "report 20\n" in shown and "report 20\n" not in before:
                    manager.interrupt_kernel()
        assert "kept interrupted after step" in shown
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


@pytest.mark.slow
@pytest.mark.long
def test_two_processes_learn_what_one_learns(tmp_path):
    """Same images, noise and order, statistics of the whole batch: only rounding differs, and it grows with time."""
    script = tmp_path / "both.py"
    script.write_text(
        "import os, sys, torch\n"
        "torch.set_num_threads(1)\n"
        "from gancourse.data import tiny_images\n"
        "from gancourse.training import preset, train\n"
        "from gancourse.training.distributed import leave\n"
        "run = train(tiny_images(160, 16), preset('tiny', steps=5, ema=0.5), progress=False)\n"
        "parts = {'g': run.last_generator, 'd': run.discriminator, 'average': run.generator}\n"
        "found = {f'{n}.{k}': v for n, part in parts.items() for k, v in part.state_dict().items()}\n"
        "torch.save(found, os.path.join(sys.argv[1], os.environ['RANK'] + '.pt'))\n"
        "leave()\n"
    )
    launcher = [str(BIN / "torchrun"), "--standalone", "--nproc-per-node", "2", str(script), str(tmp_path)]
    done = subprocess.run(launcher, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    first, second = (torch.load(tmp_path / f"{rank}.pt", weights_only=True) for rank in range(2))
    assert same(first, second)
    alone = weights(quietly(settings=preset("tiny", steps=5, ema=0.5)))
    assert max(float((first[key].float() - alone[key].float()).abs().max()) for key in alone) < 1e-5


def test_a_batch_that_processes_cannot_share_is_refused(monkeypatch):
    monkeypatch.setenv("WORLD_SIZE", "3")
    with pytest.raises(TrainingError, match="multiple of 3"):
        quietly()


def test_images_enter_the_networks_in_the_range_of_the_generator():
    seen = []

    def step(generator, discriminator, opt_g, opt_d, real, z):
        seen.append(real)

    quietly(step=step, settings=dataclasses.replace(TINY, steps=10))
    together = torch.cat(seen)
    assert torch.equal(together.flatten(1).sum(1).sort().values, to_unit(IMAGES.pixels).flatten(1).sum(1).sort().values)
