# %% [markdown] row="A12"
# # A time stamp that is no file
#
# A crash of the grader: timestamp.txt is a folder with the same name inside.

# %% edit=true
(folder / "timestamp.txt" / "timestamp.txt").mkdir(parents=True)
