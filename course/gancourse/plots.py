"""How every figure of the course looks, and how it is shown with words for those who cannot see it.

Colours are those of Okabe and Ito, which stay apart under the common colour-vision deficiencies. They have names by
meaning, so that the same thing has the same colour in every notebook and every widget. Colour is never the only sign:
lines that could be confused also differ in their dashes or markers.

A figure has no ground of its own: it lies on the page, light or dark, and what is written on it has a grey that both
let stand out.
"""

from __future__ import annotations

import base64
import html
import io
import math
import struct
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from cycler import cycler
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

if TYPE_CHECKING:
    from matplotlib.typing import RcKeyType

REAL = "#0072B2"  # blue: real data, label y = 1
FAKE = "#D55E00"  # vermillion: generated data, label y = 0
DISCRIMINATOR = "#009E73"  # green: what D computes
GENERATOR = "#CC79A7"  # purple: what G does, when it is not the samples themselves
ACCENT = "#E69F00"  # orange: a highlight
SKY = "#56B4E9"  # light blue: a second real-like quantity
REFERENCE = "#767676"  # grey: known values, limits, targets
INK = "#222222"  # for what is written on a light patch
PAGE_INK = "#787878"  # for what is written or drawn on the page itself, whatever its theme

PALETTE: dict[str, str] = {
    "real": REAL,
    "fake": FAKE,
    "discriminator": DISCRIMINATOR,
    "generator": GENERATOR,
    "accent": ACCENT,
    "sky": SKY,
    "reference": REFERENCE,
}

# Two-class dashes, the same in matplotlib and (as "6 3.5") in the widgets.
REAL_DASHES: str = "-"
FAKE_DASHES: tuple[int, tuple[float, float]] = (0, (6, 3.5))

_CSS_PIXELS_PER_INCH = 96
_SCALE = 2  # PNGs have two pixels for each CSS pixel, so that they stay sharp on dense screens
_ALT = "_gancourse_alt"

_PANE = (0.5, 0.5, 0.5, 0.08)
_STYLE: dict[RcKeyType, Any] = {
    "figure.figsize": (6.8, 3.9),
    "figure.dpi": _CSS_PIXELS_PER_INCH,
    "figure.facecolor": "none",
    "figure.constrained_layout.use": True,
    "savefig.dpi": _CSS_PIXELS_PER_INCH * _SCALE,
    "savefig.facecolor": "none",
    "axes.facecolor": "none",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],  # comes with matplotlib: the same letters on every machine
    "font.size": 11,
    "axes.titlesize": 12,
    "axes.titlelocation": "left",
    "axes.titlepad": 10,
    "axes.labelsize": 11,
    "axes.labelcolor": PAGE_INK,
    "axes.titlecolor": PAGE_INK,
    "axes.edgecolor": PAGE_INK,
    "axes.linewidth": 0.9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": True,
    "grid.color": PAGE_INK,
    "grid.alpha": 0.22,
    "grid.linewidth": 0.8,
    "axes3d.xaxis.panecolor": _PANE,
    "axes3d.yaxis.panecolor": _PANE,
    "axes3d.zaxis.panecolor": _PANE,
    "axes.prop_cycle": cycler(color=[REAL, FAKE, DISCRIMINATOR, GENERATOR, ACCENT, SKY])
    + cycler(linestyle=["-", (0, (6, 3.5)), (0, (1.5, 2)), "-.", (0, (8, 2, 1, 2, 1, 2)), (0, (4, 1.5))]),
    "axes.unicode_minus": True,
    "lines.linewidth": 2.0,
    "lines.markersize": 7,
    "text.color": PAGE_INK,
    "xtick.color": PAGE_INK,
    "ytick.color": PAGE_INK,
    "xtick.labelsize": 10,
    "ytick.labelsize": 10,
    "legend.frameon": False,
    "legend.fontsize": 10,
    "image.cmap": "gray",
    "image.interpolation": "nearest",
}


