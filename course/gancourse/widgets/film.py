"""Pictures in a row in time: the time-lapse of a training, and walks through latent space."""

from __future__ import annotations

import base64
import itertools
from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets
import numpy as np
import traitlets
from matplotlib.figure import Figure

from gancourse import image_figures, plots
from gancourse.widgets._base import FramesExplorer, FramesView, view_of


def compute_timelapse(history: Sequence[Any], grids: Sequence[tuple[int, Any]]) -> list[dict[str, Any]]:
    """The frames of a time-lapse, one for each grid of images from the same noise.

    Parameters: `history`, reports with step, d_real, d_fake, d_loss, g_loss; `grids`, pairs of a step and uint8 images
    (n, c, h, w). Each sentence has the monitors of the last report up to that step.

    Returns frames: "images" (arrays (H, W) or (H, W, 3)), "text".
    """
    frames = []
    for step, grid in grids:
        text = f"step {step:,}"
        before = [report for report in history if report.step <= step]
        if before:
            at, number = before[-1], plots.number
            text += (
                f": D(x) = {number(float(at.d_real), 2)}, D(G(z)) = {number(float(at.d_fake), 2)}, loss of D "
                f"{number(float(at.d_loss), 2)}, of G {number(float(at.g_loss), 2)} nats"
            )
        frames.append({"images": [image_figures.tile(grid, 8)], "text": text})
    return frames


def compute_walk(generate: Callable, stops: Any, roads: Sequence[Callable], steps: int = 12) -> list[dict[str, Any]]:
    """The frames of a walk from stop to stop, along several roads at once.

    Parameters: `generate`, noise (n, d) float array → uint8 images (n, c, h, w); `stops` (k, d) array, k ≥ 2;
    `roads`, functions (z0, z1, t) → (d,); `steps` frames for each leg.

    Returns frames: "images" (one for each road), "text" with the length of the noise on each road. ValueError for fewer
    than two stops.
    """
    stops = np.asarray(stops, dtype=float)
    if stops.ndim != 2 or len(stops) < 2:
        raise ValueError("A walk needs at least two stops, as rows of an array.")
    legs = list(itertools.pairwise(range(len(stops))))
    places = [(a, b, i / steps) for a, b in legs for i in range(steps)] + [(*legs[-1], 1.0)]
    noise = [np.stack([np.asarray(road(stops[a], stops[b], t)) for a, b, t in places]) for road in roads]
    images = [image_figures.as_array(generate(z)) for z in noise]
    frames = []
    for i, (a, b, t) in enumerate(places):
        lengths = ", ".join(
            f"{road.__name__} {plots.number(float(np.linalg.norm(z[i])), 1)}"
            for road, z in zip(roads, noise, strict=True)
        )
        where, typical = f"z{a + 1} → z{b + 1}, t = {plots.number(t, 2)}", plots.number(float(stops.shape[1]) ** 0.5, 1)
        text = f"{where}: length of the noise {lengths}; typical is √{stops.shape[1]} = {typical}"
        frames.append({"images": [row[i] for row in images], "text": text})
    return frames


def film_figure(frames: Sequence[dict[str, Any]], captions: Sequence[str] = (), shown: int = 6) -> Figure:
    """Up to `shown` frames, spread evenly, one row for each picture in a frame: the widget, standing still.

    ValueError for no frames.
    """
    if not frames:
        raise ValueError("There is nothing to show: a film needs at least one frame.")
    chosen = sorted({round(i) for i in np.linspace(0, len(frames) - 1, shown)})
    rows = len(frames[0]["images"])
    tall, wide = np.shape(frames[0]["images"][0])[:2]
    with plots.course_style():
        fig = Figure(figsize=(9, 9 / shown * rows * tall / wide + 0.45))
        axes = fig.subplots(rows, len(chosen), squeeze=False)
        for column, position in enumerate(chosen):
            for row, image in enumerate(frames[position]["images"]):
                axes[row, column].imshow(image, vmin=0, vmax=255)
                axes[row, column].set_axis_off()
            axes[0, column].set_title(frames[position]["text"].split(":")[0], fontsize=9.5)
        for row, caption in enumerate(captions):
            axes[row, 0].text(-0.06, 0.5, caption, transform=axes[row, 0].transAxes, ha="right", va="center")
    sentences = "; ".join(frames[position]["text"] for position in chosen)
    return plots.describe(fig, f"{len(chosen)} of {len(frames)} frames. {sentences}.")


class FilmView(FramesView):
    """The pictures of one frame beside each other, and its sentence. All frames are in the page."""

    _esm = view_of("film")

    captions: traitlets.List[Any] = traitlets.List().tag(sync=True)


class FilmExplorer(FramesExplorer):
    """A player above the pictures, all of it in the page (`view`), and a link that saves the whole film (`save`)."""

    children: Any  # a trait, of which mypy cannot tell the type

    def __init__(
        self,
        frames: Sequence[dict[str, Any]],
        captions: Sequence[str] = (),
        name: str = "frame",
        frame: int = 0,
        **kwargs: Any,
    ) -> None:
        shown = [
            {"text": one["text"], "images": [image_figures.png_address(image) for image in one["images"]]}
            for one in frames
        ]
        start = frame + len(shown) if frame < 0 else frame
        super().__init__("film", FilmView(frame=start, frames=shown, captions=list(captions), noun=name), **kwargs)
        gif = base64.b64encode(image_figures.film_bytes(frames)).decode("ascii")
        self.save = ipywidgets.HTML(
            f'<a download="film.gif" href="data:image/gif;base64,{gif}">Save this film as a GIF</a>'
        )
        self.children = (*self.children, self.save)


def film_explorer(
    frames: Sequence[dict[str, Any]], captions: Sequence[str] = (), name: str = "frame", frame: int = 0
) -> FilmExplorer:
    """Play frames with pictures, or drag through them.

    Args:
        frames: as `compute_timelapse` and `compute_walk` make them.
        captions: below the pictures of each frame.
        name: what a frame is called beside the slider.
        frame: where it opens; −1 is the last.

    Raises:
        ValueError: there are no frames, or it would open at one that does not exist.
    """
    return FilmExplorer(frames, captions, name, frame)
