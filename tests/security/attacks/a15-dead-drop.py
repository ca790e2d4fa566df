# %% [markdown] row="A15" copies=2
# # A dead drop
#
# Answers pass from one submission to another: through temporary files, shared memory, sockets, locks, names and the parent's memory.

# %% before="mean-square"
import os, time, uuid, glob, ctypes, socket, mmap
mine = uuid.uuid4().hex
libc = ctypes.CDLL(None, use_errno=True)
folders = ["/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/run", "/run/lock", os.path.expanduser("~"), "..", "."]
KEY = 0x5EED7
shared = libc.shmget(KEY, 64, 0o600)
if shared != -1:
    print("@CLAIM@ System V shared memory was there")
else:
    libc.shmget(KEY, 64, 0o1600)
if libc.semget(KEY, 1, 0o600) != -1:
    print("@CLAIM@ a semaphore was there")
else:
    libc.semget(KEY, 1, 0o1600)
for folder in folders:
    try:
        open(f"{folder}/drop-@TOKEN@-{mine}", "w").write("answers")
    except OSError:
        pass
listener = socket.socket(socket.AF_UNIX)
try:
    listener.bind("\0drop-@TOKEN@")
    listener.listen()
except OSError:
    print("@CLAIM@ an abstract socket was there")
try:
    tcp = socket.socket()
    tcp.bind(("127.0.0.1", 47123))
    tcp.listen()
except OSError as error:
    print("@CLAIM@ a port was taken" if error.errno == 98 else error)
try:
    if socket.gethostname() == "drop":
        print("@CLAIM@ the host's name")
    socket.sethostname("drop")
except OSError:
    pass
for _ in range(10):
    for folder in folders:
        for path in glob.glob(f"{folder}/drop-@TOKEN@-*"):
            if mine not in path:
                print("@CLAIM@", path)
    time.sleep(0.1)
