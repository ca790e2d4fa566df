# %% [markdown] row="A6"
# # What the parent process knew
#
# Answers, other names and secrets that a forked child inherits: modules of the grader, their globals, open sockets and tasks.

# %% before="mean-square"
import sys, gc, re
names = [name for name in sys.modules if name.startswith(("autograder", "nbgrader", "sqlalchemy", "alembic"))]
print(names)
for name in names:
    if name in ("autograder.hidden.reference_answers", "autograder.hidden", "autograder.engine.judge", "autograder.source.bank", "nbgrader.api"):
        print("@CLAIM@", name)
text = " ".join(str(value)[:2000] for thing in gc.get_objects() if isinstance(thing, dict) for value in list(thing.values())[:200] if isinstance(value, str))
print(sorted(set(re.findall("canary-[a-z]+-[0-9a-f]{12}", text))))
if "@NEIGHBOUR@/01-victim" in text or "zz-right" in text:
    print("@CLAIM@ knows the class")
