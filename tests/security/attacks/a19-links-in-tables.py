# %% [markdown] row="A19"
# # Links and pictures in tables
#
# A request or a script with the rights of whoever looks at the answer.

# %% [markdown] cell="essay"
# | a | b |
# |---|---|
# | [a](javascript:window.__attacked=1) | ![](http://t.example/p.png) |
# | <svg onload="window.__attacked=1"> | `<b>` |
