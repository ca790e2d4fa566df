# %% [markdown] row="A19"
# # Links in lists, quotes and definitions
#
# A request or a script with the rights of whoever looks at the answer.

# %% [markdown] cell="essay"
# - > 1. [a](javascript:window.__attacked=1)
#   > ![](/logout)
#
# term
# : <img src=x onerror="window.__attacked=1">
# : ![](../../logout)
