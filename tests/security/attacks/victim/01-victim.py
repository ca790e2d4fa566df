# %% [markdown]
# # A small assignment to attack
#
# Every exercise is one way in which a course can grade: the course's own checks on NumPy, PyTorch and SymPy, bare asserts,
# a value instead of a function, partial credit, and an answer graded by hand. Words such as `@SECRET_…@` become random
# ones when a class is made; they may appear nowhere where a student can read them, and nor may the odd number of exercise 4.

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
# ### Exercise 9 · Graded by hand

# %% [markdown] nbgrader={"grade_id": "essay", "solution": true, "points": 3}
# Why does a grader not run the tests beside the answers?
#
# ### BEGIN SOLUTION
# @SECRET_ESSAY@: because whoever controls the interpreter controls the verdict.
# ### END SOLUTION
