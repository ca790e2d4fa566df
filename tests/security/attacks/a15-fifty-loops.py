# %% [markdown] row="A15"
# # Fifty loops in fifty sessions
#
# Neighbours lose points for being slow: fifty loops, each in a session of its own, take more than the one processor that a submission has.

# %% before="mean-square"
import os, subprocess, time
loops = []
try:
    for _ in range(50):
        command = ["sh", "-c", "while :; do :; done"]
        loops.append(subprocess.Popen(command, start_new_session=True))
except OSError as error:
    print(error)
for one in loops:
    try:
        os.sched_setaffinity(one.pid, range(os.cpu_count()))
    except OSError:
        pass
began = time.monotonic()
time.sleep(3)
passed = time.monotonic() - began
ticks = 0
for one in loops:
    with open(f"/proc/{one.pid}/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    ticks += int(fields[11]) + int(fields[12])
for one in loops:
    one.kill()
used = ticks / os.sysconf("SC_CLK_TCK")
print(used, passed)
if used > 1.5 * passed + 1:
    print("@CLAIM@", used, "seconds of work in", passed)
