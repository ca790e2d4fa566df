"""People who don't exist: faces drawn from DiceBear's CC0 styles by seed, with the attributes they were drawn with."""

from __future__ import annotations

import contextlib
import importlib
import importlib.metadata
import importlib.resources
import io
import json
import re
from collections.abc import Collection, Iterator

import numpy as np

from gancourse.data.places import DRAWN_AND_DIGITS, DataError, cache_folder
from gancourse.files import write_atomically

STYLES = ("pixel-art", "lorelei", "notionists", "open-peeps", "thumbs")  # CC0 1.0, all five
ABSENT = "none"
Attributes = dict[str, tuple[tuple[str, ...], np.ndarray]]


def draw_faces(style: str, size: int, part: str, count: int, seed: int) -> Iterator[tuple[np.ndarray, dict[str, str]]]:
    """Yield `count` faces: pixels (3, size, size) uint8 on white, and {attribute: value} as the style names them.

    Face i depends only on style, size, part, seed and i. Attributes are those that differ between faces, such as
    "hair" (its cut), "hairColor" or "skinColor"; what a face does not have is "none".
    Raises DataError where the packages that draw are not installed.
    """
    try:
        dicebear = importlib.import_module("dicebear")
        resvg = importlib.import_module("resvg_py")
        definition = importlib.resources.files("dicebear_styles").joinpath(f"{style}.json").read_text("utf-8")
    except ImportError as missing:
        raise DataError(
            f"Faces are drawn by the package {missing.name}, which is not here: {DRAWN_AND_DIGITS}."
        ) from None
    from PIL import Image

    definition = json.loads(definition)
    components = definition["components"].keys()
    drawer = dicebear.Style(definition)
    for index in range(count):
        drawn = dicebear.Avatar(drawer, {"seed": f"{part}/{seed}/{index}"}).to_json()
        png = resvg.svg_to_bytes(
            svg_string=drawn["svg"], width=size, height=size, background="#ffffff", skip_system_fonts=True
        )
        with Image.open(io.BytesIO(png)) as image:
            pixels = np.asarray(image.convert("RGB")).transpose(2, 0, 1)
        yield pixels, _attributes(drawn["options"], components)


def _attributes(options: dict[str, object], components: Collection[str]) -> dict[str, str]:
    """The variant of each component, and each colour; what a face does not have, and its colour, is "none"."""
    found = dict.fromkeys(components, ABSENT)
    for name, value in options.items():
        component = name.removesuffix("Variant")
        if component in components:
            found[component] = str(value)
    for name, value in options.items():
        if name.endswith("Color") and isinstance(value, list) and value:
            absent = found.get(name.removesuffix("Color")) == ABSENT
            found[name] = ABSENT if absent else str(value[0])
    return found


def load_faces(
    style: str, size: int, part: str, count: int, seed: int, progress: bool = False
) -> tuple[np.ndarray, Attributes]:
    """Pixels (count, 3, size, size) uint8 and, for each attribute, its values' names and codes (count,) int64.

    Drawn once (about 450 a second on one core), then kept in the course's cache; a cached file that is cut off is
    drawn again. Raises DataError for another style or missing packages.
    """
    if style not in STYLES:
        raise DataError(f"There is no style of faces called {style!r}: choose one of {', '.join(STYLES)}.")
    try:
        edition = importlib.metadata.version("dicebear-styles")
    except importlib.metadata.PackageNotFoundError:
        raise DataError(f"Faces are drawn by dicebear-styles, which is not here: {DRAWN_AND_DIGITS}.") from None
    kept = cache_folder() / f"faces-{style}-{size}-{part}-{count}-seed{seed}-{edition}.npz"
    if kept.is_file():
        try:
            return _read(kept.read_bytes())
        except (OSError, ValueError, KeyError):  # cut off or of another make: draw again
            kept.unlink(missing_ok=True)
    faces = draw_faces(style, size, part, count, seed)
    if progress:
        from tqdm.auto import tqdm

        faces = tqdm(faces, total=count, desc=f"drawing faces ({style})", unit="face")
    pixels = np.empty((count, 3, size, size), np.uint8)
    drawn: list[dict[str, str]] = []
    for index, (image, attributes) in enumerate(faces):
        pixels[index] = image
        drawn.append(attributes)
    attributes = _code(drawn)
    with contextlib.suppress(OSError):  # a read-only home costs only the time to draw again
        write_atomically(kept, _written(pixels, attributes))
    return pixels, attributes


def _code(drawn: list[dict[str, str]]) -> Attributes:
    names = sorted({name for one in drawn for name in one})
    coded: Attributes = {}
    for name in names:
        values = [one.get(name, ABSENT) for one in drawn]
        different = sorted(
            set(values), key=lambda text: [int(x) if x.isdigit() else x for x in re.split(r"(\d+)", text)]
        )
        places = {value: place for place, value in enumerate(different)}
        if len(different) > 1:
            coded[name] = tuple(different), np.array([places[value] for value in values], np.int64)
    return coded


def _written(pixels: np.ndarray, attributes: Attributes) -> bytes:
    buffer = io.BytesIO()
    names = json.dumps({name: list(values) for name, (values, _) in attributes.items()})
    np.savez_compressed(
        buffer,
        pixels=pixels,
        names=np.array(names),
        **{f"codes_{name}": codes for name, (_, codes) in attributes.items()},
    )
    return buffer.getvalue()


def _read(content: bytes) -> tuple[np.ndarray, Attributes]:
    with np.load(io.BytesIO(content), allow_pickle=False) as kept:
        names = json.loads(str(kept["names"]))
        attributes = {name: (tuple(values), kept[f"codes_{name}"]) for name, values in names.items()}
        return kept["pixels"], attributes
