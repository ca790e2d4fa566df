# %% [markdown] row="A14"
# # A query that writes the database elsewhere
#
# A file with the grader's rights: `VACUUM INTO` writes wherever it likes.

# %% cell="texts"
query = "VACUUM INTO '@MARK@'"
formula = condition = query
