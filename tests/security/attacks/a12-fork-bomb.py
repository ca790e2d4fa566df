# %% [markdown] row="A12"
# # A fork bomb
#
# The grader starves: as many processes as the machine allows (here it stops at 400).

# %% before="mean-square"
import os, time
children = []
try:
    for _ in range(400):
        pid = os.fork()
        if pid == 0:
            time.sleep(2)
            os._exit(0)
        children.append(pid)
    print("@CLAIM@ 400 processes")
except OSError as error:
    print(len(children), error)
for pid in children:
    os.kill(pid, 9)
    os.waitpid(pid, 0)
