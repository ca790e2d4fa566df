# %% [markdown] row="A11"
# # Work done by orphans that have ended
#
# More processor time than anybody else gets: the work is done by orphans, which process 1 buries without an account.

# %% before="mean-square"
import os, time
read, write = os.pipe()
end = time.monotonic() + 18
done = 0
os.set_blocking(read, False)
while time.monotonic() < end:
    for _ in range(6):
        pid = os.fork()
        if pid == 0:
            if os.fork() == 0:
                try:
                    os.sched_setaffinity(0, range(os.cpu_count()))
                except OSError:
                    pass
                stop = time.process_time() + 0.25
                while time.process_time() < stop:
                    pass
                os.write(write, b"x")
            os._exit(0)
        os.waitpid(pid, 0)
    time.sleep(0.2)
    try:
        done += len(os.read(read, 4096))
    except BlockingIOError:
        pass
    if done > 100:
        print("@CLAIM@", done / 4, "seconds")
        break
