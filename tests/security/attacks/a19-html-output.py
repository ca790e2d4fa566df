# %% [markdown] row="A19"
# # HTML output with scripts
#
# The instructor's session in formgrader, which may change every grade: output in HTML brings scripts and handlers with it.

# %% before="mean-square"
from IPython.display import HTML, display
for page in (
    "<script>window.__attacked='@NAME@'</script>",
    "<img src=x onerror=\"window.__attacked='@NAME@'\">",
    "<svg onload=\"window.__attacked='@NAME@'\"></svg>",
    "<details open ontoggle=\"window.__attacked='@NAME@'\"><summary>a</summary></details>",
    "<a href=\"java\tscript:window.__attacked='@NAME@'\">click</a>",
    "<iframe srcdoc=\"<script>parent.__attacked='@NAME@'</script>\"></iframe>",
    "<object data=\"data:text/html,<script>parent.__attacked='@NAME@'</script>\"></object>",
    "<meta http-equiv=refresh content=\"0;url=javascript:window.__attacked='@NAME@'\"><base href='//127.0.0.1/'>",
    "<form action=\"javascript:window.__attacked='@NAME@'\"><input type=submit autofocus onfocus=\"window.__attacked='@NAME@'\"></form>",
    "</div></div></div><script>window.__attacked='@NAME@'</script>",
):
    display(HTML(page))
display({"text/html": "<script>window.__attacked='@NAME@'</script>"}, raw=True, metadata={"text/html": {"isolated": True}})

# %% cell="divisors"
class Table:
    def _repr_html_(self): return "<b onmouseover=\"window.__attacked='@NAME@'\">hover</b>"
def divisors(n):
    display(Table())
    return Table()
Table()
