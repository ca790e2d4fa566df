# %% [markdown] row="A2"
# # A list that changes after it was looked at
#
# Points for any list: the same one is returned each time, and changed by the next call.

# %% cell="divisors"
kept = []
def divisors(n):
    kept[:] = [d for d in (1, 2, 3, 6, 97, 992) if d in (1, 2, 3, 6)] if len(kept) % 2 else [1, 97]
    return kept

# %% cell="clamp"
same = [3, 0, 5]
def clamp(values, low, high):
    same.append(same.pop(0))
    values[:] = same
    return values
