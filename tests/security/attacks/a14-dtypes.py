# %% [markdown] row="A14"
# # dtypes that carry objects
#
# Code or pointers in the grader's process: structured, object and void dtypes with metadata, names and titles made to be evaluated.

# %% cell="mean-square"
def mean_square(x):
    field = "__import__('os').system('touch @MARK@')"
    return np.zeros(3, dtype=np.dtype([(field, "O"), (("title", "b"), "f8")], metadata={"__reduce__": eval}))

# %% cell="clamp"
def clamp(values, low, high):
    return np.array([0xDEADBEEF] * 3, dtype="u8").view("V8")

# %% cell="softplus"
class Evil(np.dtype if False else object):
    def __str__(self): return "O"
    str = "|O"
    name = "__import__('os').system('touch @MARK@')"
def softplus(s):
    return np.datetime64("NaT"), np.dtype("O"), np.array([{"a": eval}], dtype=object), np.array(["@TOKEN@"], dtype="U99")

# %% cell="divisors"
def divisors(n):
    return [np.dtype("f8"), np.float64, complex(1, 2), slice(1, 2), Ellipsis, NotImplemented, b"\x80\x04\x95"]