def use_course_style() -> None:
    """Make the course's style the default for every figure that follows, twice as dense in a notebook."""
    import matplotlib.pyplot  # noqa: F401 - first, because choosing a notebook's backend may reset the settings below

    mpl.rcParams.update(_STYLE)
    try:
        from IPython import get_ipython
        from matplotlib_inline.backend_inline import set_matplotlib_formats
    except ImportError:  # outside a notebook there is nothing more to set
        return
    if get_ipython() is not None:
        set_matplotlib_formats("retina")


def course_style() -> AbstractContextManager[None]:
    """The same style for a `with` block only; the course's own figures are built in one."""
    return mpl.rc_context(_STYLE)


def number(x: float, digits: int) -> str:
    """`x` in figures with `digits` decimals, as the widgets write it.

    A tie is rounded away from zero, as JavaScript's toFixed does and Python's format does not (1/0.32 = 3.125 is
    3.13 here), the minus is a real minus sign, and no zero is negative.
    """
    if not math.isfinite(x):
        return "∞" if x > 0 else "−∞" if x < 0 else "not a number"
    rounded = Decimal(float(x)).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    return ("−" if rounded < 0 else "") + f"{abs(rounded):.{digits}f}"


def reference_line(
    ax: Axes, value: float, label: str, axis: str = "y", *, color: str = REFERENCE, outside: bool = False
) -> Line2D:
    """A thin dashed line, grey unless it belongs to a curve, at a known value, with its name on it.

    Args:
        ax: where it is drawn.
        value: the known value.
        label: its name.
        axis: on which axis `value` is read, so "y" gives a horizontal line and "x" a vertical one.
        color: that of the line.
        outside: put the name of a horizontal line to the right of the axes, where no curve can cross it.

    Returns:
        The line.

    Raises:
        ValueError: there is no such axis, or the value is not finite.
    """
    if axis not in ("x", "y"):
        raise ValueError(f'A reference line needs axis "x" or "y", not {axis!r}.')
    if not math.isfinite(value):
        raise ValueError(f"A reference line needs a finite value, not {value!r}.")
    style: dict[str, Any] = {"color": color, "linewidth": 1.2, "linestyle": (0, (4, 3)), "zorder": 1.5}
    words: dict[str, Any] = {"color": PAGE_INK, "fontsize": 9.5, "textcoords": "offset points", "zorder": 4}
    if axis == "y":
        line = ax.axhline(value, **style)
        place = ("left", "center", (3, 0)) if outside else ("right", "bottom", (-3, 3))
        words |= dict(zip(("ha", "va", "xytext"), place, strict=True))
        ax.annotate(label, (1, value), xycoords=ax.get_yaxis_transform(), **words)
    else:
        line = ax.axvline(value, **style)
        ax.annotate(label, (value, 1), xycoords=ax.get_xaxis_transform(), xytext=(4, -3), ha="left", va="top", **words)
    return line


def _require_alt(alt: object) -> str:
    if not isinstance(alt, str) or not alt.strip():
        raise ValueError(
            "A figure needs an alternative text: say in a sentence or two what it shows, numbers included, as in "
            'show(fig, "The loss falls from 2.30 to 0.11 nats.").'
        )
    return " ".join(alt.split())


def describe(fig: Figure, alt: str) -> Figure:
    """Keep an alternative text with a figure, so that `show(fig)` finds it.

    Args:
        fig: the figure.
        alt: what it shows, numbers included.

    Returns:
        The figure.

    Raises:
        ValueError: `alt` is empty.
    """
    setattr(fig, _ALT, _require_alt(alt))
    return fig


def alt_text(fig: Figure) -> str | None:
    """The alternative text kept with a figure by `describe`, or None."""
    return getattr(fig, _ALT, None)


