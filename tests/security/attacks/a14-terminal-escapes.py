# %% [markdown] row="A14"
# # Escape sequences for the instructor's terminal
#
# The instructor's screen, window title, clipboard and keyboard: escape codes in output, messages, exception names and results.

# %% before="mean-square"
ESC = "\x1b]0;@TOKEN@\x07\x1b[2J\x1b[31m@TOKEN@\x1b]52;c;QFRPS0VO\x07\x9b31m\x1bP+q544e\x1b\\\r[bold red]@TOKEN@[/] @TOKEN@\x08\x08"
print(ESC)
import sys
sys.stderr.write(ESC)
sys.__stderr__.write(ESC)
import os
for fd in (1, 2):
    os.write(fd, ESC.encode())

# %% cell="mean-square"
def mean_square(x):
    raise type(ESC, (Exception,), {})(ESC)

# %% cell="clamp"
def clamp(values, low, high):
    raise ValueError(ESC)

# %% cell="golden"
golden = ESC

# %% cell="softplus"
def softplus(s):
    import warnings
    warnings.warn(ESC)
    return ESC
