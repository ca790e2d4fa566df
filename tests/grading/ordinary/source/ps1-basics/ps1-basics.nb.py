# %% [markdown]
# Before you turn this problem in, make sure everything runs as expected: **restart the kernel**, then **run all**.
#
# Fill in any place that says `YOUR CODE HERE`, as well as your name and collaborators below:

# %%
NAME = ""
COLLABORATORS = ""

# %% [markdown]
# # Problem Set 1: Python basics

# %% nbgrader={"grade_id": "cell-imports", "locked": true}
import hashlib
import math
from unittest import TestCase

from course_helpers import assert_equal

# %% [markdown]
# ## Q1. Let `x` be five, `x_squared` its square, and `area` the area of a circle of radius `x`.

# %% nbgrader={"grade_id": "cell-41f2ea3b7a57ab19", "solution": true}
### BEGIN SOLUTION
x = 5
x_squared = x**2
area = math.pi * x**2
### END SOLUTION

# %% nbgrader={"grade_id": "cell-9a0e33bd70c1d2f4", "points": 1}
assert x == 5
assert type(x_squared) is int
assert x_squared == 25, f"x_squared should be the square of x, not {x_squared}"

# %% nbgrader={"grade_id": "Q1_area", "points": 1}
try:
    area
except NameError:
    assert False, "please define a variable called area"
### BEGIN HIDDEN TESTS
assert hashlib.md5(f"{area:.2f}".encode()).hexdigest() == "1ab9761adab23657ea0edada0394037c"
### END HIDDEN TESTS

# %% [markdown]
# ## Q2. `greeting(name)` returns the text "Hello, name!", with spaces around the name removed.


# %% nbgrader={"grade_id": "Q2", "solution": true}
def greeting(name):
    """Say hello to somebody."""
    ### BEGIN SOLUTION
    return f"Hello, {name.strip()}!"
    ### END SOLUTION


# %% nbgrader={"grade_id": "Q2_test", "points": 1}
assert callable(greeting)
assert greeting("Ada") == "Hello, Ada!"
assert isinstance(greeting("Bob"), str)
assert "Zoë" in greeting("Zoë")
### BEGIN HIDDEN TESTS
assert greeting("  Cy ").endswith("Cy!")
### END HIDDEN TESTS

# %% [markdown]
# ## Q3. `squares(n)` returns the list of the first n square numbers. Raise a `ValueError` if n < 1.


# %% nbgrader={"grade_id": "Q3", "solution": true}
def squares(n):
    ### BEGIN SOLUTION
    if n < 1:
        raise ValueError("n must be at least 1")
    return [i**2 for i in range(1, n + 1)]
    ### END SOLUTION


# %% nbgrader={"grade_id": "Q3_values", "points": 2}
"""Check that squares returns the right list"""
assert_equal(squares(1), [1])
assert_equal(squares(2), [1, 4])
assert_equal(squares(10), [1, 4, 9, 16, 25, 36, 49, 64, 81, 100])
### BEGIN HIDDEN TESTS
for n in range(1, 20):
    assert_equal(len(squares(n)), n)
    assert_equal(squares(n)[-1], n**2)
### END HIDDEN TESTS

# %% nbgrader={"grade_id": "Q3_errors", "points": 1}
"""Check that squares raises an error for invalid input"""
try:
    squares(0)
except ValueError:
    pass
else:
    raise AssertionError("did not raise")

# %% [markdown]
# ## Q4. `word_counts(text)` returns a dictionary from words, in small letters, to how often they occur.


# %% nbgrader={"grade_id": "Q4", "solution": true}
def word_counts(text):
    ### BEGIN SOLUTION
    if not isinstance(text, str):
        raise TypeError(f"text must be a string, not {type(text).__name__}")
    counts = {}
    for word in text.lower().split():
        counts[word] = counts.get(word, 0) + 1
    return counts
    ### END SOLUTION


# %% nbgrader={"grade_id": "Q4_test", "points": 2}
tc = TestCase()
tc.assertEqual(word_counts(""), {})
tc.assertDictEqual(word_counts("a rose is a rose"), {"a": 2, "rose": 2, "is": 1})
tc.assertCountEqual(word_counts("To be or not to be").keys(), ["to", "be", "or", "not"])
with tc.assertRaises(TypeError):
    word_counts(3)
tc.assertRaisesRegex(TypeError, "string", word_counts, None)

# %% [markdown]
# ## Q5. `add_item(basket, item)` appends an item to the list it is given, and returns nothing.


# %% nbgrader={"grade_id": "Q5", "solution": true}
def add_item(basket, item):
    ### BEGIN SOLUTION
    basket.append(item)
    ### END SOLUTION


# %% nbgrader={"grade_id": "Q5_first", "points": 1}
basket = ["apple"]
assert add_item(basket, "pear") is None
assert basket == ["apple", "pear"]

# %% nbgrader={"grade_id": "Q5_second", "points": 1}
# Uses the basket of the test above.
add_item(basket, "plum")
assert len(basket) == 3 and basket[-1] == "plum"

# %% [markdown]
# ## Q6. `mean_score(path)` reads a file such as `scores.csv` and returns the mean of the column `score`.


# %% nbgrader={"grade_id": "Q6", "solution": true}
def mean_score(path):
    ### BEGIN SOLUTION
    with open(path) as f:
        rows = f.read().splitlines()[1:]
    return sum(float(row.split(",")[1]) for row in rows) / len(rows)
    ### END SOLUTION


# %% nbgrader={"grade_id": "Q6_test", "points": 1}
assert math.isclose(mean_score("scores.csv"), 7.25)

# %% [markdown]
# ## Q7. Make a dictionary `inventory` with 3 apples and 2 plums, and a function `total()` that adds up what is in it.

# %% nbgrader={"grade_id": "Q7", "solution": true}
### BEGIN SOLUTION
inventory = {"apple": 3, "plum": 2}


def total():
    return sum(inventory.values())


### END SOLUTION

# %% nbgrader={"grade_id": "Q7_test", "points": 1}
assert inventory == {"apple": 3, "plum": 2}
assert total() == 5

# %% [markdown]
# ## Q8. `is_leap(year)`. You get half a point for each kind of year that you get right.


# %% nbgrader={"grade_id": "Q8", "solution": true}
def is_leap(year):
    ### BEGIN SOLUTION
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    ### END SOLUTION


# %% nbgrader={"grade_id": "Q8_test", "points": 2}
def right(year, expected):
    """Half a point for a right answer, none for a wrong one or an error."""
    try:
        return 0.5 if is_leap(year) == expected else 0
    except Exception:
        return 0


right(2024, True) + right(2023, False) + right(1900, False) + right(2000, True)

# %% [markdown]
# ## Q9. A question for yourself (no points): what does `greeting` return for the empty text? Call it `empty`.

# %% nbgrader={"grade_id": "Q9", "solution": true}
### BEGIN SOLUTION
empty = greeting("")
### END SOLUTION

# %% nbgrader={"grade_id": "Q9_test", "points": 0}
assert empty == "Hello, !"

# %% [markdown]
# ## Q10. The two cells below make a list. Add the word "loss" at its end, and say in `n_words` how many it has.

# %%
words = ["nash", "gan"]

# %%
words.sort()

# %% nbgrader={"grade_id": "Q10", "solution": true}
### BEGIN SOLUTION
words = words + ["loss"]
n_words = len(words)
### END SOLUTION

# %% nbgrader={"grade_id": "Q10_test", "points": 2}
assert words == ["gan", "nash", "loss"]
assert n_words == 3
