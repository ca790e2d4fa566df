# %% [markdown] row="A12"
# # Messages that nobody reads
#
# The kernel's own memory is eaten: POSIX message queues are filled and left, which no count of a process's pages sees.

# %% before="mean-square"
import ctypes, errno, os, platform
libc = ctypes.CDLL(None, use_errno=True)
arm = platform.machine() == "aarch64"

def call(x86, arm64, *given):
    words = [ctypes.c_long(one) if isinstance(one, int) else one for one in given]
    return libc.syscall(ctypes.c_long(arm64 if arm else x86), *words)

class Attributes(ctypes.Structure):
    _fields_ = [(name, ctypes.c_long) for name in ("flags", "most", "size", "now", "a", "b", "c", "d")]

made = 0
for number in range(20):
    given = Attributes(0, 10, 8192)
    if call(240, 180, b"q%d" % number, 0o102, 0o600, ctypes.byref(given)) >= 0:
        made += 1
    call(241, 181, b"q%d" % number)
if made:
    print("@CLAIM@", made, "queues")
else:
    print(errno.errorcode[ctypes.get_errno()])
