"""Slanted Land: screens of two by two pixels, drawn; and a way to write down every round of a game."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from gancourse import plots

PIXELS = ("top left", "top right", "bottom left", "bottom right")


def draw_pixels(ax: Axes, image: ArrayLike, title: str = "", digits: int = 2) -> None:
    """Draw one image on `ax`: white is 0, black is 1, and each value stands on its pixel.

    Args:
        ax: where it is drawn.
        image: (4,) numbers, row by row; values outside [0, 1] are drawn as the nearest end of the scale, which is why
            each number is written out.
        title: above it.
        digits: how many decimals the numbers have.

    Raises:
        ValueError: the image has another shape.
    """
    values = np.asarray(image, dtype=float)
    if values.shape != (4,):
        raise ValueError(f"An image of Slanted Land has shape (4,), not {values.shape}.")
    ax.imshow(values.reshape(2, 2), cmap="gray_r", vmin=0, vmax=1)
    for value, (row, column) in zip(values, np.ndindex(2, 2), strict=True):
        ink = "white" if value > 0.5 else plots.INK
        ax.text(column, row, plots.number(float(value), digits), ha="center", va="center", color=ink, fontsize=10)
    ax.set(xticks=[], yticks=[])
    ax.set_title(title, fontsize=10.5, loc="center", pad=6)
    ax.grid(visible=False)
    for spine in ax.spines.values():
        spine.set(visible=True, color=plots.PAGE_INK)


def images_figure(images: ArrayLike, titles: Sequence[str], columns: int = 5) -> Figure:
    """Images side by side, each under its title, with an alternative text that gives every pixel.

    Args:
        images: (n, 4) numbers.
        titles: n texts.
        columns: how many stand in a row.

    Raises:
        ValueError: there is not exactly one title for each image, or an image has not four pixels.
    """
    rows = np.atleast_2d(np.asarray(images, dtype=float))
    if len(rows) != len(titles):
        raise ValueError(f"There are {len(rows)} images and {len(titles)} titles: one title for each is needed.")
    columns = min(columns, len(rows))
    lines = -(-len(rows) // columns)
    with plots.course_style():
        fig = Figure(figsize=(1.45 * columns, 1.75 * lines))
        axes = np.atleast_1d(fig.subplots(lines, columns, squeeze=False)).ravel()
        for ax, image, title in zip(axes, rows, titles, strict=False):
            draw_pixels(ax, image, title)
        for ax in axes[len(rows) :]:
            ax.set_axis_off()
    words = "; ".join(
        f"{title}: {', '.join(plots.number(float(value), 2) for value in image)}"
        for image, title in zip(rows, titles, strict=True)
    )
    return plots.describe(
        fig, f"Images of two by two pixels, white is 0 and black is 1, each read row by row. {words}."
    )


class Recorder:
    """A round that also writes down what it was given.

    Call it like the round itself, `recorder(x, z, w, b, v, c, lr)`: it keeps copies of the arguments and returns what
    the round returns. So a training loop can be watched without knowing that it is.

    Args:
        play: function (x, z, w, b, v, c, lr) → (w, b, v, c)
    """

    def __init__(self, play: Callable) -> None:
        self.play = play
        self._rows: list[tuple[NDArray[np.float64], ...]] = []
        self._after: tuple[NDArray[np.float64], ...] = ()

    def __call__(self, x, z, w, b, v, c, lr):
        self._rows.append(tuple(np.array(value, dtype=float) for value in (x, z, w, b, v, c)))
        made = self.play(x, z, w, b, v, c, lr)
        self._after = tuple(np.array(value, dtype=float) for value in made)
        return made

    def history(self) -> dict[str, NDArray[np.float64]]:
        """What every round began with: x (n, 4), z (n,), w (n, 4), b (n,), v (n, 4), c (n, 4), float64."""
        return {name: np.array(column) for name, column in zip("xzwbvc", zip(*self._rows, strict=True), strict=True)}

    def networks(self, rounds_per_epoch: int = 5, every: int = 10) -> dict[str, NDArray]:
        """Both networks after 0, every, 2·every, … epochs and at the end: epoch (k,), w (k, 4), b (k,), v, c (k, 4)."""
        rounds = list(range(0, len(self._rows), rounds_per_epoch * every))
        states = [self._rows[i][2:] for i in rounds] + [self._after]
        columns = (np.array(column) for column in zip(*states, strict=True))
        epochs = np.array([*rounds, len(self._rows)]) // rounds_per_epoch
        return {"epoch": epochs} | dict(zip("wbvc", columns, strict=True))
