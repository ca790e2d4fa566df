# %% [markdown] row="A19"
# # Attachments
#
# The same through files inside a cell: their types and contents end in an address that the page opens.

# %% edit=true
import base64
html = base64.b64encode(b"<script>parent.__attacked='@NAME@'</script>").decode()
nb["cells"][0]["attachments"] = {
    "a.png": {"image/png\"onerror=\"window.__attacked='@NAME@'": html},
    "b.html": {"text/html": html},
    "c.png": {"image/png": "x\" onerror=\"window.__attacked='@NAME@'"},
}
nb["cells"][0]["source"] = "![a](attachment:a.png) [b](attachment:b.html) ![c](attachment:c.png) <a href='attachment:b.html'>d</a>"