def figure_html(fig: Figure, alt: str) -> str:
    """The figure as one HTML image: a PNG in a data address, sharp on dense screens and never wider than its cell."""
    alt = _require_alt(alt)
    buffer = io.BytesIO()
    fig.savefig(buffer, format="png", dpi=_CSS_PIXELS_PER_INCH * _SCALE, bbox_inches="tight", pad_inches=0.1)
    png = buffer.getvalue()
    (width,) = struct.unpack(">I", png[16:20])  # the width field of a PNG's first chunk
    data = base64.b64encode(png).decode("ascii")
    return (
        f'<img src="data:image/png;base64,{data}" alt="{html.escape(alt, quote=True)}" '
        f'width="{width // _SCALE}" style="max-width:100%;height:auto;border-radius:4px">'
    )


def show(fig: Figure, alt: str | None = None, *, folded: str = "") -> None:
    """Display a figure with its alternative text, then close it.

    JupyterLab and nbconvert give matplotlib's own pictures an `alt` that says nothing, so the picture goes out as HTML
    with a real one; where only text can be shown, the text is shown.

    Args:
        fig: the figure.
        alt: the text; left out, it is the one that `describe` (and every figure of the course) keeps with the figure.
        folded: a line that opens the picture with a click; for the twin of a widget, which would give away what the
            reader is asked to predict. Left out, the picture is open.

    Raises:
        ValueError: there is no text, or it is empty.
    """
    import matplotlib.pyplot as plt
    from IPython.display import display

    alt = _require_alt(alt_text(fig) if alt is None else alt)
    picture = figure_html(fig, alt)
    plt.close(fig)  # else the notebook would show it a second time, without words
    if folded:
        picture = f"<details><summary>{html.escape(folded)}</summary>{picture}</details>"
    display({"text/html": picture, "text/plain": alt}, raw=True)


def matrix_figure(rows: Mapping[str, Mapping[str, tuple[str, float]]], columns: Sequence[str], title: str) -> Figure:
    """A table with a coloured field for each entry.

    Args:
        rows: for each row the entries of some columns: a text and how good it is, from 0 (vermillion) to 1 (blue). A
            column without an entry stays empty.
        columns: their names, from left to right.
        title: above the table.

    Raises:
        ValueError: an entry is of an unknown column.
    """
    for name, row in rows.items():
        if unknown := sorted(set(row) - set(columns)):
            raise ValueError(f"The row {name!r} has an entry for {unknown[0]!r}, which is no column.")
    shades = LinearSegmentedColormap.from_list("bad to good", [FAKE, "#ffffff", REAL])
    with course_style():
        fig = Figure(figsize=(1.6 + 0.72 * len(columns), 1.6 + 0.46 * len(rows)))
        ax = fig.add_subplot()
        for top, row in enumerate(rows.values()):
            for left, column in enumerate(columns):
                text, good = row.get(column, ("", 0.5))
                if not text:
                    continue
                # Pale, and with nothing of the page shining through: so its ink can be read in either theme.
                pale = [1 - 0.55 * (1 - part) for part in shades(min(1.0, max(0.0, good)))[:3]]
                ax.add_patch(Rectangle((left + 0.02, top + 0.02), 0.96, 0.96, facecolor=pale, linewidth=0))
                ax.text(left + 0.5, top + 0.5, text, ha="center", va="center", fontsize=9, color=INK)
        ax.set(xlim=(0, len(columns)), ylim=(len(rows), 0))
        ax.set_xticks([i + 0.5 for i in range(len(columns))], columns, rotation=35, ha="left")
        ax.set_yticks([i + 0.5 for i in range(len(rows))], list(rows))
        ax.xaxis.tick_top()
        ax.tick_params(length=0)
        ax.grid(visible=False)
        for side in ax.spines.values():
            side.set_visible(False)
    said = "; ".join(
        f"{name}: " + ", ".join(f"{column} {row[column][0]}" for column in columns if column in row)
        for name, row in rows.items()
    )
    return describe(fig, f"{title}. {said}.")
