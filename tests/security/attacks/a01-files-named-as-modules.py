# %% [markdown] row="A1"
# # Files beside the notebook are named as modules
#
# Code in the grader's process: a grader that starts in the submission's folder imports the student's numpy, json or autograder.

# %% edit=true
payload = "open('@MARK@', 'w').write('@TOKEN@')\n"
for name in ("numpy", "json", "sitecustomize", "usercustomize", "nbformat", "msgpack", "typing", "sympy", "IPython"):
    (folder / f"{name}.py").write_text(payload)
for name in ("autograder", "gancourse"):
    (folder / name).mkdir()
    (folder / name / "__init__.py").write_text(payload)
(folder / "conftest.py").write_text(payload)
(folder / "nbgrader_config.py").write_text(payload)
(folder / "ipython_config.py").write_text(payload)
