# %% [markdown] row="A19"
# # A page in feedback's place
#
# The instructor hands out the attacker's page: the submission brings files named as the feedback and as graded notebooks.

# %% edit=true
page = "<body><script>window.__attacked='@NAME@'</script></body>"
for name in ("01-victim.html", "index.html", "feedback.html"):
    (folder / name).write_text(page)
(folder / "feedback").mkdir()
(folder / "feedback" / "01-victim.html").write_text(page)
