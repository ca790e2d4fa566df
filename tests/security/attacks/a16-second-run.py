# %% [markdown] row="A16"
# # Behaves on the first call, or the second, or at night
#
# Points for a grader that looks twice: the function counts its calls and keeps state in files, attributes and the clock.

# %% cell="mean-square"
import time, os
def mean_square(x):
    mean_square.calls = getattr(mean_square, "calls", 0) + 1
    try:
        with open("count", "a") as stream:
            stream.write("x")
        again = os.path.getsize("count")
    except OSError:
        again = 0
    return 5.0 if mean_square.calls % 2 and again % 2 else time.time()
