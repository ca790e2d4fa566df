"""A machine without bubblewrap, whatever this one has: neither the system's nor one beside the environment."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_PATCH = """\
from autograder.engine import bubblewrap
bubblewrap.find = lambda: None
"""


def without_bubblewrap(folder: Path) -> dict[str, str]:
    """What to add to the variables of a Python process that is to find none.

    Args:
        folder: for what it is told; new.
    """
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(_PATCH, encoding="utf-8")
    paths = [str(folder), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {"PYTHONPATH": os.pathsep.join(paths), "PATH": str(Path(sys.executable).parent)}
