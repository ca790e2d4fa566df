# %% [markdown] row="A15"
# # First in every line
#
# Neighbours lose points for being slow: a real-time class, a nice below zero, first in line for the disk, a deadline of one's own.

# %% before="mean-square"
import ctypes, errno, os, platform
libc = ctypes.CDLL(None, use_errno=True)
arm = platform.machine() == "aarch64"

def call(x86, arm64, *given):
    words = [ctypes.c_long(one) if isinstance(one, int) else one for one in given]
    return libc.syscall(ctypes.c_long(arm64 if arm else x86), *words)

import os
got = []
for name, policy in (("FIFO", 1), ("RR", 2), ("BATCH", 3), ("IDLE", 5)):
    try:
        os.sched_setscheduler(0, policy, os.sched_param(1 if policy < 3 else 0))
        got.append(name)
    except OSError as error:
        print(name, error)
try:
    os.setpriority(os.PRIO_PROCESS, 0, -5)
    got.append("nice")
except OSError as error:
    print(error)
if call(251, 30, 1, 0, 1 << 13) == 0:
    got.append("ioprio")

class Attributes(ctypes.Structure):
    _fields_ = [("size", ctypes.c_uint32), ("policy", ctypes.c_uint32), ("flags", ctypes.c_uint64), ("nice", ctypes.c_int32),
                ("priority", ctypes.c_uint32), *[(name, ctypes.c_uint64) for name in ("run", "deadline", "period")]]

given = Attributes(48, 6, 0, 0, 0, 10_000_000, 20_000_000, 20_000_000)
if call(314, 274, 0, ctypes.byref(given), 0) == 0:
    got.append("deadline")
if got:
    print("@CLAIM@", got)
