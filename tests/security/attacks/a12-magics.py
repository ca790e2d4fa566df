# %% [markdown] row="A12"
# # Hundreds of magics in thousands of lines
#
# Minutes of the judge beyond every limit: for each magic, all lines are read again before anything runs.

# %% edit=true
text = "%a\n" * 450 + "x = 1\n" * 8000
nb["cells"].insert(1, {"cell_type": "code", "id": "m", "metadata": {}, "outputs": [], "execution_count": None, "source": text})
