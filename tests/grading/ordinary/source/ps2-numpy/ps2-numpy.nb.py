# %% [markdown]
# # Homework 2: arrays

# %% nbgrader={"grade_id": "setup", "locked": true}
import numpy as np
from numpy.testing import assert_allclose, assert_almost_equal, assert_array_equal, assert_equal

# %% [markdown]
# **1.** Write `standardise(x)`: subtract the mean and divide by the standard deviation. Do not change `x` itself.


# %% nbgrader={"grade_id": "standardise", "solution": true}
def standardise(x):
    ### BEGIN SOLUTION
    return (x - x.mean()) / x.std()
    ### END SOLUTION


# %% nbgrader={"grade_id": "standardise_test1", "points": 1}
x = np.array([1.0, 2.0, 3.0, 4.0])
z = standardise(x)
assert_array_equal(x, [1, 2, 3, 4])
assert z is not x
assert z.shape == x.shape
assert z.dtype == np.float64
assert np.isclose(z.mean(), 0) and np.isclose(z.std(), 1)

# %% nbgrader={"grade_id": "standardise_test2", "points": 2}
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(11)
for n in (5, 50, 500):
    sample = rng.normal(3, 2, size=n)
    assert_allclose(standardise(sample), (sample - np.mean(sample)) / np.std(sample), rtol=1e-7)
### END HIDDEN TESTS

# %% [markdown]
# **2.** Make the 3×4 array `A` of the numbers 0 to 11, row by row, and from it `col_means`, the means of its columns.

# %% nbgrader={"grade_id": "matrix", "solution": true}
### BEGIN SOLUTION
A = np.arange(12).reshape(3, 4)
col_means = A.mean(axis=0)
### END SOLUTION

# %% nbgrader={"grade_id": "matrix_test", "points": 2}
assert isinstance(A, np.ndarray), "A must be an array"
assert A.shape == (3, 4)
assert_equal(A[2, 3], 11)
assert_array_equal(col_means, A.mean(axis=0))
assert A.sum() == 66 and (A >= 0).all()

# %% [markdown]
# **3.** `roll(n)` returns an array of n throws of a die, made with NumPy's global generator (`np.random.randint`).

# %% nbgrader={"grade_id": "dice", "solution": true}
np.random.seed(2024)


def roll(n):
    ### BEGIN SOLUTION
    return np.random.randint(1, 7, size=n)
    ### END SOLUTION


# %% nbgrader={"grade_id": "dice_range", "points": 1}
throws = roll(600)
assert len(throws) == 600
assert set(throws) == {1, 2, 3, 4, 5, 6}
assert 3.2 < np.mean(throws) < 3.8

# %% nbgrader={"grade_id": "dice_seeded", "points": 1}
np.random.seed(42)
expected = np.random.randint(1, 7, size=8)
np.random.seed(42)
assert_array_equal(roll(8), expected)

# %% [markdown]
# **4.** `integrate(f, a, b, n)`: the trapezium rule with n steps.


# %% nbgrader={"grade_id": "integrate", "solution": true}
def integrate(f, a, b, n):
    ### BEGIN SOLUTION
    x = np.linspace(a, b, n + 1)
    y = f(x)
    return (b - a) / n * (y.sum() - (y[0] + y[-1]) / 2)
    ### END SOLUTION


# %% nbgrader={"grade_id": "integrate_named", "points": 1}
assert_almost_equal(integrate(np.sin, 0, np.pi, 1000), 2, decimal=5)

# %% nbgrader={"grade_id": "integrate_lambda", "points": 1}
assert_allclose(integrate(lambda t: 3 * t**2, 0, 2, 400), 8, rtol=1e-4)

# %% [markdown]
# **5.** `safe_log(x)` is the natural logarithm where x > 0 and NaN elsewhere.


# %% nbgrader={"grade_id": "safe_log", "solution": true}
def safe_log(x):
    ### BEGIN SOLUTION
    x = np.asarray(x, dtype=float)
    return np.where(x > 0, np.log(np.where(x > 0, x, 1)), np.nan)
    ### END SOLUTION


# %% nbgrader={"grade_id": "safe_log_test", "points": 2}
values = safe_log(np.array([-1.0, 0.0, 1.0, np.e]))
assert np.isnan(values[:2]).all()
assert_allclose(values[2:], [0, 1], atol=1e-12)

# %% [markdown]
# **6.** `stats(x)` returns the tuple (smallest, mean, largest). One point for each.


# %% nbgrader={"grade_id": "stats", "solution": true}
def stats(x):
    ### BEGIN SOLUTION
    return np.min(x), np.mean(x), np.max(x)
    ### END SOLUTION


# %% nbgrader={"grade_id": "stats_partial", "points": 3}
low, mean, high = stats([3, 1, 8])
points = 0
if low == 1:
    points += 1
if mean == 4:
    points += 1
if high == 8:
    points += 1
points

# %% nbgrader={"grade_id": "stats_share", "points": 2}
# The share of right numbers, as NumPy counts it.
np.mean([a == b for a, b in zip(stats([2, 4, 9]), (2, 5, 9))]) * 2

# %% [markdown]
# **7.** `clip_inplace(a, top)` sets every element above `top` to `top`, in the array itself.


# %% nbgrader={"grade_id": "clip", "solution": true}
def clip_inplace(a, top):
    ### BEGIN SOLUTION
    a[a > top] = top
    ### END SOLUTION


# %% nbgrader={"grade_id": "clip_test1", "points": 1}
data = np.array([1, 5, 9])
clip_inplace(data, 6)
assert_array_equal(data, [1, 5, 6])

# %% nbgrader={"grade_id": "clip_test2", "points": 1}
data[0] = 100
clip_inplace(data[:2], 50)
assert_array_equal(data, [50, 5, 6])
