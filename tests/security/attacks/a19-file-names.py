# %% [markdown] row="A19"
# # Names of files are HTML
#
# The same in lists of files: the submission brings files and folders whose names are markup, escape codes, line breaks and options.

# %% edit=true
for name in ("<img src=x onerror=window.__attacked=1>.txt", "a\nb.txt", "-rf", "--config=x.py", "\x1b]0;@TOKEN@\x07.txt", "ümläut ＜script＞.txt", "..\\..\\x", "CON", "x" * 200, "\U0001f600" * 63):
    (folder / name).write_text("a")
(folder / "page.html").write_text("<script>window.__attacked='@NAME@'</script>")
(folder / "extra.ipynb").write_text((folder.parent / "none").name)
