# %% [markdown] row="A19"
# # HTML inside of code
#
# A request or a script with the rights of whoever looks at the answer.

# %% [markdown] cell="essay"
# ```html" onmouseover="window.__attacked=1
# <script>window.__attacked=1</script>
# ```
#
# `<script>window.__attacked=1</script>` ``</code><img src=x onerror=window.__attacked=1>``
