"""Record the table of *Problem × cure*: every illness of the clinic under every treatment, five trainings each.

``python solutions/08-diagnosis/record_cures.py`` writes ``course/gancourse/recorded_cures/cures.npz``: about ten minutes on one
core. It may be stopped at any time and goes on where it was: finished fields wait in ``build/cures``. The same
field gives the same samples with the same version of PyTorch on the same kind of machine.
"""

from __future__ import annotations

import argparse
import itertools
from pathlib import Path

import numpy as np
import torch
from gancourse.games.clinic import CURES, ILLNESSES
from gancourse.recorded_cures import CHECKPOINTS, ILL, counts
from gancourse.games.ward import Ward

ROOT = Path(__file__).resolve().parents[2]


def record(illness: str, cure: str, checkpoints: int = CHECKPOINTS) -> np.ndarray:
    """(beds, checkpoints, 8): of 2,500 samples, how many lie within three σ of each mode, at equal intervals."""
    ward, seen = Ward(illness, cure), []
    for _ in range(checkpoints):
        ward.train(ILLNESSES[illness].iterations // CHECKPOINTS)
        seen.append([counts(samples) for samples in ward.sample()])
    return np.array(seen, dtype=np.int16).swapaxes(0, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "cures")
    work = parser.parse_args().work
    work.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    arrays = {}
    for cure, illness in itertools.product(CURES, ILL):
        there = work / f"{illness} {cure}.npy".replace(" ", "-")
        if not there.exists():
            unfinished = there.with_suffix(".part.npy")
            np.save(unfinished, record(illness, cure))
            unfinished.replace(there)
        arrays[f"{illness}/{cure}"] = seen = np.load(there)
        shares = seen[:, -1] / 2500
        print(
            illness,
            cure,
            np.minimum(shares, 1 / 8).sum(axis=1),
            (shares >= 0.01).sum(axis=1),
            flush=True,
        )
    out = ROOT / "course" / "gancourse" / "recorded_cures" / "cures.npz"
    unfinished = out.with_name(f"writing-{out.name}")
    np.savez_compressed(unfinished, **arrays)
    unfinished.replace(out)


if __name__ == "__main__":
    main()
