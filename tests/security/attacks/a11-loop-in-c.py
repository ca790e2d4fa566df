# %% [markdown] row="A11"
# # A loop in C
#
# The same where Python cannot interrupt: a regular expression that backtracks, a large power, a lock that is never free.

# %% cell="clamp"
import re
def clamp(values, low, high):
    return re.match(r"(a+)+$", "a" * 34 + "b")

# %% cell="golden"
import threading
golden = threading.Lock()
golden.acquire()

# %% cell="divisors"
def divisors(n):
    golden.acquire(timeout=100)
    return pow(7, 10**9, 10**1000 + 9) and []
