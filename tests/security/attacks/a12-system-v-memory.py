# %% [markdown] row="A12"
# # System V segments
#
# The machine swaps and kills others: 3 GiB in shared segments of the old kind, which are files of nobody and no process's memory.

# %% before="mean-square"
import ctypes, errno, os, platform
libc = ctypes.CDLL(None, use_errno=True)
arm = platform.machine() == "aarch64"

def call(x86, arm64, *given):
    words = [ctypes.c_long(one) if isinstance(one, int) else one for one in given]
    return libc.syscall(ctypes.c_long(arm64 if arm else x86), *words)

held, segments = 0, []
for _ in range(13):
    one = call(29, 194, 0, 255 << 20, 0o1600)
    if one < 0:
        print(errno.errorcode[ctypes.get_errno()])
        break
    segments.append(one)
    libc.shmat.restype = ctypes.c_void_p
    at = libc.shmat(one, None, 0)
    if at in (None, ctypes.c_void_p(-1).value):
        break
    ctypes.memset(at, 1, 255 << 20)
    libc.shmdt(ctypes.c_void_p(at))
    held += 255
if held > 3072:
    print("@CLAIM@", held, "MiB")
for one in segments:
    libc.shmctl(one, 0, None)
