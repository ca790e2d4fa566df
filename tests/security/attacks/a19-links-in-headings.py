# %% [markdown] row="A19"
# # Links and pictures in headings
#
# A request or a script with the rights of whoever looks at the answer.

# %% [markdown] cell="essay"
# # [a](javascript:window.__attacked=1) ![](/logout)
#
# ## <img src=x onerror="window.__attacked=1">
#
# [a](javascript:window.__attacked=1)
# ===
