"""What makes a command start and end sooner."""

from __future__ import annotations

import atexit
import gc
import sys
from typing import Any

# Objects that are made before the collector looks for garbage: a command makes far more than Python's own number
# while it imports, and nearly all of them stay.
_MANY = 100_000


def be_quick() -> None:
    """Call it before anything large is imported, in a process of our own."""
    gc.set_threshold(_MANY, *gc.get_threshold()[1:])
    # When Python ends it looks through everything for garbage, several times, though all of it is about to go.
    atexit.register(gc.freeze)
    # jsonschema imports it to check web addresses in JSON, which no notebook has: it compiles grammars for a second.
    modules: dict[str, Any] = sys.modules
    modules.setdefault("rfc3987_syntax", None)
