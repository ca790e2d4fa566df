# %% [markdown] row="A19"
# # The released text is edited
#
# The same in a cell that looks as if it were the course's own: text that is not locked, and the Markdown of locked cells.

# %% edit=true
for cell in nb["cells"]:
    if cell["cell_type"] == "markdown":
        cell["source"] = "".join(cell["source"]) + "\n\n<img src=x onerror=\"window.__attacked='@NAME@'\">"
        cell["metadata"].setdefault("nbgrader", {"grade_id": cell["id"], "grade": False, "solution": False, "locked": True, "schema_version": 3, "task": False})
