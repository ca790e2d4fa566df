"""The process next to untrusted data holds what tests need, and no gradebook."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

PROGRAM = """\
import collections, json, sys
from autograder.engine.settings import GradingEngine
from autograder.engine.worker import import_for_tests
import_for_tests(GradingEngine().imports)
print(json.dumps(collections.Counter(name.partition(".")[0] for name in sys.modules)))
"""


@pytest.mark.slow
def test_the_warm_judge_imports_neither_nbgrader_nor_a_database():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    modules = json.loads(done.stdout)
    gradebook = ("nbgrader", "sqlalchemy", "alembic", "psycopg", "typer", "rich")
    assert {name: modules.get(name, 0) for name in gradebook} == dict.fromkeys(gradebook, 0)
    assert {"numpy", "sympy", "autograder", "gancourse"} <= set(modules)
