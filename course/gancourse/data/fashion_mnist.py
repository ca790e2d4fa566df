"""Fashion-MNIST (MIT, Zalando SE): its four IDX files, read, checked and, where asked for, fetched."""

from __future__ import annotations

import gzip
import hashlib
import urllib.error
import urllib.request
import zlib
from pathlib import Path

import numpy as np

from gancourse.data.places import FASHION_MNIST_FILES, DataError, cache_folder, find_fashion_mnist, folders
from gancourse.files import write_atomically

CLASSES = (
    "T-shirt/top",
    "trouser",
    "pullover",
    "dress",
    "coat",
    "sandal",
    "shirt",
    "sneaker",
    "bag",
    "ankle boot",
)
OFFICIAL = "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"
# Of the .gz files, as published in the data set's README (github.com/zalandoresearch/fashion-mnist).
OFFICIAL_MD5 = {
    "train-images-idx3-ubyte.gz": "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
    "train-labels-idx1-ubyte.gz": "25c81989df183df01b3e8a0aad5dffbe",
    "t10k-images-idx3-ubyte.gz": "bef4ecab320f06d8554ea6380940ec79",
    "t10k-labels-idx1-ubyte.gz": "bb300cfdad3c16e7a12a480ee83cd310",
}
# Of what is inside. Debian's files hold the same compressed stream as the official ones behind a header without the
# file's name and date; with name and date put back, their MD5 are the four above.
CONTENT_SHA256 = {
    "train-images-idx3-ubyte.gz": "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
    "train-labels-idx1-ubyte.gz": "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
    "t10k-images-idx3-ubyte.gz": "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
    "t10k-labels-idx1-ubyte.gz": "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
}
GET_IT = (
    'apt install dataset-fashion-mnist, or load_images("fashion-mnist", download=True) (31 MB), '
    "or put its four .gz files into data/fashion-mnist"
)


def read_idx(path: Path, dimensions: int) -> np.ndarray:
    """The array in a gzipped IDX file: uint8, `dimensions` axes, read-only.

    Raises DataError where the file is missing, not gzip, cut off, or has another type, another number of axes or
    another length than its header says.
    """
    try:
        with gzip.open(path) as file:
            content = file.read()
    except FileNotFoundError:
        raise DataError(f"{path.name} is not in {path.parent}: {GET_IT}.") from None
    except EOFError:
        raise DataError(f"{path} is cut off ({path.stat().st_size:,} bytes): get it again ({GET_IT}).") from None
    except (OSError, zlib.error) as problem:
        raise DataError(f"{path} cannot be read as a .gz file ({problem}): get it again ({GET_IT}).") from None
    header = 4 + 4 * dimensions
    if len(content) < header or content[:4] != bytes([0, 0, 8, dimensions]):
        found = content[:4].hex() or "nothing"
        raise DataError(
            f"{path} is no IDX file of unsigned bytes with {dimensions} axes (it begins with {found}, not with "
            f"000008{dimensions:02x}): get it again ({GET_IT})."
        )
    shape = np.frombuffer(content, ">u4", count=dimensions, offset=4).astype(int)
    if len(content) - header != shape.prod():
        raise DataError(
            f"{path} says that it has {shape.prod():,} bytes of data but has {len(content) - header:,}: "
            f"get it again ({GET_IT})."
        )
    if hashlib.sha256(content).hexdigest() != CONTENT_SHA256.get(path.name):
        raise DataError(f"{path} is not Fashion-MNIST's own file (its SHA-256 differs): get it again ({GET_IT}).")
    return np.frombuffer(content, np.uint8, offset=header).reshape(shape)


def read_fashion_mnist(part: str, folder: Path | None = None) -> tuple[np.ndarray, np.ndarray, Path]:
    """Pixels (n, 28, 28) uint8, labels (n,) uint8 and the folder that has them.

    Parameters: `part` is "train" (n = 60,000) or "test" (10,000); `folder` has the four files (or a folder
    fashion-mnist with them); None searches where :func:`gancourse.data.folders` says.
    Raises DataError where files are missing, truncated or wrong.
    """
    if folder is None:
        place = find_fashion_mnist()
        if place is None:
            searched = ", ".join(str(one / "fashion-mnist") for one in folders())
            raise DataError(f"Fashion-MNIST was not found in {searched}: {GET_IT}.")
    else:
        place = folder / "fashion-mnist" if (folder / "fashion-mnist").is_dir() else folder
    images, labels = FASHION_MNIST_FILES[:2] if part == "train" else FASHION_MNIST_FILES[2:]
    return read_idx(place / images, 3), read_idx(place / labels, 1), place


def download_fashion_mnist(folder: Path | None = None, address: str = OFFICIAL) -> Path:
    """Fetch the four official files into `folder`/fashion-mnist (the course's cache), checked; returns that folder.

    Files that are there with the right checksum are kept. Each is written under a temporary name and renamed when its
    MD5 is the published one. Raises DataError where a file cannot be fetched or is not the published one.
    """
    place = (cache_folder() if folder is None else folder) / "fashion-mnist"
    for name, md5 in OFFICIAL_MD5.items():
        target = place / name
        if target.is_file() and hashlib.md5(target.read_bytes()).hexdigest() == md5:
            continue
        try:
            with urllib.request.urlopen(address + name, timeout=60) as answer:
                content = answer.read()
        except (urllib.error.URLError, TimeoutError, ConnectionError) as problem:
            reason = getattr(problem, "reason", problem)
            raise DataError(
                f"{address + name} could not be fetched ({reason}): look at the network, or put the four .gz files "
                f"into {place} yourself."
            ) from None
        if hashlib.md5(content).hexdigest() != md5:
            raise DataError(f"What {address + name} sent is not the published file (its MD5 differs): try again later.")
        write_atomically(target, content)
    return place
