"""Where things lie in a course folder: this course's, or any folder that nbgrader works in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from autograder import config, stages
from autograder.errors import UserError

# Longer than that, no file system takes to say whether a folder is there.
LISTING_SECONDS = 20.0
_USUAL_STRUCTURE = "{nbgrader_step}/{student_id}/{assignment_id}"


@dataclass(frozen=True)
class Course:
    """A course folder: the checkout itself, or a folder made for a class.

    Attributes:
        root: the folder.
        other: the directories of somebody else's nbgrader course, by the names of its configuration; empty for ours.
        database: the address of another gradebook than the configured one; "" for that.
    """

    root: Path
    other: Mapping[str, str] = field(default_factory=dict)
    database: str = ""

    @classmethod
    def find(cls, start: Path | None = None) -> Course:
        """The nearest folder at or above ``start`` (default: here) that is a course.

        Ours has ``nbgrader_config.py`` and ``solutions/``; any other has nbgrader's source directory. If there is
        none, the one that nbgrader's configuration elsewhere names as ``CourseDirectory.root``.

        Raises:
            UserError: there is none.
        """
        start = (start or Path.cwd()).resolve()
        for folder in (start, *start.parents):
            configured = any((folder / f"{config.STEM}{end}").is_file() for end in (".py", ".json"))
            if configured and (folder / "solutions").is_dir():
                return cls(folder)
            # Where JupyterHub serves several courses, the configuration is not in their folders.
            if (configured or (folder / "source").is_dir()) and (other := cls(folder, _directories(folder))).is_there:
                return other
        if root := config.everywhere().CourseDirectory.get("root", ""):
            elsewhere = cls(Path(str(root)).resolve(), _directories(Path(str(root)).resolve()))
            if elsewhere.is_there:
                return elsewhere
        raise UserError(
            f"{start} is in no course folder (one with solutions/, or with nbgrader's source/): go to yours."
        )

    @property
    def is_ours(self) -> bool:
        """Whether the notebooks are built from percent scripts in ``solutions/``."""
        return not self.other

    @property
    def solutions(self) -> Path:
        return self.root / "solutions"

    @property
    def is_there(self) -> bool:
        """Whether there is any assignment."""
        return any(True for _ in self._sources())

    @property
    def release(self) -> Path:
        return self.root / self.other.get("release_directory", "course")

    @property
    def version(self) -> str:
        """Of the course that is released; "" where none is kept."""
        path = self.release / "VERSION"
        return path.read_text(encoding="utf-8").strip() if path.is_file() else ""

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

    def place(self, step: Path, student: str, assignment: str) -> Path:
        """The folder of one assignment of one student ("." for the instructor's) in one of the folders above."""
        return self.root / self._structure.format(
            nbgrader_step=step.relative_to(self.root) if step.is_relative_to(self.root) else step,
            student_id=student,
            assignment_id=assignment,
        )

    def students(self, step: Path, assignment: str) -> list[str]:
        """Those who have a folder of this assignment there."""
        if self._structure == _USUAL_STRUCTURE:
            # No names that a pattern could find: any folder is somebody's, whatever it is called.
            folders = step.iterdir() if step.is_dir() else ()
            return sorted(
                one.name for one in folders if not one.name.startswith(".") and _is_there(one / assignment, one.name)
            )
        mark = "\0"
        before, _, after = str(self.place(step, mark, assignment)).partition(mark)
        found = Path(before[: before.rindex("/") + 1])
        names = []
        for folder in found.iterdir() if found.is_dir() else ():
            name = str(folder).removeprefix(before).removesuffix(after.partition("/")[0])
            if not name.startswith(".") and _is_there(self.place(step, name, assignment), name):
                names.append(name)
        return sorted(set(names))

    @property
    def _structure(self) -> str:
        return self.other.get("directory_structure", _USUAL_STRUCTURE)

    def _sources(self) -> Iterator[Path]:
        """The folders of instructors' notebooks."""
        if self._structure == _USUAL_STRUCTURE:
            folders = self.source.iterdir() if self.source.is_dir() else ()
        else:
            folders = self.root.glob(str(self.place(self.source, ".", "*").relative_to(self.root)))
        return (one for one in folders if one.is_dir() and any(one.glob("*.ipynb")))

    @property
    def gradebook_url(self) -> str:
        """The database of nbgrader's gradebook, as its configuration has it."""
        if self.database:
            return self.database
        settings = config.load(self.root).CourseDirectory
        return str(settings.get("db_url", f"sqlite:///{self.root / 'gradebook.db'}"))

    @property
    def course_id(self) -> str:
        return str(config.load(self.root).CourseDirectory.get("course_id", ""))

    def assignments(self) -> list[str]:
        """The names of all assignments that have a source, in order."""
        if not self.is_ours:
            return sorted({self._assignment_of(folder) for folder in self._sources()})
        return sorted(path.parent.name for path in self.solutions.glob("*/*.py") if path.stem == path.parent.name)

    def _assignment_of(self, source: Path) -> str:
        if self._structure == _USUAL_STRUCTURE:
            return source.name
        before, _, after = str(self.place(self.source, ".", "\0")).partition("\0")
        return str(source).removeprefix(before.replace("/./", "/")).removesuffix(after)

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
        return sorted(self.source_folder(assignment).glob("*.ipynb"))

    def source_folder(self, assignment: str) -> Path:
        return self.place(self.source, ".", assignment)

    def release_folder(self, assignment: str) -> Path:
        return self.place(self.release, ".", assignment)


def _directories(folder: Path) -> dict[str, str]:
    """nbgrader's directories in a course folder, its defaults where the configuration names none."""
    set_here = config.load(folder).CourseDirectory
    names = ("source", "release", "submitted", "autograded", "feedback")
    found = {f"{name}_directory": str(set_here.get(f"{name}_directory", name)) for name in names}
    return found | {"directory_structure": str(set_here.get("directory_structure", _USUAL_STRUCTURE))}


def _is_there(folder: Path, student: str) -> bool:
    """Whether a student's folder is there; one that cannot be looked into is, and is named when it is graded."""
    try:
        return stages.run("listing", student, folder.is_dir, LISTING_SECONDS, stages.MEMORY) is not False
    except Exception:  # noqa: BLE001 - one student's folder must never stop a class
        return True
