# %% [markdown] row="A12"
# # Text that is slow to read: lists in lists
#
# Minutes of whoever renders the page, in formgrader and for feedback, for a text of some hundred kilobytes.

# %% edit=true
text = "\n".join("  " * (i % 400) + "- a" for i in range(60_000))
nb["cells"].insert(1, {"cell_type": "markdown", "id": "m", "metadata": {}, "source": text})
for cell in nb["cells"]:
    if cell["metadata"].get("nbgrader", {}).get("grade_id") == "essay":
        cell["source"] = text
