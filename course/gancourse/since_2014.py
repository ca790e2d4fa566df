"""The pictures of 09-since-2014: each takes the student's functions, computes, draws, and says what it shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray
from scipy.special import expit

from gancourse import plots
from gancourse.widgets.timelapse import compute_timelapse_frame, timelapse_figure

Floats = NDArray[np.float64]
Field = Callable[..., Sequence[float]]

RING_STD = 0.1
KINDS = {"kl": "Kullback–Leibler", "pearson": "Pearson χ²", "gan": "GAN (f of JSD)"}
LINES: tuple[dict[str, Any], ...] = (
    {"color": plots.DISCRIMINATOR, "ls": "-"},
    {"color": plots.GENERATOR, "ls": (0, (6, 3))},
    {"color": plots.ACCENT, "ls": (0, (2, 1.6))},
)
NOISES = np.geomspace(2.0, 0.1, 60)


def tangents_figure() -> Figure:
    """f(u) = u ln u with the tangents of slopes 0, 1 and 1 + ln 2, and where each meets the vertical axis."""
    u = np.linspace(1e-6, 3, 301)
    with plots.course_style():
        fig = Figure(figsize=(6.4, 3.6))
        ax = fig.add_subplot()
        ax.plot(u, u * np.log(u), color=plots.PAGE_INK, lw=2.4, label="f(u) = u ln u")
        for slope, name, look in zip((0.0, 1.0, 1 + np.log(2)), "abc", LINES, strict=True):
            touches = np.exp(slope - 1)
            ax.plot(u, u * slope - touches, lw=1.6, label=f"tangent {name}", **look)
            ax.plot(touches, touches * np.log(touches), "o", color=look["color"], ms=6)
            ax.plot(0, -touches, "s", color=look["color"], ms=5, clip_on=False)
        ax.set(xlabel="u = p/q", xlim=(0, 3), ylim=(-2.3, 3.3))
        ax.legend(loc="upper left")
    return plots.describe(
        fig,
        "The curve u ln u and three tangents below it, a, b and c. They touch at u = 0.37, 1 and 2, and meet the "
        "vertical axis at −0.37, −1 and −2: these heights are minus f*.",
    )


def bounds_figure(bound: Callable, best_critic: Callable, p: Floats, q: Floats) -> Figure:
    """The bound along lines through the best critic, one panel for each kind."""
    directions = (np.ones(len(p)), np.cos(3 * np.arange(len(p))), np.linspace(1, -1, len(p)))
    steps, tops = np.linspace(-0.25, 0.25, 51), []
    with plots.course_style():
        fig = Figure(figsize=(8.4, 3.0))
        for ax, (kind, name) in zip(fig.subplots(1, 3), KINDS.items(), strict=True):
            best = np.asarray(best_critic(p, q, kind), dtype=float)
            tops.append(float(bound(p, q, best, kind)))
            for direction, look in zip(directions, LINES, strict=True):
                ax.plot(steps, [bound(p, q, best + e * direction, kind) for e in steps], lw=1.6, **look)
            plots.reference_line(ax, tops[-1], f"{tops[-1]:.3f}")
            ax.set(title=name, xlabel="distance e from T*")
            ax.locator_params(nbins=4)
        fig.axes[0].set_ylabel("bound")
    said = ", ".join(f"{name} {top:.3f}" for name, top in zip(KINDS.values(), tops, strict=True))
    return plots.describe(fig, f"The bound along three lines through the best critic is highest at the critic: {said}.")


def judges_figure(judges: Callable, leftovers: Callable) -> Figure:
    """Left: the three best answers for N(0, 1) against N(2, 1). Right: what is left as the fakes move away."""
    x = np.linspace(-9, 17, 2601)
    names = ("logarithm", "least squares", "hinge")
    distances = np.linspace(0, 6, 25)
    p = _bell(x, 0)
    left = np.array([leftovers(p, _bell(x, mu)) for mu in distances]) * (x[1] - x[0])
    left /= left[0]
    with plots.course_style():
        fig = Figure(figsize=(8.4, 3.2))
        answer, rest = fig.subplots(1, 2)
        seen = np.abs(x - 1) <= 3
        for says, share, name, look in zip(judges(p, _bell(x, 2)), left.T, names, LINES, strict=True):
            answer.plot(x[seen], np.asarray(says)[seen], label=name, **look)
            rest.plot(distances, share, label=name, **look)
        plots.reference_line(answer, 0.0, "")
        answer.set(xlabel="x (data at 0, fakes at 2)", ylabel="best answer s", ylim=(-4, 4))
        rest.set(xlabel="distance of the fakes", ylabel="share of the blind loss", ylim=(0, 1.02))
        rest.legend()
    at_four = ", ".join(f"{name} {100 * left[16, i]:.1f} %" for i, name in enumerate(names))
    return plots.describe(
        fig,
        "The best answers to data at 0 and fakes at 2: a straight line, a smooth step from 1 to −1, and a jump. What "
        f"is left of the blind loss falls to 0 with the distance; at 4 it is: {at_four}.",
    )


def classical_field(theta: float, psi: float, place: float = 0.0) -> tuple[float, float]:
    """The non-saturating Dirac-GAN without a penalty, data at `place`: (dθ, dψ). D has the logit ψx, and no bias."""
    return psi * float(expit(-psi * theta)), place * float(expit(-psi * place)) - theta * float(expit(psi * theta))


def distances(field: Field, *rest: float, place: float = 0.0, rounds: int = 300, rate: float = 0.2) -> Floats:
    """(rounds + 1,): how far (θ, ψ) is from (place, 0) after each round, from (place + 1, −1), both moving at once."""
    theta, psi, seen = place + 1.0, -1.0, [np.sqrt(2.0)]
    for _ in range(rounds):
        move_g, move_d = field(theta, psi, place, *rest)
        theta, psi = theta + rate * move_g, psi + rate * move_d
        seen.append(np.hypot(theta - place, psi))
    return np.array(seen)


def side_by_side_figure(field: Field) -> Figure:
    """Distances from the equilibrium, round by round: the relativistic game with penalties, both with moved data."""
    settings = {"no penalty": (0.0, 0.0), "R1 0.3": (0.3, 0.0), "R1 and R2, 0.15 each": (0.15, 0.15)}
    with plots.course_style():
        fig = Figure(figsize=(8.4, 3.2))
        ends = {}
        cured, moved = fig.subplots(1, 2, sharey=True)
        # Two pairs are the same path: the first of each is drawn broad, and the other one on it.
        broad = {"lw": 4.5, "alpha": 0.45}
        for (name, gammas), look in zip(settings.items(), LINES, strict=True):
            look = look | ({"ls": "-"} | broad if name.startswith("R1 0") else {})
            ends[name] = _path(cured, distances(field, *gammas), f"relativistic, {name}", look)
        for name, game, place, look in (
            ("classical, data at 0", classical_field, 0.0, {"color": plots.REAL, "ls": "-"} | broad),
            ("classical, data at 1", classical_field, 1.0, {"color": plots.ACCENT, "ls": (0, (5, 1.5, 1, 1.5))}),
            ("classical, data at 3", classical_field, 3.0, {"color": plots.FAKE, "ls": plots.FAKE_DASHES}),
            ("relativistic, data at 3", field, 3.0, LINES[0] | {"ls": (0, (2, 1.6))}),
        ):
            ends[name] = _path(moved, distances(game, place=place), name, look)
        cured.set_ylabel("distance")
    said = ", ".join(f"{name} {end:.2g}" for name, end in ends.items())
    same = "The curves of R1 and of R1 and R2 lie on each other, and so do classical at 0 and relativistic at 3."
    return plots.describe(fig, f"Distances from the equilibrium over 300 rounds from 1.41; at the end: {said}. {same}")


def _path(ax: Axes, path: Floats, name: str, look: dict[str, Any]) -> float:
    ax.semilogy(path, label=name, **{"lw": 1.6} | look)
    ax.set(xlabel="rounds", ylim=(1e-5, 5))
    ax.legend(loc="lower left", fontsize=8.5)
    return float(path[-1])


def arrows_figure(mixture_score: Callable, logit_slope: Callable) -> Figure:
    """Three fields of arrows: the score of the data, that of the fakes, and the slope of the best logit."""
    real, fake, std = np.array([[-1.2, 0.0], [1.2, 0.0]]), np.array([[-1.5, 0.3]]), 0.7
    grid = np.stack(np.meshgrid(np.linspace(-2.4, 2.4, 13), np.linspace(-1.4, 1.4, 8)), axis=-1).reshape(-1, 2)
    fields = (
        ("score of the data", mixture_score(grid, real, std), plots.REAL),
        ("score of the fakes", mixture_score(grid, fake, std), plots.FAKE),
        ("the difference: ∇s*", logit_slope(grid, real, fake, std), plots.DISCRIMINATOR),
    )
    with plots.course_style():
        fig = Figure(figsize=(9.2, 2.7))
        for ax, (name, arrows, colour) in zip(fig.subplots(1, 3, sharey=True), fields, strict=True):
            length = np.linalg.norm(arrows, axis=1, keepdims=True)
            ax.quiver(*grid.T, *(arrows / np.maximum(length, 1e-9) * np.minimum(length, 2.0)).T, color=colour, scale=22)
            ax.plot(*real.T, "+", color=plots.REAL, ms=11, mew=2.2)
            ax.plot(*fake.T, "o", color=plots.FAKE, ms=6)
            ax.set(xlabel="", aspect="equal", xticks=[], yticks=[])
            ax.set_title(name, fontsize=10.5)
            ax.grid(visible=False)
    there = np.asarray(logit_slope(fake, real, fake, std))[0]
    return plots.describe(
        fig,
        "Arrows in the plane with data at two places, left and right, and all fakes near the left one. The score of "
        "the data points to the nearer place, that of the fakes to the crowd; the difference away from the crowd. "
        f"At the fakes themselves it is ({there[0]:+.2f}, {there[1]:+.2f}).",
    )


def centers() -> Floats:
    """(8, 2): the ring of assignment 04, radius 2."""
    angles = 2 * np.pi * np.arange(8) / 8
    return 2 * np.stack([np.cos(angles), np.sin(angles)], axis=1)


def collapsed(n: int = 200) -> Floats:
    """(n, 2) samples, all in the first mode of the ring, always the same."""
    return centers()[0] + 0.05 * np.random.default_rng(0).normal(size=(n, 2))


def shares(samples: Floats) -> Floats:
    """(8,): which share of samples (n, 2) lies within three standard deviations of each mode."""
    away = np.linalg.norm(samples[:, None] - centers(), axis=2)
    near = away.argmin(axis=1)[away.min(axis=1) <= 3 * RING_STD]
    return np.bincount(near, minlength=8) / len(samples)


def film(flow: Callable, every: int = 3) -> list[dict[str, Any]]:
    """Frames for the player: a collapsed crowd while the noise goes down, one frame for `every` noise levels."""
    x, made = collapsed(), []
    for level in range(0, len(NOISES) + 1, every):
        made.append(compute_timelapse_frame(x, shares(x), level))
        x = np.asarray(flow(x, centers(), RING_STD, NOISES[level : level + every], 0.5))
    return made


def flow_figure(mixture_score: Callable, flow: Callable) -> Figure:
    """The film standing still, with one more picture: the end without the score of the fakes."""
    frames, x = film(flow), collapsed()
    for r in NOISES:
        x = x + 0.5 * r**2 * np.asarray(mixture_score(x, centers(), np.hypot(RING_STD, r)))
    frames.append(compute_timelapse_frame(x, shares(x), len(NOISES)))
    last = len(frames) - 1
    fig = timelapse_figure(frames, centers(), [0, 6, 11, 15, last - 1, last])
    at_left: dict[str, Any] = {"fontsize": 10, "loc": "left"}
    for ax, chosen in zip(fig.axes, (0, 6, 11, 15, last - 1), strict=False):
        level = frames[chosen]["iteration"]
        ax.set_title(f"noise {NOISES[min(level, len(NOISES) - 1)]:.2f}" if level < len(NOISES) else "end", **at_left)
    fig.axes[5].set_title("end, data alone", **at_left)
    return plots.describe(fig, f"{plots.alt_text(fig)} The last picture is the end with the score of the data alone.")


def _bell(x: Floats, mean: float) -> Floats:
    return np.exp(-((x - mean) ** 2) / 2) / np.sqrt(2 * np.pi)
