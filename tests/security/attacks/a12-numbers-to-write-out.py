# %% [markdown] row="A12"
# # Numbers that a test would have to write out
#
# A judge that is out of time or memory: small in the message and endless where a test counts with it, such as a range of a trillion, a decimal with as many digits, a fraction whose square never ends.

# %% cell="clamp"
def clamp(values, low, high):
    return range(-2**62, 2**62)

# %% cell="golden"
from decimal import Decimal
golden = Decimal("1e999999999")

# %% cell="mean-square"
from fractions import Fraction
def mean_square(x):
    return Fraction(3**20000, 7**20000)

# %% cell="divisors"
def divisors(n):
    return range(2**61) if n > 6 else [1, 2, 3, 6]

# %% cell="softplus"
def softplus(s):
    return np.broadcast_to(np.float64(0.5), (1, 2)) if s.ndim == 1 else range(2**50)

# %% cell="optimum"
def optimum(p, q):
    return sp.Pow(sp.Integer(9), sp.Integer(9) ** sp.Integer(9), evaluate=False) * p

# %% cell="spread"
def spread(values):
    return Decimal(10) ** 400000 - Decimal(10) ** 400000
