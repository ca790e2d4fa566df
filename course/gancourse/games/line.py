"""A GAN on a line, in NumPy: small enough that p_data, p_g, D and D* fit into one picture, as in Goodfellow's Figure 1.

The game knows how to make one move of each player. When to make which move is not its business: that is Algorithm 1.
What the moves are made of (a network forwards and backwards, and Adam) is handed in, too.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, log_expit, ndtri

Floats = NDArray[np.floating]
Layers = list[tuple[Floats, Floats]]

LOSSES = ("ns", "minimax")
# Networks and batches are float32: most of the time goes into tanh, which then takes a third of it.
DTYPE = np.float32
# Larger products make BLAS start threads, which for layers as narrow as these cost more than they bring.
ROWS = 256


def layers(sizes: tuple[int, ...], rng: np.random.Generator) -> Layers:
    """Random layers [(W, b), …]: W (fan_in, fan_out) ~ N(0, 1/fan_in), b = 0, float64."""
    return [(rng.normal(size=(i, o)) / np.sqrt(i), np.zeros(o)) for i, o in itertools.pairwise(sizes)]


class _Player:
    """Layers and the moments of Adam that belong to them: all weights in one row, of which the layers are views."""

    def __init__(self, start: Layers, lr: float, adam_step: Callable) -> None:
        self.lr, self.adam_step, self.t = lr, adam_step, 0
        self.shapes = [(weight.shape, bias.shape) for weight, bias in start]
        self.weights = _in_a_row(start).astype(DTYPE)
        self.means = np.zeros_like(self.weights), np.zeros_like(self.weights)
        self.layers = self._views()

    def descend(self, gradients: Layers) -> None:
        """One step of Adam (β₁ = 0.5, β₂ = 0.999) down the gradients, which are shaped like the layers."""
        self.t += 1
        step, m, v = self.adam_step(_in_a_row(gradients), *self.means, self.t, self.lr, 0.5, 0.999, 1e-8)
        self.means = np.asarray(m), np.asarray(v)
        self.weights = np.asarray(self.weights - np.asarray(step), dtype=DTYPE)
        self.layers = self._views()

    def _views(self) -> Layers:
        found, start = [], 0
        for weight, bias in self.shapes:
            middle = start + weight[0] * weight[1]
            end = middle + bias[0]
            found.append((self.weights[start:middle].reshape(weight), self.weights[middle:end]))
            start = end
        return found


def _in_a_row(of: Layers) -> Floats:
    return np.concatenate([np.ravel(one) for pair in of for one in pair])


class LineGame:
    """p_data = N(mean, std²) against x = G(z), z ~ N(0, 1); D gives logits. Algorithm 1 needs four methods.

    Args:
        forward: (layers, x (n, 1)) → activations, the input first and the output (n, 1) last.
        backward: (layers, activations, gradient at the output) → (gradients shaped like layers, gradient at x).
        adam_step: (g, m, v, t, lr, b1, b2, eps) → (step, m, v).
        loss: what G descends: "ns" is −mean ln D(G(z)), "minimax" is mean ln(1 − D(G(z))).
        seed: of the starting weights and of all batches.
        hidden: width of the two hidden layers of either network.

    Raises:
        ValueError: for another loss.
    """

    def __init__(
        self,
        forward: Callable,
        backward: Callable,
        adam_step: Callable,
        *,
        seed: int = 0,
        loss: str = "ns",
        mean: float = 1.0,
        std: float = 0.6,
        start: float = -1.0,
        lr_d: float = 5e-3,
        lr_g: float = 1e-3,
        hidden: int = 24,
    ) -> None:
        if loss not in LOSSES:
            raise ValueError(f"The generator's loss is one of {', '.join(LOSSES)}, not {loss!r}.")
        self.forward, self.backward, self.loss = forward, backward, loss
        self.mean, self.std = mean, std
        self.rng = np.random.default_rng(seed)
        sizes = (1, hidden, hidden, 1)
        d, g = layers(sizes, self.rng), layers(sizes, self.rng)
        # D bends at many places of the line, and starts nearly blind: close to ½ everywhere.
        d[0] = (2 * d[0][0], self.rng.uniform(-4, 4, size=hidden))
        d[-1] = (0.1 * d[-1][0], d[-1][1])
        g[0] = (0.3 * g[0][0], g[0][1])
        # G starts as a bell of its own: a gentle slope, moved to `start`.
        g[-1] = (g[-1][0] * 0.6 / np.std(self._g_raw(g)), g[-1][1])
        g[-1] = (g[-1][0], g[-1][1] + start - np.mean(self._g_raw(g)))
        self.d, self.g = _Player(d, lr_d, adam_step), _Player(g, lr_g, adam_step)

    def sample_z(self, m: int) -> Floats:
        """(m, 1) fresh noise, N(0, 1)."""
        return self.rng.normal(size=(m, 1)).astype(DTYPE)

    def sample_x(self, m: int) -> Floats:
        """(m, 1) fresh data."""
        return self.rng.normal(self.mean, self.std, size=(m, 1)).astype(DTYPE)

    def ascend_d(self, x: Floats, z: Floats) -> None:
        """One step of D up V. G is computed forwards only: its weights stay as they are."""
        n = len(x)
        judged = self.forward(self.d.layers, np.concatenate([x, self.forward(self.g.layers, z)[-1]]))
        said = expit(judged[-1])
        # −V: what is said minus what is true, over the size of the batch.
        down = np.concatenate([(said[:n] - 1) / n, said[n:] / len(z)])
        self.d.descend(self.backward(self.d.layers, judged, down)[0])

    def descend_g(self, z: Floats) -> None:
        """One step of G down its loss. The gradient comes back through D, whose weights stay as they are."""
        inside = self.forward(self.g.layers, z)
        judged = self.forward(self.d.layers, inside[-1])
        said = expit(judged[-1])
        slope = (said - 1 if self.loss == "ns" else -said) / len(z)
        _, at_x = self.backward(self.d.layers, judged, slope)
        self.g.descend(self.backward(self.g.layers, inside, at_x)[0])

    def generate(self, z: Floats) -> Floats:
        """G(z): (n, 1) → (n, 1), float64."""
        return self._output(self.g.layers, z)

    def spread(self, n: int = 2000) -> Floats:
        """(n,) generated values for the n midpoint quantiles of the noise: p_g without the luck of a draw."""
        return self.generate(ndtri((np.arange(n) + 0.5) / n)[:, None])[:, 0]

    def judge(self, x: Floats) -> Floats:
        """D(x) in [0, 1] at the points x (n,)."""
        return expit(self._output(self.d.layers, np.asarray(x)[:, None])[:, 0])

    def _output(self, of: Layers, x: Floats) -> Floats:
        """What layers make of x (n, 1): (n, 1), float64."""
        x = np.asarray(x, dtype=DTYPE)
        parts = [self.forward(of, x[i : i + ROWS])[-1] for i in range(0, len(x), ROWS)]
        return np.concatenate(parts).astype(float)

    def p_data(self, x: Floats) -> Floats:
        """The density of the data at x."""
        u = (np.asarray(x) - self.mean) / self.std
        return np.exp(-(u**2) / 2) / (np.sqrt(2 * np.pi) * self.std)

    def value(self, n: int = 2000) -> float:
        """V(D, G) by quadrature over n quantiles of the data and of the noise, in nats."""
        quantiles = (np.arange(n) + 0.5) / n
        real = self._output(self.d.layers, (self.mean + self.std * ndtri(quantiles))[:, None])
        fake = self._output(self.d.layers, self.spread(n)[:, None])
        return float(np.mean(log_expit(real)) + np.mean(log_expit(-fake)))

    def _g_raw(self, g: Layers) -> Floats:
        return np.asarray(self.forward(g, ndtri((np.arange(200) + 0.5) / 200)[:, None])[-1])
