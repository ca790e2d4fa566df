"""Sources become releases, bad sources are refused, and course/ is exactly what the sources build."""

from __future__ import annotations

import json
import shutil

import pytest
from conftest import ROOT, run

from autograder.authoring import build as building
from autograder.course import Course

GOOD = '''\
# %% [markdown]
# # A title

# %% nbgrader={"grade_id": "twice", "solution": true}
def twice(x):
    """Two times x."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% [markdown] tags=["commentary"]
# Only instructors read this.

# %% nbgrader={"grade_id": "twice-values", "points": 1}
assert twice(2) == 4
### BEGIN HIDDEN TESTS
assert twice(5) == 10
### END HIDDEN TESTS
'''

BAD = {
    "solution region not closed": (("    ### END SOLUTION\n", ""), 7, "### END SOLUTION"),
    "hidden tests not closed": (("### END HIDDEN TESTS\n", ""), 16, "### END HIDDEN TESTS"),
    "end without begin": (("    ### BEGIN SOLUTION\n", ""), 8, "add its BEGIN line"),
    "region inside a region": (("    return 2 * x\n", "    ### BEGIN SOLUTION\n"), 8, "close the first"),
    "points missing": (
        ('"grade_id": "twice-values", "points": 1', '"grade_id": "twice-values"'),
        14,
        "points are missing",
    ),
    "points negative": (('"points": 1', '"points": -1'), 14, "not negative"),
    "points are text": (('"points": 1', '"points": "one"'), 14, "not negative"),
    "grade id twice": (('"twice-values"', '"twice"'), 14, "already used on line 4"),
    "grade id missing": (('"grade_id": "twice", ', ""), 4, '"grade_id"'),
    "grade id with capitals": (('"twice-values"', '"Twice-Values"'), 14, "small letters"),
    "test of no exercise": (('"twice-values"', '"thrice-values"'), 14, "belongs to no solution"),
    "unknown nbgrader key": (('"points": 1', '"points": 1, "weight": 2'), 14, "'weight'"),
    "unknown marker key": (('tags=["commentary"]', 'colour="red"'), 11, "'colour'"),
    "unknown tag": (('"commentary"', '"comentary"'), 11, "'comentary'"),
    "solution without a region": (
        ("    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION\n", "    return 2 * x\n"),
        4,
        "whole text would be released",
    ),
    "solution region outside a solution": ((', "solution": true', ', "locked": true'), 7, "not marked"),
    "hidden tests outside a test": (('"points": 1', '"locked": true'), 16, 'give it "points"'),
    "stub that does not parse": (
        ("    ### BEGIN SOLUTION\n    return 2 * x\n", "    return (\n    ### BEGIN SOLUTION\n    2 * x)\n"),
        4,
        "the stub that students get",
    ),
    "code that does not parse": (("assert twice(2) == 4", "assert twice(2) = 4"), 15, "not valid Python"),
    "text before the first cell": (
        ("# %% [markdown]\n# # A title", "import os\n# %% [markdown]\n# # A title"),
        1,
        "marker",
    ),
}


def small_course(tmp_path, text):
    folder = tmp_path / "solutions" / "01-small"
    folder.mkdir(parents=True)
    (folder / "01-small.py").write_text(text, encoding="utf-8")
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    return Course(tmp_path)


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


@pytest.mark.parametrize("name", BAD)
def test_a_bad_source_is_refused_with_file_and_line(tmp_path, name):
    (old, new), line, what_to_do = BAD[name]
    course = small_course(tmp_path, GOOD.replace(old, new))
    with pytest.raises(building.BadSource) as refused:
        building.build(course, ["01-small"])
    first = str(refused.value).splitlines()[0]
    assert first.startswith(f"{course.source_script('01-small')}:{line}: ")
    assert what_to_do in first


def test_a_test_before_its_solution_is_refused(tmp_path):
    solution = GOOD[GOOD.index('# %% nbgrader={"grade_id": "twice", ') : GOOD.index("# %% [markdown] tags")]
    course = small_course(tmp_path, GOOD.replace(solution, "") + "\n" + solution)
    with pytest.raises(building.BadSource, match=r"01-small\.py:7: .*stands before its solution 'twice'"):
        building.build(course, ["01-small"])


def test_all_problems_are_listed_at_once(tmp_path):
    text = GOOD.replace('"points": 1', '"points": -1').replace('["commentary"]', '["comentary"]')
    with pytest.raises(building.BadSource) as refused:
        building.build(small_course(tmp_path, text), ["01-small"])
    assert [line.split(":")[1] for line in str(refused.value).splitlines()] == ["11", "14"]


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
