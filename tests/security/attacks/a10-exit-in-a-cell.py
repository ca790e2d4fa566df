# %% [markdown] row="A10"
# # The process ends in a cell
#
# No test is run, so none fails: sys.exit, exit(), SIGKILL, SIGSTOP and a crash in C, before the first test.

# %% before="mean-square"
import os, sys, signal, ctypes
try:
    sys.exit(0)
except SystemExit:
    pass
os.kill(os.getpid(), signal.SIGSTOP) if "ipykernel" not in sys.modules else None
os.kill(os.getpid(), signal.SIGKILL)
