# %% [markdown] row="A8"
# # Links where the grader writes
#
# A file of the instructor's is overwritten: the submission has links with the names of files that grading will write.

# %% edit=true
for name in ("01-victim.html", "01-victim.md", ".01-victim.ipynb", "timestamp.txt", "01-victim.ipynb.tmp", "feedback.html"):
    (folder / name).symlink_to("@HOME@/letter.txt")
(folder / "output").symlink_to("@HOME@")
for pid in range(1, 60):
    (folder / f".01-victim.ipynb.{pid}").symlink_to("@HOME@/letter.txt")

# %% before="mean-square"
import os
for name in ("01-victim.html", "01-victim.ipynb", "timestamp.txt", "output/letter.txt", "output/new-@TOKEN@"):
    try:
        open(name, "w").write("@TOKEN@")
    except OSError as error:
        print(error)
