# %% [markdown] row="A19"
# # A picture with a tail of HTML
#
# The instructor's session: what begins like a PNG and passes for base64 goes on with quotes and an event handler.

# %% before="mean-square"
from IPython.display import display
tail = "\"><img src=x onerror=\"window.__attacked='@NAME@'\">"
for kind, head in (("image/png", "iVBORw0KGgoAAAANSUhEUgAA"), ("image/jpeg", "/9j/4AAQSkZJRgABAQAA"), ("image/gif", "R0lGODlhAQAB")):
    display({kind: head + tail, "text/plain": "x"}, raw=True)

# %% edit=true
tail = "\"><img src=x onerror=\"window.__attacked='@NAME@'\">"
nb["cells"].append({"cell_type": "markdown", "id": "tail", "metadata": {}, "source": "![a](attachment:a.png)",
                    "attachments": {"a.png": {"image/png": "iVBORw0KGgoAAAANSUhEUgAA" + tail}}})
