# %% [markdown] row="A12"
# # Files that are nothing but holes
#
# Hours of the grader: twelve files of a gibibyte each, which take no space on the disk, are read to see whether they changed.

# %% edit=true
for number in range(12):
    with (folder / f"data-{number}.bin").open("wb") as stream:
        stream.truncate((1 << 30) - 1)
