# %% [markdown] row="A12"
# # Twelve thousand small files
#
# Minutes of the grader and of every later run: each of them is opened, hashed and copied.

# %% edit=true
for number in range(12_000):
    (folder / f"{number}.txt").touch()
