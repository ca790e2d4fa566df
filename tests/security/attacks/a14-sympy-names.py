# %% [markdown] row="A14"
# # Names that SymPy would evaluate
#
# Code in the grader's process: symbols, functions and strings whose names are Python, for a judge that calls sympify on them.

# %% cell="optimum"
import sympy as sp
def optimum(p, q):
    code = "__import__('os').system('touch @MARK@')"
    return sp.Symbol(code) + sp.Function(code)(p) + sp.Symbol("p", positive=True, real=True) + sp.Dummy(code)

# %% cell="mean-square"
def mean_square(x):
    return "__import__('pathlib').Path('@MARK@').write_text('@TOKEN@')"

# %% cell="golden"
golden = sp.Symbol("().__class__.__base__.__subclasses__()")

# %% cell="clamp"
def clamp(values, low, high):
    return [sp.sympify("E"), sp.S.true, sp.Matrix([[1]]), sp.Lambda(sp.Symbol("x"), 1), sp.Wild("w")]

# %% cell="divisors"
def divisors(n):
    return sp.FiniteSet(*range(3)), sp.Str("eval") if hasattr(sp, "Str") else 1
