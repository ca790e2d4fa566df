# %% [markdown] row="A14"
# # Objects that run code when they are unpickled
#
# Code in the grader's process: `__reduce__`, object arrays, torch.save files and copyreg, in results, arguments and files.

# %% before="mean-square"
import copyreg, pickle, copy
class Payload:
    def __reduce__(self):
        return (exec, ("open('@MARK@', 'w').write('@TOKEN@')",))
    def __call__(self, *args): return self
open("cache.pkl", "wb").write(pickle.dumps(Payload()))

# %% cell="mean-square"
def mean_square(x):
    return Payload()

# %% cell="clamp"
def clamp(values, low, high):
    return np.array([Payload(), 0, 5], dtype=object)

# %% cell="softplus"
def softplus(s):
    s.extra = Payload()
    s.__reduce_ex__ = lambda protocol: (exec, ("open('@MARK@', 'w')",))
    return s

# %% cell="divisors"
def divisors(n):
    return pickle.dumps(Payload())

# %% cell="golden"
golden = Payload()
