# %% [markdown] row="A15"
# # A namespace of one's own, by the bare call
#
# Root in a namespace, and with it the kernel's largest surface: unshare, clone with every flag, clone3, and entering those of others.

# %% before="mean-square"
import ctypes, errno, os, platform
libc = ctypes.CDLL(None, use_errno=True)
arm = platform.machine() == "aarch64"

def call(x86, arm64, *given):
    words = [ctypes.c_long(one) if isinstance(one, int) else one for one in given]
    return libc.syscall(ctypes.c_long(arm64 if arm else x86), *words)

got = []
for name, flag in (("user", 0x10000000), ("mnt", 0x20000), ("net", 0x40000000), ("pid", 0x20000000), ("ipc", 0x8000000), ("cgroup", 0x2000000), ("uts", 0x4000000), ("time", 0x80)):
    if call(272, 97, flag) == 0:
        got.append(("unshare", name))
    if flag != 0x80:
        pid = call(56, 220, flag | 17, 0, 0, 0, 0)
        if pid == 0:
            os._exit(0)
        if pid > 0:
            os.waitpid(pid, 0)
            got.append(("clone", name))
    try:
        one = os.open(f"/proc/1/ns/{name}", os.O_RDONLY)
        if call(308, 268, one, 0) == 0 and name != "user":
            got.append(("setns", name))
        os.close(one)
    except OSError as error:
        print(error)
three = (ctypes.c_uint64 * 11)(0x10000000, 0, 0, 0, 17)
pid = call(435, 435, three, 88)
if pid == 0:
    os._exit(0)
if pid > 0:
    got.append("clone3")
if got:
    print("@CLAIM@", got)
