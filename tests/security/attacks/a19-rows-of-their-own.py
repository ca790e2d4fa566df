# %% [markdown] row="A19" student="eve,100;=1+1"
# # A name and messages that are rows of a table
#
# Points in what an instructor opens as a table: a student's folder, messages and answers with commas, quotes, line ends and formulas, as CSV, JSON and terminal tables have them.

# %% cell="mean-square"
def mean_square(x):
    raise ValueError('=HYPERLINK("http://127.0.0.1/?"&A1;"3")\n"@NEIGHBOUR@",3,3,3\r\n@SUM(1+1)*cmd|\' /C calc\'!A0')

# %% cell="clamp"
def clamp(values, low, high):
    return ['"},{"student":"@NEIGHBOUR@","points":99}', "\t=1+1", "-2+3+cmd|' /C calc'!A0"]

# %% cell="golden"
golden = float("nan")

# %% [markdown] cell="essay"
# =1+1
#
# "@NEIGHBOUR@",3,3
#
# | a | b |
# |---|---|
# | =1+1 | `]}` |
