"""Sources become releases, bad sources are refused, and course/ is exactly what the sources build."""

from __future__ import annotations

import json
import shutil

import pytest
from conftest import run
from small_source import GOOD, small_course

from autograder.authoring import build as building


def release_of(course):
    return json.loads(course.release_notebook("01-small").read_text(encoding="utf-8"))


def text_of(notebook):
    return "\n".join("".join(cell["source"]) for cell in notebook["cells"])


def test_a_release_has_stubs_and_visible_tests_only(tmp_path):
    course = small_course(tmp_path, GOOD)
    building.write(course, building.build(course, ["01-small"]))
    released = text_of(release_of(course))
    assert "raise NotImplementedError()" in released
    assert "assert twice(2) == 4" in released
    for held_back in ("return 2 * x", "twice(5)", "Only instructors", "HIDDEN", "SOLUTION"):
        assert held_back not in released


def test_tests_and_what_is_tagged_so_are_folded_and_nothing_else_is(tmp_path):
    course = small_course(tmp_path, GOOD + '\n# %% tags=["folded"]\nprint("a picture")\n\n# %%\nprint("shown")\n')
    building.write(course, building.build(course, ["01-small"]))
    folded = ["jupyter" in cell["metadata"] for cell in release_of(course)["cells"]]
    assert folded == [False, False, True, True, False]
    assert release_of(course)["cells"][2]["metadata"]["jupyter"] == {"source_hidden": True}


def test_two_builds_are_the_same_to_the_last_byte(tmp_path):
    course = small_course(tmp_path, GOOD)
    assert building.build(course, ["01-small"]) == building.build(course, ["01-small"])


def test_cell_ids_survive_an_edit_elsewhere(tmp_path):
    course = small_course(tmp_path, GOOD)
    building.write(course, building.build(course, ["01-small"]))
    before = [cell["id"] for cell in release_of(course)["cells"]]
    more = GOOD.replace("# # A title\n", "# # A title\n\n# %% [markdown]\n# A new paragraph.\n")
    course.source_script("01-small").write_text(more, encoding="utf-8")
    building.write(course, building.build(course, ["01-small"]))
    after = [cell["id"] for cell in release_of(course)["cells"]]
    assert [name for name in after if name in before] == before
    assert len(after) == len(before) + 1


def test_the_command_refuses_with_status_2_and_leaves_the_release_alone(tmp_path):
    course = small_course(tmp_path, GOOD)
    assert run("autograder", "build", cwd=tmp_path).returncode == 0
    before = course.release_notebook("01-small").read_bytes()
    course.source_script("01-small").write_text(GOOD.replace("    ### END SOLUTION\n", ""), encoding="utf-8")
    done = run("autograder", "build", cwd=tmp_path)
    assert done.returncode == 2
    assert "01-small.py:7:" in done.stderr
    assert "Traceback" not in done.stderr
    assert course.release_notebook("01-small").read_bytes() == before
    assert [path.name for path in course.release_notebook("01-small").parent.iterdir()] == ["01-small.ipynb"]


@pytest.mark.long
def test_check_names_what_differs_and_exits_1(tmp_path):
    course = small_course(tmp_path, GOOD)
    assert run("autograder", "build", cwd=tmp_path).returncode == 0
    assert run("autograder", "build", "--check", cwd=tmp_path).returncode == 0
    path = course.release_notebook("01-small")
    path.write_text(path.read_text(encoding="utf-8").replace("# A title", "# Another title"), encoding="utf-8")
    (course.release / "02-stray").mkdir()
    shutil.copy(path, course.release / "02-stray" / "02-stray.ipynb")
    done = run("autograder", "build", "--check", cwd=tmp_path)
    assert done.returncode == 1
    assert "changed cells" in done.stdout
    assert "02-stray.ipynb is built by no source" in done.stdout


def test_the_releases_in_course_are_what_the_sources_build(course):
    built = building.build(course, course.assignments())
    assert building.differences(course, built) == []
    assert building.strays(course) == []


def test_an_unknown_assignment_is_a_usage_error():
    done = run("autograder", "build", "99-nothing")
    assert done.returncode == 2
    assert "choose from 00-start-here" in done.stderr


def test_outside_a_course_folder_the_command_says_so(tmp_path):
    done = run("autograder", "audit", cwd=tmp_path)
    assert done.returncode == 2
    assert "is in no course folder" in done.stderr


def test_building_removes_folders_without_a_source_and_nothing_else(tmp_path):
    """nbgrader's header and footer (`IncludeHeaderFooter`) are plain files beside the instructor notebooks."""
    course = small_course(tmp_path, GOOD)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    gone = course.source / "00-gone"
    gone.mkdir(parents=True)
    (gone / "00-gone.ipynb").write_text("{}", encoding="utf-8")
    (course.source / "header.ipynb").write_text("{}", encoding="utf-8")
    (course.source / "linked").symlink_to(elsewhere)
    done = run("autograder", "build", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in course.source.iterdir()) == ["01-small", "header.ipynb", "linked"]
    assert elsewhere.is_dir()
