"""Recorded runs of small GANs on 12×12 images of discs, rings, bars and crosses: what the monitors said, no more.

Each run is a dictionary of float64 arrays. Fifteen of them have one entry for each of 101 moments:

============== ======================================================================================================
iteration      rounds so far, 0 to 9600: in each D, then G takes its steps, one each unless that is the fault
passes         how many times D has gone through the training set by now
loss_d, loss_g what this run's code descends, in nats: without a fault −V for D and −ln D(G(z)) for G
d_real         mean D(x) over a batch of training images
d_held_out     mean D(x) over images that were never trained on
d_fake         mean D(G(z)) before G's step
d_fake_after   the same noise after G's step
grad_d, grad_g length of the gradient that the last step of the round used
real_min, …    smallest and largest pixel of the batch of data as D gets it, and of the batch of fakes
real_spread, … how much the images of a batch differ: standard deviation over the batch, averaged over pixels
============== ======================================================================================================

"data" (16, 12, 12) are images of the training set as D gets them, "samples" (4, 16, 12, 12) what G made of the same 16
noise vectors at the iterations in ``GRIDS``.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from gancourse import plots

SIDE = 12
GRIDS = (0, 960, 4800, 9600)
PRACTICE = "P"
LETTERS = tuple("ABCDEFGHIJ")
MONITORS = (
    "iteration", "passes", "loss_d", "loss_g", "d_real", "d_held_out", "d_fake", "d_fake_after", "grad_d", "grad_g",
    "real_min", "real_max", "fake_min", "fake_max", "real_spread", "fake_spread",
)  # fmt: skip
SHAPES = ("disc", "ring", "bar", "cross")

Run = dict[str, NDArray[np.float64]]


def draw_shapes(n: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """n images (n, 12, 12) in [−1, 1]: a white disc, ring, bar or cross, of random size and place, on black."""
    rows, columns = np.mgrid[0:SIDE, 0:SIDE].astype(float)
    kind = rng.integers(len(SHAPES), size=n)
    y, x = (axis - rng.uniform(4, 7, size=(n, 1, 1)) for axis in (rows, columns))
    size = rng.uniform(2.2, 3.8, size=(n, 1, 1))
    across, down, radius = np.abs(x), np.abs(y), np.hypot(x, y)
    disc, ring = size - radius, 1.0 - np.abs(radius - size)
    bar = np.minimum(1.2 - across, size + 0.8 - down)
    cross = np.maximum(np.minimum(1 - across, size + 0.5 - down), np.minimum(1 - down, size + 0.5 - across))
    depth = np.stack([disc, ring, bar, cross])[kind, np.arange(n)]
    return (2 * np.clip(1.2 * depth + 0.5, 0, 1) - 1).astype(np.float32)


@lru_cache(maxsize=1)
def _recorded() -> dict[str, NDArray]:
    with np.load(Path(__file__).parent / "runs.npz") as archive:
        return dict(archive)


def load(letter: str) -> Run:
    """A run: a fresh dictionary of fresh float64 arrays.

    Args:
        letter: "A" to "J", or "P", the one for practice.

    Raises:
        ValueError: there is no such run.
    """
    if letter not in (*LETTERS, PRACTICE):
        raise ValueError(f"The runs are called {', '.join(LETTERS)} and {PRACTICE}, not {letter!r}.")
    arrays = _recorded()
    return {name: arrays[f"{letter}/{name}"].astype(np.float64) for name in (*MONITORS, "samples", "data")}


def summary(letter: str) -> str:
    """What the last tenth of a run's monitors say, in one sentence."""
    run, number = load(letter), plots.number
    late = {name: float(run[name][-10:].mean()) for name in MONITORS}
    return (
        f"Run {letter}, last tenth: loss of D {number(late['loss_d'], 3)}, of G {number(late['loss_g'], 3)}; "
        f"D(x) {number(late['d_real'], 2)}, held out {number(late['d_held_out'], 2)}, D(G(z)) "
        f"{number(late['d_fake'], 2)}, after G's step {number(late['d_fake_after'], 2)}; pixels of the data "
        f"{number(late['real_min'], 2)} to {number(late['real_max'], 2)}, of the fakes {number(late['fake_min'], 2)} "
        f"to {number(late['fake_max'], 2)}; spread {number(late['real_spread'], 2)} and "
        f"{number(late['fake_spread'], 2)}; "
        f"{number(float(run['passes'][-1]), 0)} passes over the data"
    )


def moment(letter: str, at: int) -> str:
    """What a run's monitors say at one moment, in one sentence; at the last moment, `summary` of the last tenth.

    Raises:
        ValueError: there is no such run, or no such moment.
    """
    run, number = load(letter), plots.number
    moments = len(run["iteration"])
    if not 0 <= at < moments:
        raise ValueError(f"A run has moments 0 to {moments - 1}, not {at}.")
    if at == moments - 1:
        return summary(letter)
    now = {name: float(run[name][at]) for name in MONITORS}
    return (
        f"Run {letter}, iteration {now['iteration']:.0f}: loss of D {number(now['loss_d'], 3)}, of G "
        f"{number(now['loss_g'], 3)}; D(x) {number(now['d_real'], 2)}, held out {number(now['d_held_out'], 2)}, "
        f"D(G(z)) {number(now['d_fake'], 2)}, after G's step {number(now['d_fake_after'], 2)}"
    )


