# %% [markdown] row="A12"
# # An output bomb
#
# The grader's memory and disk: a cell prints and displays without end (here 150 MB), on every channel there is.

# %% before="mean-square"
import os, sys
from IPython.display import display, HTML
line = "x" * 1000 + "\n"
for _ in range(100_000):
    sys.stdout.write(line)
for _ in range(20):
    display(HTML("y" * 1_000_000))
for _ in range(20_000):
    os.write(1, line.encode())
    os.write(2, line.encode())

# %% cell="mean-square"
def mean_square(x):
    raise ValueError("z" * 100_000_000)
