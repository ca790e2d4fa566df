"""nbgrader's configuration of a course folder, read without importing nbgrader: that alone takes seconds."""

from __future__ import annotations

import sys
from pathlib import Path

from jupyter_core.paths import jupyter_config_path
from traitlets.config import Config, JSONFileConfigLoader, PyFileConfigLoader
from traitlets.config.loader import ConfigFileNotFound

from autograder.errors import UserError

STEM = "nbgrader_config"
NAME = f"{STEM}.py"


def load(folder: Path) -> Config:
    """The configuration that the nbgrader command would use in this folder: of Jupyter's own places, then its own.

    As under nbgrader, plugins are imported from the folder.

    Raises:
        UserError: a configuration cannot be read.
    """
    if str(folder) not in sys.path:
        sys.path.append(str(folder))
    config = everywhere()
    config.merge(_of(folder))
    config.CourseDirectory.root = str(folder)
    return config


def everywhere() -> Config:
    """What is configured for all folders: in ``~/.jupyter``, ``/etc/jupyter`` and Jupyter's other places."""
    config = Config()
    for place in reversed(jupyter_config_path()):
        config.merge(_of(Path(place)))
    return config


def _of(folder: Path) -> Config:
    config = Config()
    for loader in (PyFileConfigLoader(NAME, path=str(folder)), JSONFileConfigLoader(f"{STEM}.json", path=str(folder))):
        try:
            config.merge(loader.load_config())
        except ConfigFileNotFound:
            continue
        except Exception as error:  # noqa: BLE001 - a configuration is a program: it may fail in any way
            raise UserError(
                f"{loader.full_filename or folder} cannot be read ({type(error).__name__}: {error}): correct it."
            ) from None
    return config
