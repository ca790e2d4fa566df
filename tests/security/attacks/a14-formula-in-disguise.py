# %% [markdown] row="A14"
# # A formula that reaches what it must not by attributes
#
# Code in the grader's process: no word of the formula is one that could be looked for.

# %% cell="texts"
query = "SELECT name FROM people WHERE age > 30"
formula = "[c for c in ().__class__.__base__.__subclasses__() if c.__name__ == '_wrap_close'][0].__init__.__globals__['sys' + 'tem']('touch @MARK@') or x**2 + 2*x"
condition = "a > 1"
