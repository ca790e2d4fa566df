"""Open Graph pictures: what is seen of a page where somebody shares its address."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Mapping
from pathlib import Path

import matplotlib
from PIL import Image, ImageDraw, ImageFont

from autograder.files import replace_bytes

SIZE = (1200, 630)
_PAPER, _INK, _FAINT = "#ffffff", "#1b1f24", "#575b61"
# The course's colours of data and of fakes.
_REAL, _FAKE = "#0072b2", "#d55e00"


def draw(folder: Path, titles: Mapping[str, str]) -> None:
    """A picture for each page, where it is not there as it should be.

    Args:
        folder: they go here, as <page>.png.
        titles: of the pages, by name.
    """
    for name, title in titles.items():
        replace_bytes(folder / f"{name}.png", _card(title.replace("$", "").replace("`", "")))


def _card(title: str) -> bytes:
    fonts = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    large = ImageFont.truetype(str(fonts / "DejaVuSans-Bold.ttf"), 64)
    small = ImageFont.truetype(str(fonts / "DejaVuSans.ttf"), 34)
    image = Image.new("RGB", SIZE, _PAPER)
    pen = ImageDraw.Draw(image)
    # Data and fakes: two bells, one of them on its way to the other.
    for middle, colour in ((880, _FAKE), (1010, _REAL)):
        for x in range(640, 1200):
            height = 230 * 2.718281828 ** (-(((x - middle) / 95) ** 2) / 2)
            pen.line([(x, 630), (x, 630 - height)], fill=_mixed(colour))
    pen.text((80, 80), "The mathematics of GANs", font=small, fill=_FAINT)
    pen.multiline_text((80, 150), "\n".join(textwrap.wrap(title, 26)[:4]), font=large, fill=_INK, spacing=18)
    out = io.BytesIO()
    image.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


def _mixed(colour: str) -> tuple[int, int, int]:
    """A colour halfway to the paper."""
    return tuple((int(colour[i : i + 2], 16) + 255) // 2 for i in (1, 3, 5))  # type: ignore[return-value]
