"""What is imported before the first submission is what the notebooks need."""

from __future__ import annotations

import json

import pytest

from autograder.engine.settings import GradingEngine


def notebook(*lines: str) -> str:
    return json.dumps({"cells": [{"cell_type": "code", "source": [f"{line}\n" for line in lines]}]})


@pytest.mark.parametrize(
    ("lines", "needed", "not_needed"),
    [
        (["import numpy as np"], {"numpy"}, {"torch", "sympy", "pandas", "matplotlib", "gancourse.check"}),
        (["import matplotlib.pyplot as plt"], {"matplotlib.pyplot", "matplotlib_inline.backend_inline"}, {"torch"}),
        (["from torch import nn"], {"torch"}, {"pandas"}),
        (["def f():", "    from sympy.abc import x"], {"sympy", "inside.sympy_codec"}, {"torch"}),
        (
            ["from gancourse.check import close"],
            {"gancourse.check", "scipy.special", "ipywidgets"},
            {"torch", "sympy", "scipy.stats"},
        ),
        (["import torch"], {"torch"}, {"torch._dynamo"}),
        (["import torch", "opt_d.step()"], {"torch", "torch._dynamo"}, {"pandas"}),
        (["import torch", "opt = torch.optim.SGD(w, 0.1)"], {"torch._dynamo"}, {"gancourse.check"}),
        (["import numpy as np", "optimiser = 1"], {"numpy"}, {"torch._dynamo", "torch"}),
        (["from scipy import stats"], {"scipy.stats"}, {"gancourse.check"}),
        (["import torchvision", "pandas = 1"], set(), {"torch", "pandas"}),
    ],
)
def test_what_a_notebook_imports_is_imported_beforehand_and_nothing_large_besides(lines, needed, not_needed):
    imports = set(GradingEngine().imports_for([notebook(*lines)]))
    assert needed <= imports
    assert not imports & not_needed


def test_several_notebooks_share_what_each_needs():
    imports = GradingEngine().imports_for([notebook("import torch"), notebook("import pandas as pd")])
    assert {"torch", "pandas"} <= set(imports)


def test_what_the_instructor_names_is_imported_whatever_the_notebooks_import():
    settings = GradingEngine(imports=["torch", "json"])
    assert settings.imports_for([notebook("import numpy")]) == ["torch", "json"]
