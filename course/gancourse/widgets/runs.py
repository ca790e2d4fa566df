"""The recorded runs, one at a time: choose a letter and look at everything that was recorded."""

from __future__ import annotations

from typing import Any

import ipywidgets

from gancourse import plots, recorded_runs
from gancourse.widgets._base import readout_html


class RunsExplorer(ipywidgets.VBox):
    """A choice of letters above the monitors of one run."""

    def __init__(self, letter: str = "A", **kwargs: Any) -> None:
        recorded_runs.load(letter)  # refuses a letter that does not exist
        self.letter = ipywidgets.ToggleButtons(
            options=[*recorded_runs.LETTERS, recorded_runs.PRACTICE],
            value=letter,
            description="run",
            style={"button_width": "auto"},
        )
        self.picture, self.readout = ipywidgets.HTML(), ipywidgets.HTML()
        self.letter.observe(self.show, names="value")
        super().__init__(children=[self.letter, self.readout, self.picture], **kwargs)
        self.add_class("gc-runs-explorer")
        self.show()

    def show(self, change: Any = None) -> None:
        """Draw the monitors of the chosen run and say its last tenth."""
        figure = recorded_runs.monitor_figure(self.letter.value)
        self.picture.value = plots.figure_html(figure, plots.alt_text(figure) or "")
        self.readout.value = readout_html("runs-readout", recorded_runs.summary(self.letter.value))


def runs_explorer(letter: str = "A") -> RunsExplorer:
    """Look through the recorded runs. ValueError for a letter that does not exist."""
    return RunsExplorer(letter)
