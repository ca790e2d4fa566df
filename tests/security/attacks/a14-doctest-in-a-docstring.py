# %% [markdown] row="A14"
# # Examples in a docstring
#
# Code in the grader's process: a test has `doctest` try the examples of a docstring, and the docstring is the student's.

# %% cell="spread"
def spread(values):
    """
    >>> import os
    >>> _ = os.system("touch @MARK@")
    >>> open("@MARK@", "w").close()
    >>> _ = __import__("pathlib").Path("@MARK@").write_text("@TOKEN@")
    """
    return max(values) - min(values) + 1
