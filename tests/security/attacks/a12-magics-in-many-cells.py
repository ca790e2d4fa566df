# %% [markdown] row="A12"
# # Forty magics in each of fifty cells
#
# Minutes of the judge beyond every limit: every cell is just short of what is refused.

# %% edit=true
text = "%a\n" * 40 + "x = 1\n" * 2000
for number in range(50):
    cell = {"cell_type": "code", "id": f"m{number}", "metadata": {}, "outputs": [], "execution_count": None}
    nb["cells"].insert(1, cell | {"source": f"#{number}\n{text}"})
