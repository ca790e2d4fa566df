"""Where things lie in a course folder: this course's, or any folder that nbgrader works in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from autograder import config
from autograder.errors import UserError


@dataclass(frozen=True)
class Course:
    """A course folder: the checkout itself, or a folder made for a class.

    Attributes:
        root: the folder.
        other: the directories of somebody else's nbgrader course, by the names of its configuration; empty for ours.
    """

    root: Path
    other: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def find(cls, start: Path | None = None) -> Course:
        """The nearest folder at or above ``start`` (default: here) that has ``nbgrader_config.py`` and
        either ``solutions/`` (this course) or nbgrader's source directory (any other).

        Raises:
            UserError: there is none.
        """
        start = (start or Path.cwd()).resolve()
        for folder in (start, *start.parents):
            if not (folder / config.NAME).is_file():
                continue
            if (folder / "solutions").is_dir():
                return cls(folder)
            other = cls(folder, _directories(folder))
            if other.source.is_dir():
                return other
        raise UserError(
            f"{start} is in no course folder (one with nbgrader_config.py, and solutions/ or source/): go to yours."
        )

    @property
    def is_ours(self) -> bool:
        """Whether the notebooks are built from percent scripts in ``solutions/``."""
        return not self.other

    @property
    def solutions(self) -> Path:
        return self.root / "solutions"

    @property
    def release(self) -> Path:
        return self.root / self.other.get("release_directory", "course")

    @property
    def outcomes(self) -> Path:
        """Where the tables of what known wrong answers give lie, in the students' package."""
        return self.release / "gancourse" / "outcomes"

    @property
    def source(self) -> Path:
        return self.root / self.other.get("source_directory", "build/source")

    @property
    def submitted(self) -> Path:
        return self.root / self.other.get("submitted_directory", "submitted")

    @property
    def autograded(self) -> Path:
        return self.root / self.other.get("autograded_directory", "autograded")

    @property
    def feedback(self) -> Path:
        return self.root / self.other.get("feedback_directory", "feedback")

    @property
    def gradebook_url(self) -> str:
        """The database of nbgrader's gradebook, as its configuration has it."""
        settings = config.load(self.root).CourseDirectory
        return str(settings.get("db_url", f"sqlite:///{self.root / 'gradebook.db'}"))

    @property
    def course_id(self) -> str:
        return str(config.load(self.root).CourseDirectory.get("course_id", ""))

    def assignments(self) -> list[str]:
        """The names of all assignments that have a source, in order."""
        if not self.is_ours:
            return sorted({path.parent.name for path in self.source.glob("*/*.ipynb")})
        return sorted(path.parent.name for path in self.solutions.glob("*/*.py") if path.stem == path.parent.name)

    def select(self, names: list[str] | None) -> list[str]:
        """``names``, or all assignments when there are none.

        Raises:
            UserError: a name has no source.
        """
        known = self.assignments()
        for name in names or []:
            if name not in known:
                place = self.solutions if self.is_ours else self.source
                raise UserError(f"There is no assignment {name!r} in {place}: choose from {', '.join(known)}.")
        return list(names) if names else known

    def source_script(self, assignment: str) -> Path:
        return self.solutions / assignment / f"{assignment}.py"

    def bank(self, assignment: str) -> Path:
        return self.solutions / assignment / "answers.py"

    def source_notebook(self, assignment: str) -> Path:
        return self.source / assignment / f"{assignment}.ipynb"

    def release_notebook(self, assignment: str) -> Path:
        return self.release / assignment / f"{assignment}.ipynb"

    def notebooks(self, assignment: str) -> list[Path]:
        """The instructor's notebooks of an assignment."""
        return sorted((self.source / assignment).glob("*.ipynb"))


def _directories(folder: Path) -> dict[str, str]:
    """nbgrader's directories in a course folder, its defaults where the configuration names none."""
    set_here = config.load(folder).CourseDirectory
    names = ("source", "release", "submitted", "autograded", "feedback")
    return {f"{name}_directory": str(set_here.get(f"{name}_directory", name)) for name in names}
