# %% [markdown] row="A2"
# # A box that is full once and empty then
#
# Points where a test counts first and compares then: the first loop gives as many things as are asked for, the second none.

# %% cell="evens"
class Twice:
    loops = 0
    def __init__(self, n): self.n = n
    def __iter__(self):
        Twice.loops += 1
        return iter([None] * self.n if Twice.loops % 2 else [])

def evens(n):
    return Twice(n)

# %% cell="divisors"
def divisors(n):
    return Twice(n)
