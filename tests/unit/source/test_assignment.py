"""Bad sources are refused: which line, and what to do."""

from __future__ import annotations

import pytest
from small_source import GOOD, small_course

from autograder.errors import BadSource
from autograder.source.reading import read_sources

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
    "folded prose": (('"commentary"', '"folded"'), 11, "only code has it"),
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


@pytest.mark.parametrize("name", BAD)
def test_a_bad_source_is_refused_with_file_and_line(tmp_path, name):
    (old, new), line, what_to_do = BAD[name]
    course = small_course(tmp_path, GOOD.replace(old, new))
    with pytest.raises(BadSource) as refused:
        read_sources(course, ["01-small"])
    first = str(refused.value).splitlines()[0]
    assert first.startswith(f"{course.source_script('01-small')}:{line}: ")
    assert what_to_do in first


def test_a_picture_beside_the_source_goes_into_the_notebook(tmp_path):
    course = small_course(tmp_path, GOOD + "\n# %% [markdown]\n# ![a red dot](attachment:dot.png)\n")
    with pytest.raises(BadSource, match=r":20: there is no file pictures/dot\.png beside this source"):
        read_sources(course, ["01-small"])
    picture = course.source_script("01-small").parent / "pictures" / "dot.png"
    picture.parent.mkdir()
    picture.write_bytes(b"\x89PNG")
    (source,) = read_sources(course, ["01-small"])
    assert source.notebook().cells[-1]["attachments"] == {"dot.png": {"image/png": "iVBORw=="}}


def test_a_test_before_its_solution_is_refused(tmp_path):
    solution = GOOD[GOOD.index('# %% nbgrader={"grade_id": "twice", ') : GOOD.index("# %% [markdown] tags")]
    course = small_course(tmp_path, GOOD.replace(solution, "") + "\n" + solution)
    with pytest.raises(BadSource, match=r"01-small\.py:7: .*stands before its solution 'twice'"):
        read_sources(course, ["01-small"])


def test_all_problems_are_listed_at_once(tmp_path):
    text = GOOD.replace('"points": 1', '"points": -1').replace('["commentary"]', '["comentary"]')
    with pytest.raises(BadSource) as refused:
        read_sources(small_course(tmp_path, text), ["01-small"])
    assert [line.split(":")[1] for line in str(refused.value).splitlines()] == ["11", "14"]
