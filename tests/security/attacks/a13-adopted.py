# %% [markdown] row="A13"
# # A daemon that adopts its like
#
# A place to stay: processes that take in orphans, ignore every signal and forget their parent's death hold on when the submission is done.

# %% before="mean-square"
import ctypes, os, signal, time
libc = ctypes.CDLL(None)
if os.fork() == 0:
    os.setsid()
    libc.prctl(36, 1, 0, 0, 0)
    libc.prctl(1, 0, 0, 0, 0)
    for number in range(1, 64):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    if os.fork() == 0:
        os.setsid()
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                open("/tmp/@TOKEN@", "w").close()
            except OSError:
                pass
            time.sleep(0.5)
        os._exit(0)
    time.sleep(60)
    os._exit(0)
