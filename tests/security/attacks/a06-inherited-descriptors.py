# %% [markdown] row="A6"
# # Inherited descriptors
#
# Hidden tests, the gradebook or a folder outside: open descriptors are read, reopened through /proc/self/fd, and walked with `..`.

# %% before="mean-square"
import os, re
found = set()
pattern = re.compile(rb"canary-[a-z]+-[0-9a-f]{12}")
for pid in ["self", str(os.getppid()), "1"]:
    try:
        numbers = os.listdir(f"/proc/{pid}/fd")
    except OSError:
        continue
    for number in numbers:
        path = f"/proc/{pid}/fd/{number}"
        try:
            if os.path.isdir(path):
                for up in ("", "/..", "/../..", "/../../.."):
                    if any(name in os.listdir(path + up) for name in ("gradebook.db", "solutions", "submitted")):
                        print("@CLAIM@", os.readlink(path), up)
            elif os.path.isfile(path):
                found |= set(pattern.findall(open(path, "rb").read(50_000_000)))
        except OSError:
            pass
for number in range(3, 100):
    try:
        found |= set(pattern.findall(os.pread(number, 10_000_000, 0)))
        for name in ("..", "../..", "@COURSE@"):
            os.listdir(os.open(name, os.O_RDONLY, dir_fd=number))
            print("@CLAIM@ a folder is open:", number)
    except OSError:
        pass
print(found)
