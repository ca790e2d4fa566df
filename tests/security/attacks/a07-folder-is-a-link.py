# %% [markdown] row="A7"
# # The submission's folder is a link to a neighbour's
#
# Full marks and a copy of the neighbour's answers in one's own feedback: what is handed in is a link to a folder.

# %% edit=true
folder.rename(folder.with_name("old"))
folder.symlink_to("../@NEIGHBOUR@/01-victim")
