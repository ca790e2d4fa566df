"""What became of the patients of the clinic: every illness under every treatment, five trainings each.

A record holds counts, not scores: at ten moments of each training, how many of 2,500 samples lay within three standard
deviations of each of the eight modes. Scores are made of them by whoever reads the table.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from gancourse import plots
from gancourse.games import clinic

ILL = ("G in a hurry", "D too slow", "D in a hurry")
CHECKPOINTS, SAMPLES = 10, 2500
_RECORDS = Path(__file__).with_name("cures.npz")


def counts(samples: NDArray[np.float64]) -> NDArray[np.int64]:
    """(8,): how many samples (n, 2) lie within three standard deviations of each mode of the ring."""
    distance = np.linalg.norm(samples[:, None] - clinic.centers(), axis=2)
    return np.bincount(distance.argmin(axis=1)[distance.min(axis=1) <= 3 * clinic.STD], minlength=clinic.MODES)


def treatments() -> tuple[str, ...]:
    """The cures that were recorded, "none" first."""
    with np.load(_RECORDS) as recorded:
        return tuple(cure for cure in clinic.CURES if all(f"{illness}/{cure}" in recorded for illness in ILL))


def load(illness: str, cure: str) -> NDArray[np.float64]:
    """(5, 10, 8): shares of the modes among all samples, for each training, at ten moments.

    The last moment is the end: after 1,000 rounds, 2,000 for "D too slow".

    Raises:
        ValueError: this was not recorded.
    """
    with np.load(_RECORDS) as recorded:
        name = f"{illness}/{cure}"
        if name not in recorded:
            raise ValueError(
                f"There is no record of {illness!r} under {cure!r}: choose from {', '.join(ILL)}, and from "
                f"{', '.join(treatments())}."
            )
        return recorded[name] / SAMPLES


def matrix_figure(score: Callable[[NDArray[np.float64]], NDArray[np.float64]]) -> Figure:
    """The table: of each field the mean score at the end, and the standard deviation over the five trainings.

    Args:
        score: from shares (…, 8) to scores (…), from 0 to 1.
    """
    rows = {}
    for illness in ILL:
        ends = {cure: score(load(illness, cure)[:, -1]) for cure in treatments()}
        rows[illness] = {
            cure: (f"{end.mean():.2f}\n±{end.std(ddof=1):.2f}", float(end.mean())) for cure, end in ends.items()
        }
    return plots.matrix_figure(rows, treatments(), "Score after five trainings each, mean and spread")
