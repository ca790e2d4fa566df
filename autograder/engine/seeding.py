"""Notices in the judge that a test seeds a global random generator, so that the student's is seeded with it."""

from __future__ import annotations

import functools
import random
from collections.abc import Callable
from typing import Any

import numpy as np

_count = 0


def count() -> int:
    """How often a generator has been seeded: the same seed twice is two new beginnings."""
    return _count


def install() -> None:
    """Once in a judge's process."""
    random.seed = _noticed(random.seed)
    np.random.seed = _noticed(np.random.seed)


def _noticed(own: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(own)
    def seed(*args: Any, **more: Any) -> Any:
        global _count
        _count += 1
        return own(*args, **more)

    return seed
