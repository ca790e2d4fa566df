# %% [markdown] row="A15"
# # Mounts by the old calls and the new
#
# The course comes back, or its cover goes away: mount, umount, pivot_root, chroot, and the six calls that came later.

# %% before="mean-square"
import ctypes, errno, os, platform
libc = ctypes.CDLL(None, use_errno=True)
arm = platform.machine() == "aarch64"

def call(x86, arm64, *given):
    words = [ctypes.c_long(one) if isinstance(one, int) else one for one in given]
    return libc.syscall(ctypes.c_long(arm64 if arm else x86), *words)

calls = {
    "mount": (165, 40, b"none", b"/tmp", b"tmpfs", 0, 0), "bind": (165, 40, b"/", b"/tmp", 0, 4096, 0), "umount": (166, 39, b"/proc", 2),
    "umount2": (166, 39, b"/student", 2), "pivot_root": (155, 41, b"/student", b"/student"), "chroot": (161, 51, b"/student"),
    "open_tree": (428, 428, -100, b"/", 1), "fsopen": (430, 430, b"tmpfs", 0), "fspick": (433, 433, -100, b"/", 0),
    "move_mount": (429, 429, -100, b"/student", -100, b"/tmp", 0), "mount_setattr": (442, 442, -100, b"/", 0, ctypes.create_string_buffer(32), 32),
}
done = [name for name, given in calls.items() if call(*given) >= 0]
if done:
    print("@CLAIM@", done)
