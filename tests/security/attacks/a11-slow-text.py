# %% [markdown] row="A11"
# # Text that is slow to look at
#
# The grader's time, before anything runs: cells of half a million spaces, open brackets and markers make regular expressions and parsers crawl.

# %% edit=true
tests = [cell for cell in nb["cells"] if cell["metadata"].get("nbgrader", {}).get("points") and cell["cell_type"] == "code"]
tests[0]["source"] = " " * 500_000
tests[1]["source"] = "### BEGIN HIDDEN TESTS\n" * 30_000
tests[2]["source"] = "\n" * 300_000 + "x"
nb["cells"].append({"cell_type": "markdown", "id": "slow", "metadata": {}, "source": "java " * 50_000 + "[" * 20_000 + "&#" * 20_000 + "<" * 20_000 + "*a " * 5_000})
nb["cells"].append({"cell_type": "code", "id": "slow2", "metadata": {}, "outputs": [], "execution_count": None, "source": "!a\n" * 600 + "%b\n" * 600})
