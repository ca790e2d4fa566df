# %% [markdown] row="A12"
# # Letters that nobody opens
#
# The kernel's own memory is eaten: buffers of sockets are made as large as can be and filled, in a few small processes.

# %% before="mean-square"
import os, socket, time
read, write = os.pipe()
children = []
try:
    for _ in range(6):
        pid = os.fork()
        if pid == 0:
            pairs, total = [], 0
            try:
                for _ in range(100):
                    pair = socket.socketpair()
                    pairs.append(pair)
                    for one in pair:
                        try:
                            one.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 8 << 20)
                        except OSError:
                            pass
                        one.setblocking(False)
                        try:
                            while True:
                                total += one.send(bytes(1 << 16))
                        except BlockingIOError:
                            pass
            except OSError:
                pass
            os.write(write, b"%12d" % total)
            time.sleep(3)
            os._exit(0)
        children.append(pid)
except OSError as error:
    print(error)
os.set_blocking(read, False)
end, said = time.monotonic() + 8, b""
while time.monotonic() < end and len(said) < 12 * len(children):
    try:
        said += os.read(read, 4096)
    except BlockingIOError:
        time.sleep(0.05)
total = sum(int(said[at : at + 12]) for at in range(0, len(said) // 12 * 12, 12))
print(total >> 20, "MiB")
if total > 1500 << 20:
    print("@CLAIM@", total >> 20, "MiB in sockets")
for pid in children:
    os.kill(pid, 9)
    os.waitpid(pid, 0)
