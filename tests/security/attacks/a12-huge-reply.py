# %% [markdown] row="A12"
# # A reply that is too large
#
# The judge's memory: an array of 40 GB that takes no room in the student's process, a number with a hundred million digits, a long string.

# %% cell="mean-square"
def mean_square(x):
    return np.broadcast_to(np.float64(5.0), (5, 10**9))

# %% cell="softplus"
def softplus(s):
    return torch.zeros(1, dtype=torch.float64).expand(10**10)

# %% cell="clamp"
def clamp(values, low, high):
    return ["x" * 300_000_000]

# %% cell="divisors"
def divisors(n):
    return range(10**12)

# %% cell="golden"
golden = 1 << 400_000_000
