"""Record the film of 00-start-here: two GANs that learn to draw clothes and faces, watched from their first step.

    python tools/first_film.py SCRATCH [--minutes 14]

trains each GAN a while on this machine's CPU, goes on from where it stopped when it is run again, and, once both are
done, writes the frames that students get: `course/gancourse/films/<name>.webp`, one picture below the other.
"""

from __future__ import annotations

import argparse
import io
import json
import time
from pathlib import Path

import numpy as np
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
FILMS = ROOT / "course" / "gancourse" / "films"
STEPS = (0, 20, 40, 60, 80, 100, 140, 180, 240, 300, 400, 500, 640, 800, 1000)
SHOWN, COLUMNS = 24, 8
# The image set, how many of it, and what is not as in `record`.
SETS = {
    "clothes": ("fashion-mnist", None, {}),
    "faces": ("faces", 2000, {"batch": 32, "ngf": 12, "ndf": 12}),
}


def record(name: str, scratch: Path, until: float) -> bool:
    """Train the GAN called `name` until it is done or the time is over; returns whether it is done."""
    import torch
    from gancourse.data import load_images
    from gancourse.training import checkpoints, preset, train

    data, count, own = SETS[name]
    folder = scratch / name
    images = load_images(data, 32, count=count)
    common = {"steps": STEPS[-1], "batch": 64, "lr": 8e-4, "ema": 0.98, "seed": 3, "grid_every": 20}
    common |= {"grid_count": SHOWN, "report_every": 20, "checkpoint_every": 200, "fid_every": 0}
    settings = preset("cpu", **(common | own))

    def stop_in_time(run):
        if time.time() > until:
            raise TimeoutError

    done = checkpoints.load(folder, torch.device("cpu")) if checkpoints.exists(folder) else None
    if done and done["step"] >= STEPS[-1]:
        grids = done["grids"]
    else:
        try:
            grids = train(
                images, settings, folder=folder, resume=bool(done), progress=False, on_report=stop_in_time
            ).grids
        except TimeoutError:
            return False
    sheets = {step: pixels.numpy() for step, pixels in grids}
    film = np.concatenate([sheet(sheets[step]) for step in STEPS])
    buffer = io.BytesIO()
    Image.fromarray(film).save(buffer, format="WEBP", quality=72, method=6)
    FILMS.mkdir(exist_ok=True)
    (FILMS / f"{name}.webp").write_bytes(buffer.getvalue())
    about = {"steps": list(STEPS), "images": SHOWN, "columns": COLUMNS, "licence": images.licence, "made of": data}
    (FILMS / f"{name}.json").write_text(json.dumps(about | {"settings": settings.plain_data()}, indent=2) + "\n")
    return True


def sheet(pixels: np.ndarray) -> np.ndarray:
    """Images (n, c, s, s) side by side without gaps: (rows·s, COLUMNS·s), with a last axis of 3 for colour."""
    n, c, s, _ = pixels.shape
    rows = pixels.reshape(n // COLUMNS, COLUMNS, c, s, s).transpose(0, 3, 1, 4, 2)
    return rows.reshape(n // COLUMNS * s, COLUMNS * s, c).squeeze()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scratch", type=Path, help="where the checkpoints lie")
    parser.add_argument("--minutes", type=float, default=14.0, help="how long to train at most this time")
    asked = parser.parse_args()
    end = time.time() + 60 * asked.minutes
    for one in SETS:
        print(one, "is done" if record(one, asked.scratch, end) else "goes on next time", flush=True)
