# %% [markdown] row="A7"
# # A neighbour's answers are handed in
#
# Full marks: the right answers of another student are read from submitted/ and run as one's own.

# %% before="mean-square-values"
import json, glob
for path in glob.glob("@COURSE@/submitted/@NEIGHBOUR@/*/*.ipynb") + glob.glob("../../../submitted/*/*/*.ipynb") + glob.glob("../../*/*/*.ipynb"):
    if "@NAME@" in path:
        continue
    for cell in json.load(open(path))["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("solution"):
            print("".join(cell["source"]))
            if cell["cell_type"] == "code":
                try:
                    exec("".join(cell["source"]))
                except Exception as error:
                    print(type(error))
