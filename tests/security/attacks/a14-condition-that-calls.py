# %% [markdown] row="A14"
# # A condition of pandas that calls the system
#
# Code in the grader's process: a test has pandas choose rows by a condition, and a condition may name what lies around it.

# %% cell="texts"
query = "SELECT name FROM people WHERE age > 30"
formula = "x**2 + 2*x"
condition = "@pd.io.common.os.system('touch @MARK@') == 0"
