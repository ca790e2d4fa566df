# %% [markdown] row="A19"
# # Names and sizes of images
#
# The same through the attributes of an image that a converter writes: width, height, alt, file names, and what is no base64.

# %% before="mean-square"
from IPython.display import display
quote = "1\" onerror=\"window.__attacked='@NAME@'\" x=\""
for kind in ("image/png", "image/jpeg", "image/gif"):
    display({kind: quote, "text/plain": "x"}, raw=True, metadata={kind: {"width": quote, "height": quote, "alt": quote, "unconfined": True}})
    display({kind: "AAAA", "text/plain": "x"}, raw=True, metadata={"filenames": {kind: quote}, "width": quote})
