"""A recorded film: two GANs that learn to draw clothes and faces. NumPy and Pillow are all it needs.

Each GAN is the convolutional one of assignment 06, at its start and then after more and more steps, always fed with the
same noise. `tools/first_film.py` in the course's repository has trained them and written the frames.
"""

from __future__ import annotations

import io
import json
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
from PIL import Image

NAMES = ("clothes", "faces")


@lru_cache(maxsize=1)
def first_film() -> tuple[dict[str, Any], ...]:
    """The frames for `widgets.film_explorer` and `widgets.film_figure`, in time.

    Returns:
        For each moment a dict of "images", one sheet of samples for each of `NAMES` (uint8, (H, W) or (H, W, 3)), and
        "text", a sentence with the number of steps that D and G have made so far.
    """
    folder = files("gancourse.films")
    about = json.loads(folder.joinpath(f"{NAMES[0]}.json").read_text(encoding="utf-8"))
    steps = about["steps"]
    sheets = []
    for name in NAMES:
        with Image.open(io.BytesIO(folder.joinpath(f"{name}.webp").read_bytes())) as image:
            pixels = np.asarray(image)
        if name == "clothes":
            pixels = pixels[..., 0] if pixels.ndim == 3 else pixels  # grey, whatever the format made of it
        sheets.append(np.split(pixels, len(steps)))
    return tuple(
        {"images": [sheet[i] for sheet in sheets], "text": _sentence(step, about["images"])}
        for i, step in enumerate(steps)
    )


def _sentence(step: int, images: int) -> str:
    if not step:
        return f"before the first step: {images} images from noise, by two generators that have seen nothing"
    return f"after {step:,} steps: the same noise, the same two generators, which have learnt since"
