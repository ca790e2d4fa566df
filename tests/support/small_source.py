"""A course with one small source, which is right."""

from __future__ import annotations

import shutil

from conftest import ROOT

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


def small_course(tmp_path, text):
    folder = tmp_path / "solutions" / "01-small"
    folder.mkdir(parents=True)
    (folder / "01-small.py").write_text(text, encoding="utf-8")
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    return Course(tmp_path)
