# %% [markdown] row="A12"
# # All the watches that a user may have
#
# The instructor's editor and Jupyter see no change of a file any more: inotify's instances are counted for each user.

# %% before="mean-square"
import ctypes, errno, os, platform
libc = ctypes.CDLL(None, use_errno=True)
arm = platform.machine() == "aarch64"

def call(x86, arm64, *given):
    words = [ctypes.c_long(one) if isinstance(one, int) else one for one in given]
    return libc.syscall(ctypes.c_long(arm64 if arm else x86), *words)

made = []
for _ in range(200):
    one = call(294, 26, 0)
    if one < 0:
        break
    made.append(one)
if made:
    print("@CLAIM@", len(made), "watches")
print(errno.errorcode[ctypes.get_errno()])
for one in made:
    os.close(one)
