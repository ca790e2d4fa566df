# %% [markdown] row="A14"
# # Data that looks like the codec's own marks
#
# An array, a callable or a verdict that was never there: dicts and lists with the tags that a codec could use for its types.

# %% cell="mean-square"
def mean_square(x):
    return {"__ndarray__": "AAAAAAAAFEA=", "__type__": "float", "type": "ndarray", "kind": "ndarray", "t": "f", "dtype": "<f8", "shape": [], "data": b"\0" * 8, "$": "float", "k": "f", "v": 5.0}

# %% cell="softplus"
def softplus(s):
    return ["ndarray", "<f8", [2], (np.log(2) * np.ones(2)).tobytes()]

# %% cell="clamp"
def clamp(values, low, high):
    return {"__callable__": "clamp", "__class__": "list", "type": "list", "items": [3, 0, 5], 0: 3, 1: 0, 2: 5, "len": 3}

# %% cell="optimum"
def optimum(p, q):
    return {"type": "sympy", "head": "Mul", "args": [["Symbol", "p"], ["Pow", ["Add", ["Symbol", "p"], ["Symbol", "q"]], -1]]}

# %% cell="divisors"
def divisors(n):
    return {"outcome": "value", "ok": True, "score": 3, "earned": 3}

# %% cell="golden"
golden = {"type": "reference", "name": "golden", "t": "ref", "id": 0}
