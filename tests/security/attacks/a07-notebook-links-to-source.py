# %% [markdown] row="A7"
# # The notebook is a link to the instructor's
#
# Full marks and the solutions: what is handed in is a symbolic link to the source notebook.

# %% edit=true
(folder / "01-victim.ipynb").symlink_to("@COURSE@/build/source/01-victim/01-victim.ipynb")
