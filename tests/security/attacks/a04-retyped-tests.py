# %% [markdown] row="A4"
# # Tests are turned into text, split and deleted
#
# Full marks where nothing fails: one test is Markdown, one is raw, one is deleted, one is cut in two, one is empty.

# %% edit=true
tests = [cell for cell in nb["cells"] if cell["metadata"].get("nbgrader", {}).get("points") and cell["cell_type"] == "code"]
for cell, kind in ((tests[0], "markdown"), (tests[1], "raw")):
    cell["cell_type"] = kind
    cell.pop("outputs", None), cell.pop("execution_count", None)
nb["cells"].remove(tests[2])
place = nb["cells"].index(tests[3])
nb["cells"].insert(place, {**tests[3], "id": "half", "metadata": {}, "source": "pass"})
tests[3]["source"] = ""
tests[4]["source"] = "3"
