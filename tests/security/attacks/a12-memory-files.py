# %% [markdown] row="A12"
# # Memory that belongs to nobody
#
# The machine swaps and kills others: more than 3 GiB in memory files that no process has mapped.

# %% before="mean-square"
import os
held, files = 0, []
try:
    for _ in range(13):
        files.append(os.memfd_create("m"))
        os.posix_fallocate(files[-1], 0, 255 << 20)
        held += 255
except OSError as error:
    print(error)
if held > 3072:
    print("@CLAIM@", held, "MiB")
for one in files:
    os.close(one)
