# %% [markdown] row="A12"
# # Memory in many processes that nobody may look at
#
# The machine swaps and kills others: each process stays below its limit, hides from /proc and holds its share (here 10 times 512 MB).

# %% before="mean-square"
import ctypes, mmap, os, signal, time
libc = ctypes.CDLL(None)
libc.prctl(4, 0, 0, 0, 0)
read, write = os.pipe()
children = []
try:
    for _ in range(10):
        pid = os.fork()
        if pid == 0:
            libc.prctl(4, 0, 0, 0, 0)
            try:
                piece = mmap.mmap(-1, 1 << 29)
                for place in range(0, 1 << 29, 4096):
                    piece[place] = 1
                os.write(write, b"x")
                time.sleep(6)
            finally:
                os._exit(0)
        children.append(pid)
except OSError as error:
    print(error)
end, held = time.monotonic() + 12, 0
os.set_blocking(read, False)
while held < 10 and time.monotonic() < end:
    try:
        held += len(os.read(read, 16))
    except BlockingIOError:
        time.sleep(0.05)
time.sleep(0.5)
if held == 10 and all(os.waitpid(pid, os.WNOHANG) == (0, 0) for pid in children):
    print("@CLAIM@ 5 GB")
for pid in children:
    try:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    except OSError:
        pass
