# %% [markdown] row="A12"
# # Memory files handed from process to process
#
# The machine swaps and kills others: each process fills memory files, hands them over a socket and ends, so that nobody ever has much.

# %% before="mean-square"
import array, os, socket
mine, theirs = socket.socketpair()
held, files = 0, []
try:
    for _ in range(13):
        pid = os.fork()
        if pid == 0:
            try:
                one = os.memfd_create("m")
                for _ in range(250):
                    os.write(one, bytes(1 << 20))
                theirs.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [one]))])
            finally:
                os._exit(0)
        os.waitpid(pid, 0)
        mine.settimeout(0.2)
        _, given, _, _ = mine.recvmsg(1, 100)
        files += array.array("i", given[0][2])
        held += 250
except (OSError, IndexError) as error:
    print(error)
if held > 3072:
    print("@CLAIM@", held, "MiB")
for one in files:
    os.close(one)
