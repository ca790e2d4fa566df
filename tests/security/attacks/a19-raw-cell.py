# %% [markdown] row="A19"
# # Raw cells
#
# The same through raw cells, which converters pass on as they are when they say that they are HTML.

# %% edit=true
for number, kind in enumerate(("text/html", "", "text/markdown", "TEXT/HTML", "image/svg+xml")):
    nb["cells"].insert(1, {"cell_type": "raw", "id": f"raw-{number}", "metadata": {"raw_mimetype": kind, "format": kind},
                           "source": "<script>window.__attacked='@NAME@'</script><img src=x onerror=\"window.__attacked='@NAME@'\">"})
