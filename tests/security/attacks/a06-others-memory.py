# %% [markdown] row="A6"
# # Memory of other processes, by every door
#
# The tests, read from a neighbour's or the judge's memory: process_vm_readv, ptrace, seizing, /proc/PID/mem and advice about others' pages.

# %% before="mean-square"
import ctypes, errno, os, platform
libc = ctypes.CDLL(None, use_errno=True)
arm = platform.machine() == "aarch64"

def call(x86, arm64, *given):
    words = [ctypes.c_long(one) if isinstance(one, int) else one for one in given]
    return libc.syscall(ctypes.c_long(arm64 if arm else x86), *words)

class Piece(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]

got = []
room = ctypes.create_string_buffer(64)
ours = Piece(ctypes.cast(room, ctypes.c_void_p), 64)
for pid in {0, 2, 3, 4, 5, os.getppid()} - {os.getpid()}:
    theirs = Piece(0x400000, 64)
    if call(310, 270, pid, ctypes.byref(ours), 1, ctypes.byref(theirs), 1, 0) > 0:
        got.append(("vm", pid))
    for request in (16, 0x4206):
        if call(101, 117, request, pid, 0, 0) >= 0:
            got.append(("ptrace", pid))
    try:
        os.close(os.open(f"/proc/{pid}/mem", os.O_RDWR))
        got.append(("mem", pid))
    except OSError:
        pass
if call(101, 117, 0, 0, 0, 0) >= 0:
    got.append("traceme")
if call(312, 272, os.getpid(), os.getpid(), 0, 0, 0) >= 0:
    got.append("kcmp")
if got:
    print("@CLAIM@", got)
