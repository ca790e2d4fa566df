# %% [markdown] row="A12"
# # Every folder full, and every process as large as it may be
#
# The machine swaps and kills others: files in memory on top of the memory of six processes, together 4.5 GB.

# %% before="mean-square"
import os, signal, time
written = 0
for folder in ("/student", "/tmp", "/dev/shm", os.path.expanduser("~")):
    try:
        with open(f"{folder}/fill", "wb") as file:
            for _ in range(250):
                file.write(bytes([1]) * (1 << 20))
                written += 1
    except OSError as error:
        print(folder, error)
read, write = os.pipe()
children = []
try:
    for _ in range(8):
        pid = os.fork()
        if pid == 0:
            try:
                held = bytes([1]) * (500 << 20)
                os.write(write, b"x")
                time.sleep(6)
            finally:
                os._exit(0)
        children.append(pid)
except OSError as error:
    print(error)
end, held = time.monotonic() + 8, 0
os.set_blocking(read, False)
while held < 8 and time.monotonic() < end:
    try:
        held += len(os.read(read, 16))
    except BlockingIOError:
        time.sleep(0.05)
time.sleep(0.7)
if held == 8 and all(os.waitpid(pid, os.WNOHANG) == (0, 0) for pid in children):
    print("@CLAIM@", written + 500 * held, "MiB")
for pid in children:
    try:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    except OSError:
        pass
