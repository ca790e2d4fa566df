# %% [markdown] row="A6"
# # Environments and command lines of all processes
#
# Secrets, the seed and the place of the course: from os.environ and from /proc/<pid>/environ, cmdline, cwd, root, mountinfo.

# %% before="mean-square"
import os, re
def every(name):
    for pid in ["self", "1", *[p for p in os.listdir("/proc") if p.isdigit()]]:
        try:
            yield open(f"/proc/{pid}/{name}", "rb").read()
        except OSError:
            pass
text = b"".join([*every("environ"), *every("cmdline"), *every("mountinfo"), repr(dict(os.environ)).encode()])
print(sorted(set(re.findall(rb"canary-[a-z]+-[0-9a-f]{12}", text))))
if b"@COURSE@/submitted/aa" in text or b"AUTOGRADER_SEED" in text:
    print("@CLAIM@ knows the seed or other submissions")
for pid in ["self", "1", str(os.getppid())]:
    for name in ("cwd", "root"):
        try:
            place = f"/proc/{pid}/{name}"
            if os.path.exists(f"{place}/@COURSE@/gradebook.db") or os.path.exists(f"{place}/gradebook.db"):
                print("@CLAIM@", place)
        except OSError:
            pass
