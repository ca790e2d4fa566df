"""The students of the ordinary course. Each hands in one assignment; the name says what is special about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import nbformat
from classroom import Edit, convert, delete, duplicate, find, insert, merge, move, split
from nbformat import NotebookNode

PS1, PS2, PS3, PS4 = "ps1-basics", "ps2-numpy", "ps3-objects", "ps4-report"
NOTEBOOKS = {PS1: [PS1], PS2: [PS2], PS3: [PS3], PS4: ["analysis", "essay"]}


@dataclass(frozen=True)
class Submission:
    """What a student did to the notebooks of an assignment.

    Args:
        student: the name of the student's folder.
        solved: whether the instructor's solutions are filled in first; otherwise the notebook is blank.
        answers: what is written into cells, by grade id.
        edits: what else was done to cells, in this order, after the answers.
        hours_late: when it was handed in, counted from the due date; None without a time stamp.
        left_out: notebooks that were not handed in.
    """

    assignment: str
    student: str
    solved: bool = True
    answers: Mapping[str, str] = field(default_factory=dict)
    edits: tuple[Edit, ...] = ()
    hours_late: float | None = None
    left_out: tuple[str, ...] = ()


def rewrite(grade_id: str, source: str, **metadata: object) -> Edit:
    """The student got at a read-only cell, or at its metadata."""

    def edit(nb: NotebookNode) -> None:
        cell = nb.cells[find(nb, grade_id)]
        cell.source = source
        cell.metadata.nbgrader.update(metadata)

    return edit


def another_kernel(nb: NotebookNode) -> None:
    """The student worked with a kernel that the grader does not have."""
    nb.metadata.kernelspec = nbformat.from_dict(
        {"name": "conda-env-uni-py", "display_name": "Python [conda env:uni]", "language": "python"}
    )


WRONG_1 = {
    "cell-41f2ea3b7a57ab19": "x = 5\nx_squared = x * 2\narea = 3.14 * x * x",
    "Q2": "def greeting(name):\n    return 'Hello, ' + name + '!'",
    "Q3": "def squares(n):\n    return [i ** 2 for i in range(n)]",
    "Q4": "def word_counts(text):\n    return {word: text.count(word) for word in text.split()}",
    "Q5": "def add_item(basket, item):\n    return basket + [item]",
    "Q6": "def mean_score(path):\n    return int(sum([9, 6.5, 7, 6.5]) / 4)",
    "Q7": "inventory = {'apple': 3, 'plum': 2}\ndef total():\n    return 5",
    "Q8": "def is_leap(year):\n    return year % 4 == 0",
    "Q9": "empty = 'Hello, !'",
}
NOISY_1 = {
    "Q2": """\
import warnings
def greeting(name):
    warnings.warn("this name may have spaces around it")
    return "Hello, " + name.strip() + "!"
""",
    "Q3": """\
import sys
def squares(n):
    print("squares of", n, file=sys.stderr)
    if n < 1:
        raise ValueError
    return [i * i for i in range(1, n + 1)]
""",
    "Q4": """\
import logging
def word_counts(text):
    if type(text) is not str:
        raise TypeError("not a string")
    logging.warning("counting %s", text)
    words = text.lower().split()
    return {w: words.count(w) for w in words}
""",
    "Q7": """\
inventory = dict(apple=3, plum=2)
def total():
    print("adding up", inventory)
    n = 0
    for fruit in inventory:
        n += inventory[fruit]
    return n
""",
}
MAGIC_1 = {
    "cell-41f2ea3b7a57ab19": """\
%matplotlib inline
import asyncio
import math
x = 5
x_squared = await asyncio.sleep(0, result=x ** 2)
area = math.pi * x_squared
!ls *.csv
""",
    "Q2": """\
%%writefile my_greetings.py
def greeting(name):
    return f"Hello, {name.strip()}!"
""",
    "Q5": """\
%%time
def add_item(basket, item):
    basket += [item]
""",
    "Q6": """\
names = !head -1 scores.csv
def mean_score(path):
    lines = get_ipython().getoutput("cut -d, -f2 " + path)
    return sum(map(float, lines[1:])) / len(lines[1:])
""",
    "Q7": """\
if __name__ == "__main__":
    inventory = {"apple": 3, "plum": 2}
    total = lambda: sum(inventory.values())
