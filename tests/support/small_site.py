"""A course of one small assignment with a site of its own, and words in everything that must not be published."""

from __future__ import annotations

import shutil
from pathlib import Path

from conftest import ROOT

from autograder.authoring import build as releases
from autograder.course import Course

# Words of no language, which the search index cannot shorten into others.
CANARIES = {
    "solution": "vraxilbomp",
    "comment of a solution": "kwozzelfint",
    "hidden test": "plimtrarg",
    "commentary": "dwixomurk",
    "right answer": "grulvantok",
    "wrong answer": "sprexilunt",
    "sentence of the bank": "zwibbelkorf",
}
SOURCE = f'''\
# %% [markdown]
# # Small and complete
#
# A formula, $\\sqrt{{x^2}} = |x|$, and a word to look for: wombatology.

# %% nbgrader={{"grade_id": "imports", "locked": true}}
import numpy as np
from gancourse import check, plots, widgets
from gancourse.check import call

# %% [markdown]
# ## 1. Twice
#
# ### Exercise 1 · Double

# %% nbgrader={{"grade_id": "twice", "solution": true}}
def twice(x):
    """Two times x."""
    ### BEGIN SOLUTION
    {CANARIES["solution"]} = 2 * x  # {CANARIES["comment of a solution"]}
    return {CANARIES["solution"]}
    ### END SOLUTION

# %% [markdown] tags=["commentary"]
# Only instructors read of {CANARIES["commentary"]}.

# %% nbgrader={{"grade_id": "twice-values", "points": 1}}
check.close(call(twice, 2.0), 4.0, "a single number")
### BEGIN HIDDEN TESTS
{CANARIES["hidden test"]} = 5.0
check.close(call(twice, {CANARIES["hidden test"]}), 10.0)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>Hint 1: where to start</summary>
#
# Add $x$ to itself.
# </details>

# %%
print("twice 21 is", twice(21))

# %%
widgets.pointwise_explorer()

# %%
widgets.die_explorer()

# %%
widgets.dirac_explorer()
'''
BANK = f"""\
# %% exercise="twice" right="a sum"
def twice(x):
    {CANARIES["right answer"]} = x
    return {CANARIES["right answer"]} + x

# %% exercise="twice" wrong="squared" says="This is a {CANARIES["sentence of the bank"]}, and not twice of anything."
def twice(x):
    {CANARIES["wrong answer"]} = x
    return {CANARIES["wrong answer"]} ** 2
"""
INDEX = """\
# A small course

<!-- show: film autoplay -->

[The assignment](01-small.md#exercise-1--double).

```{toctree}
:hidden:

01-small
```
"""


def small_site(folder: Path) -> Course:
    """The course, its release built, in an empty folder."""
    sources = folder / "solutions" / "01-small"
    sources.mkdir(parents=True)
    (sources / "01-small.py").write_text(SOURCE, encoding="utf-8")
    (sources / "answers.py").write_text(BANK, encoding="utf-8")
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    pages = folder / "docs" / "site"
    shutil.copytree(ROOT / "docs" / "site", pages, ignore=shutil.ignore_patterns("*.md", "__pycache__"))
    shutil.copy(ROOT / "docs" / "feedback.png", folder / "docs")
    (pages / "index.md").write_text(INDEX, encoding="utf-8")
    (folder / "course").mkdir()
    (folder / "course" / "gancourse").symlink_to(ROOT / "course" / "gancourse")
    course = Course(folder)
    built = releases.build(course, course.assignments())
    for name, text in built.release.items():
        course.release_notebook(name).parent.mkdir(parents=True)
        course.release_notebook(name).write_text(text, encoding="utf-8")
    return course
