# %% [markdown] row="A19"
# # Titles, tags, languages and widget state
#
# The same through metadata that templates write into the page: title, kernel, lexer, tags, cell ids, execution counts, widget state.

# %% edit=true
bad = "\"></title></script><script>window.__attacked='@NAME@'</script><img src=x onerror=\"window.__attacked='@NAME@'\">"
nb["metadata"].update(
    title=bad,
    authors=[{"name": bad}],
    widgets={"application/vnd.jupyter.widget-state+json": {"state": {"a": {"model_name": bad}}, "version_major": 2, "version_minor": 0}},
)
nb["metadata"]["language_info"].update(name="python", pygments_lexer=bad, codemirror_mode=bad, mimetype=bad)
nb["metadata"]["kernelspec"].update(display_name=bad, language=bad)
for cell in nb["cells"]:
    cell["metadata"].update(tags=["x\" onmouseover=\"window.__attacked=1", bad], name=bad, slideshow={"slide_type": bad}, magics_language=bad, alt=bad)
    if cell["cell_type"] == "code":
        cell["execution_count"] = 7
