# %% [markdown] row="A18"
# # Hidden inputs are printed
#
# The same through print, stderr, warnings and display: what the functions write while they are tested appears in the feedback.

# %% cell="clamp"
import sys, warnings, os
from IPython.display import display
seen = []
def clamp(values, low, high):
    seen.append(list(values))
    print(seen)
    sys.stderr.write(f"{seen}\n")
    warnings.warn(str(seen))
    display(seen)
    os.write(1, str(seen).encode())
    if len(values) == 3 and values[0] == 3:
        return [3, 0, 5]
    return [100.0, 1, 55] if len(values) == 3 else []

# %% [markdown] after="divisors-values"
# Anything to show? The next cell tells.

# %% after="divisors-values"
print(seen)
