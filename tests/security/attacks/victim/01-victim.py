# %% [markdown]
# # A small assignment to attack
#
# Every exercise is one way in which a course can grade: the course's own checks on NumPy, PyTorch and SymPy, bare asserts,
# a value instead of a function, partial credit, and an answer graded by hand. Words such as `@SECRET_…@` become random
# ones when a class is made; they may appear nowhere where a student can read them, and nor may the odd number of exercises 1 and 4, however it is written.

# %% nbgrader={"grade_id": "imports", "locked": true}
import numpy as np
import sympy as sp
import torch
from gancourse import check
from gancourse.check import call

# %% [markdown]
# ### Exercise 1 · The course's checks, with NumPy

# %% nbgrader={"grade_id": "mean-square", "solution": true}
def mean_square(x):
    """The mean of the squares of x, an array of shape (n,) with n ≥ 1."""
    ### BEGIN SOLUTION
    # @SECRET_SOLUTION@
    return float(np.mean(np.square(x)))
    ### END SOLUTION

# %% nbgrader={"grade_id": "mean-square-values", "points": 2}
check.close(call(mean_square, np.array([1.0, 3.0])), 5.0, "the mean of 1 and 9")
### BEGIN HIDDEN TESTS
# @SECRET_HIDDEN@
from autograder.hidden import hidden, reference

with hidden("random vectors") as rng:
    for n in (2, 3, 7):
        x = rng.normal(size=n)
        check.close(call(mean_square, x), reference.mean_square(x), rtol=1e-9)
    check.close(call(mean_square, np.array([7731.82645])), 7731.82645**2)
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 2 · The course's checks, with PyTorch

# %% nbgrader={"grade_id": "softplus", "solution": true}
def softplus(s):
    """ln(1 + eˢ), elementwise, for a tensor s of any size: the same shape and dtype, and never inf."""
    ### BEGIN SOLUTION
    return torch.logaddexp(s, torch.zeros_like(s))
    ### END SOLUTION

# %% nbgrader={"grade_id": "softplus-values", "points": 2}
check.close(call(softplus, torch.zeros(2, dtype=torch.float64)), np.log(2) * np.ones(2), "ln 2 at 0")
### BEGIN HIDDEN TESTS
from autograder.hidden import hidden, reference

with hidden("random tensors") as rng:
    s = torch.from_numpy(rng.uniform(-800, 800, size=(3, 2)))
    check.close(call(softplus, s), reference.softplus(s), rtol=1e-9, atol=1e-12)
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 3 · The course's checks, with SymPy

# %% nbgrader={"grade_id": "optimum", "solution": true}
def optimum(p, q):
    """The y in (0, 1) at which p ln y + q ln(1 − y) is largest, as a SymPy expression in the symbols p and q."""
    ### BEGIN SOLUTION
    return p / (p + q)
    ### END SOLUTION

# %% nbgrader={"grade_id": "optimum-expression", "points": 2}
p, q = sp.symbols("p q", positive=True)
check.expression(call(optimum, p, q), p / (p + q), "where the derivative is 0")

# %% [markdown]
# ### Exercise 4 · Bare asserts

# %% nbgrader={"grade_id": "clamp", "solution": true}
def clamp(values, low, high):
    """The numbers in the list ``values``, each one no smaller than low and no larger than high, as a new list."""
    ### BEGIN SOLUTION
    return [min(max(value, low), high) for value in values]
    ### END SOLUTION

# %% nbgrader={"grade_id": "clamp-values", "points": 1}
assert clamp([3, -2, 9], 0, 5) == [3, 0, 5]
### BEGIN HIDDEN TESTS
assert clamp([7731.82645, -4, 55], 1, 100) == [100, 1, 55]
np.testing.assert_allclose(clamp([0.5, 0.25], 0.3, 1), [0.5, 0.3])
assert np.allclose(clamp([], 0, 1), np.array([]))
assert all(abs(a - b) < 1e-12 for a, b in zip(clamp([1.5, 2.5], 2, 2.25), [2, 2.25], strict=True))
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 5 · A value

# %% nbgrader={"grade_id": "golden", "solution": true}
### BEGIN SOLUTION
golden = (1 + 5**0.5) / 2
### END SOLUTION

# %% nbgrader={"grade_id": "golden-value", "points": 1}
assert golden > 1
### BEGIN HIDDEN TESTS
assert abs(golden**2 - golden - 1) < 1e-12
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 6 · Partial credit

