"""The demonstration's folder is made anew each time, and nothing else is ever removed."""

from __future__ import annotations

import pytest

from autograder.authoring.sample_class import demo_folder
from autograder.course import Course
from autograder.errors import UserError


def test_it_is_empty_each_time(tmp_path):
    folder = demo_folder(Course(tmp_path), "01")
    assert folder == tmp_path / "build" / "demo" / "01"
    (folder / "gradebook.db").write_text("old", encoding="utf-8")
    again = demo_folder(Course(tmp_path), "01")
    assert [path.name for path in again.iterdir()] == [".demo"]
    assert [path.name for path in again.parent.iterdir()] == ["01"]


def test_what_no_demonstration_has_made_stays(tmp_path):
    mine = tmp_path / "build" / "demo" / "01" / "mine.txt"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine", encoding="utf-8")
    with pytest.raises(UserError, match="was not made by a demonstration"):
        demo_folder(Course(tmp_path), "01")
    assert mine.read_text(encoding="utf-8") == "mine"


def test_a_link_is_removed_and_what_it_leads_to_stays(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / ".demo").touch()
    (elsewhere / "mine.txt").touch()
    (tmp_path / "build" / "demo").mkdir(parents=True)
    (tmp_path / "build" / "demo" / "01").symlink_to(elsewhere)
    folder = demo_folder(Course(tmp_path), "01")
    assert not folder.is_symlink()
    assert (elsewhere / "mine.txt").exists()


def test_a_file_in_its_place_is_said_in_one_sentence(tmp_path):
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "demo").touch()
    with pytest.raises(UserError, match="cannot be made anew"):
        demo_folder(Course(tmp_path), "01")
