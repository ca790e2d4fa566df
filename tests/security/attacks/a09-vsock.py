# %% [markdown] row="A9"
# # A socket to the machine below
#
# A way out that is no network: sockets of the virtual machine's own kind, in every type, made but not used.

# %% before="mean-square"
import socket
made = []
for family in (40, 41, 42, 43, 44, 45):
    for kind in (1, 2, 3, 5):
        try:
            socket.socket(family, kind).close()
            made.append((family, kind))
        except OSError as error:
            last = error
print(last)
if made:
    print("@CLAIM@", made)
