# %% [markdown] row="A12"
# # Memory that not even the kernel looks into
#
# The machine swaps and kills others: secret memory cannot be swapped and is in no sum of what processes have mapped.

# %% before="mean-square"
import ctypes, errno, os, platform
libc = ctypes.CDLL(None, use_errno=True)
arm = platform.machine() == "aarch64"

def call(x86, arm64, *given):
    words = [ctypes.c_long(one) if isinstance(one, int) else one for one in given]
    return libc.syscall(ctypes.c_long(arm64 if arm else x86), *words)

held, files = 0, []
for _ in range(8):
    one = call(447, 447, 0)
    if one < 0:
        print(errno.errorcode[ctypes.get_errno()])
        break
    files.append(one)
    try:
        os.ftruncate(one, 64 << 20)
        held += 64
    except OSError as error:
        print(error)
if held:
    print("@CLAIM@", held, "MiB of secret memory")
for one in files:
    os.close(one)
