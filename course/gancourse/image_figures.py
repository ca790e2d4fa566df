"""Figures of images: contact sheets, nearest neighbours, the monitors of a training; and the images to start with.

Images are uint8 tensors or arrays (n, c, h, w), c = 1 (grey) or 3 (colour), 0 … 255.
"""

from __future__ import annotations

import base64
import csv
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.figure import Figure

from gancourse import machine, plots

if TYPE_CHECKING:
    from gancourse.data import ImageSet
    from gancourse.training import Report

ORDER = ("fashion-mnist", "mnist", "shapes")
GRADED = 512


def first_available(size: int = 32) -> ImageSet:
    """The first of Fashion-MNIST, MNIST digits and drawn shapes that this machine has; prints how to get the others.

    While the notebook is graded or validated, 512 drawn shapes: quick, and the same everywhere.
    """
    from gancourse import data

    if machine.graded():
        return data.load_images("shapes", size, count=GRADED)
    for name in ORDER:
        try:
            return data.load_images(name, size)
        except data.DataError as missing:
            print(missing)
    raise AssertionError("drawn shapes need no data")


def as_array(pixels: Any) -> np.ndarray:
    """uint8 images as a NumPy array (n, h, w) for grey ones, (n, h, w, 3) for colour. ValueError for anything else."""
    array = np.asarray(pixels.cpu() if hasattr(pixels, "cpu") else pixels)
    if array.ndim != 4 or array.shape[1] not in (1, 3) or array.dtype != np.uint8:
        raise ValueError(
            f"Images are uint8 of shape (n, 1, h, w) or (n, 3, h, w), not {array.dtype} of shape {array.shape}."
        )
    return array[:, 0] if array.shape[1] == 1 else array.transpose(0, 2, 3, 1)


def png_address(image: np.ndarray) -> str:
    """An array (H, W) or (H, W, 3) of bytes as a PNG in a data address."""
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(image).save(buffer, format="PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode("ascii")


def tile(pixels: Any, columns: int) -> np.ndarray:
    """Images side by side on white, `columns` in a row: one array (H, W) or (H, W, 3)."""
    from gancourse.training import grid

    return as_array(grid(pixels, columns)[None])[0]


def sheet_figure(pixels: Any, columns: int = 12, title: str = "") -> Figure:
    """A contact sheet of images."""
    canvas = tile(pixels, columns)
    with plots.course_style():
        fig = Figure(figsize=(8, 8 * canvas.shape[0] / canvas.shape[1] + (0.35 if title else 0.05)))
        _draw(fig.subplots(), canvas, title)
    return plots.describe(fig, f"{len(pixels)} images in rows of {columns}{f': {title}' if title else ''}.")


def neighbours_figure(samples: Any, neighbours: Any, distances: Sequence[float]) -> Figure:
    """Generated images above the nearest training image of each, with the distance below.

    Parameters: `distances`, root mean square over the pixels, bytes. ValueError where the numbers of images differ.
    """
    if not len(samples) == len(neighbours) == len(distances):
        raise ValueError(f"{len(samples)} samples need as many neighbours and distances.")
    with plots.course_style():
        fig = Figure(figsize=(8, 2.6))
        above, below = fig.subplots(2, 1)
        _draw(above, tile(samples, len(samples)), "generated")
        sheet = tile(neighbours, len(samples))
        _draw(below, sheet, "the nearest training image, and its distance in grey levels")
        for column, distance in enumerate(distances):
            middle = (column + 0.5) * (sheet.shape[1] + 2) / len(samples) - 1
            below.text(middle, sheet.shape[0] + 3, plots.number(distance, 0), ha="center", va="top", fontsize=10)
    listed = ", ".join(plots.number(distance, 0) for distance in distances)
    return plots.describe(
        fig,
        f"{len(samples)} generated images, each above the training image that is nearest to it; the distances are "
        f"{listed} grey levels (root mean square).",
    )


def read_log(log: str) -> list[Report]:
    """The reports in the CSV log of a training, as `gancourse.training.Run.log` writes it."""
    from gancourse.training import Report

    rows = csv.DictReader(io.StringIO(log))
    numbers = [{name: float(text) for name, text in row.items() if text} for row in rows]
    return [Report(step=int(row.pop("step")), **row) for row in numbers]


def monitors_figure(history: Sequence[Any]) -> Figure:
    """D(x) and D(G(z)) with the ½ line, and both losses with 2 ln 2 and ln 2 in their colours, over a training's steps.

    Parameters: `history`, reports with the attributes step, d_real, d_fake, d_loss, g_loss. ValueError for none.
    """
    if not history:
        raise ValueError("There is nothing to draw: the history is empty.")
    steps = [report.step for report in history]
    with plots.course_style():
        fig = Figure(figsize=(8.6, 3.5))
        judged, losses = fig.subplots(1, 2)
        judged.plot(steps, [r.d_real for r in history], color=plots.REAL, ls=plots.REAL_DASHES, label="mean D(x)")
        judged.plot(steps, [r.d_fake for r in history], color=plots.FAKE, ls=plots.FAKE_DASHES, label="mean D(G(z))")
        plots.reference_line(judged, 0.5, "½: cannot tell")
        judged.set(xlabel="step", ylabel="probability of “real”", ylim=(0, 1), title="What D says")
        losses.plot(steps, [r.d_loss for r in history], color=plots.DISCRIMINATOR, ls="-", label="loss of D (−V)")
        losses.plot(steps, [r.g_loss for r in history], color=plots.GENERATOR, ls=(0, (6, 3.5)), label="loss of G")
        plots.reference_line(losses, 2 * np.log(2), "2 ln 2", color=plots.DISCRIMINATOR, outside=True)
        plots.reference_line(losses, np.log(2), "ln 2", color=plots.GENERATOR, outside=True)
        losses.set(xlabel="step", ylabel="nats", title="Both losses (thin: if D cannot tell)")
        losses.set_ylim(bottom=0)
        fig.legend(loc="outside lower center", ncols=4)
    last, number = history[-1], plots.number
    return plots.describe(
        fig,
        f"After {last.step} steps D(x) is {number(last.d_real, 2)} and D(G(z)) {number(last.d_fake, 2)} on average; "
        f"the loss of D is {number(last.d_loss, 2)} (2 ln 2 = 1.39 where D cannot tell), that of G "
        f"{number(last.g_loss, 2)}.",
    )


def _draw(ax: Any, image: np.ndarray, title: str) -> None:
    ax.imshow(image, vmin=0, vmax=255)
    ax.set_axis_off()
    if title:
        ax.set_title(title)
