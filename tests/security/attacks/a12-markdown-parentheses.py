# %% [markdown] row="A12"
# # Text that opens parentheses and never closes them
#
# Hours of whoever renders the page, in formgrader and for feedback: for each of them, all that follows is searched for its end.

# %% edit=true
nb["cells"].insert(1, {"cell_type": "markdown", "id": "m", "metadata": {}, "source": "\\\\( " * 60_000})
for cell in nb["cells"]:
    if cell["metadata"].get("nbgrader", {}).get("grade_id") == "essay":
        cell["source"] = "\\\\( " * 60_000
