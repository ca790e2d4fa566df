# %% [markdown] row="A12"
# # Ten thousand cells with grade ids that nobody knows
#
# A report of megabytes: for each of them a sentence is added to the list of repairs.

# %% edit=true
role = {"grade": True, "solution": False, "locked": True, "points": 1, "schema_version": 3}
nb["cells"] += [{"cell_type": "code", "id": f"c{i}", "outputs": [], "execution_count": None, "source": "",
                 "metadata": {"nbgrader": {"grade_id": f"{i}" + "y" * 5000, **role}}} for i in range(10_000)]
