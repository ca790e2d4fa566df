"""Figures of images: contact sheets, nearest neighbours, the monitors of a training; and the images to start with.

Images are uint8 tensors or arrays (n, c, h, w), c = 1 (grey) or 3 (colour), 0 … 255.
"""

from __future__ import annotations

import base64
import csv
import html
import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.figure import Figure

from gancourse import machine, plots
from gancourse.files import write_atomically

if TYPE_CHECKING:
    from gancourse.data import ImageSet
    from gancourse.training import Report, Run

ORDER = ("faces", "fashion-mnist", "mnist", "shapes")
GRADED = 512


def first_available(size: int = 32) -> ImageSet:
    """The first of drawn faces, Fashion-MNIST, MNIST digits and drawn shapes that this machine has.

    Prints how to get those that it looked for in vain. While the notebook is graded or validated, 512 drawn shapes:
    quick, and the same everywhere.
    """
    from gancourse import data

    if machine.graded():
        return data.load_images("shapes", size, count=GRADED)
    for name in ORDER:
        try:
            return data.load_images(name, size, progress=True)
        except data.DataError as missing:
            print(missing)
    raise AssertionError("drawn shapes need no data")


def as_array(pixels: Any) -> np.ndarray:
    """Images as a NumPy array.

    Args:
        pixels: uint8 (n, 1, h, w) or (n, 3, h, w), a tensor or an array.

    Returns:
        uint8 (n, h, w) for grey images, (n, h, w, 3) for colour.

    Raises:
        ValueError: they are of another kind.
    """
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


def film_bytes(frames: Sequence[dict[str, Any]], kind: str = "gif", scale: int = 2, seconds: float = 0.25) -> bytes:
    """A film as one moving picture that any browser plays, again and again; the last frame stays four times as long.

    Args:
        frames: as `gancourse.widgets.compute_timelapse` and `compute_walk` make them; the pictures of a frame stand
            beside each other.
        kind: "gif", of 256 colours, or "png" for an animated PNG, which loses nothing.
        scale: every pixel becomes `scale`×`scale`.
        seconds: from frame to frame.

    Returns:
        The content of the file.

    Raises:
        ValueError: there are no frames, or the kind is another.
    """
    from PIL import Image

    if not frames:
        raise ValueError("There is nothing to save: a film needs at least one frame.")
    if kind not in ("gif", "png"):
        raise ValueError(f'A film is saved as "gif" or "png", not as {kind!r}.')
    pictures = [Image.fromarray(_beside(frame["images"]).repeat(scale, 0).repeat(scale, 1)) for frame in frames]
    lengths = [round(1000 * seconds)] * len(pictures)
    lengths[-1] *= 4
    buffer = io.BytesIO()
    more = {"optimize": False} if kind == "gif" else {"default_image": False}
    pictures[0].save(
        buffer, kind, save_all=True, append_images=pictures[1:], duration=lengths, loop=0, disposal=1, **more
    )
    return buffer.getvalue()


def _beside(images: Sequence[np.ndarray]) -> np.ndarray:
    """Pictures side by side, in colour where one of them is; lower ones have white below them."""
    if any(image.ndim == 3 for image in images):
        images = [image if image.ndim == 3 else np.repeat(image[:, :, None], 3, axis=2) for image in images]
    height = max(map(len, images))
    more = [(0, 0)] * (images[0].ndim - 1)
    images = [np.pad(image, [(0, height - len(image)), *more], constant_values=255) for image in images]
    white = np.full((height, 4, *images[0].shape[2:]), 255, np.uint8)
    parts = [part for image in images for part in (white, image)]
    return np.concatenate(parts[1:], axis=1)


def save_film(frames: Sequence[dict[str, Any]], path: str | Path, scale: int = 2, seconds: float = 0.25) -> Path:
    """Write a film into a file; its ending, .gif or .png (animated), says as what. See :func:`film_bytes`.

    Returns:
        The path.

    Raises:
        ValueError: there are no frames, or the ending is another.
    """
    path = Path(path)
    write_atomically(path, film_bytes(frames, path.suffix.removeprefix("."), scale, seconds))
    return path


class LiveGrid:
    """What a training draws, in the cell that trains: hand it to `training.train` as `on_report`.

    One picture with a sentence, drawn anew at each report. While the notebook is graded or validated, and where no
    notebook is, nothing is shown on the way.

    Args:
        columns: images in a row.
    """

    def __init__(self, columns: int = 8) -> None:
        self.columns = columns
        self._place: Any = None

    def __call__(self, run: Run) -> None:
        """Show the last grid of a run."""
        if machine.graded() or not run.grids:
            return
        step, pixels = run.grids[-1]
        words = f"step {step:,} of {run.settings.steps:,}"
        if run.history:
            at = run.history[-1]
            words += f": D(x) {plots.number(at.d_real, 2)}, D(G(z)) {plots.number(at.d_fake, 2)}"
        said = {"text/html": pixels_html(pixels, self.columns, words), "text/plain": words}
        if self._place is None:
            self._place = _display(said)
        else:
            self._place.update(said, raw=True)


def _display(said: dict[str, str]) -> Any:
    from IPython.display import display

    return display(said, raw=True, display_id=True)


def pixels_html(pixels: Any, columns: int, words: str) -> str:
    """Images side by side, as wide as the cell and with sharp pixels, above a sentence: HTML."""
    address = png_address(tile(pixels, columns))
    look = "width:100%;max-width:720px;image-rendering:pixelated;border-radius:4px"
    said = html.escape(words, quote=True)
    picture = f'<img src="{address}" alt="{said}" style="{look}">'
    return f'<figure style="margin:0">{picture}<figcaption>{said}</figcaption></figure>'


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

    Args:
        samples: generated images.
        neighbours: as many training images.
        distances: as many root mean squares over the pixels, in grey levels of 0 … 255.

    Raises:
        ValueError: their numbers differ.
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

    Args:
        history: reports with the attributes step, d_real, d_fake, d_loss, g_loss.

    Raises:
        ValueError: there is none.
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