display(inventory)
""",
}
WRONG_2 = {
    "standardise": "def standardise(x):\n    return (x - x.mean()) / x.std(ddof=1)",
    "matrix": "A = np.arange(12).reshape(4, 3)\ncol_means = A.mean(axis=1)",
    "dice": "def roll(n):\n    return np.random.randint(0, 6, n)",
    "integrate": "def integrate(f, a, b, n):\n    return sum(f(np.linspace(a, b, n)))",
    "safe_log": "def safe_log(x):\n    return np.log(np.abs(x) + 1e-9)",
    "stats": "def stats(x):\n    return np.min(x), np.median(x), np.max(x)",
    "clip": "def clip_inplace(a, top):\n    a = np.minimum(a, top)",
}
LISTS_2 = {
    "standardise": """\
def standardise(x):
    m = sum(x) / len(x)
    s = (sum((v - m) ** 2 for v in x) / len(x)) ** 0.5
    return [(v - m) / s for v in x]
""",
    "matrix": "A = [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]]\ncol_means = [4, 5, 6, 7]",
    "dice": "def roll(n):\n    return [np.random.randint(1, 7) for _ in range(n)]",
    "stats": "def stats(x):\n    return [min(x), sum(x) / len(x), max(x)]",
    "safe_log": "import math\ndef safe_log(x):\n    return [math.log(v) if v > 0 else math.nan for v in x]",
}
WRONG_3 = {
    "account": """\
class Account:
    balance = 0
    def __init__(self, owner, balance=0):
        self.owner = owner
        self.balance = balance
    def deposit(self, amount):
        self.balance += amount
    def withdraw(self, amount):
        self.balance -= amount
    def __str__(self):
        return "Account(%s, %d)" % (self.owner, self.balance)
""",
    "counter": """\
count = 0
def make_counter(start=0):
    def counter():
        global count
        count += 1
        return count
    return counter
""",
    "fib": "def fib():\n    return [0, 1, 1, 2, 3, 5, 8]",
    "printing": """\
def print_table(n):
    for i in range(n):
        print(i, 'x', i * i)
def ask_age():
    return input()
def save(numbers, path):
    print(numbers, file=open(path, "w"))
""",
    "factorial": "import math\ndef factorial(n):\n    return math.factorial(n)",
    "walk": "def walk(rng, n):\n    return rng.choice([-1, 1], size=n).cumsum()",
    "stock": "stock = {'apple': 3, 'plum': 2}\ndef total():\n    return 5",
}
OTHER_3 = {
    "account": """\
from dataclasses import dataclass

@dataclass(repr=False)
class Account:
    owner: str
    balance: float = 0

    def deposit(self, amount):
        print("depositing", amount)
        self.balance = self.balance + amount

    def withdraw(self, amount):
        print("withdrawing", amount)
        if self.balance < amount:
            raise ValueError(f"only {self.balance} left")
        self.balance = self.balance - amount

    def __repr__(self):
        return "Account({0.owner}, {0.balance})".format(self)
""",
    "counter": """\
import itertools
def make_counter(start=0):
    numbers = itertools.count(start + 1)
    return lambda: next(numbers)
""",
    "factorial": """\
def factorial(n):
    product = 1
    for k in range(2, n + 1):
        product *= k
    return product
""",
    "walk": """\
def walk(rng, n):
    path = [0]
    for step in rng.integers(0, 2, size=n) * 2 - 1:
        path.append(path[-1] + step)
    return np.array(path)
