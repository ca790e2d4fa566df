# %% [markdown] row="A12"
# # Shared memory with a name
#
# The machine swaps and kills others: multiprocessing's shared memory, larger than the folder that it lies in may be.

# %% before="mean-square"
from multiprocessing import shared_memory
held, blocks = 0, []
try:
    for _ in range(16):
        blocks.append(shared_memory.SharedMemory(create=True, size=255 << 20))
        for place in range(0, 255 << 20, 1 << 20):
            blocks[-1].buf[place : place + (1 << 20)] = bytes([1]) * (1 << 20)
        held += 255
        if held > 3072:
            break
except (OSError, MemoryError, ValueError) as error:
    print(error)
if held > 3072:
    print("@CLAIM@", held, "MiB")
for one in blocks:
    one.close()
    one.unlink()
