# %% [markdown] row="A14"
# # A query that opens another file
#
# A file with the grader's rights, and the gradebook: a test has SQLite answer a query, and the query attaches a file that it names.

# %% cell="texts"
class Query(str):
    pass
query = "ATTACH DATABASE '@MARK@' AS g"
formula = condition = query
