# %% [markdown] row="A19" student="<img src=x onerror=window.__attacked=1>"
# # A student's name is HTML
#
# The same in every list of students: the folder that is handed in, and so the student's id, is a piece of HTML.

# %% [markdown] cell="essay"
# I have a remarkable name.
