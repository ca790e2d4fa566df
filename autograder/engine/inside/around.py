"""What a test has changed around the student's code, done in its process, and undone."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any


class Around:
    """What was there before, so that it can be put back."""

    def __init__(self) -> None:
        self._arguments: list[str] | None = None
        self._variables: dict[str, str | None] = {}
        self._depth: int | None = None
        self._attributes: dict[tuple[str, str], Any] = {}

    def change(self, told: dict[str, Any]) -> None:
        """Set what a test has set; None, or False for an attribute, puts back what was there."""
        if "argv" in told:
            if self._arguments is None:
                self._arguments = list(sys.argv)
            sys.argv = list(self._arguments if told["argv"] is None else told["argv"])
        if "environ" in told:
            self._set_variables(told["environ"] or {})
        if "depth" in told:
            if self._depth is None:
                self._depth = sys.getrecursionlimit()
            sys.setrecursionlimit(told["depth"] or self._depth)
        for module, name, is_set, value in told.get("patches", ()):
            self._set_attribute(module, name, is_set, value)

    def _set_variables(self, wanted: dict[str, str | None]) -> None:
        for name, value in {**self._variables, **wanted}.items():
            if name in wanted:
                self._variables.setdefault(name, os.environ.get(name))
            else:
                value = self._variables.pop(name)
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value

    def _set_attribute(self, module: str, name: str, is_set: bool, value: Any) -> None:
        try:
            place = importlib.import_module(module)
        except ImportError:
            return
        if is_set:
            self._attributes.setdefault((module, name), getattr(place, name, None))
            setattr(place, name, value)
        elif (module, name) in self._attributes:
            setattr(place, name, self._attributes.pop((module, name)))
