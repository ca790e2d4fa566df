"""What the picture shows, in sentences: for the screen reader, for the figure, for whoever sees no widget."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from gancourse import plots
from gancourse.playground.look import Row
from gancourse.playground.settings import LOSSES, Settings

LONGEST_LIST = 25  # modes whose shares are read out one by one


def readout(settings: Settings, iteration: int, row: Row, shares: Sequence[float]) -> str:
    """The sentence under the picture.

    Args:
        settings: how the game is played.
        iteration: of the picture.
        row: the latest measurements.
        shares: the share of all samples near each mode.

    Returns:
        What was played, how many modes there are, and how far apart data and samples are, in nats.
    """
    number, many = plots.number, len(shares)
    measured = "" if row.iteration == iteration else f" (measured in iteration {row.iteration})"
    percent = ", ".join(f"{100 * share:.0f}" for share in np.asarray(shares))
    each = f"; of each mode in %: {percent}" if 1 < many <= LONGEST_LIST else ""
    distances = [f"JSD in boxes = {number(row.jsd, 3)} ± {number(2 * row.jsd_error, 3)} nats"]
    if math.isfinite(row.ln2_minus_bce):
        distances.append(f"ln 2 − BCE = {number(row.ln2_minus_bce, 3)}")
    if math.isfinite(row.gap_to_d_star):
        distances.append(f"mean gap to D* = {number(row.gap_to_d_star, 3)}")
    loss = "non-saturating" if settings.loss == "ns" else LOSSES[settings.loss].split(":")[0]
    packs = f", packs of {settings.pack}" if settings.pack > 1 else ""
    start = ", from trained networks" if settings.start == "trained" else ""
    return (
        f"{settings.data}, {loss} loss{packs}{start}, k_D = {settings.k_d}, k_G = {settings.k_g}, "
        f"seed {settings.seed}, iteration {iteration}{measured}: {row.modes} of {many} modes with at least 1 % "
        f"of the samples, {100 * row.share_near_modes:.0f} % of the samples within 3σ of a mode{each}. "
        f"{', '.join(distances)}."
    )
