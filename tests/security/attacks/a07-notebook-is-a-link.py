# %% [markdown] row="A7"
# # The notebook is a link to a neighbour's
#
# Full marks and a copy of the neighbour's answers in one's own feedback: what is handed in is a symbolic link.

# %% edit=true
(folder / "01-victim.ipynb").symlink_to("../../@NEIGHBOUR@/01-victim/01-victim.ipynb")
