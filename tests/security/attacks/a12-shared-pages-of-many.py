# %% [markdown] row="A12"
# # Pages that many share and none maps for long
#
# The machine swaps and kills others: 4 GB of shared pages, each process has a window on a part of them only.

# %% before="mean-square"
import mmap, os, time
shared, held = [], 0
try:
    for _ in range(16):
        shared.append(mmap.mmap(-1, 250 << 20))
        pid = os.fork()
        if pid == 0:
            for place in range(0, 250 << 20, 4096):
                shared[-1][place] = 1
            os._exit(0)
        if os.waitpid(pid, 0)[1] != 0:
            break
        held += 250
except (OSError, MemoryError) as error:
    print(error)
time.sleep(0.7)
if held > 3500:
    print("@CLAIM@", held, "MiB")
