"""What a hidden test imports: ``hidden("…")``, the reference answers, and random inputs.

The three names are resolved when they are asked for: whoever needs only ``hidden.seed`` imports no check.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autograder.hidden import inputs as draws
    from autograder.hidden.context import hidden, reference

__all__ = ["draws", "hidden", "reference"]

_HOME = {
    "draws": ("autograder.hidden.inputs", None),
    "hidden": ("autograder.hidden.context", "hidden"),
    "reference": ("autograder.hidden.context", "reference"),
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _HOME[name]
    found = importlib.import_module(module)
    return found if attribute is None else getattr(found, attribute)
