# %% [markdown] row="A19"
# # Elements that open by themselves
#
# A request or a script with the rights of whoever looks at the answer.

# %% [markdown] cell="essay"
# <details open ontoggle="window.__attacked=1"><summary>x</summary></details> <video autoplay onplay="window.__attacked=1"><source src="/logout"></video> <input autofocus onfocus="window.__attacked=1">
