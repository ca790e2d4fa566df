"""Homes that other users cannot go through, in which Python or a checkout may lie."""

from __future__ import annotations

from pathlib import Path


def closed_to_others(path: Path) -> Path | None:
    """The topmost folder on the way to ``path`` through which only its owner may go."""
    return next((one for one in reversed(path.parents) if not one.stat().st_mode & 0o001), None)
