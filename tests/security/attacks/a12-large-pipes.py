# %% [markdown] row="A12"
# # Pipes as large as ponds
#
# The kernel's own memory is eaten, and the user's share of it for pipes: each pipe is widened to 1 MiB and filled.

# %% before="mean-square"
import fcntl, os
widened, ends = 0, []
try:
    for _ in range(100):
        read, write = os.pipe()
        ends += [read, write]
        if fcntl.fcntl(write, 1031, 1 << 20) >= 1 << 20:
            widened += 1
except OSError as error:
    print(error)
if widened:
    print("@CLAIM@", widened, "pipes of 1 MiB")
for one in ends:
    os.close(one)
