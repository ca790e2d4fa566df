"""The course's own moves: what plays where the student has written nothing, or nothing for this loss.

All losses are means over the batch, in nats where logarithms are taken. D gives logits; least squares (Mao et al. 2017,
with 1 for real and 0 for fake, halved), WGAN-GP (Gulrajani et al. 2017, λ = 10) and the relativistic loss of pairs
(Jolicoeur-Martineau 2018; Huang et al. 2024) take the same number as a score.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - as everybody calls it
from torch import Tensor, nn

GRADIENT_PENALTY = 10.0


def loop(game: Any, iterations: int, k: int, m: int, k_g: int = 1) -> None:
    """The loop of Goodfellow et al. (2014).

    Args:
        game: deals batches and makes moves.
        iterations: how often.
        k: moves of D in each iteration.
        m: examples in a batch; every move gets its own.
        k_g: moves of G in each iteration.
    """
    turns = ("D",) * k + ("G",) * k_g
    for player in turns * iterations:
        noise = game.sample_z(m)
        if player == "D":
            game.ascend_d(game.sample_x(m), noise)
        else:
            game.descend_g(noise)


def mixture(n: int, centers: np.ndarray, std: float, rng: np.random.Generator) -> np.ndarray:
    """(n, 2) independent points: a random one of the centers (c, 2) each, and normal noise around it."""
    return rng.normal(rng.choice(centers, size=n), std)


def d_loss(real: Tensor, fake: Tensor, loss: str) -> Tensor:
    """What D minimises, without penalties.

    Args:
        real: logits of data, any shape.
        fake: logits of generated samples; of the same shape for "relativistic", any other one else.
        loss: as in `Settings`.

    Returns:
        A scalar: −V for "ns" and "minimax".
    """
    if loss == "ls":
        return (real - 1).square().mean() / 2 + fake.square().mean() / 2
    if loss == "wgan-gp":
        return fake.mean() - real.mean()
    if loss == "relativistic":
        return F.softplus(fake - real).mean()
    return F.softplus(-real).mean() + F.softplus(fake).mean()


def g_losses(fake: Tensor, loss: str, real: Tensor | None = None) -> Tensor:
    """What G minimises, for each sample.

    Args:
        fake: logits of generated samples, any shape.
        loss: as in `Settings`.
        real: logits of data, of the same shape: the other half of each pair, for "relativistic" alone.

    Returns:
        The losses, of the same shape.
    """
    if loss == "ls":
        return (fake - 1).square() / 2
    if loss == "wgan-gp":
        return -fake
    if real is not None:
        return F.softplus(real - fake)
    return -F.softplus(fake) if loss == "minimax" else F.softplus(-fake)


def move_d(
    players: tuple[nn.Module, nn.Module],
    optimiser: torch.optim.Optimizer,
    x: Tensor,
    z: Tensor,
    loss: str,
    generator: torch.Generator,
    pack: int = 1,
) -> None:
    """One move of D.

    Args:
        players: G and D.
        optimiser: of D.
        x: (m, 2) data.
        z: (m, d) noise.
        loss: as in `Settings`.
        generator: of the places between data and samples where the gradient penalty looks.
        pack: samples that D judges together; the penalty sees a pack as one point.
    """
    g, d = players
    with torch.no_grad():
        made = g(z)
    cost = d_loss(d(x), d(made), loss)
    if loss == "wgan-gp":
        whole = len(made) - len(made) % pack
        share = torch.rand(whole // pack, 1, generator=generator).repeat_interleave(pack, dim=0)
        between = (share * x[:whole] + (1 - share) * made[:whole]).requires_grad_(True)
        (slope,) = torch.autograd.grad(d(between).sum(), between, create_graph=True)
        cost = cost + GRADIENT_PENALTY * (slope.reshape(whole // pack, -1).norm(dim=1) - 1).square().mean()
    _descend(optimiser, cost)


def move_g(
    players: tuple[nn.Module, nn.Module],
    optimiser: torch.optim.Optimizer,
    z: Tensor,
    loss: str,
    x: Tensor | None = None,
) -> None:
    """One move of G; the arguments are those of `move_d`, and x is there for "relativistic" alone."""
    g, d = players
    _descend(optimiser, g_losses(d(g(z)), loss, None if x is None else d(x)).mean())


def _descend(optimiser: torch.optim.Optimizer, cost: Tensor) -> None:
    parameters = [parameter for group in optimiser.param_groups for parameter in group["params"]]
    gradients = torch.autograd.grad(cost, parameters, allow_unused=True)
    for parameter, gradient in zip(parameters, gradients, strict=True):
        parameter.grad = gradient
    optimiser.step()


def heatmap(judge: Any, xlim: tuple[float, float], ylim: tuple[float, float], n: int) -> np.ndarray:
    """(n, n): what `judge` says on a grid, a row for each y from the lowest up, ends included."""
    across, up = (np.linspace(low, high, n) for low, high in (xlim, ylim))
    return np.reshape(judge(np.column_stack([np.tile(across, n), np.repeat(up, n)])), (n, n))


def pulls(judge: Any, places: Tensor, loss: str, real: np.ndarray | None = None) -> Tensor:
    """How the loss of each sample pulls it: minus its gradient with respect to the place, of the shape of places.

    For "relativistic", `real` are the logits of data with which each sample is paired, all of them, in the mean.
    """
    at = places.clone().detach().requires_grad_()
    said = judge(at)
    if loss == "relativistic" and real is not None:
        costs = g_losses(said, loss, torch.from_numpy(real).to(said)[None, :]).mean(dim=1)
    else:
        costs = g_losses(said, loss)
    (uphill,) = torch.autograd.grad(costs.sum(), [at])
    return uphill.neg()


def gap(says: np.ndarray, p: np.ndarray, q: np.ndarray) -> float:
    """The mean distance of what D says from p/(p + q), weighted by p + q; in [0, 1]."""
    mass = p + q
    best = np.divide(p, mass, out=np.zeros_like(mass), where=mass > 0)
    return float(np.average(np.abs(says - best), weights=mass))
