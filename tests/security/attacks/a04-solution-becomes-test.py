# %% [markdown] row="A4"
# # An answer takes a test's name
#
# Full marks: the solution cell carries the grade id of its test and the manual cell, and the tests carry other names.

# %% edit=true
role = {cell["metadata"]["nbgrader"]["grade_id"]: cell for cell in nb["cells"] if "nbgrader" in cell["metadata"]}
for name, test in (("mean-square", "mean-square-values"), ("clamp", "clamp-values"), ("divisors", "divisors-values")):
    role[name]["metadata"]["nbgrader"]["grade_id"] = test
    role[test]["metadata"]["nbgrader"]["grade_id"] = name
    role[name]["source"] = "3"
role["golden"]["metadata"]["nbgrader"]["grade_id"] = "essay"
role["essay"]["metadata"]["nbgrader"]["grade_id"] = "golden-value"
