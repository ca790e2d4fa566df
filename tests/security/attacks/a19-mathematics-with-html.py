# %% [markdown] row="A19"
# # HTML inside of mathematics
#
# A request or a script with the rights of whoever looks at the answer.

# %% [markdown] cell="essay"
# $<img src=x onerror="window.__attacked=1">$ $$</span><script>window.__attacked=1</script>$$
#
# \\[<svg onload="window.__attacked=1">\\]
#
# \begin{a}<iframe srcdoc="x"></iframe>\end{a}
