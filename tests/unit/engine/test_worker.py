"""The process next to untrusted data holds what tests need, and no gradebook."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

PROGRAM = """\
import json, sys
from autograder.engine.settings import GradingEngine
from autograder.engine.worker import import_for_tests
settings = GradingEngine()
import_for_tests(settings.imports_for(sys.argv[1:]) if sys.argv[1:] else settings.imports)
print(json.dumps(list(sys.modules)))
"""


def imported(*notebooks: str) -> set[str]:
    """The modules that the warm judge has for these notebooks, or for any."""
    done = subprocess.run([sys.executable, "-c", PROGRAM, *notebooks], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


@pytest.mark.slow
def test_the_warm_judge_imports_neither_nbgrader_nor_a_database():
    modules = {name.partition(".")[0] for name in imported()}
    assert not modules & {"nbgrader", "sqlalchemy", "alembic", "psycopg", "typer", "rich"}
    assert {"numpy", "sympy", "autograder", "gancourse"} <= modules


@pytest.mark.slow
def test_the_warm_judge_of_another_course_imports_nothing_of_this_one():
    modules = imported('"import numpy as np"')
    assert "numpy" in modules
    assert not modules & {"autograder.hidden", "autograder.source.bank", "jupytext", "scipy.special"}


@pytest.mark.slow
def test_the_warm_judge_of_this_course_has_what_checks_ask_and_no_statistics():
    modules = imported('"from gancourse import check"')
    assert {"autograder.hidden.misconceptions", "autograder.hidden.counterexamples", "scipy.special"} <= modules
    assert "scipy.stats" not in modules
