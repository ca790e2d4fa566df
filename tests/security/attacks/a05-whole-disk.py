# %% [markdown] row="A5"
# # The whole disk is searched
#
# Hidden tests, solutions and other secrets in any file that can be opened, wherever it lies.

# %% before="mean-square"
import os, re, time
pattern = re.compile(rb"canary-[a-z]+-[0-9a-f]{12}")
end = time.monotonic() + 4
found = set()
for start in ("@COURSE@", "@HOME@", "/tmp", "/var/tmp", "/dev/shm", "/run", "/home", "/root", "/mnt", "/srv", "/media", "/etc", "/opt", "/var"):
    for folder, folders, names in os.walk(start):
        for name in names:
            path = os.path.join(folder, name)
            try:
                if os.path.isfile(path) and os.path.getsize(path) < 2_000_000:
                    found |= {hit.decode() for hit in pattern.findall(open(path, "rb").read())}
            except OSError:
                pass
        if time.monotonic() > end:
            break
print(sorted(found))
