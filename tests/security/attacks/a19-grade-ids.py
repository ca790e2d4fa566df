# %% [markdown] row="A19"
# # Grade ids
#
# The same through names that formgrader writes into the page without quoting: grade ids and points of cells that the student adds.

# %% edit=true
bad = "x\"><img src=x onerror=\"window.__attacked='@NAME@'\">"
for number, role in enumerate(({"solution": True, "grade": False}, {"solution": True, "grade": True, "points": 1}, {"task": True, "points": 1})):
    meta = {"schema_version": 3, "locked": False, "task": False, "grade": False, "solution": False, **role}
    nb["cells"].append({"cell_type": "markdown", "id": f"x{number}", "source": "a", "metadata": {"nbgrader": {**meta, "grade_id": f"{bad}{number}"}}})
nb["cells"].append({"cell_type": "markdown", "id": "y\"><script>window.__attacked='@NAME@'</script>"[:64], "source": "b", "metadata": {}})
