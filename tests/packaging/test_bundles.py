"""The bundles of the views are what their sources give, and whoever has no Node is told where they are not."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil

import pytest
from conftest import ROOT

SPEC = importlib.util.spec_from_file_location("bundles", ROOT / "tools" / "bundles.py")
bundles = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(bundles)


@pytest.fixture
def folders(tmp_path):
    """Copies of the modules and of their bundles."""
    sources, made = tmp_path / "js", tmp_path / "static"
    shutil.copytree(bundles.SOURCES, sources, ignore=shutil.ignore_patterns("node_modules"))
    shutil.copytree(bundles.BUNDLES, made)
    return sources, made


def edit(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_the_bundles_are_made_of_the_sources():
    assert bundles.problems() == []


def test_a_changed_source_is_noticed_in_its_own_bundle_alone(folders):
    edit(folders[0] / "film.js", "figcaption", "caption")
    assert bundles.problems(*folders) == ["film.js was made of other sources than those in course/js: run `make js`."]


def test_a_changed_part_is_noticed_in_all_that_use_it(folders):
    edit(folders[0] / "parts.js", "gc-legend", "gc-legends")
    found = bundles.problems(*folders)
    assert len(found) == len(list(folders[1].glob("*.js")))
    assert all("made of other sources" in sentence for sentence in found)


def test_a_bundle_changed_by_hand_is_noticed(folders):
    edit(folders[1] / "die.js", "gc-seed", "gc-seeds")
    assert bundles.problems(*folders) == [
        "die.js was changed after it had been made: change course/js instead, and run `make js`."
    ]


def test_a_bundle_that_is_missing_or_left_over_is_noticed(folders):
    (folders[1] / "die.js").rename(folders[1] / "dice.js")
    (folders[1] / "film.js").write_text("export default {};\n", "utf-8")
    assert bundles.problems(*folders) == [
        "dice.js has no source in course/js: delete the bundle.",
        "die.js has no bundle: run `make js`.",
        "film.js does not begin with the stamp of its sources: run `make js`.",
    ]


def test_line_ends_of_windows_are_no_change(folders):
    for path in [*folders[0].glob("*.js"), *folders[1].glob("*.js")]:
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert bundles.problems(*folders) == []


def test_versions_are_exact_and_no_address_is_locked():
    wanted = json.loads((bundles.SOURCES / "package.json").read_text("utf-8"))["devDependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    lock = json.loads((bundles.SOURCES / "package-lock.json").read_text("utf-8"))["packages"]
    assert {name: lock[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert not any("resolved" in package for package in lock.values())
    assert all("integrity" in package for name, package in lock.items() if name)
