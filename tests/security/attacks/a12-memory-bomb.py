# %% [markdown] row="A12"
# # A memory bomb
#
# The machine swaps and kills others: memory is filled, in one piece, in many, in child processes and in shared memory (here up to 8 GB).

# %% before="mean-square"
import os, mmap
held = []
try:
    for _ in range(32):
        piece = mmap.mmap(-1, 1 << 28)
        for place in range(0, 1 << 28, 4096):
            piece[place] = 1
        held.append(piece)
    print("@CLAIM@ 8 GB")
except (OSError, MemoryError, ValueError) as error:
    print(len(held), error)
del held

# %% cell="mean-square"
import numpy as np
def mean_square(x):
    return np.ones(1 << 38)
