"""The numbers that the prose of 02-slanted-land states and no cell of it computes, measured again."""

from __future__ import annotations

import functools
from collections.abc import Iterable

import numpy as np
import pytest
from scipy.special import expit as sigmoid

from autograder.course import Course
from autograder.hidden.reference_answers import namespace

SIGNS = np.array([1.0, -1.0, -1.0, 1.0])
GRID = np.linspace(0, 1, 11)


@pytest.fixture(scope="module")
def solution():
    """The names of the instructor's notebook."""
    return namespace(Course.find().source_notebook("02-slanted-land"))


@functools.cache
def many(seeds: range, marks: tuple[int, ...], picture: bool = False) -> dict[int, tuple[np.ndarray, ...]]:
    """(w, b, v, c) of many seeds at once after each number of epochs in `marks`; written anew, for all at once."""
    faces = np.array(
        [[1, 0, 0, 1], [0.9, 0.1, 0.2, 0.8], [0.9, 0.2, 0.1, 0.8], [0.8, 0.1, 0.2, 0.9], [0.8, 0.2, 0.1, 0.9]]
    )
    streams = [np.random.RandomState(seed) for seed in seeds]
    start = np.array([stream.randn(13) for stream in streams])
    w, b, v, c = start[:, :4], start[:, 4], start[:, 5:9], start[:, 9:]
    noise = np.array([stream.rand(5 * marks[-1]) for stream in streams])
    kept, lr = {}, 0.01
    for k in range(noise.shape[1]):
        x, z = faces[k % 5], noise[:, k, None]
        pull = 1 - sigmoid(w @ x + b)
        w, b = w + lr * pull[:, None] * x, b + lr * pull
        g = sigmoid(v * z + c)
        push = sigmoid(np.sum(w * g, axis=1) + b)
        w, b = w - lr * push[:, None] * g, b - lr * push
        missing = 1 - sigmoid(np.sum(w * g, axis=1) + b)
        up = missing[:, None] * g * (1 - g) * (1 if picture else w)
        v, c = v + lr * z * up, c + lr * up
        if (k + 1) % 5 == 0 and (k + 1) // 5 in marks:
            kept[(k + 1) // 5] = (w, b, v, c)
    return kept


def images(v: np.ndarray, c: np.ndarray) -> np.ndarray:
    """G(z) of every seed at eleven z: (seeds, 11, 4)."""
    return sigmoid(v[:, None] * GRID[:, None] + c[:, None])


def faces_at_every_z(networks: Iterable[np.ndarray]) -> int:
    _, _, v, c = networks
    return int(np.sum((images(v, c) @ SIGNS).min(axis=1) >= 1))


def test_the_published_run_to_every_digit(solution):
    w, b, v, c = solution["train"](solution["FACES"], 42, 0.01, 1000)
    np.testing.assert_allclose(w, [0.60175083, -0.29127513, -0.40093314, 0.37759987], rtol=0, atol=5.1e-9)
    assert b == pytest.approx(-0.89551030, abs=5.1e-9)
    np.testing.assert_allclose(v, [0.70702123, 0.03720449, -0.45703394, 0.79375751], rtol=0, atol=5.1e-9)
    np.testing.assert_allclose(c, [2.48490157, -3.36725912, -2.90139211, 2.8172726], rtol=0, atol=5.1e-9)


def test_two_ways_of_writing_the_run_agree(solution):
    for seed in (0, 17):
        ours = [part[seed] for part in many(range(50), (1000, 2000, 3000, 5000, 10_000))[1000]]
        for mine, theirs in zip(ours, solution["train"](solution["FACES"], seed, 0.01, 1000), strict=True):
            np.testing.assert_allclose(mine, theirs, rtol=1e-9)


def test_how_many_seeds_make_faces_when_trained_longer():
    runs = many(range(50), (1000, 2000, 3000, 5000, 10_000))
    assert {epochs: faces_at_every_z(nets) for epochs, nets in runs.items()} == {
        1000: 50, 2000: 50, 3000: 47, 5000: 48, 10_000: 49,
    }  # fmt: skip


def test_how_little_z_matters_over_fifty_seeds():
    _, _, v, c = many(range(50), (1000, 2000, 3000, 5000, 10_000))[1000]
    spread = images(v, c).std(axis=1).max(axis=1)
    assert spread.min() == spread[42] == pytest.approx(0.0118, abs=5e-5)
    assert spread.max() == pytest.approx(0.117, abs=5e-4)


def test_the_formula_of_the_picture_never_makes_a_face():
    wrong = many(range(20), (1000,), picture=True)[1000]
    assert faces_at_every_z(wrong) == 0
    at_half = sigmoid(wrong[2] / 2 + wrong[3])
    assert at_half.min() > 0.969
    assert at_half.max() < 0.99
    assert faces_at_every_z(many(range(20), (1000,))[1000]) == 20


def test_when_the_published_run_paints_faces_for_every_z():
    first = many(range(42, 43), tuple(range(10, 1001, 10)))
    good = [epochs for epochs, nets in first.items() if faces_at_every_z(nets)]
    assert 200 < good[0] <= 250
    assert good == [epochs for epochs in first if epochs >= good[0]]


def test_the_two_error_curves(solution):
    class Keep:
        def __init__(self):
            self.rows = []

        def __call__(self, x, z, w, b, v, c, lr):
            self.rows.append((x, z, w, b, v, c))
            return solution["one_round"](x, z, w, b, v, c, lr)

    keep = Keep()
    solution["train"](solution["FACES"], 42, 0.01, 1000, keep)
    history = {name: np.array(column) for name, column in zip("xzwbvc", zip(*keep.rows, strict=True), strict=True)}
    true = solution["true_d_error"](history).reshape(-1, 50).mean(axis=1)
    published = np.array([solution["published_d_error"](x, z, w, b) for x, z, w, b, _, _ in keep.rows])
    published = published.reshape(-1, 50).mean(axis=1)
    np.testing.assert_allclose([true[0], true.min(), true.max(), true[-1]], [1.41, 1.02, 1.51, 1.45], atol=0.005)
    np.testing.assert_allclose([published[0], published.min(), published[-1]], [3.57, 3.30, 4.45], atol=0.005)


def test_stale_parameters_show_in_the_third_digit_only_after_a_thousand_epochs(solution):
    def stale(x, z, w, b, v, c, lr):
        real = solution["d_grads_real"](x, w, b)
        fake = solution["d_grads_fake"](solution["gen"](z, v, c), w, b)
        w, b = w - lr * (real[0] + fake[0]), b - lr * (real[1] + fake[1])
        dv, dc = solution["g_grads"](z, v, c, w, b)
        return w, b, v - lr * dv, c - lr * dc

    def apart(epochs):
        right = solution["train"](solution["FACES"], 42, 0.01, epochs)
        wrong = solution["train"](solution["FACES"], 42, 0.01, epochs, stale)
        return max(np.max(np.abs(np.subtract(p, q))) for p, q in zip(right, wrong, strict=True))

    assert 1e-6 < apart(1) < 1e-4
    assert 2e-3 < apart(1000) < 2e-2


def test_hand_made_numbers(solution):
    disc_prob, gen = solution["disc_prob"], solution["gen"]
    at = {z: float(disc_prob(gen(z, SIGNS, SIGNS), SIGNS, -1.0)) for z in (0.0, 0.7, 1.0)}
    assert at == pytest.approx({0.0: 0.481068, 0.7: 0.594389, 1.0: 0.627893}, abs=5e-7)
    assert float(gen(0.0, SIGNS, SIGNS) @ SIGNS) == pytest.approx(0.924234, abs=5e-7)
    assert float(-np.log(at[0.7])) == pytest.approx(0.520221, abs=5e-7)
    assert float(-np.log(1 - at[0.7])) == pytest.approx(0.902360, abs=5e-7)
    assert float(solution["FACES"].mean(axis=0) @ SIGNS) == pytest.approx(1.52)
    np.testing.assert_allclose(solution["FACES"].mean(axis=0), [0.88, 0.12, 0.12, 0.88])


def test_gradients_are_those_of_autograd(solution):
    import torch

    rng = np.random.default_rng(0)
    for loss in ("ns", "minimax"):
        z, b = 0.3, 0.4
        v, c, w = rng.normal(size=(3, 4))
        parts = [torch.tensor(part, requires_grad=True) for part in (v, c)]
        score = torch.tensor(w) @ torch.sigmoid(parts[0] * z + parts[1]) + b
        softplus = torch.nn.functional.softplus
        (softplus(-score) if loss == "ns" else -softplus(score)).backward()
        made = solution["g_grads"](z, v, c, w, b, loss)
        for mine, part in zip(made, parts, strict=True):
            np.testing.assert_allclose(mine, part.grad.numpy(), rtol=1e-12)
