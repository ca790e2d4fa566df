# %% [markdown] row="A7"
# # Data files are links
#
# The home folder, the sources and the gradebook: links that come with the submission are followed where they are copied or opened.

# %% edit=true
(folder / "data").symlink_to("@COURSE@")
(folder / "home").symlink_to("@HOME@")
(folder / "letter.txt").symlink_to("@HOME@/letter.txt")
(folder / "solution.ipynb").symlink_to("@COURSE@/build/source/01-victim/01-victim.ipynb")
(folder / "grades.db").symlink_to("../../../gradebook.db")
(folder / "root").symlink_to("/")
(folder / "loop").symlink_to(".")

# %% before="mean-square"
import glob, os
for path in ["letter.txt", "solution.ipynb", "grades.db", "home/letter.txt", *glob.glob("data/solutions/*/*.py"), "root@HOME@/letter.txt"]:
    try:
        text = open(path, errors="replace").read()
        print(text[text.find("canary-") :][:40], path)
    except OSError as error:
        print(type(error))
