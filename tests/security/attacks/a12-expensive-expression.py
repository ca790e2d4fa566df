# %% [markdown] row="A12"
# # Expressions that take for ever
#
# The judge's time: towers of powers and sums that SymPy cannot simplify, and numbers of a million digits in them.

# %% cell="optimum"
def optimum(p, q):
    e = (p + q) ** sp.Integer(10**6)
    return e * sp.log(p) ** sp.Integer(7) ** sp.Integer(7) ** 5 + sp.Integer(3) ** (10**5 + 1)

# %% cell="golden"
golden = 10**200_000

# %% cell="divisors"
def divisors(n):
    return [10**100_000] * 50
