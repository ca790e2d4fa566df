# %% [markdown] row="A9"
# # System calls by way of a ring
#
# A way around every filter: what io_uring is asked to do is done by the kernel, not by a call of the process.

# %% before="mean-square"
import ctypes, errno, os, platform
libc = ctypes.CDLL(None, use_errno=True)
arm = platform.machine() == "aarch64"

def call(x86, arm64, *given):
    words = [ctypes.c_long(one) if isinstance(one, int) else one for one in given]
    return libc.syscall(ctypes.c_long(arm64 if arm else x86), *words)

parameters = ctypes.create_string_buffer(120)
ring = call(425, 425, 8, parameters)
if ring >= 0:
    print("@CLAIM@ a ring")
print(errno.errorcode.get(ctypes.get_errno()))
for number in (426, 427):
    if call(number, number, 0, 0, 0, 0, 0, 0) >= 0:
        print("@CLAIM@", number)
