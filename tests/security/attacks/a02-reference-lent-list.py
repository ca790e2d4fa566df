# %% [markdown] row="A2"
# # A list that changes after it was looked at
#
# Points for any list: the same one is returned each time, and changed by the next call.

# %% cell="divisors"
kept = []
def divisors(n):
    kept.append(n)
    kept.sort(reverse=len(kept) % 2 == 0)
    return kept

# %% cell="clamp"
same = [3, 0, 5]
def clamp(values, low, high):
    same.append(same.pop(0))
    values[:] = same
    return values
