# %% [markdown] row="A12"
# # Text that opens names and never closes them
#
# Hours of whoever renders the page, in formgrader and for feedback: for each of them, all that follows is searched for its end.

# %% edit=true
nb["cells"].insert(1, {"cell_type": "markdown", "id": "m", "metadata": {}, "source": "".join(f"\\begin{{a{chr(97+n%26)}{chr(97+n//26%26)}}} " for n in range(20_000)) + ""})
for cell in nb["cells"]:
    if cell["metadata"].get("nbgrader", {}).get("grade_id") == "essay":
        cell["source"] = "".join(f"\\begin{{a{chr(97+n%26)}{chr(97+n//26%26)}}} " for n in range(20_000)) + ""
