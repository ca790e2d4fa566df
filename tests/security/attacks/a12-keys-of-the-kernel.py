# %% [markdown] row="A12"
# # All the keys that a user may have
#
# The instructor's logins fail for want of keys: the kernel's quota of keys is that of the user, not of the process.

# %% before="mean-square"
import ctypes, errno, os, platform
libc = ctypes.CDLL(None, use_errno=True)
arm = platform.machine() == "aarch64"

def call(x86, arm64, *given):
    words = [ctypes.c_long(one) if isinstance(one, int) else one for one in given]
    return libc.syscall(ctypes.c_long(arm64 if arm else x86), *words)

made = 0
for number in range(250):
    if call(248, 217, b"user", b"%d @TOKEN@" % number, b"x" * 50, 50, -2) >= 0:
        made += 1
if made > 20:
    print("@CLAIM@", made, "keys")
print(made, errno.errorcode.get(ctypes.get_errno()))
