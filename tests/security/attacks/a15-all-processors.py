# %% [markdown] row="A15"
# # All processors instead of one's own
#
# Neighbours lose points for being slow: the process spreads to every processor, itself, its threads, its children and its parents.

# %% before="mean-square"
import os, subprocess, threading
mine = os.sched_getaffinity(0)
every = set(range(os.cpu_count()))
wide = []

def spread(pid):
    try:
        os.sched_setaffinity(pid, every)
        if os.sched_getaffinity(pid) > mine:
            wide.append(pid)
    except OSError as error:
        print(pid, error)

for pid in (0, 1, os.getpid(), os.getppid()):
    spread(pid)
thread = threading.Thread(target=spread, args=(0,))
thread.start()
thread.join()
print(subprocess.run(["taskset", "-ap", "ffff", str(os.getpid())], capture_output=True, text=True))
if os.sched_getaffinity(0) > mine or wide:
    print("@CLAIM@", os.sched_getaffinity(0))
