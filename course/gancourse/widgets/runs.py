"""The recorded runs: choose a letter, go through its moments, and put another run beside it."""

from __future__ import annotations

import base64
from functools import lru_cache
from typing import Any

import numpy as np
import traitlets

from gancourse import image_figures, recorded_runs
from gancourse.recorded_runs import GRIDS, LETTERS, MONITORS, PRACTICE
from gancourse.widgets._base import Explorer, View, view_of

ALL = (*LETTERS, PRACTICE)
ALONE = ""  # in place of a letter: nothing beside it


@lru_cache(maxsize=1)
def _everything() -> dict[str, Any]:
    """All that was recorded, for the page: it then needs no kernel, and answers at once."""
    runs = {letter: recorded_runs.load(letter) for letter in ALL}
    numbers = np.array([[runs[letter][name] for name in MONITORS] for letter in ALL], dtype="<f4")
    pictures = {
        letter: [image_figures.png_address(recorded_runs.mosaic(images)) for images in (run["data"], *run["samples"])]
        for letter, run in runs.items()
    }
    return {
        "letters": list(ALL),
        "monitors": list(MONITORS),
        "moments": numbers.shape[-1],
        "numbers": base64.b64encode(numbers.tobytes()).decode("ascii"),
        "pictures": pictures,
        "grids": list(GRIDS),
    }


class RunsView(View):
    """Letters, the player, the pictures and six charts of one run or of two; everything is in the page."""

    _esm = view_of("runs")

    runs = traitlets.Dict().tag(sync=True)
    letter = traitlets.Unicode("A").tag(sync=True)
    beside = traitlets.Unicode(ALONE).tag(sync=True)
    moment = traitlets.Int(0, min=0).tag(sync=True)


class RunsExplorer(Explorer):
    """One run, or two beside each other, at the last moment to begin with: `view`."""

    def __init__(self, letter: str = "A", beside: str = ALONE, **kwargs: Any) -> None:
        for one in (letter, *([beside] if beside else [])):
            recorded_runs.load(one)  # refuses a letter that does not exist
        everything = _everything()
        self.view = RunsView(runs=everything, letter=letter, beside=beside, moment=everything["moments"] - 1)
        super().__init__("runs", [self.view], **kwargs)


def runs_readout(letter: str, beside: str, moment: int) -> str:
    """The sentence under the widget, word for word as the browser writes it. ValueError as `recorded_runs.moment`."""
    return ". ".join(recorded_runs.moment(one, moment) for one in (letter, beside) if one)


def runs_explorer(letter: str = "A", beside: str = ALONE) -> RunsExplorer:
    """Look through the recorded runs, one or two at a time. ValueError for a letter that does not exist."""
    return RunsExplorer(letter, beside)
