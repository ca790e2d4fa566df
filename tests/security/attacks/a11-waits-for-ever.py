# %% [markdown] row="A11"
# # Nothing is done, for ever
#
# The class waits: no processor time is used at all, only the clock runs, in a wait that takes up again when it is disturbed.

# %% before="mean-square"
import os, time
read, write = os.pipe()
while True:
    try:
        os.read(read, 1)
    except BaseException as error:
        print(type(error))
