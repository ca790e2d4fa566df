"""Whether a notebook and the installed course fit: the first cell of each notebook asks, and says so in one line."""

from __future__ import annotations

import html
import platform
from importlib.metadata import PackageNotFoundError, version

from IPython import get_ipython
from IPython.display import display

from gancourse import card

_SHOWN = {"numpy": "NumPy", "torch": "PyTorch"}


def _installed() -> dict[str, str]:
    """The versions of what is installed, by the names of the distributions."""
    found = {}
    for name in ("gancourse", *_SHOWN):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


# Looked up once: grading runs the first cell of every notebook in a copy of one process.
_INSTALLED = _installed()


def made_for(notebook: str) -> None:
    """Show which versions are at work; where notebook and course do not fit, one sentence with what to do.

    What is shown is saved with the notebook, so that whoever is asked for help, or grades it, knows. It holds versions
    and the name of the system, and nothing about the person. In JupyterLab the card with your progress follows.

    Args:
        notebook: the version of the course that the notebook was released with, such as "0.2.0".
    """
    found = environment(notebook)
    installed = found["course"]
    line = " · ".join(
        [
            f"Course {installed}",
            f"Python {found['python']}",
            *(f"{shown} {found[name]}" for name, shown in _SHOWN.items() if name in found),
        ]
    )
    problem = what_does_not_fit(notebook, installed)
    plain = f"{line}\n{problem}" if problem else line
    grey = f'<small style="opacity: 0.65">{html.escape(line)}</small>'
    rich = f"{grey}<br><b>{html.escape(problem)}</b>" if problem else grey
    if get_ipython() is None:
        # Not in a notebook: only what somebody has to do something about.
        if problem:
            print(problem)
        return
    display({"text/plain": plain, "text/html": rich}, metadata={"environment": found}, raw=True)
    card.show()


def environment(notebook: str) -> dict[str, str]:
    """The versions that matter to whoever looks for a fault: of the notebook, the course, Python and libraries."""
    return {
        "notebook": notebook,
        "course": _INSTALLED.get("gancourse", notebook),
        "python": platform.python_version(),
        "system": platform.system(),
        **{name: text for name, text in _INSTALLED.items() if name in _SHOWN},
    }


def what_does_not_fit(notebook: str, installed: str) -> str:
    """One sentence where a notebook and the installed course do not fit, else "".

    They fit where major and minor number are the same: a patch changes no statement and no test (CHANGELOG.md).

    Args:
        notebook: the version that the notebook was released with.
        installed: the version of ``gancourse`` that is installed.

    Raises:
        ValueError: one of them is no version such as "0.2.0".
    """
    made, here = _major_minor(notebook), _major_minor(installed)
    if made > here:
        return (
            f"This notebook was made for version {notebook} of the course, and {installed} is installed: in the folder "
            "that holds this notebook's folder, run `python -m pip install --upgrade .`, then restart the kernel."
        )
    if made < here:
        return (
            f"This notebook is from version {notebook} of the course, and {installed} is installed: take the new "
            "notebook and carry your answers over with `python -m gancourse.update THIS.ipynb NEW.ipynb`."
        )
    return ""


def _major_minor(text: str) -> tuple[int, int]:
    numbers = text.split(".")
    if len(numbers) < 2 or not all(one.isdecimal() for one in numbers[:2]):
        raise ValueError(f"{text!r} is no version of the course: one looks like 0.2.0.")
    return int(numbers[0]), int(numbers[1])
