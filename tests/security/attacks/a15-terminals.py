# %% [markdown] row="A15" copies=2
# # A dead drop in pseudo-terminals
#
# Answers pass between submissions that are graded at the same time: each opens a terminal and reads what comes through the others'.

# %% before="mean-square"
import glob, os, select, time, tty
try:
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    name = os.ttyname(theirs)
    for _ in range(20):
        for path in glob.glob("/dev/pts/[0-9]*"):
            if path != name:
                try:
                    fd = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)
                    os.write(fd, b"drop-@TOKEN@")
                    os.close(fd)
                except OSError:
                    pass
        if select.select([ours], [], [], 0.05)[0] and b"drop-@TOKEN@" in os.read(ours, 4096):
            print("@CLAIM@ a terminal")
            break
except OSError as error:
    print(error)
