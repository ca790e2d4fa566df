# %% [markdown] row="A12"
# # Memory of processes without parents
#
# The machine swaps and kills others: processes of the third generation, in sessions of their own, hold 4.5 GB when their parents have ended.

# %% before="mean-square"
import os, time
read, write = os.pipe()
try:
    for _ in range(9):
        pid = os.fork()
        if pid == 0:
            if os.fork() == 0:
                os.setsid()
                if os.fork() == 0:
                    held = bytes([1]) * (500 << 20)
                    os.write(write, b"x")
                    time.sleep(5)
                    os.write(write, b"y")
            os._exit(0)
        os.waitpid(pid, 0)
except OSError as error:
    print(error)
os.set_blocking(read, False)
end, said = time.monotonic() + 10, b""
while time.monotonic() < end and said.count(b"y") < 9:
    try:
        said += os.read(read, 64)
    except BlockingIOError:
        time.sleep(0.05)
if said.count(b"y") == 9:
    print("@CLAIM@ 4.5 GB")
