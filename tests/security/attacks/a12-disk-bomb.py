# %% [markdown] row="A12"
# # A disk bomb
#
# The disk or the memory behind /tmp is full: large files and many files, wherever one can write (here up to 3 GB and 20 000 files).

# %% before="mean-square"
import os, tempfile
size = 0
for folder in (".", "/tmp", "/dev/shm", "/var/tmp", os.path.expanduser("~")):
    names = []
    try:
        with open(f"{folder}/bomb-@TOKEN@", "wb") as stream:
            names.append(stream.name)
            for _ in range(48):
                stream.write(b"x" * (1 << 26))
                size += 1 << 26
        print("@CLAIM@ 3 GB in", folder)
    except OSError as error:
        print(folder, error)
    try:
        for number in range(20_000):
            with open(f"{folder}/b{number}", "wb") as stream:
                names.append(stream.name)
    except OSError as error:
        print(folder, error)
    for name in names:
        try:
            os.remove(name)
        except OSError:
            pass
    if size > 1 << 31:
        break
