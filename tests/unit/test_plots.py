"""The look of the figures, and that none is shown without words."""

from __future__ import annotations

import base64
import html
import io
import math
import re
import struct
import subprocess
import sys

import IPython.display
import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from gancourse import plots
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from PIL import Image

OKABE_ITO = {"#000000", "#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7"}


@pytest.fixture(autouse=True)
def own_settings():
    with mpl.rc_context():
        yield
    plt.close("all")


@pytest.fixture
def shown(monkeypatch):
    """What went to the notebook, in order."""
    seen: list[dict[str, str]] = []

    def display(data, raw=False):
        assert raw, "the bundle must go out as it is"
        seen.append(data)

    monkeypatch.setattr(IPython.display, "display", display)
    return seen


def luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_data_colours_are_okabe_and_itos():
    assert set(plots.PALETTE.values()) - {plots.REFERENCE} <= OKABE_ITO
    assert len(set(plots.PALETTE.values())) == len(plots.PALETTE)


@pytest.mark.parametrize("page", ["#ffffff", "#111111"])
@pytest.mark.parametrize("colour", [plots.REAL, plots.FAKE, plots.DISCRIMINATOR, plots.REFERENCE])
def test_main_colours_stand_out_on_light_and_dark_pages(colour, page):
    assert contrast(colour, page) >= 3  # what WCAG 2 asks of a line in a picture


@pytest.mark.parametrize("page", ["#ffffff", "#111111"])
def test_words_and_axes_can_be_read_on_light_and_dark_pages(page):
    with plots.course_style():
        fig, ax = plt.subplots()
    ax.set(xlabel="x", title="a title")
    inks = [ax.xaxis.label.get_color(), ax.title.get_color(), ax.spines["left"].get_edgecolor()]
    inks += [tick.get_color() for tick in ax.get_xticklabels()]
    assert min(contrast(to_hex(ink), page) for ink in inks) >= 4
    plt.close(fig)


def test_a_figure_has_no_ground_of_its_own(shown):
    with plots.course_style():
        fig, ax = plt.subplots()
    ax.plot([1, 2])
    plots.show(fig, "A line.")
    png = re.search(r'src="data:image/png;base64,([^"]+)"', shown[0]["text/html"])[1]
    with Image.open(io.BytesIO(base64.b64decode(png))) as image:
        alpha = np.asarray(image.convert("RGBA"))[..., 3]
    assert np.mean(alpha == 0) > 0.8


def test_a_picture_that_gives_something_away_waits_for_a_click(shown):
    plots.show(plots.describe(Figure(), "Some."), folded="What came of it & why")
    picture = shown[0]["text/html"]
    assert picture.startswith("<details><summary>What came of it &amp; why</summary><img ")
    assert picture.endswith("</details>")


def test_style_is_readable_and_uses_the_palette():
    plots.use_course_style()
    colours = [to_hex(entry["color"]).upper() for entry in mpl.rcParams["axes.prop_cycle"]]
    dashes = [str(entry["linestyle"]) for entry in mpl.rcParams["axes.prop_cycle"]]
    assert colours[:3] == [plots.REAL, plots.FAKE, plots.DISCRIMINATOR]
    assert len(set(dashes)) == len(dashes), "lines must differ in more than their colour"
    assert mpl.rcParams["font.size"] >= 10
    assert not mpl.rcParams["axes.spines.top"]


def test_style_of_a_block_ends_with_it():
    before = mpl.rcParams["axes.spines.top"]
    with plots.course_style():
        assert mpl.rcParams["axes.spines.top"] is False
    assert mpl.rcParams["axes.spines.top"] == before


@pytest.mark.parametrize(
    ("x", "digits", "text"),
    [
        (2.302585, 3, "2.303"),
        (-10.0, 2, "−10.00"),
        (3.125, 2, "3.13"),  # a tie, as 1/0.32 is: JavaScript rounds it up, Python's format does not
        (-3.125, 2, "−3.13"),
        (-0.0001, 2, "0.00"),
        (-0.0, 0, "0"),
        (1999.5, 0, "2000"),
        (math.inf, 2, "∞"),
        (-math.inf, 2, "−∞"),
        (math.nan, 2, "not a number"),
    ],
)
def test_number(x, digits, text):
    assert plots.number(x, digits) == text


@pytest.mark.parametrize("axis", ["x", "y"])
def test_reference_line_is_at_its_value_and_says_its_name(axis):
    ax = Figure().add_subplot()
    line = plots.reference_line(ax, math.log(2), "ln 2", axis=axis)
    data = line.get_ydata() if axis == "y" else line.get_xdata()
    assert list(data) == [math.log(2)] * 2
    assert line in ax.lines
    assert to_hex(line.get_color()).upper() == plots.REFERENCE
    assert [text.get_text() for text in ax.texts] == ["ln 2"]


def test_reference_line_is_horizontal_unless_told():
    line = plots.reference_line(Figure().add_subplot(), 0.5, "½")
    assert list(line.get_ydata()) == [0.5, 0.5]


def test_the_name_of_a_reference_line_can_stand_outside_the_axes():
    ax = Figure().add_subplot()
    plots.reference_line(ax, 0.5, "½", outside=True)
    (name,) = ax.texts
    assert (name.get_ha(), name.xyann[0] > 0) == ("left", True)


@pytest.mark.parametrize(("value", "axis"), [(0.5, "z"), (0.5, ""), (math.inf, "y"), (math.nan, "x")])
def test_reference_line_refuses_what_it_cannot_draw(value, axis):
    with pytest.raises(ValueError, match=r"^A reference line needs .*\.$"):
        plots.reference_line(Figure().add_subplot(), value, "nowhere", axis=axis)


def test_show_gives_the_picture_its_words(shown):
    plots.use_course_style()
    fig, ax = plt.subplots()
    ax.plot([1, 2])
    alt = 'D says "real" where p < ½ & nowhere else'
    plots.show(fig, alt)
    (bundle,) = shown
    assert bundle["text/plain"] == alt
    image = bundle["text/html"]
    assert html.unescape(re.search(r' alt="([^"]*)"', image)[1]) == alt
    assert "max-width:100%" in image
    png = base64.b64decode(re.search(r'src="data:image/png;base64,([^"]+)"', image)[1], validate=True)
    assert png.startswith(b"\x89PNG")
    pixels = struct.unpack(">I", png[16:20])[0]
    assert pixels // 2 == int(re.search(r'width="(\d+)"', image)[1]), "two pixels for each CSS pixel"
    assert not plt.fignum_exists(fig.number), "an open figure would be shown twice"


def test_show_finds_the_words_kept_with_a_figure(shown):
    fig = Figure()
    assert plots.alt_text(fig) is None
    assert plots.describe(fig, "An  empty\nfigure.") is fig
    assert plots.alt_text(fig) == "An empty figure."
    plots.show(fig)
    plots.show(fig, "Other words.")
    assert [bundle["text/plain"] for bundle in shown] == ["An empty figure.", "Other words."]


@pytest.mark.parametrize("alt", [None, "", "  \n ", 3])
def test_show_refuses_a_figure_without_words(shown, alt):
    with pytest.raises(ValueError, match=r"^A figure needs an alternative text: ") as caught:
        plots.show(Figure(), alt)
    assert "\n" not in str(caught.value)
    assert shown == []


def test_empty_words_are_refused_even_where_the_figure_has_some(shown):
    with pytest.raises(ValueError, match="alternative text"):
        plots.show(plots.describe(Figure(), "Some."), "")


@pytest.mark.slow
def test_nothing_here_needs_torch():
    code = "import sys, gancourse, gancourse.plots, gancourse.widgets; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
