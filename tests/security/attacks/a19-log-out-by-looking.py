# %% [markdown] row="A19"
# # Whoever looks is logged out
#
# A request with the instructor's rights: the address of a picture is one at which Jupyter does something.

# %% [markdown] cell="essay"
# ![](/logout) ![x][1] ![a](attachment:../../logout)
#
# [1]: /hub/logout
