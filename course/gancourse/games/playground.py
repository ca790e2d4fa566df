"""The playground: a GAN in the plane, driven and measured with the student's own functions."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
import torch
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from numpy.typing import NDArray
from scipy.special import log_expit

from gancourse import plots
from gancourse.games.clouds import WINDOW, Cloud, binned_jsd, shares
from gancourse.games.plane import PlaneGame
from gancourse.playground.figure import D_COLOURS
from gancourse.playground.game import Parts
from gancourse.playground.look import BANDWIDTH, MAP, blurred

Floats = NDArray[np.float64]

CELLS = 16
EXAMPLES = 2000
COLUMNS = ("iteration", "V", "ln2_minus_bce", "jsd", "modes", "share_near_modes", "gap_to_d_star")


class Tools(NamedTuple):
    """What the student wrote."""

    algorithm1: Callable
    d_step: Callable
    g_step: Callable
    sample_mixture: Callable
    d_heatmap: Callable
    manifold_cells: Callable
    sample_arrows: Callable
    d_star_gap: Callable


class Playground:
    """A game that can be started, trained for a while, looked at, and written down.

    Args:
        tools: the student's functions.
        clouds: the data sets by name.
    """

    def __init__(self, tools: Tools, clouds: Mapping[str, Cloud]) -> None:
        self.tools, self.clouds = tools, dict(clouds)
        self.start(next(iter(self.clouds)))

    def start(
        self, data: str, *, k_d: int = 1, k_g: int = 1, loss: str = "ns", seed: int = 0, m: int = 128, lr: float = 2e-3
    ) -> None:
        """A new game with untrained networks.

        Raises:
            ValueError: the data or the loss are unknown, or a number of steps is negative.
        """
        if data not in self.clouds:
            raise ValueError(f"The data are one of {', '.join(self.clouds)}, not {data!r}.")
        if loss not in ("ns", "minimax"):
            raise ValueError(f'The loss is "ns" or "minimax", not {loss!r}.')
        self.data, self.loss, self.seed, self.m = data, loss, int(seed), m
        self.set_steps(k_d, k_g)
        t = self.tools
        self.game = PlaneGame(self.clouds[data], t.sample_mixture, t.d_step, t.g_step, loss=loss, seed=self.seed, lr=lr)
        self.iteration = 0
        self.history: list[dict[str, Any]] = []
        self.record()

    def set_steps(self, k_d: int, k_g: int) -> None:
        """How many steps each player makes in one iteration; may be changed while the game runs."""
        if min(k_d, k_g) < 0:
            raise ValueError(f"Numbers of steps cannot be negative: {k_d} and {k_g}.")
        self.k_d, self.k_g = int(k_d), int(k_g)

    def settings(self) -> dict[str, Any]:
        """How it plays, as `gancourse.playground.Settings` calls it."""
        names = {"data": self.data, "loss": self.loss, "k_d": self.k_d, "k_g": self.k_g, "seed": self.seed}
        return names | {"batch": self.m}

    def parts(self) -> Parts:
        """The functions, for a game that plays while one watches."""
        t = self.tools
        return Parts(t.algorithm1, t.d_step, t.g_step, t.sample_mixture, t.d_heatmap, t.sample_arrows, t.d_star_gap)

    def train(self, iterations: int, rows: int = 6) -> None:
        """Let the student's loop run, with about `rows` measurements on the way (one at the end in any case)."""
        done = 0
        for stop in sorted({round(iterations * (i + 1) / rows) for i in range(rows)} - {0}):
            self.tools.algorithm1(self.game, stop - done, self.k_d, self.m, self.k_g)
            self.iteration += stop - done
            done = stop
            self.record()

    def step(self, player: str) -> None:
        """One step of "D" or of "G" alone."""
        self.tools.algorithm1(self.game, 1, int(player == "D"), self.m, int(player == "G"))
        self.iteration += 1
        self.record()

    def record(self) -> None:
        """Measure on fresh batches, drawn from a stream of its own: looking does not change the game."""
        rng = np.random.default_rng([self.seed, self.iteration])
        cloud = self.game.cloud
        x = np.asarray(self.tools.sample_mixture(EXAMPLES, cloud.centers, cloud.std, rng))
        fake = self.game.generate(rng.uniform(-1, 1, size=(EXAMPLES, 2)))
        value = float(log_expit(self.game.logits(x)).mean() + log_expit(-self.game.logits(fake)).mean())
        near = shares(fake, cloud)
        p, q = blurred(cloud.centers, float(np.hypot(cloud.std, BANDWIDTH))), blurred(fake, BANDWIDTH)
        row = {
            "iteration": self.iteration,
            "V": value,
            "ln2_minus_bce": np.log(2) + value / 2,
            "jsd": binned_jsd(fake, cloud),
            "modes": int(np.sum(near >= 0.01)),
            "share_near_modes": float(near.sum()),
            "gap_to_d_star": float(self.tools.d_star_gap(self.game.judge(_grid(MAP)), p.ravel(), q.ravel())),
        }
        self.history = [*self.history, row]
        self.shares, self._x, self._fake, self._maps = near, x, fake, (p, q)

    def csv(self) -> str:
        """The history as CSV text, one row for each measurement."""
        text = io.StringIO()
        writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows({key: f"{v:.6g}" for key, v in row.items()} for row in self.history)
        return text.getvalue()

    def readout(self) -> str:
        """What the picture shows, in a few sentences."""
        row, number = self.history[-1], plots.number
        many = len(self.shares)
        percent = ", ".join(f"{100 * share:.0f}" for share in self.shares)
        modes = f"; per mode in %: {percent}" if many <= 25 else ""
        return (
            f"{self.data}, {self.loss} loss, k_D = {self.k_d}, k_G = {self.k_g}, seed {self.seed}, iteration "
            f"{row['iteration']}: {row['modes']} of {many} modes with at least 1 % of the samples, "
            f"{100 * row['share_near_modes']:.0f} % of the samples within 3σ of a mode{modes}. "
            f"ln 2 − BCE = {number(row['ln2_minus_bce'], 3)}, JSD in boxes = {number(row['jsd'], 3)} nats, "
            f"mean gap to D* = {number(row['gap_to_d_star'], 3)}."
        )

    def figure(self) -> Figure:
        """Four panels: samples on the map of D, the map of D*, the manifold of G, and the history."""
        with plots.course_style():
            fig = Figure(figsize=(9.2, 8.6))
            axes = fig.subplots(2, 2)
            (on_map, star), (manifold, curves) = axes
            self._draw_map(on_map)
            self._draw_star(star)
            self._draw_manifold(manifold)
            self._draw_history(curves)
            for ax in (on_map, star, manifold):
                ax.set(xlim=(-WINDOW, WINDOW), ylim=(-WINDOW, WINDOW), aspect="equal", xlabel="$x_1$", ylabel="$x_2$")
                ax.grid(visible=False)
        return plots.describe(fig, f"Four panels. {self.readout()}")

    def _draw_map(self, ax: Any) -> None:
        limits = (-WINDOW, WINDOW)
        heat = np.asarray(self.tools.d_heatmap(self.game.judge, limits, limits, MAP))
        self._image(ax, heat)
        ax.plot(*self._x[:250].T, "o", color=plots.REAL, markersize=3, alpha=0.55, linestyle="none", label="real")
        ax.plot(*self._fake[:250].T, "s", color=plots.FAKE, markersize=3, alpha=0.75, linestyle="none", label="fake")
        starts = torch.from_numpy(np.array(self._fake[:40], dtype=np.float32))
        arrows = self.tools.sample_arrows(self.game.D, starts, self.loss)
        arrows = np.asarray(arrows.detach() if hasattr(arrows, "detach") else arrows, dtype=float)
        longest = max(1e-12, float(np.quantile(np.linalg.norm(arrows, axis=1), 0.9)))
        ax.set_facecolor("white")  # the map is half transparent, and its arrows dark: not on the ground of a dark page
        ax.quiver(
            *self._fake[:40].T, *arrows.T, color=plots.INK, angles="xy", scale_units="xy",
            scale=longest / 0.7, width=0.005,
        )  # fmt: skip
        ax.set_title("D(x), samples, arrows −∂loss/∂x")
        ax.legend(loc="lower right", markerscale=2).set_frame_on(True)

    def _draw_star(self, ax: Any) -> None:
        p, q = self._maps
        mass = p + q
        star = np.divide(p, mass, out=np.full_like(p, np.nan), where=mass > 1e-6)
        image = self._image(ax, star)
        ax.set_facecolor("#dddddd")
        bar = ax.figure.colorbar(image, ax=ax, shrink=0.85, ticks=[0, 0.5, 1])
        bar.ax.set_yticklabels(["0\nfake", "½", "1\nreal"])
        ax.set_title("D*(x) = p/(p + q); grey: no mass")

    def _image(self, ax: Any, values: Floats) -> Any:
        return ax.imshow(
            values, origin="lower", extent=(-WINDOW, WINDOW, -WINDOW, WINDOW), vmin=0, vmax=1, cmap=D_COLOURS,
            alpha=0.6, interpolation="bilinear",
        )  # fmt: skip

    def _draw_manifold(self, ax: Any) -> None:
        areas = np.asarray(self.tools.manifold_cells(self.game.generate, CELLS)).ravel()
        ticks = np.linspace(-1, 1, CELLS + 1)
        columns, rows = np.meshgrid(ticks, ticks)
        nodes = self.game.generate(np.column_stack([columns.ravel(), rows.ravel()]))
        nodes = nodes.reshape(CELLS + 1, CELLS + 1, 2)
        corners = np.stack([nodes[:-1, :-1], nodes[:-1, 1:], nodes[1:, 1:], nodes[1:, :-1]], axis=2).reshape(-1, 4, 2)
        density = 1 / CELLS**2 / np.maximum(areas, 1e-9)
        opacity = np.clip(0.08 + 0.75 * np.sqrt(density / 1.5), 0.08, 0.85)
        colours = [to_rgba(plots.GENERATOR, alpha) for alpha in opacity]
        ax.add_collection(PolyCollection(list(corners), facecolors=colours, edgecolors=plots.PAGE_INK, linewidths=0.35))
        ax.set_title("Where G takes the square of noise")

    def _draw_history(self, ax: Any) -> None:
        iterations = [row["iteration"] for row in self.history]
        for key, label, colour, marker in (
            ("jsd", "JSD in boxes", plots.FAKE, "s"),
            ("ln2_minus_bce", "ln 2 − BCE of D", plots.DISCRIMINATOR, "o"),
            ("gap_to_d_star", "mean gap to D*", plots.ACCENT, "^"),
        ):
            ax.plot(
                iterations, [row[key] for row in self.history], marker=marker, markersize=4, color=colour, label=label
            )
        plots.reference_line(ax, float(np.log(2)), "ln 2")
        plots.reference_line(ax, 0.0, "")
        low = min(row["ln2_minus_bce"] for row in self.history)
        ax.set(xlabel="iteration", ylabel="nats (gap: probability)", ylim=(max(-0.7, min(-0.05, low - 0.05)), 1.12))
        ax.set_title("History")
        ax.legend(loc="upper right", labelspacing=0.25)


def _grid(n: int) -> Floats:
    ticks = np.linspace(-WINDOW, WINDOW, n)
    columns, rows = np.meshgrid(ticks, ticks)
    return np.column_stack([columns.ravel(), rows.ravel()])
