# %% [markdown] row="A7"
# # The file that a test reads is a link
#
# The letter in the instructor's home folder: the file that a test opens is a link to it, a pipe, a device, or one of gigabytes.

# %% cell="save"
import os
places = ["@HOME@/letter.txt", "@COURSE@/submitted/@NEIGHBOUR@/01-victim/01-victim.ipynb", "/dev/zero", "/proc/self/environ"]
def save(pairs):
    if os.path.lexists("pairs.csv"):
        os.remove("pairs.csv")
    os.symlink(places[len(pairs) % len(places)], "pairs.csv")

# %% after="save-values"
save([(1, 2), (3, 4)])
try:
    print(open("pairs.csv").read(10_000))
except OSError as error:
    print(error)
os.remove("pairs.csv")
os.mkfifo("pairs.csv")
