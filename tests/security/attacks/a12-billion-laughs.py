# %% [markdown] row="A12"
# # A reply that grows when it is written down
#
# The judge's memory and time: ten levels of lists, each holding the one below ten times; and a list that holds itself.

# %% cell="clamp"
def clamp(values, low, high):
    level = ["ha"]
    for _ in range(12):
        level = [level] * 10
    return level

# %% cell="divisors"
def divisors(n):
    ring = [1, 2, 3]
    ring.append(ring)
    return ring

# %% cell="mean-square"
def mean_square(x):
    ring = {}
    ring[0] = ring
    return ring

# %% cell="optimum"
def optimum(p, q):
    e = p
    for _ in range(40):
        e = sp.Add(e, sp.Mul(e, e, evaluate=False), evaluate=False)
    return e
