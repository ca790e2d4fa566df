# %% [markdown] row="A19"
# # Markdown and LaTeX as output
#
# The same through output that becomes HTML only in the page: Markdown with HTML in it, LaTeX with links.

# %% before="mean-square"
from IPython.display import Markdown, Latex, display
for text in ("<img src=x onerror=\"window.__attacked='@NAME@'\">", "[click](javascript:window.__attacked='@NAME@')",
             "<script>window.__attacked='@NAME@'</script>", "![x](x\"onerror=\"window.__attacked='@NAME@')",
             "```mermaid\ngraph TD; A[\"<img src=x onerror=window.__attacked=1>\"]\n```",
             "$\\href{javascript:window.__attacked=1}{x}$ $\\style{behavior:url(x)}{x}$ $</div><script>window.__attacked=1</script>$"):
    display(Markdown(text))
    display(Latex(text))
    display({"text/latex": text}, raw=True)
