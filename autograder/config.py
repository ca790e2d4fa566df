"""nbgrader's configuration of a course folder, read without importing nbgrader: that alone takes seconds."""

from __future__ import annotations

from pathlib import Path

from traitlets.config import Config, PyFileConfigLoader
from traitlets.config.loader import ConfigFileNotFound

NAME = "nbgrader_config.py"


def load(folder: Path) -> Config:
    """The configuration that the nbgrader command would use in this folder; this course's own where it has none."""
    path = folder if (folder / NAME).is_file() else Path(__file__).parent
    try:
        config = PyFileConfigLoader(NAME, path=str(path)).load_config()
    except ConfigFileNotFound:
        config = Config()
    config.CourseDirectory.root = str(folder)
    return config
