"""Where bubblewrap is: the system's, or the one that ``tools/setup.py`` has put beside this environment."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path


def find() -> str | None:
    """The path of ``bwrap``, or None."""
    beside = Path(sys.prefix) / "tools" / "bwrap"
    return shutil.which("bwrap") or (str(beside) if os.access(beside, os.X_OK) else None)
