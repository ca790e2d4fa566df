# %% [markdown] row="A15"
# # A lease on what others open
#
# Neighbours and the instructor wait 45 seconds for each file: the process takes leases on the modules that everybody imports.

# %% before="mean-square"
import fcntl, glob, os, subprocess, sys
taken = []
for path in [os.__file__, *glob.glob(os.path.dirname(os.__file__) + "/site-packages/*/__init__.py")[:40], sys.executable]:
    for kind in (fcntl.F_WRLCK, fcntl.F_RDLCK):
        try:
            one = os.open(path, os.O_RDONLY)
            fcntl.fcntl(one, fcntl.F_SETLEASE, kind)
            taken.append(path)
            fcntl.fcntl(one, fcntl.F_SETLEASE, fcntl.F_UNLCK)
        except OSError as error:
            last = error
        finally:
            os.close(one)
print(last)
if taken:
    print("@CLAIM@", len(taken), "leases")
