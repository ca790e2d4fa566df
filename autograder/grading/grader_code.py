"""The code that decides a grade: when it changes, what has been graded is graded again, and else it is not."""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import platform
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

# Packages and modules whose every line may decide a grade; what they import of ours is found by looking.
DECISIVE = (
    "autograder.engine",
    "autograder.hidden",
    "autograder.source",
    "autograder.grading.scoring",
    "gancourse.check",
)


# Libraries that verdicts depend on.
LIBRARIES = ("numpy", "torch", "nbgrader", "ipython")


def libraries() -> dict[str, str]:
    """The versions of the libraries that verdicts depend on; "" for one that is missing."""
    return {name: _version(name) for name in LIBRARIES}


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def identity() -> dict[str, str]:
    """What two machines must have in common to give the same verdicts, by name."""
    return {"Python": platform.python_version(), **libraries(), "autograder": digest()}


def digest(packages: Mapping[str, Path] | None = None) -> str:
    """A hash of the code that decides a grade.

    Args:
        packages: where our packages lie; by default, where Python finds them.
    """
    found = hashlib.sha256()
    for name, path in sorted(modules(packages or installed()).items()):
        found.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()


def installed() -> dict[str, Path]:
    """The folders of our packages."""
    folders = {}
    for name in {module.partition(".")[0] for module in DECISIVE}:
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.submodule_search_locations:
            folders[name] = Path(next(iter(spec.submodule_search_locations)))
    return folders


def modules(packages: Mapping[str, Path]) -> dict[str, Path]:
    """The modules that decide a grade, with their files: those that are named, and all of ours that they import."""
    waiting = [name for one in DECISIVE for name in _all_of(one, packages)]
    found: dict[str, Path] = {}
    while waiting:
        name = waiting.pop()
        path = _file(name, packages)
        if path is None or name in found:
            continue
        found[name] = path
        package = name if path.name == "__init__.py" else name.rpartition(".")[0]
        waiting += [package, *_imports(path.read_bytes(), package)]
    return found


def _all_of(name: str, packages: Mapping[str, Path]) -> Iterator[str]:
    """A module, and everything in it where it is a package."""
    yield name
    top, *parts = name.split(".")
    folder = packages.get(top, Path("/nowhere")).joinpath(*parts)
    for path in folder.rglob("*.py"):
        yield ".".join([name, *path.relative_to(folder).with_suffix("").parts]).removesuffix(".__init__")


def _file(name: str, packages: Mapping[str, Path]) -> Path | None:
    top, *parts = name.split(".")
    if top not in packages:
        return None
    folder = packages[top].joinpath(*parts)
    return next((path for path in (folder / "__init__.py", folder.with_suffix(".py")) if path.is_file()), None)


def _imports(code: bytes, package: str) -> Iterator[str]:
    """The names of all modules that this code may import; some are names in a module instead."""
    for node in _statements(ast.parse(code).body):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def _statements(body: Sequence[ast.AST]) -> Iterator[ast.AST]:
    """All statements: what they are made of, most of a syntax tree by far, holds no import."""
    for node in body:
        yield node
        for part in ("body", "orelse", "finalbody", "handlers", "cases"):
            yield from _statements(getattr(node, part, ()))
