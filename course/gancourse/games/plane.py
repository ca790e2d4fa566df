"""A GAN in the plane, in PyTorch. Like the game on the line it knows the moves, not when to make them."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray

from gancourse.games.clouds import Cloud

Floats = NDArray[np.float64]


def network(sizes: tuple[int, ...]) -> torch.nn.Sequential:
    """Linear layers with ReLU in between, float32."""
    layers: list[torch.nn.Module] = []
    for fan_in, fan_out in itertools.pairwise(sizes):
        layers += [torch.nn.Linear(fan_in, fan_out), torch.nn.ReLU()]
    return torch.nn.Sequential(*layers[:-1])


def adam(module: torch.nn.Module, lr: float) -> torch.optim.Adam:
    """Adam(lr, β₁ = 0.5, β₂ = 0.999) of a module's weights, all of a step in one kernel."""
    return torch.optim.Adam(module.parameters(), lr=lr, betas=(0.5, 0.999), fused=True)


class PlaneGame:
    """A cloud of data against x = G(z), z uniform on [−1, 1]²; D gives logits.

    Args:
        cloud: the data.
        sample: (n, centers, std, rng) → (n, 2) points of the cloud.
        d_step: (G, D, opt_d, x, z): one step of D.
        g_step: (G, D, opt_g, z, loss): one step of G.
        loss: "ns" or "minimax", handed to g_step.
        seed: of the starting weights and of all batches.
        hidden: width of the two hidden layers of either network. Optimisers: Adam(lr, β₁ = 0.5, β₂ = 0.999).
    """

    def __init__(
        self,
        cloud: Cloud,
        sample: Callable,
        d_step: Callable,
        g_step: Callable,
        *,
        loss: str = "ns",
        seed: int = 0,
        hidden: int = 64,
        lr: float = 2e-3,
    ) -> None:
        self.cloud, self.sample, self.loss = cloud, sample, loss
        self.d_step, self.g_step = d_step, g_step
        self.rng = np.random.default_rng(seed)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            self.G = network((2, hidden, hidden, 2))
            self.D = network((2, hidden, hidden, 1))
        self.opt_d, self.opt_g = adam(self.D, lr), adam(self.G, lr)

    def sample_z(self, m: int) -> torch.Tensor:
        """(m, 2) fresh noise, uniform on [−1, 1]²."""
        return _tensor(self.rng.uniform(-1, 1, size=(m, 2)))

    def sample_x(self, m: int) -> torch.Tensor:
        """(m, 2) fresh data."""
        return _tensor(self.sample(m, self.cloud.centers, self.cloud.std, self.rng))

    def ascend_d(self, x: torch.Tensor, z: torch.Tensor) -> None:
        """One step of D."""
        self.d_step(self.G, self.D, self.opt_d, x, z)

    def descend_g(self, z: torch.Tensor) -> None:
        """One step of G."""
        self.g_step(self.G, self.D, self.opt_g, z, self.loss)

    @torch.no_grad()
    def generate(self, z: ArrayLike) -> Floats:
        """G(z) for an array (n, 2): an array (n, 2), float64."""
        return self.G(_tensor(z)).double().numpy()

    @torch.no_grad()
    def logits(self, x: ArrayLike) -> Floats:
        """The logits of D at an array of points (n, 2): (n,), float64."""
        return self.D(_tensor(x)).double().numpy()[:, 0]

    def judge(self, x: ArrayLike) -> Floats:
        """D(x) in [0, 1] at an array of points (n, 2): (n,), float64."""
        return 1 / (1 + np.exp(-self.logits(x)))


def _tensor(array: ArrayLike) -> torch.Tensor:
    return torch.from_numpy(np.array(array, dtype=np.float32))
