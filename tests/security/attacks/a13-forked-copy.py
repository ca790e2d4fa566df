# %% [markdown] row="A13"
# # A copy of the process stays behind
#
# Points later: a forked copy keeps all descriptors open, ignores signals, renames itself and answers after the original has gone.

# %% before="mean-square"
import os, sys, time, signal
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for number in range(1, 64):
            try:
                signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError):
                pass
        for turn in range(40):
            time.sleep(0.25)
            try:
                open("@MARK@", "w").write("@TOKEN@")
            except OSError:
                pass
    os._exit(0)

# %% cell="mean-square"
def mean_square(x):
    os._exit(0)
