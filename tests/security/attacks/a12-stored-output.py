# %% [markdown] row="A12"
# # Stored outputs of a hundred megabytes
#
# A graded notebook of a hundred megabytes: cells that do not run keep the outputs with which they were handed in.

# %% edit=true
output = {"output_type": "stream", "name": "stdout", "text": "x" * 100_000_000}
nb["cells"][0]["outputs"] = [output]
for cell in nb["cells"]:
    if cell["cell_type"] == "code":
        cell["outputs"] = [output]
        break
