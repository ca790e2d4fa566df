"""nbgrader reads this file; the settings themselves are in the package ``autograder``. Add your own below."""

from importlib.resources import files

load_subconfig("nbgrader_config.py", path=str(files("autograder")))  # noqa: F821 - nbgrader provides it
