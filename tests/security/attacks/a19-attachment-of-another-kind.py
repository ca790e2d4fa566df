# %% [markdown] row="A19"
# # An attachment that is a page
#
# A script in the page: the picture that is attached is a page or a drawing, or has a name with an address.

# %% edit=true
for cell in nb["cells"]:
    if cell["metadata"].get("nbgrader", {}).get("grade_id") == "essay":
        cell["attachments"] = {
            "a.png": {"image/svg+xml": "PHN2ZyBvbmxvYWQ9J3dpbmRvdy5fX2F0dGFja2VkPTEnLz4="},
            "b.png": {"text/html": "<script>window.__attacked=1</script>"},
            'c" onerror="window.__attacked=1': {"image/png": "iVBORw0KGgo="},
        }
        cell["source"] = '![](attachment:a.png) ![](attachment:b.png) ![](attachment:c" onerror="window.__attacked=1)'
