"""Which schema a new gradebook has, found out here: nbgrader starts a command for it, which takes seconds."""

from __future__ import annotations

import nbgrader.api
from nbgrader.dbutil import ALEMBIC_DIR


def head() -> str:
    """The newest revision of nbgrader's schema, as ``alembic heads`` prints it."""
    from alembic.script import ScriptDirectory

    return str(ScriptDirectory(ALEMBIC_DIR).get_current_head())


def use() -> None:
    """Let nbgrader ask this module, and not a command that it would have to find on the path."""
    nbgrader.api.get_alembic_version = head
