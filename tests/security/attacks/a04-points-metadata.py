# %% [markdown] row="A4"
# # Points, roles and scores in the metadata are rewritten
#
# More points than there are: tests are worth 1000 and solved, the answer is worth points itself, nothing is locked.

# %% edit=true
for cell in nb["cells"]:
    role = cell["metadata"].get("nbgrader")
    if role:
        role.update(points=1000, score=1000, auto_score=1000, max_score=1000, extra_credit=1000, locked=False, checksum="0")
        if role.get("solution"):
            role.update(grade=True)
        else:
            role.update(grade=False, solution=True)
