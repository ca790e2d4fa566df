# %% [markdown] row="A19"
# # JavaScript as output
#
# The same without HTML: application/javascript, widget views and other types that a front end runs.

# %% before="mean-square"
from IPython.display import Javascript, display
code = "window.__attacked='@NAME@'"
display(Javascript(code))
for kind in ("application/javascript", "text/javascript", "application/ecmascript", "application/vnd.jupyter.es6-rich-output",
             "application/vnd.bokehjs_exec.v0+json", "application/vnd.jupyter.widget-view+json", "application/vnd.plotly.v1+json"):
    display({kind: code, "text/plain": "x"}, raw=True)
display({"application/vnd.jupyter.widget-view+json": {"model_id": "</script><script>" + code + "</script>", "version_major": 2}}, raw=True)
