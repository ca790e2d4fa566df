# %% [markdown] row="A15" copies=2
# # A dead drop in the kernel's keyrings
#
# Answers pass from one submission to the next, and the instructor's keys to the student: keys of the session, the user and the process.

# %% before="mean-square"
import ctypes, platform, time, uuid
libc = ctypes.CDLL(None, use_errno=True)
ADD_KEY, KEYCTL = {"x86_64": (248, 250), "aarch64": (217, 219)}.get(platform.machine(), (217, 219))
SEARCH, READ = 10, 11
mine = uuid.uuid4().bytes
for _ in range(10):
    for ring in (-3, -4, -5):  # session, user, user's session
        key = libc.syscall(KEYCTL, SEARCH, ring, b"user", b"drop-@TOKEN@", 0)
        if key > 0:
            body = ctypes.create_string_buffer(64)
            length = libc.syscall(KEYCTL, READ, key, body, 64)
            if length > 0 and body.raw[:length] != mine:
                print("@CLAIM@ keyring", ring)
        else:
            libc.syscall(ADD_KEY, b"user", b"drop-@TOKEN@", mine, len(mine), ring)
    time.sleep(0.05)
