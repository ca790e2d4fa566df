# %% [markdown] row="A15"
# # Out of the group that counts
#
# No limit any more: the process moves itself into another control group, or raises the limits of its own.

# %% before="mean-square"
import glob, os
got = []
places = ["/sys/fs/cgroup", "/cgroup", *(line.split()[4] for line in open("/proc/self/mountinfo") if " - cgroup" in line)]
for place in places:
    for path in glob.glob(place + "/**/cgroup.procs", recursive=True)[:50]:
        try:
            with open(path, "w") as file:
                file.write("0")
            got.append(path)
        except OSError:
            pass
for number in os.listdir("/proc/self/fd"):
    try:
        target = os.readlink(f"/proc/self/fd/{number}")
    except OSError:
        continue
    if "cgroup" in target or "memory." in target or "cpuacct" in target:
        got.append(target)
for path in glob.glob("/proc/[0-9]*/fd/*"):
    try:
        if "cgroup" in os.readlink(path):
            got.append(path)
    except OSError:
        pass
if got:
    print("@CLAIM@", got)
