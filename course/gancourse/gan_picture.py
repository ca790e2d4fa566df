"""The whole machine in one drawing, with the part that an assignment makes: where in a GAN am I?"""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from gancourse import plots

# What there is to make, and how the alternative text calls it.
PARTS = {
    "score": "the score V",
    "D": "the detective D",
    "G": "the forger G",
    "learning": "the steps in which both learn",
}
_BOXES = {
    "noise": (0.0, 0.0, "noise z", None),
    "G": (1.9, 0.0, "forger G", "G"),
    "forgery": (3.8, 0.0, "forgery G(z)", None),
    "data": (3.8, 1.3, "real image x", None),
    "D": (5.9, 0.65, "detective D", "D"),
    "score": (7.8, 0.65, "score V", "score"),
}
_WIDTH, _HEIGHT = 1.5, 0.62
_ARROWS = (("noise", "G"), ("G", "forgery"), ("forgery", "D"), ("data", "D"), ("D", "score"))


def gan_figure(*made: str) -> Figure:
    """A GAN as boxes and arrows; what is made here is filled, the rest is outlined.

    Args:
        *made: any of "score", "D", "G", "learning".

    Raises:
        ValueError: there is no such part.
    """
    for part in made:
        if part not in PARTS:
            raise ValueError(f"A GAN has no part {part!r} here: choose from {', '.join(PARTS)}.")
    with plots.course_style():
        fig = Figure(figsize=(7.0, 2.0))
        ax = fig.add_subplot(xlim=(-0.1, 9.5), ylim=(-1.05, 2.1))
        ax.set_axis_off()
        for x, y, text, of_part in _BOXES.values():
            _box(ax, x, y, text, filled=of_part in made)
        for start, end in _ARROWS:
            (x0, y0, *_), (x1, y1, *_) = _BOXES[start], _BOXES[end]
            _arrow(ax, (x0 + _WIDTH, y0 + _HEIGHT / 2), (x1, y1 + _HEIGHT / 2), plots.PAGE_INK)
        learns = plots.DISCRIMINATOR if "learning" in made else plots.PAGE_INK
        for x1, y1, bend in ((_BOXES["D"][0] + _WIDTH / 2, _BOXES["D"][1], 0.35), (_BOXES["G"][0] + 0.75, 0.0, 0.28)):
            _arrow(ax, (_BOXES["score"][0] + 0.75, _BOXES["score"][1]), (x1, y1), learns, bend=-bend, dashed=True)
        weight = "bold" if "learning" in made else "normal"
        ax.text(4.6, -0.95, "gradients: how each learns", color=learns, ha="center", fontsize=9.5, fontweight=weight)
    here = " and ".join(PARTS[part] for part in made) or "nothing yet"
    return plots.describe(
        fig,
        "A GAN: noise goes through the forger G and becomes a forgery; the detective D sees forgeries and real images; "
        f"a score V says how well it tells them apart, and from it both learn. Filled in here: {here}.",
    )


def _box(ax: Axes, x: float, y: float, text: str, *, filled: bool) -> None:
    face, edge = (plots.DISCRIMINATOR,) * 2 if filled else ("none", plots.PAGE_INK)
    corners = "round,pad=0.02,rounding_size=0.12"
    ax.add_patch(
        FancyBboxPatch((x, y), _WIDTH, _HEIGHT, boxstyle=corners, linewidth=1.4, facecolor=face, edgecolor=edge)
    )
    ax.text(
        x + _WIDTH / 2, y + _HEIGHT / 2, text, ha="center", va="center", fontsize=9.5,
        color="white" if filled else plots.PAGE_INK, fontweight="bold" if filled else "normal",
    )  # fmt: skip


def _arrow(
    ax: Axes,
    start: tuple[float, float],
    end: tuple[float, float],
    colour: str,
    *,
    bend: float = 0.0,
    dashed: bool = False,
) -> None:
    look = {"arrowstyle": "-|>", "color": colour, "linewidth": 1.3, "shrinkA": 3, "shrinkB": 3}
    look |= {"connectionstyle": f"arc3,rad={bend}"} | ({"linestyle": (0, (4, 2))} if dashed else {})
    ax.annotate("", end, start, arrowprops=look)
