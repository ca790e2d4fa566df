"""The recorded runs and their monitors."""

from __future__ import annotations

import re

import pytest
from gancourse import plots, runs, widgets


def test_the_runs_explorer_shows_the_chosen_run():
    explorer = widgets.runs_explorer()
    for letter in ("J", "P", "A"):
        explorer.letter.value = letter
        assert f"Run {letter}, last tenth" in explorer.readout.value
        assert re.search(f'<img [^>]*alt="Sixteen images[^"]*Run {letter}', explorer.picture.value)
    with pytest.raises(ValueError, match="not 'Q'"):
        widgets.runs_explorer("Q")


def test_the_monitor_figure_says_its_numbers():
    assert runs.summary("C") in plots.alt_text(runs.monitor_figure("C"))


def test_the_matrix_says_its_entries_and_refuses_unknown_columns():
    rows = {"cold": {"tea": ("yes", 1.0)}, "flu": {"rest": ("a little", 0.4)}}
    alt = plots.alt_text(plots.matrix_figure(rows, ["tea", "rest"], "What helps"))
    assert alt == "What helps. cold: tea yes; flu: rest a little."
    with pytest.raises(ValueError, match="'cold' has an entry for 'tea'"):
        plots.matrix_figure(rows, ["rest"], "What helps")
