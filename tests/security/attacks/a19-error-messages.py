# %% [markdown] row="A19"
# # Error messages and names in HTML
#
# The same through what a failing test says: the name and the text of an exception, of a function, of a value.

# %% before="mean-square"
BAD = "<script>window.__attacked='@NAME@'</script><img src=x onerror=\"window.__attacked='@NAME@'\">\x1b]8;;javascript:window.__attacked=1\x1b\\click\x1b]8;;\x1b\\"

# %% cell="mean-square"
def mean_square(x):
    raise type(BAD, (Exception,), {})(BAD)

# %% cell="softplus"
def softplus(s):
    return BAD

# %% cell="clamp"
def clamp(values, low, high):
    raise AssertionError(BAD)
clamp.__name__ = clamp.__qualname__ = BAD

# %% cell="optimum"
def optimum(p, q):
    return sp.Symbol(BAD)

# %% cell="divisors"
def divisors(n):
    import warnings
    warnings.warn(BAD)
    print(BAD)
    raise ValueError(BAD)
print(BAD)