# %% nbgrader={"grade_id": "divisors", "solution": true}
def divisors(n):
    """The list of all divisors of the whole number n ≥ 1, smallest first."""
    ### BEGIN SOLUTION
    return [d for d in range(1, n + 1) if n % d == 0]
    ### END SOLUTION

# %% nbgrader={"grade_id": "divisors-values", "points": 3}
earned = 0
if divisors(6) == [1, 2, 3, 6]:
    earned += 1
### BEGIN HIDDEN TESTS
if divisors(97) == [1, 97]:
    earned += 1
if sum(divisors(496)) == 2 * 496:
    earned += 1
### END HIDDEN TESTS
earned

# %% [markdown]
# ### Exercise 7 · A yes or no, asked many times

# %% nbgrader={"grade_id": "prime", "solution": true}
def is_prime(n):
    """Whether the whole number n ≥ 1 is a prime."""
    ### BEGIN SOLUTION
    return n > 1 and all(n % d for d in range(2, n))
    ### END SOLUTION

# %% nbgrader={"grade_id": "prime-values", "points": 1}
assert all(map(is_prime, [2, 3, 5, 7]))
### BEGIN HIDDEN TESTS
assert not any(map(is_prime, [1, 4, 91]))
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 8 · Random inputs from the global generator

# %% nbgrader={"grade_id": "spread", "solution": true}
def spread(values):
    """The largest minus the smallest of a list of numbers."""
    ### BEGIN SOLUTION
    return max(values) - min(values)
    ### END SOLUTION

# %% nbgrader={"grade_id": "spread-values", "points": 1}
np.random.seed(20140610)
assert spread([1, 4, 2]) == 3
### BEGIN HIDDEN TESTS
for _ in range(3):
    values = list(np.random.rand(5))
    assert abs(spread(values) - (max(values) - min(values))) < 1e-12
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 9 · A data class

# %% nbgrader={"grade_id": "interval", "solution": true}
### BEGIN SOLUTION
from dataclasses import dataclass


@dataclass
class Interval:
    low: float
    high: float

    def width(self):
        return self.high - self.low
### END SOLUTION

# %% nbgrader={"grade_id": "interval-values", "points": 2}
from dataclasses import asdict

assert asdict(Interval(1.0, 3.0)) == {"low": 1.0, "high": 3.0}
### BEGIN HIDDEN TESTS
assert Interval(2.25, 7.5).width() == 5.25
moved = Interval(0.5, 1.0)
moved.high = 4.0
assert moved.width() == 3.5 and isinstance(moved.low, float)
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 10 · A named tuple with a method, and an enumeration of numbers

# %% nbgrader={"grade_id": "point", "solution": true}
### BEGIN SOLUTION
from enum import IntEnum
from typing import NamedTuple


class Point(NamedTuple):
    x: float
    y: float

    def norm(self):
        return (self.x**2 + self.y**2) ** 0.5


class Level(IntEnum):
    LOW = 10
    HIGH = 25
### END SOLUTION

# %% nbgrader={"grade_id": "point-values", "points": 2}
assert Point(3.0, 4.0) == (3.0, 4.0)
assert Level.HIGH > Level.LOW
### BEGIN HIDDEN TESTS
assert Point(5.0, 12.0).norm() == 13.0
assert Point(x=1.5, y=2.0).y == 2.0
assert [one.value for one in Level] == [10, 25] and Level(25).name == "HIGH" and Level.LOW + 1 == 11
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 11 · A number and a box of its own

# %% nbgrader={"grade_id": "celsius", "solution": true}
### BEGIN SOLUTION
class Celsius(float):
    def fahrenheit(self):
        return self * 1.8 + 32


class Stack(list):
    def push(self, value):
        self.append(value)
        return len(self)
### END SOLUTION

# %% nbgrader={"grade_id": "celsius-values", "points": 2}
assert Celsius(100.0) == 100.0 and abs(Celsius(100.0).fahrenheit() - 212.0) < 1e-9
### BEGIN HIDDEN TESTS
assert abs(Celsius(36.6).fahrenheit() - 97.88) < 1e-9
stack = Stack([4])
assert stack.push(7) == 2 and list(stack) == [4, 7] and len(stack) == 2 and stack[1] == 7
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 12 · An exception of its own