""",
}
WRONG_4 = {
    "plot": "fig, ax = plt.subplots()\nax.scatter(days, temperature)\nax.set_xlabel('day')",
    "fahrenheit": "def fahrenheit(c):\n    return c * 9 // 5 + 32",
    "answer": "warm = temperature",
}

SUBMISSIONS = [
    Submission(PS1, "ada-right"),
    Submission(PS1, "bea-blank", solved=False),
    Submission(PS1, "bob-wrong", answers=WRONG_1),
    Submission(
        PS1,
        "cy-half",
        solved=False,
        answers={
            "cell-41f2ea3b7a57ab19": "x = 5\nx_squared = 25",
            "Q3": "def squares(n):\n    return [i * i for i in range(1, n + 1)]",
            "Q5": "def add_item(basket, item):\n    basket.insert(0, item)",
            "Q7": "inventory = {'plum': 2, 'apple': 3}",
        },
    ),
    Submission(PS1, "di-noisy", answers=NOISY_1),
    Submission(
        PS1,
        "eve-raises",
        answers={
            "Q2": "def greeting(name)\n    return 'Hello, ' + name",
            "Q4": "def word_counts(text):\n    return counts[text]",
            "Q6": "1 / 0",
            "Q7": "inventory = {'apple': 3, 'plum': 2}\nraise SystemExit",
            "Q8": "def is_leap(year):\n    if year == 1900:\n        raise RuntimeError\n    return year % 4 == 0",
        },
    ),
    Submission(
        PS1, "fay-shadows", answers={"Q3": "len = 3\ndef squares(n):\n    return [i**2 for i in range(1, n + 1)]"}
    ),
    Submission(PS1, "gus-deleted-tests", edits=(delete("Q3_values", "Q5_first", "Q8_test"),)),
    Submission(PS1, "guy-deleted-solution", edits=(delete("Q6"),)),
    Submission(
        PS1,
        "hal-duplicated",
        edits=(
            duplicate("Q2"),
            rewrite("Q2", "def greeting(name):\n    return name"),
            duplicate("Q3"),
            duplicate("Q8_test"),
        ),
    ),
    Submission(PS1, "ida-moved-a-test-up", edits=(move("Q4_test", before="Q2"),)),
    Submission(
        PS1,
        "jo-split-and-merged",
        edits=(split("Q7", 1), split("Q2_test", 2), merge("Q8_test", into="Q8")),
    ),
    Submission(PS1, "joy-converted", edits=(convert("Q5", "markdown"), convert("Q3_errors", "raw"))),
    Submission(
        PS1,
        "kim-edited-tests",
        answers=WRONG_1,
        edits=(
            rewrite("Q3_values", "assert True"),
            rewrite("Q4_test", "pass", points=20),
            rewrite("Q8_test", "2"),
            another_kernel,
        ),
    ),
    Submission(
        PS1,
        "lee-own-cells",
        edits=(
            insert("# my scratch paper\nprint(1 + 1)\nbasket = 'mine'", before="Q5_first"),
            insert("My own *notes*", before="Q3", cell_type="markdown"),
            insert("undefined_name", before="Q7"),
            insert("input('ready? ')", before="Q8"),
        ),
    ),
    Submission(
        PS1, "mo-magics", answers=MAGIC_1, edits=(insert("from my_greetings import greeting", before="Q2_test"),)
    ),
    Submission(PS2, "ann-right"),
    Submission(PS2, "ben-blank", solved=False),
    Submission(PS2, "cam-wrong", answers=WRONG_2),
    Submission(PS2, "dot-lists", answers=LISTS_2),
    Submission(
        PS2,
        "eli-warns",
        answers={"safe_log": "def safe_log(x):\n    y = np.log(x)\n    return np.where(x > 0, y, np.nan)"},
    ),
    Submission(
        PS2,
        "flo-in-place",
        answers={
            "standardise": "def standardise(x):\n    x -= x.mean()\n    x /= x.std()\n    return x",
            "clip": "def clip_inplace(a, t):\n    for i, v in enumerate(a):\n        a[i] = min(v, t)\n    return a",
        },
    ),
    Submission(
        PS2,
        "gil-other-dice",
        answers={"dice": "import random\ndef roll(n):\n    return np.array([random.randint(1, 6) for _ in range(n)])"},
    ),
    Submission(
        PS2, "hana-partly", answers={"stats": "def stats(x):\n    return min(x), sum(x) // 2, max(x)"}, hours_late=-2
    ),
    Submission(PS2, "ian-late", hours_late=1.5),
    Submission(
        PS2, "jan-late-and-little", solved=False, answers={"stats": "def stats(x):\n    return 1, 4, 9"}, hours_late=30
    ),
    Submission(
        PS2, "kit-endless", answers={"clip": "def clip_inplace(a, top):\n    while a.max() > top:\n        pass"}
    ),
    Submission(PS3, "ari-right"),
    Submission(PS3, "bo-blank", solved=False),
    Submission(PS3, "cleo-wrong", answers=WRONG_3),
    Submission(PS3, "dan-other-ways", answers=OTHER_3),
    Submission(PS3, "ed-no-class", answers={"account": "# no time for this one"}),
    Submission(
        PS3,
        "fee-warns",
        answers={
            "factorial": """\
import warnings
def factorial(n):
    warnings.warn("recursion is slow", RuntimeWarning)
    return n * factorial(n - 1) if n else 1
"""
        },
    ),
    Submission(PS4, "amy-right"),
    Submission(PS4, "bill-blank", solved=False),
    Submission(PS4, "coco-wrong", answers=WRONG_4),
    Submission(PS4, "dora-one-notebook", left_out=("essay",)),
    Submission(PS4, "emil-late", hours_late=0.5),
    Submission(PS4, "finn-deleted-text", edits=(delete("why-sine", "free-task", "style"),)),
    Submission(
        PS4,
        "gro-own-plot",
        answers={
            "plot": """\
plt.plot(days, temperature, label="measured")
plt.plot(days, np.full(len(days), temperature.mean()), "--")
plt.xlabel("day")
plt.ylabel("°C")
plt.legend()
ax = plt.gca()
plt.show()
"""
        },
    ),
]
