# %% [markdown] row="A12"
# # A thread bomb
#
# The grader starves: as many threads as the machine allows (here it stops at 2000).

# %% before="mean-square"
import threading
threading.stack_size(65536)
gate, started = threading.Event(), []
try:
    for _ in range(2000):
        one = threading.Thread(target=gate.wait, daemon=True)
        one.start()
        started.append(one)
    print("@CLAIM@ 2000 threads")
except RuntimeError as error:
    print(len(started), error)
gate.set()
