# %% [markdown] row="A19"
# # Pages under other names
#
# Code in the instructor's Jupyter: files whose names or contents some browsers take for a page.

# %% edit=true
script = "<!doctype html><script>window.__attacked = 1</script>"
for name in ("a.csv.html", "b.HTML", "c.shtml", "d.xht", "e.svgz", "f.xml", "g.mht", "h.pdf", "i.js", "j.html ", "k.htm\u202e", "index"):
    (folder / name).write_text(script)
(folder / ".htaccess").write_text("AddType text/html .csv")
(folder / "sub.html").mkdir()
(folder / "sub.html" / "index.html").write_text(script)
