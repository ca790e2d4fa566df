"""What a test changes around the student's code: arguments of the program, variables, attributes of modules.

Under nbgrader they share a process. Here the same is set over there before the student's code runs, and undone later.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from types import ModuleType
from typing import Any

# What a test says that may change something around the student's code.
_CHANGES = re.compile(r"\bpatch\b|monkeypatch|setattr\(|\w+(\.\w+)+\s*=[^=]|environ|setrecursionlimit|\bargv\b")
_DOTTED = re.compile(r"""["']([A-Za-z_]\w*(?:\.\w+)+)["']""")
# Put in place by the judge itself, or no business of the student's code.
_NOT_LOOKED_AT = (
    "builtins",
    "__main__",
    "sys",
    "inspect",
    "dataclasses",
    "pickle",
    "autograder",
    "gancourse",
    "inside",
)
_MOST_MODULES = 60


class Around:
    """What was around the tests when one began, and what the student's process has been told since."""

    def __init__(self) -> None:
        self._modules: dict[str, dict[str, Any]] = {}
        self._arguments: list[str] = []
        self._variables: dict[str, str] = {}
        self._depth = 0
        # What is other over there: what has been told.
        self._told: dict[str, Any] = {}
        self._patched: dict[tuple[str, str], Any] = {}
        self._watches = False

    def begin(self, source: str, packages: Iterable[str]) -> None:
        """Remember what is around a test that may change it.

        Args:
            source: of the test.
            packages: what the cells of the notebook import.
        """
        self._watches = _CHANGES.search(source) is not None
        if not self._watches:
            return
        named = {
            ".".join(parts[:n]) for one in _DOTTED.findall(source) for parts in [one.split(".")] for n in (1, 2, 3)
        }
        wanted = [name for name in {*packages, *named} if name.partition(".")[0] not in _NOT_LOOKED_AT]
        found = [module for name in wanted if isinstance(module := sys.modules.get(name), ModuleType)]
        if any(one.__name__ == "os" for one in found):
            found.append(os.path)
        self._modules = {one.__name__: dict(vars(one)) for one in found[:_MOST_MODULES]}
        self._arguments, self._variables = list(sys.argv), dict(os.environ)
        self._depth = sys.getrecursionlimit()

    def new(self) -> dict[str, Any]:
        """What has changed since the student's process was told last: {} for nothing."""
        if not self._watches:
            return {}
        now: dict[str, Any] = {
            "argv": list(sys.argv) if sys.argv != self._arguments else None,
            "environ": self._changed_variables() or None,
            "depth": limit if (limit := sys.getrecursionlimit()) != self._depth else None,
        }
        told = {name: value for name, value in now.items() if value != self._told.get(name)}
        self._told.update(told)
        patches = self._changed_attributes()
        fresh = [[*place, True, value] for place, value in patches.items() if self._patched.get(place) is not value]
        fresh += [[*place, False, None] for place in self._patched.keys() - patches.keys()]
        self._patched = patches
        return told | ({"patches": fresh} if fresh else {})

    def end(self) -> dict[str, Any]:
        """What has to be undone over there when the test is over: {} for nothing."""
        self._watches = False
        told = {name: None for name, value in self._told.items() if value is not None}
        fresh = [[*place, False, None] for place in self._patched]
        self._told, self._patched, self._modules = {}, {}, {}
        return told | ({"patches": fresh} if fresh else {})

    def _changed_variables(self) -> dict[str, str | None]:
        now = dict(os.environ)
        names = {name for name in now.keys() | self._variables.keys() if now.get(name) != self._variables.get(name)}
        # Our own, the seed of hidden inputs among them, stay here.
        return {name: now.get(name) for name in sorted(names) if not name.startswith("AUTOGRADER")}

    def _changed_attributes(self) -> dict[tuple[str, str], Any]:
        found: dict[tuple[str, str], Any] = {}
        for module, before in self._modules.items():
            for name, value in vars(sys.modules[module]).items():
                if value is not before.get(name, found) and not isinstance(value, ModuleType) and name in before:
                    found[module, name] = value
        return found