def mosaic(images: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Sixteen images (16, 12, 12) in [-1, 1] as one (53, 53), four in a row, with grey lines between them."""
    whole = np.full((4 * SIDE + 5, 4 * SIDE + 5), 128, np.uint8)
    for i, image in enumerate(images):
        row, column = divmod(i, 4)
        top, left = 1 + row * (SIDE + 1), 1 + column * (SIDE + 1)
        whole[top : top + SIDE, left : left + SIDE] = np.round((np.clip(image, -1, 1) + 1) * 127.5)
    return whole


def monitor_figure(letter: str) -> Figure:
    """Everything that was recorded of a run: samples above, six panels of curves below."""
    run = load(letter)
    with plots.course_style():
        fig = Figure(figsize=(9.2, 8.2))
        above, below = fig.subfigures(2, 1, height_ratios=(1, 2.3), squeeze=False)[:, 0]
        _draw_grids(above, run)
        axes = below.subplots(2, 3, sharex=True)
        for ax, draw in zip(axes.flat, (_losses, _outputs, _gradients, _pixels, _spreads, _passes), strict=True):
            draw(ax, run)
        for ax in axes[1]:
            ax.set_xlabel("iteration")
        fig.suptitle(f"Run {letter}", x=0.02, ha="left", fontweight="bold")
    return plots.describe(
        fig, f"Sixteen images of the data, the samples at four moments, and curves. {summary(letter)}."
    )


def _draw_grids(figure: Figure, run: Run) -> None:
    axes = figure.subplots(1, 5)
    titles = ["data, as D gets them", *(f"samples, iteration {i}" for i in GRIDS)]
    for ax, images, title in zip(axes, [run["data"], *run["samples"]], titles, strict=True):
        mosaic = np.full((4 * SIDE + 5, 4 * SIDE + 5), np.nan)
        for i, image in enumerate(images):
            row, column = divmod(i, 4)
            top, left = 1 + row * (SIDE + 1), 1 + column * (SIDE + 1)
            mosaic[top : top + SIDE, left : left + SIDE] = image
        ax.imshow(mosaic, vmin=-1, vmax=1, cmap="gray")
        ax.set_title(title, fontsize=9.5)
        ax.set_axis_off()


def _lines(ax, run: Run, *curves: tuple[str, str, str, object]) -> None:
    for name, label, colour, dashes in curves:
        ax.plot(run["iteration"], run[name], color=colour, linestyle=dashes, linewidth=1.5, label=label)
    ax.legend(loc="best", fontsize=8.5, handlelength=1.8, labelspacing=0.2)
    ax.margins(x=0.02)


DOTS = (0, (1.5, 2))


def _losses(ax, run: Run) -> None:
    ax.set_yscale("symlog", linthresh=2)
    plots.reference_line(ax, float(2 * np.log(2)), "2 ln 2", outside=True)
    _lines(ax, run, ("loss_d", "D", plots.DISCRIMINATOR, "-"), ("loss_g", "G", plots.GENERATOR, plots.FAKE_DASHES))
    most = max(3.0, 1.3 * float(max(run["loss_d"].max(), run["loss_g"].max())))
    ticks = [tick for tick in (0, 1, 2, 10, 100, 1000) if tick <= most]
    ax.set(title="losses (nats)", ylim=(0, most))
    ax.set_yticks(ticks, [str(tick) for tick in ticks])
    ax.minorticks_off()


def _outputs(ax, run: Run) -> None:
    plots.reference_line(ax, 0.5, "½", outside=True)
    _lines(
        ax, run, ("d_real", "D(x)", plots.REAL, "-"), ("d_held_out", "held out", plots.SKY, DOTS),
        ("d_fake", "D(G(z))", plots.FAKE, plots.FAKE_DASHES), ("d_fake_after", "after", plots.ACCENT, DOTS),
    )  # fmt: skip
    ax.set(title="what D says", ylim=(-0.03, 1.45), yticks=[0, 0.25, 0.5, 0.75, 1])
    ax.legend(loc="upper left", ncols=2, fontsize=8.5, handlelength=1.8, labelspacing=0.2)


def _gradients(ax, run: Run) -> None:
    ax.set_yscale("symlog", linthresh=1e-6)
    _lines(ax, run, ("grad_d", "D", plots.DISCRIMINATOR, "-"), ("grad_g", "G", plots.GENERATOR, plots.FAKE_DASHES))
    ax.set(title="length of the gradients", ylim=(-3e-7, None), yticks=[0, 1e-6, 1e-3, 1, 1e3])


def _pixels(ax, run: Run) -> None:
    _lines(
        ax, run, ("real_max", "data", plots.REAL, "-"), ("fake_max", "fakes", plots.FAKE, plots.FAKE_DASHES),
    )  # fmt: skip
    ax.plot(run["iteration"], run["real_min"], color=plots.REAL, linewidth=1.5, linestyle="-")
    ax.plot(run["iteration"], run["fake_min"], color=plots.FAKE, linewidth=1.5, linestyle=plots.FAKE_DASHES)
    ax.set(title="smallest and largest pixel")


def _spreads(ax, run: Run) -> None:
    _lines(ax, run, ("real_spread", "data", plots.REAL, "-"), ("fake_spread", "fakes", plots.FAKE, plots.FAKE_DASHES))
    ax.set(title="spread within a batch", ylim=(0, None))


def _passes(ax, run: Run) -> None:
    _lines(ax, run, ("passes", "D", plots.DISCRIMINATOR, "-"))
    ax.set(title="passes over the data", ylim=(0, None))
    ax.text(0.97, 0.1, f"{run['passes'][-1]:.0f} in all", transform=ax.transAxes, ha="right", fontsize=10)
