"""What JupyterLab shows a student: an extension of its server, which hides what `pip install -e .` leaves behind.

The button *Create Assignment* is switched off by ``page_config.d/gancourse.json``. Both files of settings are installed
into the environment's ``etc/jupyter``.
"""

from __future__ import annotations

from typing import Any

HIDDEN = "*.egg-info"


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    """How Jupyter finds the extension."""
    return [{"module": "gancourse.lab"}]


def _load_jupyter_server_extension(server: Any) -> None:
    """Jupyter calls this once, when the server starts."""
    files = server.contents_manager
    if HIDDEN not in files.hide_globs:
        files.hide_globs = [*files.hide_globs, HIDDEN]
