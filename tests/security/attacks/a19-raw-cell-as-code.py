# %% [markdown] row="A19"
# # A raw cell that looks like code
#
# A script in the page: Markdown would show it as code, but a raw cell is put into the page as it stands.

# %% edit=true
text = "```\n<script>window.__attacked = 1</script>\n```\n    <img src=x onerror='window.__attacked = 1'>"
nb["cells"].insert(1, {"cell_type": "raw", "id": "r", "metadata": {"raw_mimetype": "text/html"}, "source": text})
