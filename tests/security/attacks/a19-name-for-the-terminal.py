# %% [markdown] row="A19" student="[red]@TOKEN@[bold] $(touch x) ;'& \u001b]0;@TOKEN@\u0007\u001b[2J"
# # A student's name is markup for the terminal and the shell
#
# The instructor's terminal: a student's id with rich markup, a shell command and quotes, printed in the table and the problems.

# %% cell="mean-square"
def mean_square(x):
    raise ValueError("a")
