# %% [markdown]
# # Lab 3: objects, closures, generators

# %% nbgrader={"grade_id": "jupyter", "locked": true}
import builtins
import inspect
import io
import itertools
import os
from contextlib import redirect_stdout
from unittest import mock

import numpy as np

# %% [markdown]
# ### Part A: a class
# `Account(owner, balance=0)` with the attributes `owner` and `balance`, the methods `deposit(amount)` and
# `withdraw(amount)` (a `ValueError` where the balance does not suffice), and the text
# `Account(Ada, 10)` when it is printed.


# %% nbgrader={"grade_id": "account", "solution": true}
### BEGIN SOLUTION
class Account:
    def __init__(self, owner, balance=0):
        self.owner = owner
        self.balance = balance

    def deposit(self, amount):
        self.balance += amount

    def withdraw(self, amount):
        if amount > self.balance:
            raise ValueError("not enough money")
        self.balance -= amount

    def __repr__(self):
        return f"Account({self.owner}, {self.balance})"


### END SOLUTION

# %% nbgrader={"grade_id": "account-attributes", "points": 1}
account = Account("Ada")
assert account.owner == "Ada"
assert account.balance == 0
assert isinstance(account, Account)
assert hasattr(account, "withdraw") and callable(account.withdraw)

# %% nbgrader={"grade_id": "account-methods", "points": 2}
# goes on with the account of the cell above
account.deposit(50)
assert account.balance == 50
account.withdraw(20)
assert account.balance == 30
try:
    account.withdraw(1000)
    assert False, "withdraw should raise a ValueError"
except ValueError:
    pass
assert account.balance == 30

# %% nbgrader={"grade_id": "account-repr", "points": 1}
assert repr(Account("Bob", 10)) == "Account(Bob, 10)"
assert str(account) == "Account(Ada, 30)"

# %% [markdown]
# ### Part B: inheritance
# `Savings` is an `Account` with one more method, `interest(rate)`.


# %% nbgrader={"grade_id": "savings", "solution": true}
### BEGIN SOLUTION
class Savings(Account):
    def interest(self, rate):
        self.deposit(self.balance * rate)


### END SOLUTION

# %% nbgrader={"grade_id": "savings-test", "points": 1}
assert issubclass(Savings, Account)


class Spy(Savings):
    """Do savings go through deposit()?"""

    calls = 0

    def deposit(self, amount):
        Spy.calls += 1
        super().deposit(amount)


spy = Spy("Eve", 100)
spy.interest(0.1)
assert abs(spy.balance - 110) < 1e-9
assert Spy.calls == 1

# %% [markdown]
# ### Part C: closures and generators


# %% nbgrader={"grade_id": "counter", "solution": true}
def make_counter(start=0):
    """Return a function that counts its calls."""
    ### BEGIN SOLUTION
    count = start

    def counter():
        nonlocal count
        count += 1
        return count

    return counter
    ### END SOLUTION


# %% nbgrader={"grade_id": "counter-test", "points": 1}
one, other = make_counter(), make_counter(10)
assert [one(), one(), other(), one(), other()] == [1, 2, 11, 3, 12]
assert one.__closure__ is not None


# %% nbgrader={"grade_id": "fib", "solution": true}
def fib():
    """Generate the Fibonacci numbers 0, 1, 1, 2, …, without end."""
    ### BEGIN SOLUTION
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
    ### END SOLUTION


# %% nbgrader={"grade_id": "fib-test", "points": 2}
assert inspect.isgeneratorfunction(fib)
numbers = fib()
assert next(numbers) == 0
assert list(itertools.islice(numbers, 6)) == [1, 1, 2, 3, 5, 8]
assert sum(itertools.takewhile(lambda n: n < 100, fib())) == 232

# %% [markdown]
# ### Part D: printing, asking, writing


# %% nbgrader={"grade_id": "printing", "solution": true}
def print_table(n):
    """Print one line "i x i*i" for each i from 1 to n."""
    ### BEGIN SOLUTION
    for i in range(1, n + 1):
        print(i, "x", i * i)
    ### END SOLUTION


def ask_age():
    """Ask "How old are you? " and return the answer as an integer."""
    ### BEGIN SOLUTION
    return int(input("How old are you? "))
    ### END SOLUTION


def save(numbers, path):
    """Write one number a line."""
    ### BEGIN SOLUTION
    with open(path, "w") as f:
        f.writelines(f"{n}\n" for n in numbers)
    ### END SOLUTION


# %% nbgrader={"grade_id": "printing-test", "points": 1}
out = io.StringIO()
with redirect_stdout(out):
    print_table(3)
assert out.getvalue() == "1 x 1\n2 x 4\n3 x 9\n"

# %% nbgrader={"grade_id": "asking-test", "points": 1}
original_input = builtins.input
builtins.input = lambda prompt="": "41"
try:
    assert ask_age() == 41
finally:
    builtins.input = original_input
with mock.patch("builtins.input", return_value="7") as asked:
    assert ask_age() == 7
asked.assert_called_once()

# %% nbgrader={"grade_id": "saving-test", "points": 1}
save([1, 2, 3], "numbers.txt")
assert os.path.exists("numbers.txt")
with open("numbers.txt") as f:
    assert f.read().split() == ["1", "2", "3"]

# %% [markdown]
# ### Part E: `factorial(n)`, with a loop or by recursion, but without `math`


# %% nbgrader={"grade_id": "factorial", "solution": true}
def factorial(n):
    ### BEGIN SOLUTION
    return 1 if n == 0 else n * factorial(n - 1)
    ### END SOLUTION


# %% nbgrader={"grade_id": "factorial-test", "points": 2}
assert factorial(0) == 1
assert factorial(5) == 120
source = inspect.getsource(factorial)
assert "import" not in source and "math" not in source

# %% [markdown]
# ### Part F: `walk(rng, n)`, a random walk of n steps ±1 from 0 with the generator `rng`


# %% nbgrader={"grade_id": "walk", "solution": true}
def walk(rng, n):
    ### BEGIN SOLUTION
    return np.concatenate([[0], np.cumsum(rng.choice([-1, 1], size=n))])
    ### END SOLUTION


# %% nbgrader={"grade_id": "walk-test", "points": 2}
path = walk(np.random.default_rng(5), 100)
assert path.shape == (101,)
assert path[0] == 0
assert set(np.abs(np.diff(path))) == {1}
np.testing.assert_array_equal(path, walk(np.random.default_rng(5), 100))

# %% [markdown]
# ### Part G: a dictionary `stock` with 3 apples and 2 plums, and `total()`, which adds up what is in it

# %% nbgrader={"grade_id": "stock", "solution": true}
### BEGIN SOLUTION
stock = {"apple": 3, "plum": 2}


def total():
    return sum(stock.values())


### END SOLUTION

# %% nbgrader={"grade_id": "stock-test", "points": 1}
assert total() == 5
stock["pear"] = 4
assert total() == 9, "total() should look into the stock each time"
