# %% [markdown] row="A12"
# # A time stamp without end
#
# A crash of the grader: a time stamp of a gibibyte, nearly all of it a hole in the file, is read whole into memory.

# %% edit=true
with (folder / "timestamp.txt").open("w") as stream:
    stream.write("2026-01-01 00:00:00 UTC")
    stream.truncate((1 << 30) - 1)
