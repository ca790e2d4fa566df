"""The Python that students' code runs in: that of this command, or one of another environment with its packages."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder.engine.inside import about
from autograder.errors import UserError

OLDEST = (3, 11)
# What our own code in the sandbox needs of it; MessagePack is brought along where it is missing.
NEEDED = {"IPython": "ipython", "numpy": "numpy"}
MESSAGES = "msgpack"
_LOOK_SECONDS = 60.0


class NoInterpreter(UserError):
    """Students' code cannot run in the Python that is named: which, and why."""


@dataclass(frozen=True)
class Interpreter:
    """A Python and what there is with it.

    Attributes:
        executable: the program.
        version: its first two numbers.
        prefixes: the folders that it and its environment lie in.
        search: the folders that it looks for modules in.
        places: where some packages are, by name: None for one that it lacks, "" for a single file.
        is_own: whether it is the one that runs this.
    """

    executable: Path
    version: tuple[int, int]
    prefixes: tuple[Path, ...]
    search: tuple[Path, ...]
    places: dict[str, str | None]
    is_own: bool = False

    def outside(self) -> list[Path]:
        """Folders with installed packages that lie elsewhere: of the user, say, or named by a ``.pth`` file."""
        roots = [prefix.resolve() for prefix in self.prefixes]
        found = [one for one in self.search if not any(one.resolve().is_relative_to(root) for root in roots)]
        # This process may look for modules in the course, and in folders that the other one knows nothing of.
        return [one for one in found if not self.is_own or next(one.glob("*.dist-info"), None) is not None]

    def packages(self) -> dict[str, Path]:
        """Packages of their own folders elsewhere (editable installs), with the libraries beside them."""
        roots = [folder.resolve() for folder in (*self.prefixes, *self.outside())]
        found: dict[str, Path] = {}
        for name, place in self.places.items():
            folder = Path(place).resolve() if place else None
            if folder is None or any(folder.is_relative_to(root) for root in roots):
                continue
            found[name] = folder
            libraries = folder.with_name(f"{name}.libs")
            if libraries.is_dir():
                found[libraries.name] = libraries
        return found


def own(imports: Iterable[str]) -> Interpreter:
    """The one that runs this, and where it has these modules' packages."""
    return _made(about.describe(_names(imports)), is_own=True)


def look_at(text: str, imports: Iterable[str] = ()) -> Interpreter:
    """The Python at a path, asked about itself.

    Args:
        text: the program, or the folder of its environment.
        imports: modules whose packages' places are wanted.

    Raises:
        NoInterpreter: it cannot be run, or lacks what is needed.
    """
    path = Path(text).expanduser()
    path = path / "bin" / "python" if path.is_dir() else path
    if is_own(path):
        return own(imports)
    command = [str(path), "-I", str(Path(about.__file__)), *_names(imports)]
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=_LOOK_SECONDS, check=False
        )
        found = _made(json.loads(done.stdout))
    except OSError as error:
        raise NoInterpreter(f"{path} cannot be run ({error.strerror}): name a Python's path.") from None
    except (subprocess.TimeoutExpired, ValueError, KeyError, TypeError):
        raise NoInterpreter(f"{path} is no Python that tells of itself: name a Python's path.") from None
    if found.version < OLDEST:
        raise NoInterpreter(
            f"{path} is Python {found.version[0]}.{found.version[1]}, and students' code needs "
            f"{OLDEST[0]}.{OLDEST[1]} or newer: make that environment with a newer one."
        )
    if missing := [package for name, package in NEEDED.items() if found.places[name] is None]:
        raise NoInterpreter(
            f"{path} lacks {' and '.join(missing)}, which students' code needs there: "
            f"{path} -m pip install {' '.join(missing)}"
        )
    return found


def is_own(path: Path) -> bool:
    """Whether a program is the Python that runs this: the same file of the same environment."""
    mine = Path(sys.executable)
    return path.parent.resolve() == mine.parent.resolve() and path.resolve() == mine.resolve()


def _names(imports: Iterable[str]) -> list[str]:
    return sorted({name.partition(".")[0] for name in imports} - {"inside"} | {*NEEDED, MESSAGES})


def _made(told: dict[str, object], is_own: bool = False) -> Interpreter:
    def paths(key: str) -> tuple[Path, ...]:
        given = told[key]
        assert isinstance(given, list)
        return tuple(Path(str(one)) for one in given)

    version, places = told["version"], told["places"]
    assert isinstance(version, list)
    assert isinstance(places, dict)
    return Interpreter(
        executable=Path(str(told["executable"])),
        version=(int(version[0]), int(version[1])),
        prefixes=paths("prefixes"),
        search=paths("search"),
        places=places,
        is_own=is_own,
    )
