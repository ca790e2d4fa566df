"""Every view of the course: a widget to start from, and what its controls or the kernel then change, step by step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from gancourse import widgets
from gancourse.widgets import die, push_forward
from scipy.stats import norm

SIGNS = [1.0, -1.0, -1.0, 1.0]
HAND = {"w": SIGNS, "b": -1.0, "v": SIGNS, "c": SIGNS}
CENTERS = [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]


class Still:
    """A game on a line in which p_g is p_data and D says ½: every number of its frame is known."""

    def p_data(self, x):
        return norm.pdf(x, 1.0, 0.6)

    def spread(self, n=2000):
        return norm.ppf((np.arange(n) + 0.5) / n, 1.0, 0.6)

    def judge(self, x):
        return np.full(len(x), 0.5)

    def value(self):
        return -np.log(4)

    def generate(self, z):
        return 1.0 + 0.6 * z


class Moving(Still):
    """Such a game some way before its end."""

    def __init__(self, shift: float) -> None:
        self.shift = shift

    def judge(self, x):
        return 1 / (1 + np.exp(self.shift * (x - 1)))

    def generate(self, z):
        return 1.0 - self.shift + 0.6 * z


def phase_frames(n: int = 5) -> list[dict[str, Any]]:
    """Frames of a game that comes to rest."""
    frames = []
    for i in range(n):
        shift = 2.0 - 2.0 * i / (n - 1)
        game = Moving(shift) if shift else Still()

        def density(samples, grid, bandwidth, middle=1.0 - shift):
            return norm.pdf(grid, middle, 0.6)

        frames.append(widgets.compute_phase_frame(game, density, 10 * i, "both learn" if i else "start"))
    return frames


def timelapse_frames(n: int = 7) -> list[dict[str, Any]]:
    """Frames of a training in which one mode grows."""
    points = np.random.default_rng(0).normal(size=(300, 2))
    return [
        widgets.compute_timelapse_frame(points * (1 + i / n), [0.1 * i / n, 0.5, 0.0, 0.005], 10 * i) for i in range(n)
    ]


def film_frames(n: int = 4) -> list[dict[str, Any]]:
    """Frames of two grey pictures that become lighter."""
    return [
        {"images": [np.full((4, 4), 60 * i, np.uint8), np.full((2, 4), 255 - 60 * i, np.uint8)], "text": f"step {i}"}
        for i in range(n)
    ]


def networks(n: int) -> dict[str, np.ndarray]:
    """Networks of Slanted Land after 0, 10, 20 … epochs, made up."""
    rng = np.random.default_rng(0)
    parts = {name: 3 * rng.normal(size=(n, 4)) for name in "wvc"}
    return {"epoch": 10 * np.arange(n), **parts, "b": rng.normal(size=n)}


def one_pair() -> dict[str, Any]:
    """What the view of a single pair of networks gets."""
    return widgets.slanted_land_explorer(HAND).view.networks


def playground_state(**changes: Any) -> dict[str, Any]:
    """What the kernel would say of a playground, as the change of a trait."""
    start = widgets.playground_explorer(width=4, layers=1).player.state()
    settings = start["settings"] | changes.pop("settings", {})
    return {"state": start | changes | {"settings": settings}}


# The name of the file in course/js → how to make the widget, and the changes. A test sees to it that none is missing.
VIEWS: dict[str, tuple[Callable[[], Any], list[dict[str, Any]]]] = {
    "convolution": (
        lambda: widgets.convolution_explorer().view,
        [{"n": 5}, {"k": 6}, {"p": 2, "s": 3}, {"n": 1, "p": 0}, {"k": 1, "s": 1}, {"n": 12}],
    ),
    "die": (
        lambda: widgets.die_explorer().view,
        [{"n": 1}, {"n": 2000}, {"n": 37}, {"run": die.compute_run("loaded", 4)}, {"n": 420}, {"n": 1500}],
    ),
    "dirac": (
        lambda: widgets.dirac_explorer().view,
        [{"gamma": 0.3}, {"kind": "ns"}, {"kind": "wgan", "gamma": 0.0}, {"gamma": 2.0}, {"kind": "minimax"}],
    ),
    "drawing": (
        lambda: widgets.drawing_explorer().view,
        [{"points": []}, {"points": [[0.5, -1.25]]}, {"points": [[3.0, 3.0], [-3.0, 0.125]]}],
    ),
    "film": (
        lambda: widgets.film_explorer(film_frames(), captions=("left", "right")).view,
        [{"frame": 1}, {"frame": 99}, {"frame": 2}],
    ),
    "generator_losses": (
        lambda: widgets.generator_losses_explorer().view,
        [{"a": -8.0}, {"a": 0.0}, {"a": 0.1}, {"a": 3.7}, {"a": 8.0}],
    ),
    "log_loss": (
        lambda: widgets.log_loss_explorer().view,
        [{"p": 0.001}, {"p": 0.3}, {"p": 0.5}, {"p": 0.75}, {"p": 0.999}],
    ),
    "overlap": (
        lambda: widgets.overlap_explorer().view,
        [{"mu": 0.0}, {"mu": 12.0}, {"noise": 3.0}, {"mu": 5.5}, {"noise": 0.25}],
    ),
    "phases": (
        lambda: widgets.phases_explorer(phase_frames()).view,
        [{"frame": 1}, {"frame": 4}, {"frame": 3}, {"frames": phase_frames(3)}],
    ),
    "playground": (
        lambda: widgets.playground_explorer(width=4, layers=1).view,
        [
            playground_state(playing=True, iteration=40, text="in iteration 40"),
            playground_state(slow=True, held="between two moments", text="in iteration 41"),
            playground_state(error="d_step stopped in its line 2.", printed="V −1.4", text="in iteration 41"),
            playground_state(refused="k_D is a whole number.", text="in iteration 42"),
            playground_state(settings={"data": "drawn", "points": [[1.0, 1.0]], "k_d": 3}, text="in iteration 43"),
        ],
    ),
    "pointwise": (
        lambda: widgets.pointwise_explorer().view,
        [{"a": 0.0}, {"b": 0.0}, {"a": 2.0}, {"b": 0.6}, {"a": 0.5}, {"b": 2.0}],
    ),
    "push_forward": (
        lambda: widgets.push_forward_explorer().view,
        [
            {"percent": 50}, {"cell": 1}, {"percent": 100}, {"map": push_forward.compute_map("stairs")}, {"cell": 30},
            {"percent": 1, "map": push_forward.compute_map("parabola")}, {"percent": 100},
            {"map": push_forward.compute_map("absolute value")},
        ],
    ),
    "runs": (
        lambda: widgets.runs_explorer().view,
        [{"moment": 0}, {"letter": "C"}, {"beside": "P"}, {"moment": 50}, {"beside": ""}, {"moment": 99}],
    ),
    "saddle": (
        lambda: widgets.saddle_explorer().view,
        [{"lr": 0.5}, {"rounds": 120}, {"lr": 0.02}, {"rounds": 0}, {"rounds": 1, "lr": 0.2}],
    ),
    "slanted_land": (
        lambda: widgets.slanted_land_explorer(networks(11)).view,
        [{"z": 0.0}, {"epoch": 35}, {"z": 1.0}, {"epoch": 100}, {"networks": one_pair()}],
    ),
    "sliding": (
        lambda: widgets.sliding_explorer().view,
        [{"mu": 0.0}, {"mu": 0.1}, {"mu": 8.0}, {"mu": 10.0}],
    ),
    "timelapse": (
        lambda: widgets.timelapse_explorer(timelapse_frames(), CENTERS).view,
        [{"frame": 1}, {"frame": 99}, {"frame": 5}],
    ),
}  # fmt: skip
