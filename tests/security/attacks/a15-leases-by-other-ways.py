# %% [markdown] row="A15"
# # A lease by the back door
#
# Neighbours and the instructor wait for each file: the same by the bare call, with bits that only the filter looks at, from another program.

# %% before="mean-square"
import ctypes, errno, os, platform
libc = ctypes.CDLL(None, use_errno=True)
arm = platform.machine() == "aarch64"

def call(x86, arm64, *given):
    words = [ctypes.c_long(one) if isinstance(one, int) else one for one in given]
    return libc.syscall(ctypes.c_long(arm64 if arm else x86), *words)

import subprocess, sys
taken = []
one = os.open(os.__file__, os.O_RDONLY)
for command in (1024, 1024 | 1 << 32, 1024 | 1 << 40, 1026, 1026 | 1 << 33):
    if call(72, 25, one, command, 0 if command & 1024 == 1024 and not command & 2 else 1) >= 0:
        taken.append(hex(command))
code = "import fcntl, os; fcntl.fcntl(os.open(os.__file__, 0), fcntl.F_SETLEASE, 0); print('taken')"
if "taken" in subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout:
    taken.append("from another program")
if taken:
    print("@CLAIM@", taken)
