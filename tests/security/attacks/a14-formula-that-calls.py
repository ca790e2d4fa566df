# %% [markdown] row="A14"
# # A formula that calls the system
#
# Code in the grader's process: a test has SymPy read a formula, and SymPy evaluates what it has read.

# %% cell="texts"
query = "SELECT name FROM people WHERE age > 30"
formula = "__import__('os').system('touch @MARK@') or x**2 + 2*x"
condition = "a > 1"

# %% cell="optimum"
def optimum(p, q):
    return "(lambda: open('@MARK@', 'w').close())() or p/(p + q)"
