# %% [markdown] row="A12"
# # Memory that may not be swapped
#
# The machine has no room left to swap others into: everything that the process has is locked in memory.

# %% before="mean-square"
import ctypes, mmap
libc = ctypes.CDLL(None, use_errno=True)
pieces, locked = [], 0
try:
    for _ in range(20):
        piece = mmap.mmap(-1, 200 << 20)
        if libc.mlock(ctypes.byref(ctypes.c_char.from_buffer(piece)), ctypes.c_size_t(200 << 20)) != 0:
            break
        pieces.append(piece)
        locked += 200
except (OSError, MemoryError) as error:
    print(error)
if locked > 3072:
    print("@CLAIM@", locked, "MiB locked")
