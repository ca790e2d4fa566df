# %% [markdown] row="A19"
# # Titles that break out
#
# A request or a script with the rights of whoever looks at the answer.

# %% [markdown] cell="essay"
# [a](https://a.example "x\" onmouseover=\"window.__attacked=1") ![b](attachment:a.png 'x" onerror="window.__attacked=1')
