# %% [markdown] row="A12"
# # New references without end
#
# A judge that is out of memory or time: each answer is a new object with ten thousand methods and classes above it.

# %% cell="divisors"
def made():
    kind = object
    for k in range(300):
        kind = type(f"C{k}" * 50, (kind,), {})
    return type("Deep", (kind,), {"__iter__": lambda self: self, "__next__": lambda self: made()()})
def divisors(n):
    return made()()

# %% cell="mean-square"
def mean_square(x):
    return [made()() for _ in range(200)]
