"""What a cell of code needs and binds, as grading decides which of the author's cells have to run."""

from __future__ import annotations

import ast
import inspect
import symtable
import time

import numpy.lib._function_base_impl
import pytest

from autograder.engine import names


@pytest.mark.parametrize(
    ("source", "needs"),
    [
        ("y = x + 1", {"x"}),
        ("x = 1\ny = x + 1", set()),
        ("x += 1", {"x"}),
        ("def f(a, b=start):\n    return a + scale", {"start", "scale"}),
        ("import numpy as np, os.path\nnp, os", set()),
        ("for i in range(3):\n    pass\ni", set()),
        ("with open('a') as file, lock:\n    file", {"lock"}),
        ("try:\n    pass\nexcept ValueError as error:\n    pass\nerror", set()),
        ("[i for i in data]\ni", {"data", "i"}),
        ("[last := i for i in data]\nlast", {"data"}),
        (
            "match p:\n    case [a, *rest]:\n        pass\n    case {'k': b, **more}:\n        pass\na, rest, b, more",
            {"p"},
        ),
        ("class A(Base, metaclass=Meta):\n    size = 3\nA, size", {"Base", "Meta", "size"}),
        ("def f():\n    global made\n    made = 1\nmade", set()),
        ("@wrap\ndef f():\n    pass", {"wrap"}),
        ("%matplotlib inline\ny = x % 2", {"get_ipython", "x"}),
        ("In [1]: y = x", {"x"}),
        ("y = (x", set()),
    ],
)
def test_what_a_cell_needs(source, needs):
    assert names.needed(source) == needs


@pytest.mark.slow
@pytest.mark.parametrize("module", [ast, inspect, symtable, numpy.lib._function_base_impl], ids=lambda m: m.__name__)
def test_the_names_that_each_statement_binds_are_those_of_the_compiler(module):
    for statement in ast.parse(inspect.getsource(module)).body:
        assert names._bound_by(statement) == names.bound(ast.unparse(statement)), ast.unparse(statement)


def test_a_sum_of_a_thousand_terms_is_read_like_any_other():
    text = "text = (" + " + ".join(['"a"'] * 1500) + ")\nmore = text + other"
    assert names.bound(text) == {"text", "more"}
    assert names.needed(text) == {"other"}


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "x = " + "-" * 50_000 + "1",
        "x = " + "(" * 5_000 + "1" + ")" * 5_000,
        "f = " + "lambda: " * 3_000 + "1",
        "x" + ".a" * 30_000,
        "x" + "(1)" * 20_000,
        "global y\nx = " + " + ".join(["y"] * 5_000),
        "".join(" " * n + "if x:\n" for n in range(120)) + " " * 120 + "y = 1",
        "x = [" * 3_000,
    ],
)
def test_however_deep_a_cell_is_reading_it_raises_nothing(text):
    for look in (names.bound, names.needed, names.imported):
        assert isinstance(look(text), frozenset)


def test_a_cell_with_more_magics_than_anybody_writes_is_not_looked_into():
    text = "%a\n" * 450 + "x = 1\n" * 8000
    started = time.process_time()
    assert names.bound(text) == names.needed(text) == frozenset()
    assert time.process_time() - started < 5
    assert names.bound("%matplotlib inline\n!ls\nx = 1") >= {"x"}
