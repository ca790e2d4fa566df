"""The longer pictures of 07-failure-modes: each measures what the student's functions do, draws, and says it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import torch
from matplotlib.figure import Figure
from numpy.typing import NDArray
from torch.nn.functional import softplus

from gancourse import plots

Floats = NDArray[np.float64]

START = np.sqrt(2.0)
CURES = ("none", "−ln D", "W₁", "noise 3", "in turns", "TTUR", "extragradient", "unrolling", "R1")
ON_THE_SADDLE = {
    "simultaneous": "none",
    "alternating": "in turns",
    "TTUR (0.4, 0.025)": "TTUR",
    "extragradient": "extragradient",
    "unrolling, k = 5": "unrolling",
    "R1, γ = 0.3": "R1",
}


def decay_figure(dirac_rate: Callable, dirac_path: Callable, dirac_field: Callable) -> Figure:
    """The decay of the Dirac-GAN over γ, as a curve from `dirac_rate` and as dots measured in the game."""
    gammas = np.linspace(0, 3, 61)
    with plots.course_style():
        fig = Figure(figsize=(5.6, 3.2))
        ax = fig.add_subplot()
        ax.plot(gammas, [dirac_rate(g)[0] for g in gammas], color=plots.DISCRIMINATOR)
        for g in (0.2, 0.6, 1.5, 2.0, 3.0):
            path = np.asarray(dirac_path(dirac_field, "minimax", g, "simultaneous", 4000, 0.01, (0.01, 0.01)))
            radius = np.hypot(*path.T)
            ax.plot(g, np.log(radius[1000] / radius[4000]) / 30, "o", color=plots.PAGE_INK)
        plots.reference_line(ax, 1.0, "critical γ", axis="x")
        ax.set(xlabel="γ of R1", ylabel="decay per unit of time", ylim=(0, 0.6))
    ends = ", ".join(f"{dirac_rate(g)[0]:.3f} at γ = {g:g}" for g in (1.0, 2.0, 3.0))
    return plots.describe(fig, f"The decay rises and then falls: {ends}. Measured dots lie on the curve.")


def steepness(r1_penalty: Callable, gamma: float, steps: int = 300) -> tuple[Floats, Floats, Floats]:
    """(x, s, s′), each (301,): a small D after learning to tell points at 0 from points at 9, with R1 of strength γ."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        critic = torch.nn.Sequential(torch.nn.Linear(1, 32), torch.nn.Tanh(), torch.nn.Linear(32, 1))
        real, fake = torch.randn(256, 1), torch.randn(256, 1) + 9
    adam = torch.optim.Adam(critic.parameters(), 0.02)
    for _ in range(steps):
        loss: torch.Tensor = softplus(-critic(real)).mean() + softplus(critic(fake)).mean()
        adam.zero_grad()
        (r1_penalty(critic, real, gamma) + loss).backward()
        adam.step()
    x = torch.linspace(-3, 12, 301)[:, None].requires_grad_(True)
    s = critic(x)
    (slope,) = torch.autograd.grad(s.sum(), x)
    found = [one.detach().double().numpy()[:, 0] for one in (x, s, slope)]
    return found[0], found[1], found[2]


def steepness_figure(r1_penalty: Callable) -> Figure:
    """The logit of D and its slope, after the same training with and without R1."""
    looks: dict[float, dict[str, Any]] = {
        0.0: {"color": plots.FAKE, "ls": plots.FAKE_DASHES},
        1.0: {"color": plots.DISCRIMINATOR, "ls": "-"},
    }
    on_data = {}
    with plots.course_style():
        fig = Figure(figsize=(8, 3))
        axes = fig.subplots(1, 2)
        for gamma, look in looks.items():
            x, s, slope = steepness(r1_penalty, gamma)
            on_data[gamma] = float(np.abs(slope[np.abs(x) < 2]).mean())
            for ax, values in zip(axes, (s, np.abs(slope)), strict=True):
                ax.plot(x, values, label=f"γ = {gamma:g}", **look)
        axes[0].set(xlabel="x (data at 0, fakes at 9)", ylabel="logit s(x)")
        axes[1].set(xlabel="x", ylabel="|slope of the logit|")
        axes[0].legend()
    return plots.describe(
        fig,
        f"The mean slope between −2 and 2, on the data, is {on_data[0.0]:.2f} without R1 and {on_data[1.0]:.3f} with "
        "γ = 1; half way to the fakes both are steep.",
    )


def cures_figure(
    generator_slopes: Callable, rotation: Mapping[str, float], dirac_radius: Callable, dirac_field: Callable
) -> Figure:
    """What has a closed form, as a table: pulls, and distances after 200 rounds from a start at 1.41.

    Args:
        generator_slopes: of exercise 1.
        rotation: distances on the saddle, by the names in `ON_THE_SADDLE`.
        dirac_radius: the given one.
        dirac_field: of exercise 3.
    """
    plain, fooling, _ = generator_slopes(8.0)
    pulls = {"none": plain, "−ln D": fooling, "W₁": 1.0, "noise 3": generator_slopes(8.0, 3.0)[0]}
    games = {"none": (0.0, "simultaneous"), "in turns": (0.0, "alternating"), "R1": (0.3, "simultaneous")}
    on_dirac = {name: dirac_radius(dirac_field, "minimax", *game, 200) for name, game in games.items()}
    for name, kind in (("−ln D", "ns"), ("W₁", "wgan")):
        on_dirac[name] = dirac_radius(dirac_field, kind, 0.0, "simultaneous", 200)
    on_saddle = {name: rotation[rule] for rule, name in ON_THE_SADDLE.items()}
    rows = {"no overlap: pull": {name: (f"{pull:.2g}", min(1.0, 8 * pull)) for name, pull in pulls.items()}}
    for failure, ends in (("saddle: distance", on_saddle), ("Dirac-GAN: distance", on_dirac)):
        rows[failure] = {name: (f"{end:.2g}", max(0.0, 1 - end / START)) for name, end in ends.items()}
    return plots.matrix_figure(rows, CURES, "Failure × cure: what each achieved")
