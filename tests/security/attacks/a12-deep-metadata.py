# %% [markdown] row="A12"
# # Metadata nested ten thousand deep
#
# A crash of whoever reads or copies the notebook by recursion: the metadata of a cell is a list in a list in a list.

# %% edit=true
deep = "leaf"
for _ in range(900):
    deep = [deep]
nb["cells"][0]["metadata"]["x"] = deep
nb["metadata"]["y"] = deep
