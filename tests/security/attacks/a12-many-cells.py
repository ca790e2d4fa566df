# %% [markdown] row="A12"
# # A hundred thousand cells
#
# Minutes of the grader: every cell is looked at, run, made harmless and written.

# %% edit=true
nb["cells"] += [{"cell_type": "markdown", "id": f"c{i}", "metadata": {}, "source": "*x* [a](b) $y$"} for i in range(60_000)]
