# %% [markdown] row="A19"
# # An image that is a program
#
# The same through image/svg+xml, which may hold scripts, links and foreign HTML.

# %% before="mean-square"
from IPython.display import SVG, display
svg = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" onload="window.__attacked='@NAME@'">
<script>window.__attacked='@NAME@'</script>
<a xlink:href="javascript:window.__attacked='@NAME@'"><text y="20">click</text></a>
<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><img src="x" onerror="window.__attacked='@NAME@'"/></body></foreignObject>
<image href="x" onerror="window.__attacked='@NAME@'"/><set attributeName="onmouseover" to="window.__attacked=1"/></svg>"""
display(SVG(svg))
display({"image/svg+xml": svg, "text/html": svg}, raw=True)
