# %% [markdown] row="A11"
# # Work done by children that have ended
#
# More processor time than anybody else gets: short-lived children on every processor do the work, and are gone when somebody counts.

# %% before="mean-square"
import os, resource, time
try:
    os.sched_setaffinity(0, range(os.cpu_count()))
except OSError as error:
    print(error)
end = time.monotonic() + 18
while time.monotonic() < end:
    pids = []
    for _ in range(4):
        pid = os.fork()
        if pid == 0:
            stop = time.process_time() + 0.2
            while time.process_time() < stop:
                pass
            os._exit(0)
        pids.append(pid)
    for pid in pids:
        os.waitpid(pid, 0)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    if used.ru_utime + used.ru_stime > 24:
        print("@CLAIM@", used.ru_utime + used.ru_stime, "seconds")
        break
