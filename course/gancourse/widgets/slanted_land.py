"""The whole GAN of Slanted Land in one drawing: thirteen numbers as lines, and the picture that they paint."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import traitlets
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Rectangle
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit

from gancourse import plots
from gancourse.slanted_land import PIXELS
from gancourse.widgets._base import Explorer, View, slider, view_of

PARTS = {"w": (4,), "b": (), "v": (4,), "c": (4,)}


class Networks(NamedTuple):
    """Both networks at n moments of a training, float64; epoch is None for a pair that was not trained."""

    epoch: NDArray[np.int64] | None
    w: NDArray[np.float64]  # (n, 4)
    b: NDArray[np.float64]  # (n,)
    v: NDArray[np.float64]  # (n, 4)
    c: NDArray[np.float64]  # (n, 4)


class Painting(NamedTuple):
    """What one G paints at one z, what D says to it, and how much z matters."""

    pixels: NDArray[np.float64]  # (4,), each in (0, 1)
    said: float  # what D says to it, in (0, 1)
    reach: float  # the most that any pixel changes while z goes from 0 to 1


def as_networks(given: Mapping[str, ArrayLike]) -> Networks:
    """Check the numbers of one pair of networks, or of one pair for each epoch, and bring them into one form.

    Args:
        given: w, v, c of shape (4,) and b a number; or, with `epoch` of shape (n,), w, v, c of shape (n, 4) and b (n,)

    Raises:
        ValueError: a part is missing, has another shape, is not finite, or the epochs do not increase.
    """
    missing = [name for name in PARTS if name not in given]
    if missing:
        raise ValueError(f"Both networks are needed: {', '.join(missing)} of w, b, v, c is missing.")
    epoch = np.asarray(given["epoch"], dtype=np.int64) if "epoch" in given else None
    lead = () if epoch is None else epoch.shape
    if epoch is not None and (epoch.ndim != 1 or epoch.size < 2 or np.any(np.diff(epoch) <= 0)):
        raise ValueError("The epochs must be at least two and increase.")
    parts = {}
    for name, shape in PARTS.items():
        value = np.asarray(given[name], dtype=np.float64)
        if value.shape != lead + shape:
            raise ValueError(f"The part {name} must have shape {lead + shape}, not {value.shape}.")
        if not np.isfinite(value).all():
            raise ValueError(f"The part {name} contains a number that is not finite.")
        parts[name] = value if epoch is not None else value[None]
    return Networks(epoch, **parts)


def compute_painting(networks: Networks, k: int, z: float) -> Painting:
    """The picture of the k-th G at z, and what the k-th D says to it.

    Args:
        networks: from `as_networks`
        k: int, which pair
        z: float in [0, 1]
    """
    v, c = networks.v[k], networks.c[k]
    pixels = expit(v * z + c)
    # Each pixel moves in one direction only, so the ends of [0, 1] say all.
    reach = float(np.max(np.abs(expit(v + c) - expit(c))))
    return Painting(pixels, float(expit(networks.w[k] @ pixels + networks.b[k])), reach)


def slanted_land_readout(epoch: int | None, z: float, painting: Painting) -> str:
    """The sentence under the widget, word for word as the browser writes it."""
    when = "" if epoch is None else f"epoch {epoch}, "
    pixels = ", ".join(plots.number(float(pixel), 2) for pixel in painting.pixels)
    return (
        f"{when}z = {plots.number(z, 2)}: G paints {pixels}; D says {plots.number(painting.said, 3)}; "
        f"from z = 0 to 1 a pixel changes by {plots.number(painting.reach, 2)} at most"
    )


def _edge(ax: Any, start: tuple[float, float], end: tuple[float, float], weight: float) -> None:
    """A line whose thickness is |weight|; negative ones are dashed and of the other colour."""
    width = min(8.0, 0.7 + 1.9 * abs(weight))
    look: dict[str, Any] = {"color": plots.REAL, "linestyle": "-"}
    if weight < 0:  # matplotlib counts dashes in line widths; these grow more slowly than the width
        dashes = (6 / width + 1.2, 3 / width + 0.4)
        look = {"color": plots.FAKE, "linestyle": (0, dashes), "dash_capstyle": "butt"}
    ax.plot(*zip(start, end, strict=True), linewidth=width, zorder=1, **look)


def slanted_land_figure(networks: Mapping[str, ArrayLike], epoch: int | None = None, z: float = 0.5) -> Figure:
    """Both networks at one moment and one z: the widget, standing still.

    Args:
        networks: as for `as_networks`
        epoch: one of its epochs; left out, the last one
        z: float in [0, 1]

    Raises:
        ValueError: for an epoch that is not among the networks, or a z outside [0, 1].
    """
    nets = as_networks(networks)
    k = _position(nets, epoch)
    if not 0 <= z <= 1:
        raise ValueError(f"z lies in [0, 1], so it cannot be {z}.")
    painting = compute_painting(nets, k, z)
    heights = (2.62, 1.54, 0.46, -0.62)
    with plots.course_style():
        fig = Figure(figsize=(7.2, 3.4))
        ax = fig.add_subplot(xlim=(-0.45, 7.1), ylim=(-1.5, 3.55), aspect="equal")
        ax.set_axis_off()
        for i, height in enumerate(heights):
            _edge(ax, (0.25, 1.9), (2.35, height), nets.v[k, i])
            _edge(ax, (0.25, 0.0), (2.35, height), nets.c[k, i])
            _edge(ax, (2.95, height), (4.55, 1.0), nets.w[k, i])
        _edge(ax, (3.7, -1.12), (4.55, 1.0), nets.b[k])
        for x, y, radius, text in (
            (0.1, 1.9, 0.36, plots.number(z, 2)), (0.1, 0.0, 0.26, "1"), (3.7, -1.12, 0.22, "1"),
            (4.7, 1.0, 0.5, plots.number(painting.said, 2)),
        ):  # fmt: skip
            ax.add_patch(Circle((x, y), radius, facecolor="white", edgecolor=plots.INK, linewidth=1.3, zorder=3))
            ax.text(x, y, text, ha="center", va="center", color=plots.INK, fontsize=9.5, zorder=4)
        for i, height in enumerate(heights):
            _pixel(ax, 2.31, height - 0.34, 0.68, painting.pixels[i])
        for i, (row, column) in enumerate(np.ndindex(2, 2)):
            _pixel(ax, 5.55 + 0.72 * column, 1.0 - 0.72 * row, 0.72, painting.pixels[i])
        for x, y, text in (
            (0.1, 2.42, "z"), (0.1, -0.5, "bias"), (2.65, 3.2, "G paints"), (4.7, 1.72, "D says"),
            (3.2, -1.4, "bias"), (6.27, 1.9, "as a screen"),
        ):  # fmt: skip
            ax.text(x, y, text, ha="center", va="center", fontsize=10)
        when = "" if nets.epoch is None else f"After {nets.epoch[k]} epochs"
        ax.set_title(when)
    parts = "; ".join(
        f"{name} = {', '.join(plots.number(float(x), 2) for x in np.atleast_1d(getattr(nets, name)[k]))}"
        for name in ("v", "c", "w", "b")
    )
    sentence = slanted_land_readout(None if nets.epoch is None else int(nets.epoch[k]), z, painting)
    return plots.describe(
        fig,
        "A network from z to four pixels (G) and from the pixels to one number (D). Thick lines are large weights, "
        f"dashed ones negative: {parts}. {sentence}.",
    )


def _pixel(ax: Any, x: float, y: float, size: float, value: float) -> None:
    grey = str(1 - float(value))
    ax.add_patch(Rectangle((x, y), size, size, facecolor=grey, edgecolor=plots.PAGE_INK, linewidth=1, zorder=3))
    ink = "white" if value > 0.5 else plots.INK
    text = plots.number(float(value), 2)
    ax.text(x + size / 2, y + size / 2, text, ha="center", va="center", color=ink, fontsize=9, zorder=4)


def _position(networks: Networks, epoch: int | None) -> int:
    if epoch is None:
        return len(networks.b) - 1
    if networks.epoch is None or epoch not in networks.epoch:
        raise ValueError(f"There is no epoch {epoch} among these networks.")
    return int(np.flatnonzero(networks.epoch == epoch)[0])


class SlantedLandView(View):
    """The picture and its sentence. The browser computes nine sigmoids; the weights come from the kernel."""

    _esm = view_of("slanted_land")

    z = traitlets.Float(0.5, min=0.0, max=1.0).tag(sync=True)
    epoch = traitlets.Int(0, min=0).tag(sync=True)
    networks = traitlets.Dict().tag(sync=True)  # epochs (None for a single pair), w, b, v, c, pixels


class SlantedLandExplorer(Explorer):
    """A slider for z above the picture and, after a training, a player of its epochs; all of it in the browser.

    Attributes:
        view: the picture.
        z_slider: the slider for z.
    """

    def __init__(self, networks: Mapping[str, ArrayLike], z: float = 0.5, **kwargs: Any) -> None:
        nets = as_networks(networks)
        if not 0 <= z <= 1:
            raise ValueError(f"The slider for z goes from 0 to 1, so it cannot start at {z}.")
        self.z_slider = slider(z, 0.0, 1.0, "z", "z, the random number that G gets", step=0.01, digits=2)
        epochs = None if nets.epoch is None else nets.epoch.tolist()
        parts = {name: getattr(nets, name).tolist() for name in PARTS}
        self.view = SlantedLandView(z=z, networks={"epochs": epochs, "pixels": list(PIXELS), **parts})
        if epochs:
            self.view.epoch = epochs[0]
        super().__init__("slanted-land", [self.z_slider, self.view], [(self.z_slider, self.view, "z")], **kwargs)


def slanted_land_explorer(networks: Mapping[str, ArrayLike], z: float = 0.5) -> SlantedLandExplorer:
    """Move z, and after a training the epoch: see both networks and the picture. ValueError as for `as_networks`."""
    return SlantedLandExplorer(networks, z)
