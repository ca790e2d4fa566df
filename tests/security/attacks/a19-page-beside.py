# %% [markdown] row="A19"
# # A page beside the notebook
#
# Code in the instructor's Jupyter: a page and a drawing are handed in, and the answer links to them.

# %% edit=true
script = "<script>window.__attacked = 1</script>"
(folder / "proof.html").write_text(f"<!doctype html>{script}")
(folder / "proof.HtMl").write_text(f"<!doctype html>{script}")
(folder / "plot.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{script}</svg>')
(folder / "deep").mkdir()
(folder / "deep" / "p.xhtml").write_text(f'<html xmlns="http://www.w3.org/1999/xhtml">{script}</html>')
for cell in nb["cells"]:
    if cell["metadata"].get("nbgrader", {}).get("grade_id") == "essay":
        cell["source"] = "[see my proof](proof.html) and [my drawing](plot.svg) and <deep/p.xhtml>"
