"""The course's own moves: what plays where the student has written nothing, or nothing for this loss.

All losses are means over the batch, in nats where logarithms are taken. D gives logits; least squares (Mao et al. 2017,
with 1 for real and 0 for fake, halved) and WGAN-GP (Gulrajani et al. 2017, λ = 10) take the same number as a score.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - as everybody calls it
from torch import Tensor, nn

GRADIENT_PENALTY = 10.0


def algorithm1(game: Any, iterations: int, k: int, m: int, k_g: int = 1) -> None:
    """Algorithm 1 of Goodfellow et al. (2014): `iterations` times k steps of D, then k_g steps of G.

    Args:
        game: has sample_z(m), sample_x(m), ascend_d(x, z) and descend_g(z).
        iterations: how often.
        k: steps of D in each iteration.
        m: examples in a batch; every step gets batches of its own.
        k_g: steps of G in each iteration.
    """
    for _ in range(iterations):
        for _ in range(k):
            z = game.sample_z(m)
            x = game.sample_x(m)
            game.ascend_d(x, z)
        for _ in range(k_g):
            game.descend_g(game.sample_z(m))


def sample_mixture(n: int, centers: np.ndarray, std: float, rng: np.random.Generator) -> np.ndarray:
    """(n, 2) independent points: a random row of centers (c, 2) each, plus std · normal noise."""
    chosen = centers[rng.integers(len(centers), size=n)]
    return chosen + std * rng.normal(size=(n, 2))


def d_loss(real: Tensor, fake: Tensor, loss: str) -> Tensor:
    """What D minimises, without penalties.

    Args:
        real: logits of data, any shape.
        fake: logits of generated samples, any shape.
        loss: as in `Settings`.

    Returns:
        A scalar: −V for "ns" and "minimax".
    """
    if loss == "ls":
        return ((real - 1) ** 2).mean() / 2 + (fake**2).mean() / 2
    if loss == "wgan-gp":
        return fake.mean() - real.mean()
    return -(F.logsigmoid(real).mean() + F.logsigmoid(-fake).mean())


def g_losses(fake: Tensor, loss: str) -> Tensor:
    """What G minimises, for each sample.

    Args:
        fake: logits of generated samples, any shape.
        loss: as in `Settings`.

    Returns:
        The losses, of the same shape.
    """
    if loss == "ls":
        return (fake - 1) ** 2 / 2
    if loss == "wgan-gp":
        return -fake
    return F.logsigmoid(-fake) if loss == "minimax" else -F.logsigmoid(fake)


def d_step(G: nn.Module, D: nn.Module, opt_d: torch.optim.Optimizer, x: Tensor, z: Tensor) -> float:  # noqa: N803
    """One step of D up V; G's weights and stored gradients stay. Returns V before the step."""
    value = -d_loss(D(x), D(G(z).detach()), "ns")
    opt_d.zero_grad()
    (-value).backward()
    opt_d.step()
    return value.item()


def other_d_step(
    G: nn.Module,  # noqa: N803
    D: nn.Module,  # noqa: N803
    opt_d: torch.optim.Optimizer,
    x: Tensor,
    z: Tensor,
    loss: str,
    generator: torch.Generator,
) -> float:
    """One step of D down another loss than −V.

    Args:
        G: the generator.
        D: the discriminator, or critic.
        opt_d: its optimiser.
        x: (m, 2) data.
        z: (m, d) noise.
        loss: "ls" or "wgan-gp".
        generator: of the places between data and samples where the gradient penalty looks.

    Returns:
        The loss before the step.
    """
    fake = G(z).detach()
    cost = d_loss(D(x), D(fake), loss)
    if loss == "wgan-gp":
        share = torch.rand(len(fake), 1, generator=generator)
        between = (share * x[: len(fake)] + (1 - share) * fake).requires_grad_(True)
        (slope,) = torch.autograd.grad(D(between).sum(), between, create_graph=True)
        cost = cost + GRADIENT_PENALTY * ((slope.norm(dim=1) - 1) ** 2).mean()
    opt_d.zero_grad()
    cost.backward()
    opt_d.step()
    return cost.item()


def g_step(G: nn.Module, D: nn.Module, opt_g: torch.optim.Optimizer, z: Tensor, loss: str = "ns") -> float:  # noqa: N803
    """One step of G down its loss; D's weights stay. Returns the loss before the step."""
    cost = g_losses(D(G(z)), loss).mean()
    opt_g.zero_grad()
    cost.backward()
    opt_g.step()
    return cost.item()


def d_heatmap(D: Any, xlim: tuple[float, float], ylim: tuple[float, float], n: int) -> np.ndarray:  # noqa: N803
    """(n, n): entry [i, j] is D at (x_j, y_i), n equally spaced values on each axis, ends included."""
    x, y = np.meshgrid(np.linspace(*xlim, n), np.linspace(*ylim, n))
    return np.asarray(D(np.stack([x.ravel(), y.ravel()], axis=1))).reshape(n, n)


def sample_arrows(D: Any, x: Tensor, loss: str = "ns") -> Tensor:  # noqa: N803
    """−∂ℓ/∂x for each sample's own loss: a tensor of the shape of x."""
    x = x.detach().clone().requires_grad_(True)
    return -torch.autograd.grad(g_losses(D(x), loss).sum(), x)[0]


def d_star_gap(d: np.ndarray, p: np.ndarray, q: np.ndarray) -> float:
    """Mean of |D − D*| with weights p + q, where D* = p/(p + q); in [0, 1]."""
    weight = p + q
    there = weight > 0
    return float(np.sum(np.abs(d[there] - p[there] / weight[there]) * weight[there]) / np.sum(weight))
