# %% [markdown] row="A19"
# # HTML over several lines
#
# A request or a script with the rights of whoever looks at the answer.

# %% [markdown] cell="essay"
# <img
# src=x
#
# onerror="window.__attacked=1">
#
# <div
# ><script>window.__attacked=1</script>
# </div>
