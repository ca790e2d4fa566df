# %% [markdown] row="A15" notrun="it would need the installed packages to be writable, and they are only lent to the pretend machine"
# # Installed packages are changed
#
# Whoever is graded next gets the attacker's NumPy, gancourse or IPython: files and caches of site-packages are rewritten.

# %% before="mean-square"
import sys, pathlib, importlib.util
for name in ("gancourse", "numpy", "IPython", "sympy", "torch", "autograder"):
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.origin:
        continue
    for path in (pathlib.Path(spec.origin).parent / "@TOKEN@.py", pathlib.Path(spec.origin).parent.parent / "@TOKEN@.pth"):
        try:
            path.write_text("# @TOKEN@\n")
            print("@CLAIM@", path)
            path.unlink()
        except OSError as error:
            print(error)
