"""The film of 00: frames that are small, in time, without torch, and go from noise to something else."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from conftest import ROOT
from gancourse import films, gan_picture, plots, widgets

FOLDER = ROOT / "course" / "gancourse" / "films"


def test_the_film_goes_from_noise_to_pictures():
    frames = films.first_film()
    assert len(frames) >= 15
    for position in range(len(films.NAMES)):
        sheets = np.array([frame["images"][position] for frame in frames], dtype=float)
        assert sheets.dtype == float
        spread = sheets.std(axis=tuple(range(1, sheets.ndim)))
        assert spread[0] < 5, "the same grey everywhere"
        assert spread[-1] > 40
        assert np.argmax(spread > 20) > 2, "it takes a while"
    assert frames[0]["text"].startswith("before the first step")
    assert frames[-1]["text"].startswith("after 1,000 steps")


def test_the_film_is_small():
    assert sum(path.stat().st_size for path in FOLDER.glob("*.webp")) < 500_000


def test_the_film_plays_and_stands_still():
    explorer = widgets.film_explorer(films.first_film(), films.NAMES, "moment")
    assert explorer.view.frame == 0, "what is to be predicted is not shown at once"
    assert explorer.view.captions == list(films.NAMES)
    assert "after 1,000 steps" in plots.alt_text(widgets.film_figure(films.first_film(), films.NAMES))


def test_the_strip_shows_the_moments_of_which_the_text_speaks():
    film = films.first_film()
    alt = plots.alt_text(widgets.film_figure([film[i] for i in (0, 5, 9, 11, 14)], films.NAMES, shown=5))
    for moment in ("before the first step", "after 100 steps", "after 300 steps", "after 500 steps"):
        assert moment in alt


def test_nothing_of_the_first_three_notebooks_imports_torch():
    code = (
        "import sys; from gancourse import check, films, gan_picture, plots, slanted_land, slopes, widgets\n"
        "films.first_film(); widgets.film_explorer(films.first_film()); widgets.die_explorer()\n"
        "sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_drawing_says_which_part_is_made():
    assert "the detective D and the forger G" in plots.alt_text(gan_picture.gan_figure("D", "G"))
    with pytest.raises(ValueError, match="has no part 'E'"):
        gan_picture.gan_figure("E")
