# %% [markdown] row="A12"
# # A crash by recursion
#
# The process that grades others dies: recursion in Python, in C (repr, compare, pickle) and through the parser.

# %% before="mean-square"
import sys
def deep(n=0):
    try:
        return deep(n + 1)
    except RecursionError:
        return n
deep()
if "ipykernel" not in sys.modules:
    sys.setrecursionlimit(10**7)
nest = []
for _ in range(200_000):
    nest = [nest]

# %% cell="clamp"
def clamp(values, low, high):
    return nest

# %% cell="mean-square"
def mean_square(x):
    d = {}
    for _ in range(100_000):
        d = {"a": d}
    return d

# %% cell="golden"
golden = eval("-" * 90 + "1")
