"""The Python that an assignment's notebooks are for: one that is named, or that of the kernel that they name."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_path
from traitlets.config import Config

from autograder import config
from autograder.course import Course
from autograder.engine import interpreters
from autograder.engine.settings import SECTIONS, from_config

# Of a kernel's command, these mean the Python that starts it.
_THIS = ("python", "python3", f"python{sys.version_info.major}.{sys.version_info.minor}")


@dataclass(frozen=True)
class Chosen:
    """What students' code of an assignment runs in.

    Attributes:
        python: the path of a Python; "" for the one that runs this.
        problem: why there is none, in one sentence, or "".
        missing: the kernel that is named and not installed here, or "".
    """

    python: str = ""
    problem: str = ""
    missing: str = ""


def pythons(course: Course, assignments: Iterable[str], named: str = "") -> dict[str, str]:
    """The path of each assignment's Python; see :func:`chosen`. Where none is named, the configuration may name one."""
    settings = config.load(course.root)
    named = named or from_config(settings).python
    return {name: chosen(course, name, named, configured(settings)).python for name in assignments}


def configured(settings: Config) -> str:
    """The kernel that nbgrader's configuration names for all notebooks, or ""."""
    return next((str(name) for one in SECTIONS if (name := settings[one].get("kernel_name"))), "")


def chosen(course: Course, assignment: str, named: str, kernel: str = "") -> Chosen:
    """The Python of an assignment.

    Args:
        course: whose.
        assignment: its name.
        named: the one that the instructor has named for all, or "".
        kernel: the kernel that is configured for all, or "".
    """
    if named:
        path = Path(named).expanduser()
        path = path if path.is_absolute() else course.root / path
        return Chosen("" if interpreters.is_own(path) else str(path))
    if course.is_ours:
        return Chosen()
    kernels = [kernel] if kernel else [_kernel(path) for path in course.notebooks(assignment)]
    found = [_of_kernel(name) for name in dict.fromkeys(kernels) if name]
    pythons = {one.python for one in found if not one.problem and not one.missing}
    if len(pythons) > 1:
        return Chosen(problem="its notebooks name kernels of different Pythons: choose one with --python")
    return next((one for one in found if one.problem or one.python), found[0] if found else Chosen())


def _kernel(path: Path) -> str:
    """The name of the kernel that a notebook is for, or ""."""
    try:
        name = json.loads(path.read_text(encoding="utf-8-sig"))["metadata"]["kernelspec"]["name"]
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    return name if isinstance(name, str) else ""


def _of_kernel(name: str) -> Chosen:
    installed = _installed(name)
    if installed is None:
        return Chosen(missing=name)
    argv = installed.get("argv")
    program = str(argv[0]) if isinstance(argv, list) and argv else ""
    if program in _THIS or interpreters.is_own(Path(program)):
        return Chosen()
    if not Path(program).name.startswith("python") or not Path(program).is_absolute():
        return Chosen(
            problem=f"its kernel {name} is started by {program or 'nothing'}, which is no Python's path: name the "
            "Python with --python or c.GradingEngine.python"
        )
    return Chosen(program)


def _installed(name: str) -> dict[str, Any] | None:
    """What is installed as the kernel of this name, first where Jupyter looks first."""
    for folder in jupyter_path("kernels"):
        try:
            found = json.loads((Path(folder) / name / "kernel.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(found, dict):
            return found
    return None
