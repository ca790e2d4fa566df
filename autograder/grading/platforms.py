"""Learning platforms: whose a file in their archives is, and how they want grades and pages back.

The rules are those of their own programs:

- Canvas names a file ``name[_LATE]_user_attachment_file`` (``lib/content_zipper.rb``: ``get_filename``,
  ``add_upload_submission``), and takes files back whose names begin so. Its gradebook takes a table whose columns are
  Student, ID, SIS User ID, SIS Login ID, Section and then assignments, with a row "Points Possible"
  (``lib/gradebook_importer.rb``: ``update_column_count``, ``process_student``).
- Moodle names a folder ``full name_participant_assignsubmission_file``, before 4.1 with one more ``_``, and long ago
  put the file behind it without a folder; it takes feedback back under the same names
  (``mod/assign/feedback/file/importziplib.php``: ``is_valid_filename_for_import``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from autograder.platform import Platform
from autograder.reporting.table_text import csv_text


@dataclass(frozen=True)
class Person:
    """A student of the gradebook."""

    id: str
    first: str = ""
    last: str = ""
    email: str = ""
    platform_id: str = ""

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}".strip()


@dataclass(frozen=True)
class Named:
    """What the name of a file says.

    Attributes:
        prefix: what a file for the same student has to begin with, when it goes back.
        name: the student's, as the platform writes it.
        number: the platform's number of the student.
        file: the student's own name of the file.
        order: larger for what was handed in later.
        late: whether the platform says that it was late.
    """

    prefix: str
    name: str
    number: str
    file: str
    order: int = 0
    late: bool = False


_CANVAS = re.compile(r"(?P<name>.*?)(?P<late>_LATE)?_(?P<user>\d+)_(?P<attachment>\d+)_(?P<file>.+)")
_MOODLE = re.compile(r"(?P<name>[^_]*)_(?P<user>\d+)_assignsubmission_file(?:_(?P<file>.*))?")
# What Canvas and browsers add to the name of a file that is there already.
_COPY = re.compile(r"(?:-\d+|\s*\(\d+\))$")


def named(platform: Platform, path: PurePosixPath) -> Named | None:
    """What the path of a file in an archive says; None where it is none of the platform's."""
    if platform is Platform.CANVAS:
        found = _CANVAS.fullmatch(path.name)
        if found is None:
            return None
        prefix = path.name.removesuffix(found["file"])
        return Named(prefix, found["name"], found["user"], found["file"], int(found["attachment"]), bool(found["late"]))
    for depth, part in enumerate(path.parts):
        if found := _MOODLE.fullmatch(part):
            rest = [*filter(None, [found["file"]]), *path.parts[depth + 1 :]]
            prefix = f"{found['name']}_{found['user']}_assignsubmission_file_"
            return Named(f"{prefix}/", found["name"], found["user"], "/".join(rest))
    return None


def whose(one: Named, people: Iterable[Person]) -> Person | None:
    """Whose file it is: by the platform's number, else by a name that nobody else has; None where nobody can tell."""
    people = list(people)
    if numbered := [person for person in people if one.number and person.platform_id == one.number]:
        return numbered[0] if len(numbered) == 1 else None
    wanted = _plain(one.name)
    same = [
        person
        for person in people
        if wanted and wanted in (_plain(person.name), _plain(f"{person.last}{person.first}"), _plain(person.id))
    ]
    return same[0] if len(same) == 1 else None


def _plain(name: str) -> str:
    return re.sub(r"[\W_]", "", name).casefold()


def notebook_name(file: str, notebooks: Sequence[str], notebooks_of_student: int) -> str | None:
    """Which notebook of the assignment a file is, without the ending; None for any other file.

    Args:
        file: the student's name of it.
        notebooks: the names of the assignment's.
        notebooks_of_student: how many notebooks the student has handed in.
    """
    path = PurePosixPath(file)
    if path.suffix.lower() != ".ipynb":
        return None
    stem = _COPY.sub("", path.stem)
    for name in notebooks:
        if name.casefold() in (path.stem.casefold(), stem.casefold()):
            return name
    return notebooks[0] if len(notebooks) == 1 == notebooks_of_student else None


def canvas_csv(people: Sequence[Person], points: Mapping[str, Mapping[str, float]], most: Mapping[str, float]) -> str:
    """A table for *Import Grades*.

    Args:
        people: the class.
        points: by assignment, and student id; who has none keeps what is there.
        most: the points that each assignment is worth.
    """
    head: list[object] = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *points]
    rows: list[list[object]] = [head, ["    Points Possible", "", "", "", "", *(most[name] for name in points)]]
    for person in people:
        scores = [points[name].get(person.id) for name in points]
        student = f"{person.last}, {person.first}" if person.last else person.id
        rows.append([student, person.platform_id, "", person.id, "", *scores])
    return csv_text(rows)


def moodle_csv(people: Sequence[Person], points: Mapping[str, Mapping[str, float]]) -> str:
    """A table for *Grades, Import, CSV file*: identify users by their e-mail address, user name or id number."""
    rows: list[list[object]] = [["Username", "ID number", "Email address", "First name", "Last name", *points]]
    for person in people:
        scores = [points[name].get(person.id) for name in points]
        rows.append([person.id, person.platform_id, person.email, person.first, person.last, *scores])
    return csv_text(rows)
