"""What a cell of code needs and binds, as grading decides which of the author's cells have to run."""

from __future__ import annotations

import ast
import inspect
import symtable

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


@pytest.mark.parametrize("module", [ast, inspect, symtable, numpy.lib._function_base_impl], ids=lambda m: m.__name__)
def test_the_names_that_each_statement_binds_are_those_of_the_compiler(module):
    for statement in ast.parse(inspect.getsource(module)).body:
        assert names._bound_by(statement) == names.bound(ast.unparse(statement)), ast.unparse(statement)
