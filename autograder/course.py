"""Where things lie in a course folder. The names are those that ``nbgrader_config.py`` sets."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


class UserError(Exception):
    """Something the user can mend: one clear sentence, and the exit status that the command ends with."""

    exit_status = 2


@dataclass(frozen=True)
class Course:
    """A course folder: the checkout itself, or a folder made for a class."""

    root: Path

    @classmethod
    def find(cls, start: Path | None = None) -> Course:
        """The nearest folder at or above ``start`` (default: here) that has ``solutions/`` and ``nbgrader_config.py``.

        Raises:
            UserError: there is none.
        """
        start = (start or Path.cwd()).resolve()
        for folder in (start, *start.parents):
            if (folder / "solutions").is_dir() and (folder / "nbgrader_config.py").is_file():
                return cls(folder)
        raise UserError(f"{start} is in no course folder (one with solutions/ and nbgrader_config.py): go to yours.")

    @property
    def solutions(self) -> Path:
        return self.root / "solutions"

    @property
    def release(self) -> Path:
        return self.root / "course"

    @property
    def source(self) -> Path:
        return self.root / "build" / "source"

    @property
    def submitted(self) -> Path:
        return self.root / "submitted"

    @property
    def autograded(self) -> Path:
        return self.root / "autograded"

    @property
    def feedback(self) -> Path:
        return self.root / "feedback"

    @property
    def gradebook(self) -> Path:
        return self.root / "gradebook.db"

    def assignments(self) -> list[str]:
        """The names of all assignments that have a source, in order."""
        return sorted(path.parent.name for path in self.solutions.glob("*/*.py") if path.stem == path.parent.name)

    def select(self, names: list[str] | None) -> list[str]:
        """``names``, or all assignments when there are none.

        Raises:
            UserError: a name has no source.
        """
        known = self.assignments()
        for name in names or []:
            if name not in known:
                raise UserError(f"There is no assignment {name!r} in {self.solutions}: choose from {', '.join(known)}.")
        return list(names) if names else known

    def source_script(self, assignment: str) -> Path:
        return self.solutions / assignment / f"{assignment}.py"

    def bank(self, assignment: str) -> Path:
        return self.solutions / assignment / "answers.py"

    def source_notebook(self, assignment: str) -> Path:
        return self.source / assignment / f"{assignment}.ipynb"

    def release_notebook(self, assignment: str) -> Path:
        return self.release / assignment / f"{assignment}.ipynb"
