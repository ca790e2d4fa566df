# %% [markdown] row="A19"
# # The notebook again, in capitals
#
# The student's own notebook in the place of the graded one, where file systems do not tell capitals from small letters.

# %% edit=true
import json
raw = json.loads(json.dumps(nb))
for cell in raw["cells"]:
    cell["metadata"] = {}
    cell["source"] = "<script>window.__attacked = 1</script> @TOKEN@"
(folder / "01-victim.IPYNB").write_text(json.dumps(raw))
