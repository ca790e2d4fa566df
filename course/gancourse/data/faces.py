"""People who don't exist: faces drawn from DiceBear's CC0 styles by seed, with the attributes they were drawn with."""

from __future__ import annotations

import contextlib
import importlib
import importlib.metadata
import importlib.resources
import io
import json
import zipfile
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from gancourse.data.places import DRAWN_AND_DIGITS, DataError, cache_folder
from gancourse.files import write_atomically

STYLES = ("pixel-art", "lorelei", "notionists", "open-peeps", "thumbs")  # CC0 1.0, all five
ABSENT = "none"
Attributes = dict[str, tuple[tuple[str, ...], np.ndarray]]


def _definition(style: str) -> dict[str, Any]:
    if style not in STYLES:
        raise DataError(f"There is no style of faces called {style!r}: choose one of {', '.join(STYLES)}.")
    try:
        text = importlib.resources.files("dicebear_styles").joinpath(f"{style}.json").read_text("utf-8")
    except ImportError:
        raise DataError(f"Faces are drawn by dicebear-styles, which is not here: {DRAWN_AND_DIGITS}.") from None
    return json.loads(text)


def attribute_names(definition: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """The values of each attribute of a style, with "none" last, for faces that are without it."""
    values = {name: (*component["variants"], ABSENT) for name, component in definition["components"].items()}
    colours = definition.get("colors", {})
    return values | {f"{name}Color": (*colour["values"], ABSENT) for name, colour in colours.items()}


def draw_faces(style: str, size: int, part: str, count: int, seed: int) -> Iterator[tuple[np.ndarray, dict[str, str]]]:
    """Yield `count` faces: pixels (3, size, size) uint8 on white, and {attribute: value} as the style names them.

    Face i depends only on style, size, part, seed and i. Attributes are components such as "hair" (its cut) and colours
    such as "hairColor"; what a face does not have is "none".
    Raises DataError for another style, or where the packages that draw are not installed.
    """
    definition = _definition(style)
    try:
        dicebear = importlib.import_module("dicebear")
        resvg = importlib.import_module("resvg_py")
    except ImportError as missing:
        raise DataError(f"Faces are drawn with {missing.name}, which is not here: {DRAWN_AND_DIGITS}.") from None
    from PIL import Image

    drawer = dicebear.Style(definition)
    for index in range(count):
        drawn = dicebear.Avatar(drawer, {"seed": f"{part}/{seed}/{index}"}).to_json()
        png = resvg.svg_to_bytes(
            svg_string=drawn["svg"], width=size, height=size, background="#ffffff", skip_system_fonts=True
        )
        with Image.open(io.BytesIO(png)) as image:
            pixels = np.asarray(image.convert("RGB")).transpose(2, 0, 1)
        yield pixels, _attributes(drawn["options"], definition["components"])


def _attributes(options: dict[str, Any], components: Collection[str]) -> dict[str, str]:
    """The variant of each component, and each colour; what a face does not have, and its colour, is "none"."""
    found = {name: str(options.get(f"{name}Variant", ABSENT)) for name in components}
    for name, value in options.items():
        if name.endswith("Color") and isinstance(value, list) and value:
            absent = found.get(name.removesuffix("Color")) == ABSENT
            found[name] = ABSENT if absent else str(value[0])
    return found


def load_faces(
    style: str, size: int, part: str, count: int, seed: int, progress: bool = False
) -> tuple[np.ndarray, Attributes]:
    """Pixels (count, 3, size, size) uint8 and, for each attribute, its values' names and codes (count,) int64.

    Only attributes in which these faces differ; "none" is a value, the last, where one of them is without. Drawn once,
    some hundred a second, then kept in the course's cache; a cached file that is cut off is drawn again.
    Raises DataError for another style or missing packages.
    """
    names = attribute_names(_definition(style))
    edition = importlib.metadata.version("dicebear-styles")
    kept = cache_folder() / f"faces-{style}-{size}-{part}-{count}-seed{seed}-{edition}.npz"
    if kept.is_file():
        with contextlib.suppress(OSError, ValueError, KeyError, zipfile.BadZipFile):  # cut off: drawn again below
            return _read(kept, names)
    faces = draw_faces(style, size, part, count, seed)
    if progress:
        from tqdm.auto import tqdm

        faces = tqdm(faces, total=count, desc=f"drawing faces ({style})", unit="face", disable=None)
    pixels = np.empty((count, 3, size, size), np.uint8)
    codes = {name: np.empty(count, np.int64) for name in names}
    for index, (image, attributes) in enumerate(faces):
        pixels[index] = image
        for name, values in names.items():
            codes[name][index] = values.index(attributes.get(name, ABSENT))
    buffer = io.BytesIO()
    arrays: dict[str, Any] = {f"codes_{name}": of_all for name, of_all in codes.items()}
    np.savez_compressed(buffer, pixels=pixels, **arrays)
    with contextlib.suppress(OSError):  # a read-only home costs only the time to draw again
        write_atomically(kept, buffer.getvalue())
    return pixels, _different(names, codes)


def _read(path: Path, names: dict[str, tuple[str, ...]]) -> tuple[np.ndarray, Attributes]:
    with np.load(path, allow_pickle=False) as kept:
        return kept["pixels"], _different(names, {name: kept[f"codes_{name}"] for name in names})


def _different(names: dict[str, tuple[str, ...]], codes: dict[str, np.ndarray]) -> Attributes:
    found = {}
    for name, values in names.items():
        known = values if (codes[name] == len(values) - 1).any() else values[:-1]
        if len(known) > 1:
            found[name] = known, codes[name]
    return found