# %% nbgrader={"grade_id": "root", "solution": true}
### BEGIN SOLUTION
class Negative(ValueError):
    def __init__(self, value):
        super().__init__(f"{value} has no root")
        self.value = value


def root(x):
    if x < 0:
        raise Negative(x)
    return x**0.5
### END SOLUTION

# %% nbgrader={"grade_id": "root-values", "points": 2}
assert root(2.25) == 1.5
### BEGIN HIDDEN TESTS
try:
    root(-6.75)
except Negative as error:
    assert error.value == -6.75 and isinstance(error, ValueError) and "-6.75" in str(error)
else:
    raise AssertionError("a negative number has no root")
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 13 · A file

# %% nbgrader={"grade_id": "save", "solution": true}
def save(pairs):
    """Write pairs of whole numbers into ``pairs.csv``: one pair a line, a comma between."""
    ### BEGIN SOLUTION
    with open("pairs.csv", "w") as file:
        file.writelines(f"{a},{b}\n" for a, b in pairs)
    ### END SOLUTION

# %% nbgrader={"grade_id": "save-values", "points": 1}
save([(1, 2)])
assert open("pairs.csv").read() == "1,2\n"
### BEGIN HIDDEN TESTS
save([(8675, 309), (4, 5)])
assert open("pairs.csv").read().splitlines() == ["8675,309", "4,5"]
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 14 · A frame, changed in place

# %% nbgrader={"grade_id": "centred", "solution": true}
def centre(frame):
    """Subtract from each column of a frame its mean, in place."""
    ### BEGIN SOLUTION
    for name in frame.columns:
        frame[name] = frame[name] - frame[name].mean()
    ### END SOLUTION

# %% nbgrader={"grade_id": "centred-values", "points": 1}
import pandas as pd

frame = pd.DataFrame({"a": [1.0, 3.0]})
centre(frame)
assert frame["a"].tolist() == [-1.0, 1.0]
### BEGIN HIDDEN TESTS
frame = pd.DataFrame({"a": [0.0, 1.0, 5.0], "b": [2.0, 2.0, 8.0]})
centre(frame)
assert frame["a"].tolist() == [-2.0, -1.0, 3.0] and frame["b"].tolist() == [-2.0, -2.0, 4.0]
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 15 · Texts that libraries read

# %% nbgrader={"grade_id": "texts", "solution": true}
### BEGIN SOLUTION
query = "SELECT name FROM people WHERE age > 30"
formula = "x**2 + 2*x"
condition = "a > 1"
### END SOLUTION

# %% nbgrader={"grade_id": "texts-values", "points": 2}
import doctest
import sqlite3

import pandas as pd

doctest.run_docstring_examples(spread, {})
people = sqlite3.connect(":memory:")
people.execute("CREATE TABLE people (name TEXT, age INTEGER)")
people.executemany("INSERT INTO people VALUES (?, ?)", [("Ada", 36), ("Bob", 20)])
assert people.execute(query).fetchall() == [("Ada",)]
### BEGIN HIDDEN TESTS
people.execute("INSERT INTO people VALUES ('Cyd', 99)")
assert people.execute(query).fetchall() == [("Ada",), ("Cyd",)]
assert sp.sympify(formula).subs(sp.Symbol("x"), 7) == 63
assert pd.DataFrame({"a": [0, 2, 5]}).query(condition)["a"].tolist() == [2, 5]
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 16 · A list, counted and gone through

# %% nbgrader={"grade_id": "evens", "solution": true}
def evens(n):
    """The first n even numbers, 0 among them."""
    ### BEGIN SOLUTION
    return [2 * k for k in range(n)]
    ### END SOLUTION

# %% nbgrader={"grade_id": "evens-values", "points": 2}
found = evens(3)
assert len(found) == 3
for even, expected in zip(found, [0, 2, 4]):
    assert even == expected
### BEGIN HIDDEN TESTS
found = evens(5)
assert len(list(found)) == 5
assert all(even == expected for even, expected in zip(found, [0, 2, 4, 6, 8]))
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 17 · Graded by hand

# %% [markdown] nbgrader={"grade_id": "essay", "solution": true, "points": 3}
# Why does a grader not run the tests beside the answers?
#
# ### BEGIN SOLUTION
# @SECRET_ESSAY@: because whoever controls the interpreter controls the verdict.
# ### END SOLUTION
