# %% [markdown] row="A19"
# # Links inside of mathematics
#
# A request or a script with the rights of whoever looks at the answer.

# %% [markdown] cell="essay"
# $\href{javascript:window.__attacked=1}{x}$ $\style{background:url(//t.example)}{x}$ $\require{html}\cssId{x}{y}$ $\unicode{x3c}$
