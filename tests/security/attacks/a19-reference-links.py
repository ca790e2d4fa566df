# %% [markdown] row="A19"
# # Links by reference
#
# A request or a script with the rights of whoever looks at the answer.

# %% [markdown] cell="essay"
# [a][x] ![b][y] [z]
#
# [x]: javascript:window.__attacked=1
# [y]: /logout "t"
# [z]: proof.html
