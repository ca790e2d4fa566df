# %% [markdown] row="A2"
# # An exception that ends a loop without a word
#
# Points for tests with `all(map(f, …))`: StopIteration, raised by the function, ends the map, and all of nothing is true.

# %% cell="prime"
def is_prime(n):
    raise StopIteration

# %% cell="divisors"
def divisors(n):
    raise StopIteration
